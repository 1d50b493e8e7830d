"""General facts as answers, and the line they add beside a policy's."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.callbacks import press
from bot.clock import SHANGHAI
from bot.outbox.letter import letters_of
from bot.usecases.snapshot import Snapshots
from bot.views.answer import answer_message, general_answer, policy_answer
from bot.views.general import standing_lines
from bot.views.message import Message
from bot.views.next_steps import topic_press
from bot.views.render import to_plain
from bot.views.topics.section import View
from knowledge.base import KnowledgeBase
from knowledge.entries import Gate
from knowledge.general import Beside, GeneralFact
from knowledge.search.understanding import Understanding

NOW = datetime(2024, 11, 28, 9, 0, tzinfo=SHANGHAI)
GOLD = "bt-shibaiqian-2024"
FEE_GATE = Gate(id="free", clause="三", text="通知说报名免费", topic="fee")


@pytest.fixture
def beside(base: KnowledgeBase) -> Beside:
    """What the fact on fees adds to a policy's answer."""
    fact = base.general["no-application-fee"]
    assert fact.beside is not None
    return fact.beside


def with_gate(base: KnowledgeBase) -> KnowledgeBase:
    """A base in which the notice of 金蓝领 speaks of fees itself."""
    policy = base.policies[GOLD]
    told = policy.model_copy(update={"gates": (*policy.gates, FEE_GATE)})
    return replace(base, policies={**base.policies, GOLD: told})


def asked(base: KnowledgeBase, policy: str, general: str | None = "no-application-fee") -> Message:
    understood = Understanding("要交钱吗", "answer", policies=(policy,), intents=("how_to_apply",), general=general)
    return answer_message(base, understood, NOW)


def test_every_general_fact_is_told_with_what_it_rests_on(base: KnowledgeBase) -> None:
    for fact in base.general.values():
        message = general_answer(base, fact)
        text = to_plain(message)
        assert text.startswith(fact.answer)
        assert all(line in text for line in (*fact.lines, fact.note or ""))
        for ground in fact.grounds:
            assert (ground.document or base.policies[ground.policy or ""].short_title) in text
            assert (ground.number or ground.clause or "") in text
        assert fact.certainty == "sure" or "核实" in message.blocks[-1].lines[-1]
        assert len(letters_of(message)) == 1


def test_what_comes_next_is_offered(base: KnowledgeBase) -> None:
    data = {button.data for row in general_answer(base, base.general["special-technician"]).keyboard for button in row}
    assert {press("p"), press("cc"), topic_press(base.policies[GOLD], None, ("overview",))} <= data


def test_a_fact_without_lines_and_grounds_is_told_too(base: KnowledgeBase) -> None:
    fact = GeneralFact(id="bare", title="常识", answer="就这一句。", certainty="doubtful", note="凭常识写。")
    assert to_plain(general_answer(base, fact)) == "就这一句。\n\n凭常识写。\n我们拿不准，请核实。"


def test_a_question_that_is_a_general_fact_gets_it(base: KnowledgeBase) -> None:
    understood = Understanding("12333", "answer", general="hotline-12333")
    assert answer_message(base, understood, NOW) == general_answer(base, base.general["hotline-12333"])


def test_how_to_apply_says_once_that_nobody_charges_wherever_one_can_apply(base: KnowledgeBase, beside: Beside) -> None:
    for policy in base.policies.values():
        text = to_plain(policy_answer(View(base, policy, None, NOW), ("how_to_apply", "materials")))
        assert text.count(beside.line) == (policy.applicant is not None)
        assert beside.line not in to_plain(policy_answer(View(base, policy, None, NOW), ("deadline",)))


def test_a_silent_notice_is_said_to_be_silent_first(base: KnowledgeBase, beside: Beside) -> None:
    text = to_plain(asked(base, GOLD))
    assert text.startswith(f"{beside.silent}{beside.line}")
    assert text.count(beside.line) == 1
    assert "必须由所在单位推荐" in text


def test_the_notices_own_words_on_fees_come_first_and_alone(base: KnowledgeBase, beside: Beside) -> None:
    told = with_gate(base)
    text = to_plain(asked(told, GOLD))
    assert text.startswith(FEE_GATE.text)
    assert beside.line not in text
    unasked = to_plain(asked(told, GOLD, None))
    assert FEE_GATE.text in unasked
    assert beside.line not in unasked


def test_fees_alone_are_no_way_to_apply(base: KnowledgeBase) -> None:
    policy = base.policies[GOLD].model_copy(update={"gates": (FEE_GATE,), "stages": (), "systems": ()})
    text = to_plain(policy_answer(View(base, policy, None, NOW), ("how_to_apply",)))
    assert text.startswith("通知没写怎么申报。")
    assert FEE_GATE.text in text


def test_what_takes_no_applications_says_nothing_of_their_price(base: KnowledgeBase, beside: Beside) -> None:
    text = to_plain(asked(base, "cn-gig-market-2023"))
    assert text.startswith("这份文件不受理申报。")
    assert beside.line not in text


def test_a_general_fact_that_stands_beside_no_policy_adds_nothing(base: KnowledgeBase) -> None:
    assert asked(base, GOLD, "hotline-12333") == asked(base, GOLD, None)


def test_help_tells_what_always_holds(base: KnowledgeBase, beside: Beside) -> None:
    assert standing_lines(base) == (beside.line,)


def test_every_question_of_the_list_reaches_its_answer(snapshots: Snapshots) -> None:
    current = snapshots.current
    for fact in current.base.general.values():
        question = f"{fact.names[-1]}是什么" if fact.beside is None else "申报要交钱吗"
        assert to_plain(answer_message(current.base, current.index.understand(question), NOW)).startswith(fact.answer)
