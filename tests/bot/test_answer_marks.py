"""Answers on buttons: every answer that can be supposed comes back from its mark, and fits a button with the codes beside it."""

from datetime import date, datetime

import pytest

from bot.callbacks import CodeBook, code, press
from bot.usecases.answer_marks import mark_of, pressed_answer, supposed_answer
from bot.usecases.checking import NOON, read_facts
from bot.usecases.interviewing import judged
from bot.usecases.scope import PolicyScope, Screening
from bot.usecases.shown import BEST_FIRST, Shown, differences, read_shown, with_result
from bot.usecases.supposing import offered, supposable, supposed
from bot.views.paging import PAGE
from eligibility.answers import Answer, Born, Declined, DoesNotKnow, Given, Since, Years
from eligibility.days import Window
from knowledge.base import KnowledgeBase

TODAY = date(2024, 11, 28)
NOW = datetime.combine(TODAY, NOON)


def test_everything_that_is_offered_comes_back_from_its_mark(base: KnowledgeBase) -> None:
    codes = CodeBook(base)
    for policy in base.policies.values():
        if policy.applicant is None:
            continue
        finished = judged(base, PolicyScope(policy.id), {}, NOW)
        for fact in supposable(base, finished):
            assert not fact.sensitive
            for answer in offered(base, finished, fact, TODAY):
                mark = mark_of(fact, answer)
                assert supposed_answer(codes, fact, mark, TODAY, TODAY) == answer
                assert press("hs", code("policy", policy.id), code("fact", fact.id), mark)


@pytest.mark.parametrize(
    ("fact", "answer"),
    [
        ("age", Given(Born(Window(date(1980, 12, 31), date(1980, 12, 31))))),
        ("age", Given(Born(Window(date(1980, 12, 1), date(1980, 12, 31))))),
        ("years_in_profession", Given(Since(Window(date(2012, 1, 1), date(2012, 12, 31))))),
    ],
)
def test_what_is_typed_comes_back_too(base: KnowledgeBase, fact: str, answer: Given) -> None:
    mark = mark_of(base.facts[fact], answer)
    assert supposed_answer(CodeBook(base), base.facts[fact], mark, TODAY, TODAY) == answer
    assert press("ht", code("policy", "x"), code("fact", fact), mark)


@pytest.mark.parametrize(
    ("mark", "answer"), [("?", DoesNotKnow()), ("-", Declined()), ("y", Given(True)), ("n", Given(False)), ("x", None)]
)
def test_a_pressed_mark_is_an_answer_or_none(base: KnowledgeBase, mark: str, answer: Answer | None) -> None:
    assert pressed_answer(CodeBook(base), base.facts["employed"], mark) == answer
    assert (supposed_answer(CodeBook(base), base.facts["employed"], mark, TODAY, TODAY) == answer) is (answer is None or mark in {"y", "n"})


def test_in_a_screening_what_turns_something_by_itself_is_offered_first(base: KnowledgeBase) -> None:
    worker = {"unit_place": "包头", "employed": "是", "unit_type": "企业", "skill_level": "高级技师", "age": 52, "education": "大专"}
    finished = judged(base, Screening("person"), read_facts(base, worker, TODAY), NOW)
    first, *others = supposable(base, finished)
    turned = [one for answer in offered(base, finished, first, TODAY) for one in supposed(base, finished, first.id, answer) if one.turned]
    assert any(one.before.name != one.after.name for one in turned)
    assert "unit_place" in [fact.id for fact in (first, *others)[:PAGE]]


def test_a_measured_answer_is_offered_only_where_it_tells_something_else(base: KnowledgeBase) -> None:
    answers = {"age": Given(Years(47), TODAY)}
    finished = judged(base, PolicyScope("nmg-tepei-2023", "outside"), answers, NOW)
    now = [one.name for one in finished.verdicts]
    for answer in offered(base, finished, base.facts["age"], TODAY):
        pairs = supposed(base, finished, "age", answer)
        assert [one.after.name for one in pairs] != now or any(one.turned for one in pairs)


def test_what_was_shown_is_read_back_and_only_a_turn_is_a_difference(base: KnowledgeBase) -> None:
    scope = PolicyScope("bt-shibaiqian-2024", "senior")
    low, high = ({"skill_level": Given(level)} for level in ("advanced", "senior_technician"))
    before = judged(base, scope, low, NOW)
    shown = read_shown(with_result(Shown(kept=frozenset({"x"})), base, before.verdicts, low, NOW.date()).model_dump_json())
    assert shown.kept == {"x"}
    assert differences(shown, base, before.verdicts, low) == ()
    assert shown.day == NOW.date()
    assert differences(Shown(), base, before.verdicts, low) == (), "before the first result nothing is new"
    elsewhere = shown.model_copy(update={"notices": {"another": ""}, "verdicts": {"another": "eligible"}})
    (new,) = differences(elsewhere, base, before.verdicts, low)
    assert (new.target.policy, new.before, new.causes) == (before.verdicts[0].policy, None, ("new",))
    assert new.after == min((verdict.name for verdict in before.verdicts), key=BEST_FIRST.index)
    (turned,) = differences(shown, base, judged(base, scope, high, NOW).verdicts, high)
    assert (turned.before, turned.after, turned.causes, turned.facts) == ("not_eligible", "undetermined", ("answers",), ("skill_level",))
    stale = shown.model_copy(update={"notices": {scope.policy: "another"}, "verdicts": {str(scope): "eligible"}})
    assert [one.causes for one in differences(stale, base, before.verdicts, low)] == [("notice",)]
    later = shown.model_copy(update={"verdicts": {str(scope): "eligible"}})
    assert [one.causes for one in differences(later, base, before.verdicts, low)] == [("time",)]


@pytest.mark.parametrize("text", [None, "", "{}", "not json", '{"verdicts": 3}', '{"from": "a later version"}'])
def test_what_cannot_be_read_counts_as_nothing_shown(text: str | None) -> None:
    assert read_shown(text) == Shown()
