"""The ways through a policy in words: the one that ends first at the head, what decides, and one's own step once that is known."""

from datetime import date, datetime
from typing import Any

import pytest

from bot.clock import SHANGHAI
from bot.usecases.routing import asked_about, open_question
from bot.usecases.scope import PolicyScope
from bot.views.answer import policy_answer
from bot.views.render import to_plain
from bot.views.routes import UNKNOWN, answers_by_mark, route_question
from bot.views.topics.routes import NO_LINK, route_buttons, step_lines, way_lines
from bot.views.topics.section import View
from eligibility.answers import Answers, DoesNotKnow, Given
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from tests.eligibility.strategies import FACTS, base_of, policy_of

NOW = datetime(2024, 12, 5, 9, 0, tzinfo=SHANGHAI)


def stage(name: str, actor: str, **more: object) -> dict[str, Any]:
    return {"id": name, "clause": "四", "name": name, "actor": actor, "action": "交表", "applying": True} | more


NEAR, FAR, OUT = ({"fact": "region", "one_of": [option]} for option in ("low", "mid", "top"))
STAGES = [
    stage("申报", "applicant", id="apply"),
    stage("县里报", "county", id="near", follows="apply", ends="2024-12-10", when=NEAR),
    stage("厅局报", "department", id="far", follows="apply", ends="2024-12-20", when=FAR),
    stage("评审", "jury", id="review", applying=False),
]


def view_of(known: Answers | None = None, **more: object) -> View:
    fields: dict[str, Any] = {"tracks": [], "signed": "2024-12-01", "stages": STAGES} | more
    policy: Policy = policy_of(**fields)
    return View(base_of(policy), policy, None, NOW, known or {})


def test_ways_that_end_on_different_days_are_told_earliest_first() -> None:
    lead, *ways = way_lines(view_of())
    assert "先按最早的准备最稳妥" in lead
    assert "region" in lead
    assert ways == [
        "· 初级：县里报（截至2024年12月10日（周二））",
        "· 中级：厅局报（截至2024年12月20日（周五））",
        "· 高级：申报（日期没写）",
    ]
    text = to_plain(policy_answer(view_of(), ("deadline",)))
    assert text.startswith("🟢 进行中，还有 5 天，县里报截至2024年12月10日（周二）。")


def test_once_the_first_is_over_the_next_counts_and_both_are_told() -> None:
    late = View(view_of().base, view_of().policy, None, datetime(2024, 12, 12, tzinfo=SHANGHAI))
    text = to_plain(policy_answer(late, ("deadline",)))
    assert text.startswith("🟢 进行中，还有 8 天，厅局报截至2024年12月20日（周五）。")
    assert "截至2024年12月10日" in text


@pytest.mark.parametrize(
    ("option", "said", "unsaid"),
    [
        ("low", "📍 您的这一步（region：初级）：申报，自己的日期没写；要赶上县里报（截至2024年12月10日（周二））", "厅局报"),
        ("mid", "📍 您的这一步（region：中级）：申报，自己的日期没写；要赶上厅局报（截至2024年12月20日（周五））", "县里报"),
        ("top", "📍 您的这一步（region：高级）：申报（日期没写）", "县里报"),
    ],
)
def test_who_is_known_reads_their_own_step_alone(option: str, said: str, unsaid: str) -> None:
    view = view_of({"region": Given(option)})
    assert step_lines(view) == (said,)
    assert way_lines(view) == ()
    for topic in ("deadline", "process", "how_to_apply"):
        assert unsaid not in to_plain(policy_answer(view, (topic,)))


def test_who_has_no_link_hears_it() -> None:
    elsewhere = [stage("申报", "applicant", when=NEAR, id="apply")]
    assert any(NO_LINK in line for line in way_lines(view_of(stages=elsewhere)))
    view = view_of({"region": Given("mid")}, stages=elsewhere)
    told, for_whom, ask = step_lines(view)
    assert told == f"📍 您的这一步（region：中级）：{NO_LINK}"
    assert view.policy.audience in for_whom
    assert view.policy.issuers[0] in ask


def test_who_has_no_link_hears_whom_to_call_where_the_notice_says(base: KnowledgeBase) -> None:
    policy = base.policies["xj-special-technician-pilot"]
    lines = step_lines(View(base, policy, None, NOW, {"xj_pilot_enterprise": Given("other")}))
    assert "所在地（州、市）人社局" in lines[1]
    assert "0991-3689691" in lines[2]
    assert len(step_lines(View(base, policy, None, NOW, {"xj_pilot_enterprise": Given("tbea")}))) == 1


def test_a_link_before_the_own_one_comes_first() -> None:
    stages = [stage("初审", "county", id="check"), stage("报送", "unit", id="hand-in", ends="2024-12-10", when=NEAR)]
    view = view_of({"region": Given("low")}, stages=stages, applicant="unit")
    assert step_lines(view) == ("📍 您的这一步（region：初级）：先过初审，然后报送（截至2024年12月10日（周二））",)


def test_several_facts_that_decide_are_named_together() -> None:
    stages = [
        stage("报送", "applicant", id="a", ends="2024-12-10", when=NEAR),
        stage("转报", "unit", id="b", when={"fact": "employed", "is": True}),
    ]
    lead, *ways = way_lines(view_of(stages=stages))
    assert "region、employed" in lead
    assert all(way.startswith("· ") and "：" not in way.split("（")[0] for way in ways)


def test_what_no_button_answers_is_told_but_not_asked() -> None:
    view = view_of(stages=[stage("报送", "applicant", id="a", ends="2024-12-10", when={"fact": "staff", "at_least": 2})])
    assert way_lines(view)[0] == "您走哪条路，看staff，还不知道。截止日不一样，先按最早的准备最稳妥："
    assert asked_about(view.base, PolicyScope(view.policy.id)) == ()
    assert route_buttons(view) == ()


def test_what_is_sensitive_is_left_to_the_self_check() -> None:
    view = view_of(stages=[stage("报送", "applicant", id="a", when={"fact": "punished", "is": False})])
    assert open_question(view.base, PolicyScope(view.policy.id), {}) is None


def test_the_question_is_offered_until_it_was_asked_then_to_ask_anew() -> None:
    assert [button.label for row in route_buttons(view_of()) for button in row] == ["📍 哪一步是我的"]
    for answer in (Given("low"), DoesNotKnow()):
        assert [button.label for row in route_buttons(view_of({"region": answer})) for button in row] == ["📍 换个情况再看"]
    assert route_buttons(view_of(applicant=None)) == ()
    assert step_lines(view_of({"region": Given("low")}, applicant=None)) == way_lines(view_of(applicant=None)) == ()


def test_a_question_has_a_button_for_every_answer_and_for_not_knowing() -> None:
    for name, count in (("region", 4), ("employed", 3)):
        fact = FACTS[name]
        assert len(answers_by_mark(fact)) == count
        message = route_question(view_of(), fact)
        pressed = [button.data or "" for row in message.keyboard for button in row if (button.data or "").startswith("ra:")]
        assert [data.split(":")[3] for data in pressed] == list(answers_by_mark(fact))
    assert answers_by_mark(FACTS["employed"])["n"] == Given(value=False)
    assert answers_by_mark(FACTS["region"])[UNKNOWN] == DoesNotKnow()


def test_every_policy_on_file_tells_its_ways(base: KnowledgeBase) -> None:
    asked = {policy.id for policy in base.policies.values() if way_lines(View(base, policy, None, NOW))}
    assert asked == {
        "jc-talent-base-2022",
        "jc-technician-station-2022",
        "nmg-tepei-2023",
        "xj-craftsman-2022",
        "xj-master-studio-2023",
        "xj-special-technician-pilot",
        "xj-training-base-2023",
    }
    for policy in base.policies.values():
        for way in View(base, policy, None, NOW).route.ways:
            assert way.ends is None or isinstance(way.ends, date)
