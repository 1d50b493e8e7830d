"""May somebody without a unit, sent by an agency, retired … apply? Every programme says what its notice says, or that it is silent."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from bot.usecases.situating import heard, taking_applications, understand
from bot.usecases.snapshot import Snapshots
from bot.views.render import to_plain
from bot.views.replying import reply_message
from bot.views.situations import GROUPS, NAMES, situation_message, situation_press, situation_pressed, situations_message, view_of
from knowledge.base import KnowledgeBase
from knowledge.entries import SituationId, Stance
from knowledge.search.understanding import Leaning

NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)
QUESTIONS = Path(__file__).parents[1] / "data" / "questions"
ALL: tuple[SituationId, ...] = get_args(SituationId)


def labelled() -> list[dict[str, object]]:
    rows = [json.loads(line) for path in sorted(QUESTIONS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [row for row in rows if "situation" in row]


def test_every_programme_speaks_to_every_situation(base: KnowledgeBase) -> None:
    assert set(NAMES) == set(ALL)
    assert set(GROUPS) == set(get_args(Stance))
    for one in taking_applications(base):
        assert {situation.about for situation in base.policies[one].situations} == set(ALL), one


def test_each_answer_says_what_it_rests_on_what_is_silent_and_whom_to_ask(base: KnowledgeBase) -> None:
    for one in taking_applications(base):
        for situation in base.policies[one].situations:
            text = to_plain(situation_message(view_of(base, one, NOW), situation.about))
            entries = {entry.id: entry for entry in base.policies[one].entries}
            assert all(f"〔{entries[rest].clause}〕" in text for rest in situation.rests_on)
            assert f"请问：{situation.ask}" in text
            assert (situation.silent or "") in text
            assert (situation.says or "通知没有写") in text


def test_labelled_questions_are_told_their_situation(snapshots: Snapshots) -> None:
    rows = labelled()
    assert {row["situation"] for row in rows} == set(ALL)
    for row in rows:
        understood = understand(snapshots.current, str(row["q"]), NOW.date())
        assert understood.situation == row["situation"], row["q"]
        if row["policy"]:
            assert (understood.action, understood.policies) == ("answer", (row["policy"],)), row["q"]
        else:
            assert (understood.action, understood.policies) == ("clarify", taking_applications(snapshots.current.base)), row["q"]


@pytest.mark.parametrize(
    "question",
    ["我没有单位能报什么", "深圳劳务派遣能报吗", "零工市场没工作能去吗", "包头金蓝领什么时候截止", "你好", "特培计划要什么条件"],
)
def test_what_asks_for_something_else_is_left_as_it_was(snapshots: Snapshots, question: str) -> None:
    assert understand(snapshots.current, question, NOW.date()).situation is None


def test_where_two_programmes_may_be_meant_only_they_are_told(snapshots: Snapshots) -> None:
    understood = understand(snapshots.current, "晋城劳务派遣能报吗", NOW.date())
    assert set(understood.policies) == {"jc-technician-station-2022", "jc-talent-base-2022"}
    assert "包头" not in to_plain(reply_message(snapshots.current.base, understood, NOW))


def test_without_a_name_what_was_told_about_is_meant(snapshots: Snapshots) -> None:
    leaning = Leaning("nmg-tepei-2023", "outside", ("conditions",))
    understood = understand(snapshots.current, "那单位不给推荐怎么办", NOW.date(), leaning)
    assert (understood.action, understood.policies, understood.situation) == ("answer", ("nmg-tepei-2023",), "unit_refuses")
    named = understand(snapshots.current, "晋城技师工作站没有单位能报吗", NOW.date(), leaning)
    assert named.policies == ("jc-technician-station-2022",)
    nothing_to_apply_for = understand(snapshots.current, "单位不给推荐怎么办", NOW.date(), Leaning("nmg-ndt-p2p"))
    assert nothing_to_apply_for.policies == taking_applications(snapshots.current.base)


def test_what_there_is_elsewhere_is_not_asked_of_what_was_told_about(snapshots: Snapshots) -> None:
    leaning = Leaning("jc-talent-base-2022", None, ("conditions",))
    assert heard(snapshots.current, "新疆工匠自测", NOW.date(), leaning)[0].asks_screening
    assert heard(snapshots.current, "那深圳的呢", NOW.date(), leaning)[0].elsewhere is not None


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("单位不给推荐", True),
        ("那材料呢", True),
        ("谢谢", True),
        ("包头金蓝领", True),
        ("高工", False),
        ("给发钱不", True),
        ("区内补贴", True),
        ("还没", False),
        ("今天天气怎么样", True),
    ],
)
def test_a_question_is_told_from_a_slip(snapshots: Snapshots, text: str, *, asks: bool) -> None:
    assert heard(snapshots.current, text, NOW.date(), Leaning("nmg-tepei-2023"))[1] is asks


def test_what_persons_apply_for_comes_first_also_where_units_apply_for_another_part(base: KnowledgeBase, snapshots: Snapshots) -> None:
    of_persons = ["person" in base.policies[one].applicants for one in taking_applications(base)]
    assert of_persons == sorted(of_persons, reverse=True)
    mixed = [policy for policy in base.policies.values() if policy.applicant == "unit" and "person" in policy.applicants]
    assert mixed
    for policy in mixed:
        asked = snapshots.current.index.understand(f"我是{policy.region[-1]}人，个人能报什么")
        assert (asked.applicant, policy.id in asked.policies) == ("person", True)


def test_an_overview_groups_by_what_is_said_and_leads_on(base: KnowledgeBase) -> None:
    every = taking_applications(base)
    message = situations_message(base, every, "no_unit")
    assert [button.data for row in message.keyboard for button in row] == [situation_press(base.policies[one], "no_unit") for one in every]
    text = to_plain(message)
    assert text.index("❌ 不行") < text.index("包头十百千")
    assert "通知都没有写" in to_plain(situations_message(base, every, "dispatched"))


def test_a_programme_that_says_nothing_of_it_says_so(base: KnowledgeBase) -> None:
    policy = next(policy for policy in base.policies.values() if policy.applicant is None)
    assert "没有记下" in to_plain(situation_message(view_of(base, policy.id, NOW), "no_unit"))
    assert situation_pressed("9") is None
