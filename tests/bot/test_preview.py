"""``knowledge preview``: all that applicants are told, in the terminal, as JSON and as a page."""

import re
from datetime import datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.cli import wiring
from bot.clock import SHANGHAI
from bot.usecases.scope import PolicyScope, targets_of
from bot.views.answer import SECTIONS
from bot.views.preview import ASKED, CHECK, NARROW, RESULTS, SITUATIONS, previews
from bot.views.render import to_plain
from bot.views.topics.section import View
from eligibility.questionnaire import questions_of
from knowledge.base import KnowledgeBase
from knowledge.search.slots import all_slots
from knowledge.search.understanding import Narrow
from tests.bot.cli import refused, run, told

DAY = "2024-11-28"
NOW = datetime(2024, 11, 28, 12, tzinfo=SHANGHAI)
_VOID = {"meta"}


@cache
def on_file() -> KnowledgeBase:
    return wiring.library(wiring.settings().knowledge_dir).base


@cache
def slots() -> tuple[Narrow, ...]:
    return all_slots(wiring.lexicon(wiring.settings().knowledge_dir).slots)


POLICIES = tuple(on_file().policies)


@pytest.mark.parametrize("policy", POLICIES)
def test_nothing_that_is_asked_or_said_is_missing(policy: str) -> None:
    base, held = on_file(), on_file().policies[policy]
    shown = tuple(previews(View(base, held, None, NOW), slots()))
    by_group = {group: [one.asked for one in shown if one.group == group] for group in (ASKED, NARROW, SITUATIONS, CHECK, RESULTS)}
    assert len(by_group[ASKED]) >= len(SECTIONS)
    assert by_group[RESULTS] == [example.name for example in held.examples if held.applicant]
    assert all(to_plain(one.message).strip() for one in shown)
    if held.applicant is not None:
        asked = {fact.name for fact in questions_of(base, targets_of(base, PolicyScope(policy)))}
        assert asked == set(by_group[CHECK]) - {"先选类别"}
        assert len(by_group[SITUATIONS]) == 6
    marked = {slot for entry in held.entries for slot in getattr(entry, "slots", ())}
    assert len(by_group[NARROW]) >= len(marked)


def test_the_words_are_those_of_the_chat() -> None:
    shown = told("knowledge", "preview", "nmg-tepei-2023", "--as-of", DAY, "--json")["shown"]
    answered = told("ask", "内蒙古特培计划什么时候截止", "--as-of", DAY, "--json")["text"]
    assert answered in {one["text"] for one in shown}
    by_name = {one["asked"]: one for one in shown}
    assert "本期已截止" in by_name["单位所在地"]["text"]
    assert ["不清楚，跳过", "为什么问这个"] in by_name["单位所在地"]["buttons"]


def test_a_track_is_told_by_itself() -> None:
    whole = {one["asked"] for one in told("knowledge", "preview", "nmg-tepei-2023", "--json")["shown"]}
    inside = {one["asked"] for one in told("knowledge", "preview", "nmg-tepei-2023/inside", "--json")["shown"]}
    assert "区内培养要什么条件？" in whole
    assert "先选类别" in whole
    assert not {"区内培养要什么条件？", "先选类别"} & inside


def test_in_the_terminal_the_buttons_stand_below() -> None:
    said = run("knowledge", "preview", "nmg-tepei-2023", "--as-of", DAY).stdout
    assert said.startswith(f"══ {ASKED} ══\n\n▶ 概况？\n")
    assert "［✅ 自测够不够条件］" in said
    assert said.index(f"══ {CHECK} ══") < said.index(f"══ {RESULTS} ══")


class Page(HTMLParser):
    """What a browser would make of the page: is everything closed, what does it fetch, what does it say?"""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []
        self.anchors: set[str] = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.fetched += [value or "" for name, value in attrs if name in {"src", "href"}]
        self.anchors |= {held["id"] or ""} if "id" in held else set()
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Shapes of a picture."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("policy", ["bt-shibaiqian-2024", "nmg-postdoc-startup-2022", "ah-startup-training-2023"])
def test_the_page_holds_everything_and_fetches_nothing(policy: str, tmp_path: Path) -> None:
    file = tmp_path / "preview.html"
    made = told("knowledge", "preview", policy, "--as-of", DAY, "--html", str(file), "--json")
    text = file.read_text(encoding="utf-8")
    page = Page(text)
    assert page.open == []
    assert made["file"] == str(file)
    assert page.fetched
    assert all(link.startswith("#") and link[1:] in page.anchors for link in page.fetched)
    assert "@import" not in text
    assert "url(" not in text
    assert text.count("<svg") == bool(on_file().policies[policy].stages) + bool(on_file().policies[policy].conditions)
    words = plain(page.words)
    for one in made["shown"]:
        assert all(plain(line) in words for line in one["text"].splitlines())
    assert f"写好了：{file}" in run("knowledge", "preview", policy, "--html", str(file)).stdout


def test_what_is_unknown_or_cannot_be_written_is_refused(tmp_path: Path) -> None:
    assert "没有政策" in refused("knowledge", "preview", "nmg-tepei-2022")
    assert "没有类别" in refused("knowledge", "preview", "nmg-tepei-2023/outer")
    assert "写不进去" in refused("knowledge", "preview", "nmg-tepei-2023", "--html", str(tmp_path / "no" / "page.html"))
