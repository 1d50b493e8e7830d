"""A drafted file does not load: lint tells its open places and nothing else. Once they are settled, it does."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eligibility.examples import check_example
from knowledge.base import KnowledgeBase
from knowledge.drafting.marks import MARKS, UNKNOWN, is_open
from knowledge.drafting.words import load_words
from knowledge.drafting.written import open_places, written
from knowledge.errors import KnowledgeError, Problem
from knowledge.loader import load
from tests.knowledge.drafting.invented import STYLES, Invented
from tests.knowledge.drafting.invented_more import MORE_STYLES
from tests.knowledge.drafting.reading import DATA, drafted, facts
from tests.knowledge.drafting.test_drafting_reads import PIECES

ALL = pytest.mark.parametrize("invented", (STYLES | MORE_STYLES).values(), ids=STYLES | MORE_STYLES)
NAME = "yq-draft-2026"
CHOICES = {"applicant": "person", "kind": "chosen", "actor": "unit", "prepared_by": "unit", "year": 2026}


def draft_file(text: str) -> str:
    return written(drafted(text), NAME, facts())


def loaded(folder: Path, text: str) -> KnowledgeBase:
    (folder / "policies").mkdir(exist_ok=True)
    (folder / "facts.yaml").write_bytes((DATA / "facts.yaml").read_bytes())
    (folder / "policies" / f"{NAME}.yaml").write_text(text, encoding="utf-8")
    return load(folder, check_example)


def refused(folder: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(KnowledgeError) as caught:
        loaded(folder, text)
    return caught.value.problems


def is_of_a_draft(problem: Problem) -> bool:
    """An open text, a value that is still to be chosen, or a caveat that touches nothing yet."""
    opened = problem.message.startswith("草稿里还没有定") or UNKNOWN in problem.message
    return opened or (problem.place.endswith("touches") and "至少要写 1 项" in problem.message)


def settled(data: Any, key: str = "") -> Any:  # noqa: ANN401 - a file's data of any shape
    """What somebody makes of a draft: every open place filled in."""
    match data:
        case dict():
            held = {name: settled(value, name) for name, value in data.items() if not (name == "touches" and not value)}
            return held | ({"kind": "official"} if "publisher" in data else {})
        case list():
            return [settled(value, key) for value in data if not (isinstance(value, dict) and value.get("touches") == [])]
        case str() if data == UNKNOWN:
            return CHOICES[key]
        case str() if is_open(data):
            return next(data.removeprefix(mark) for mark in MARKS if data.startswith(mark))
    return data


@ALL
def test_lint_tells_what_is_open_and_nothing_else(invented: Invented, tmp_path: Path) -> None:
    made = draft_file(invented.text)
    problems = refused(tmp_path, made)
    assert [problem for problem in problems if not is_of_a_draft(problem)] == []
    assert all(problem.line for problem in problems)
    assert open_places(made) == len(problems)


@ALL
def test_once_settled_it_loads(invented: Invented, tmp_path: Path) -> None:
    made = yaml.safe_dump(settled(yaml.safe_load(draft_file(invented.text))), allow_unicode=True)
    policy = loaded(tmp_path, made).policies[NAME]
    assert policy.title == (invented.title or "原文里没有标题")
    assert policy.signed == invented.signed
    assert {(stage.starts, stage.ends) for stage in policy.stages if stage.ends} <= invented.windows
    assert {material.name: material.copies for material in policy.materials} == dict(invented.papers)


@ALL
def test_every_entry_names_its_clause_and_line(invented: Invented) -> None:
    made = draft_file(invented.text)
    entries = [entry for value in yaml.safe_load(made).values() if isinstance(value, list) for entry in value if isinstance(entry, dict)]
    assert all("clause" in entry for entry in entries if str(entry.get("id", "")).partition("-")[0] in {"condition", "stage", "material"})
    assert len(re.findall(r"^  - id: .*# 第[0-9]+行", made, re.MULTILINE)) == len([entry for entry in entries if "id" in entry])


def test_what_only_looks_like_a_title_is_asked_for() -> None:
    text = "云帆咨询专注申报十年，服务企业三千家，欢迎来电。\n2025年度云桥市工作室推荐工作的通知\n一、时间\n5月1日前报送。\n"
    data = yaml.safe_load(draft_file(text))
    assert data["title"] == "待定：像是标题，请核对：2025年度云桥市工作室推荐工作的通知"
    assert "title" not in data["sources"][0]


def test_a_year_that_is_not_printed_becomes_a_caveat() -> None:
    data = yaml.safe_load(draft_file(STYLES["classic"].text))
    readings = {touched: caveat["reading"] for caveat in data["caveats"] for touched in caveat["touches"]}
    stage = next(one for one in data["stages"] if str(one.get("ends")) == "2026-05-15")
    assert readings[stage["id"]] == "没印年份，按落款是2026年"


def test_a_deadline_before_the_notice_becomes_a_caveat() -> None:
    text = "关于申报的通知\n各单位：\n现通知如下。\n一、时间\n请于2026年3月1日前申报。\n云桥市人社局\n2026年4月1日\n"
    assert any("早于落款日期2026-04-01" in caveat["reading"] for caveat in yaml.safe_load(draft_file(text))["caveats"])


def test_what_was_not_found_is_asked_for_and_not_said_to_be_absent() -> None:
    data = yaml.safe_load(draft_file(STYLES["result"].text))
    assert {absence["topic"] for absence in data["absences"]} == {"deadline", "materials", "benefit", "contact"}
    assert all(is_open(absence["text"]) for absence in data["absences"])


def test_private_numbers_and_hidden_characters_stay_out() -> None:
    made = draft_file("关于申报的通知\n各单位：\n现通知如下。\n一、条件\n（一）把材料\u200b交给李某13900001111；\n二、咨询\n不留座机。\n")
    assert "13900001111" not in made
    assert "\u200b" not in made
    assert "手机号没有收录" in made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_a_draft_of_any_text_is_told_of_by_lint(tmp_path: Path, text: str) -> None:
    assert [problem for problem in refused(tmp_path, draft_file(text)) if not is_of_a_draft(problem)] == []


def test_words_that_are_missing_or_wrong_are_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="文件不存在"):
        load_words(tmp_path)
    (tmp_path / "words.yaml").write_text("topics: 1\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="topics"):
        load_words(tmp_path)
    (tmp_path / "words.yaml").write_text("topics: [\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"words\.yaml"):
        load_words(tmp_path)
