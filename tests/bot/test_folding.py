"""No answer is a wall: over all policies, tracks and topics, and for whatever blocks there are."""

import ast
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import texts
from bot.callbacks import LIMIT as CALLBACK_LIMIT
from bot.callbacks import read_press
from bot.handlers.table import LINKED_PRESSES, PRESSES, PUBLIC_PRESSES
from bot.settings import ROOT
from bot.usecases.listing import listed
from bot.usecases.situating import understand
from bot.usecases.snapshot import Snapshots
from bot.views.answer import SECTIONS, policy_answer
from bot.views.folding import LEAST, MOST_VISIBLE, folded, is_folded, length, visible
from bot.views.listing import list_message
from bot.views.message import Block, Message
from bot.views.render import LIMIT, to_html, to_plain, units
from bot.views.replying import reply_message
from bot.views.topics.section import View
from knowledge.base import KnowledgeBase
from knowledge.entries import Topic

NOW = datetime(2024, 11, 28, 1, tzinfo=UTC)
MOMENTS = (NOW, NOW - timedelta(days=900), NOW + timedelta(days=700))
TOAST_LIMIT = 200
"""Of what answers a pressed button."""
LONGEST_LABEL = 40
"""Characters that a phone shows of a button in a row of its own, and a bit."""
MARKS = "✅❌❓⚠⏳⭐🟢🟡⚪🔔📍🧮📋⏰🆕"

lines = st.text(st.sampled_from("一二三，：。　· ab"), max_size=120)
blocks = st.builds(
    lambda found, style: Block(tuple(found), style), st.lists(lines, min_size=1, max_size=30), st.sampled_from(["lead", "plain", "small"])
)


def answers(base: KnowledgeBase) -> list[tuple[str, Message]]:
    """Every answer that one topic of one policy or track can get, while it is open, before and after."""
    return [
        (f"{policy.id} {track} {topic} {now:%Y}", policy_answer(View(base, policy, track, now), (topic,)))
        for policy in base.policies.values()
        for track in (None, *(one.id for one in policy.tracks))
        for topic in SECTIONS
        for now in MOMENTS
    ]


@pytest.mark.parametrize("count", [6, len(SECTIONS)])
def test_many_topics_at_once_are_their_first_lines_and_one_tap(base: KnowledgeBase, count: int) -> None:
    for policy in base.policies.values():
        view = View(base, policy, None, NOW)
        together = policy_answer(view, tuple(SECTIONS)[:count])
        assert visible(folded(together.blocks)) <= MOST_VISIBLE, policy.id
        leads = [block.lines[0] for block in together.blocks if block.style == "lead"]
        for topic, lead in zip(SECTIONS, leads, strict=False):
            section = SECTIONS[topic](view)
            assert section.lead in lead
            assert all(line in to_plain(together) for line in section.lines)
        assert len(leads) == count


def test_every_answer_is_said_in_its_first_line_and_is_no_wall(base: KnowledgeBase) -> None:
    for name, message in answers(base):
        first = message.blocks[0]
        assert first.style == "lead", name
        assert len(first.lines) == 1, name
        assert 0 < len(first.lines[0]) <= LIMIT // 20, name
        assert visible(folded(message.blocks)) <= MOST_VISIBLE, name


def test_no_answer_goes_over_a_limit_of_telegrams(base: KnowledgeBase) -> None:
    for name, message in answers(base):
        assert all(0 < units(piece) <= 2 * LIMIT for piece in to_html(message)), name
        assert len(message.keyboard) <= 100, name
        for button in (button for row in message.keyboard for button in row):
            assert 0 < len(button.label) <= LONGEST_LABEL, (name, button.label)
            assert len((button.data or "").encode()) <= CALLBACK_LIMIT, name
            assert read_press(button.data or "").verb in PRESSES, (name, button.data)


def test_every_list_fits_a_phone_on_every_page_for_every_topic(base: KnowledgeBase) -> None:
    topics: tuple[Topic, ...] = tuple(SECTIONS)
    for topic in topics:
        for page in range(4):
            message = list_message(listed(base, NOW), (topic,), page)
            assert len(message.keyboard) <= 9
            assert visible(message.blocks) < MOST_VISIBLE // 2


def test_a_mark_never_stands_alone(base: KnowledgeBase) -> None:
    """Words beside every sign, for those whose phone or eyes do not show it."""
    for name, message in answers(base):
        labels = [button.label for row in message.keyboard for button in row]
        for line in (*to_plain(message).splitlines(), *labels):
            if any(mark in line for mark in MARKS):
                words = [character for character in line if character.isalpha()]
                assert len(words) > 1, (name, line)


@given(st.lists(blocks, min_size=1, max_size=12).map(tuple))
def test_nothing_is_lost_or_moved_by_folding(given_blocks: tuple[Block, ...]) -> None:
    after = folded(given_blocks)
    assert [line for block in after for line in block.lines] == [line for block in given_blocks for line in block.lines]
    assert [block for block in after if block.style not in {"plain", "folded"}] == [one for one in given_blocks if one.style != "plain"]


@given(st.lists(blocks, min_size=1, max_size=12).map(tuple))
def test_a_fold_begins_with_an_entry_is_worth_a_tap_and_shows_less(given_blocks: tuple[Block, ...]) -> None:
    after = folded(given_blocks)
    assert visible(after) <= visible(given_blocks)
    for before, block in pairwise(after):
        if block.style == "folded":
            assert is_folded(block)
            assert not block.lines[0].startswith("　")
            assert before.style == "plain"
            assert not before.lines[-1].endswith("：")
            assert length(block) >= LEAST
    if visible(given_blocks) <= MOST_VISIBLE:
        assert after == given_blocks


def toasts() -> list[str]:
    """Every text that the handlers put on a pressed button."""
    found = []
    for file in sorted((ROOT / "bot" / "handlers").glob("*.py")):
        for node in ast.walk(ast.parse(Path(file).read_text("utf-8"))):
            given_toasts = [word.value for word in node.keywords if word.arg == "toast"] if isinstance(node, ast.Call) else []
            found += [
                str(getattr(texts, part.attr, "")) if isinstance(part, ast.Attribute) else str(part.value)
                for given_toast in given_toasts
                for part in ast.walk(given_toast)
                if (isinstance(part, ast.Attribute) and part.attr.isupper())
                or (isinstance(part, ast.Constant) and isinstance(part.value, str))
            ]
    return found


def test_what_answers_a_button_fits_one() -> None:
    assert len(toasts()) > 3
    assert all(len(text) <= TOAST_LIMIT for text in toasts())


@pytest.mark.parametrize(
    ("told", "limit"),
    [(texts.DESCRIPTION, 512), (texts.DESCRIPTION_EN, 512), (texts.SHORT_DESCRIPTION, 120), (texts.SHORT_DESCRIPTION_EN, 120)],
)
def test_what_the_bot_says_of_itself_fits(told: str, limit: int) -> None:
    assert 0 < len(told) <= limit


def test_a_link_begins_nothing_that_is_not_a_button_and_public_ones_may_all_be_linked() -> None:
    assert set(PRESSES) >= LINKED_PRESSES >= PUBLIC_PRESSES


def test_fifty_questions_at_once_come_in_pieces_that_fit(snapshots: Snapshots, base: KnowledgeBase) -> None:
    """What nobody would read is still no message over a limit, and what shows of it at once no wall a phone cannot scroll."""
    text = "包头金蓝领啥时候截止？特培计划要什么条件？晋城技师工作站给多少钱？" * 17
    understood = understand(snapshots.current, text, NOW.date())
    message = reply_message(base, understood, NOW)
    assert all(0 < units(unescape(re.sub("<[^>]*>", "", piece))) <= LIMIT for piece in to_html(message))
    assert len(to_html(message)) <= 6
    assert visible(folded(message.blocks)) <= 4 * MOST_VISIBLE
