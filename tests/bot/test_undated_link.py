"""Over every notice on file: a date of somebody else's is never told as the reader's own, wherever it is told."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.clock import SHANGHAI
from bot.pictures.timeline import timeline_scene
from bot.usecases.following import Followed, days_ahead
from bot.usecases.lacking import Lacks
from bot.usecases.reminding import Due, Listener, days_of, routes_of, stages_of, target_of
from bot.usecases.rhythms import DEFAULT
from bot.usecases.units.inner import InnerDay, own_day
from bot.views.answer import policy_answer
from bot.views.calendar import Reader, calendar_file, dated_stages
from bot.views.checklists import checklist_message, items_of, shared_message
from bot.views.following import Mine, my_message
from bot.views.reminders import followed_message, reminder_message
from bot.views.render import to_plain
from bot.views.topics.deadlines import ACTORS, UNDATED, actor_text
from bot.views.topics.section import View
from bot.views.undated import undated_for_the_person
from eligibility.answers import Answers, Given
from eligibility.crossing import buttons_of
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from storage.records import SilenceRecord, SubscriptionRecord
from tests.bot.ics import read_calendar
from tests.bot.pictures.looking import said

TOO_SIMPLE = re.compile(r"(还有 \d+ 天|今天)截止")
"""As it is told of the reader's own last day."""


def readers(base: KnowledgeBase, policy: Policy) -> Iterator[tuple[str | None, Answers]]:
    """Every track, with every answer to what a way can hang on, one at a time, and with none."""
    for track in (None, *(one.id for one in policy.tracks)):
        yield track, {}
        for fact in ("unit_affiliation", "unit_type"):
            if fact in base.facts:
                for answer in buttons_of(base.facts[fact]):
                    if isinstance(answer, Given):
                        yield track, {fact: answer}


def reminders(base: KnowledgeBase, policy: Policy) -> Iterator[tuple[Due, str]]:
    """Every reminder of a policy, for every reader whom it concerns."""
    for track, answers in readers(base, policy):
        listener = Listener(DEFAULT, frozenset({target_of(policy.id, track)}), answers)
        routes = routes_of(base, policy, listener)
        theirs = stages_of(policy, routes, listener).values()
        for day in days_of(base, policy):
            stages = tuple(stage for stage in theirs if stage.ends == day.last.ends)
            for left in (3, 0) if stages else ():
                now = datetime.combine(day.last.ends - timedelta(days=left), time(9), SHANGHAI)
                due = Due(policy, stages, day.last.ends, left, routes, answers)
                yield due, to_plain(reminder_message(base, due, Lacks(), now))


def test_a_reminder_says_whose_date_it_is_and_that_the_persons_own_is_not_written(base: KnowledgeBase) -> None:
    seen = set()
    for policy in base.policies.values():
        for due, text in reminders(base, policy):
            own = any(stage.actor == {"person": "applicant", "unit": "unit"}[policy.applicant or "unit"] for stage in due.stages)
            assert bool(TOO_SIMPLE.search(text)) == own, text
            assert all(actor_text(stage) in text for stage in due.stages)
            assert own or any(f"{ACTORS[stage.actor]}" in text.splitlines()[0] for stage in due.stages)
            assert (UNDATED in text) == (policy.applicant == "person" and undated_for_the_person(due.routes))
            assert own or policy.applicant != "person" or UNDATED in text
            seen.add((policy.applicant, own))
    assert seen == {("person", False), ("unit", True)}, "what is on file today; another kind wants a look at its words"


def test_what_is_told_at_a_follow_and_on_ones_list_names_whose_step_it_is(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        for due, _ in reminders(base, policy):
            now = datetime.combine(due.ends - timedelta(days=3), time(9), SHANGHAI)
            (route, *_rest) = due.routes
            told = to_plain(followed_message(base, route, None, due.stages, "到时候提醒您。"))
            listener = Listener(DEFAULT, frozenset({target_of(policy.id, None)}), {})
            one = SubscriptionRecord(id=1, person_id=1, chat_id=1, kind="policy", target=policy.id, since=now, ended_at=None)
            listed = to_plain(my_message(Mine((Followed(one, "x", policy),), days_ahead(base, listener, now), (), DEFAULT), now))
            assert all(actor_text(stage) in told for stage in due.stages)
            assert (UNDATED in told) == undated_for_the_person((route,))
            steps = [stage for stage in days_ahead(base, listener, now)[0].stages if stage.ends == due.ends]
            assert steps
            assert all(f"{stage.name}（{actor_text(stage)}）" in listed for stage in steps)


@pytest.mark.parametrize("days", [20, 1])
def test_the_answer_on_dates_says_so_too(base: KnowledgeBase, days: int) -> None:
    checked = 0
    for policy in base.policies.values():
        for due, _ in reminders(base, policy):
            if policy.applicant != "person" or not undated_for_the_person(due.routes):
                continue
            now = datetime.combine(due.ends - timedelta(days=days), time(9), SHANGHAI)
            text = to_plain(policy_answer(View(base, policy, None, now, due.answers), ("deadline",)))
            assert UNDATED in text, text
            checked += 1
    assert checked


def test_a_calendar_entry_says_whose_date_it_is(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        stages = [(policy, stage) for stage in dated_stages(policy)]
        events = read_calendar(calendar_file(base, stages, Reader(datetime(2024, 1, 1, tzinfo=SHANGHAI)))).parts
        assert not any("本单位" in event.text("SUMMARY") for event in events)
        by_uid = {event.text("UID"): event.text("DESCRIPTION") for event in events}
        for _, stage in stages:
            told = by_uid[f"{policy.id}.{stage.id}@shenbao"]
            others = policy.applicant == "person" and stage.applying and stage.actor != "applicant"
            assert actor_text(stage) in told
            assert (UNDATED in told) == others


def test_where_a_unit_set_a_day_of_its_own_it_stands_beside_the_notices(base: KnowledgeBase) -> None:
    policy, now = base.policies["bt-shibaiqian-2024"], datetime(2024, 11, 28, 9, tzinfo=SHANGHAI)
    inner = InnerDay("某厂", date(2024, 12, 6))
    reader = Reader(now, inner={policy.id: inner})
    events = read_calendar(calendar_file(base, [(policy, stage) for stage in dated_stages(policy)], reader)).parts
    (own,) = (event for event in events if "本单位内部截止（本单位定的）" in event.text("SUMMARY"))
    assert "某厂" in own.text("DESCRIPTION")
    assert not any(UNDATED in event.text("DESCRIPTION") for event in events)
    view = View(base, policy, "senior", now, inner=inner)
    told = "本单位内部截止：2024年12月6日（周五），某厂定的，不是通知里写的。"
    assert told in to_plain(checklist_message(view, items_of(view, [])))
    assert told not in to_plain(shared_message(view, items_of(view, []), ticks=False)), "what is passed on holds for others too"
    drawn = "".join(said(timeline_scene([view])))
    assert "本单位内部截止" in drawn
    assert "请马上问单位" not in drawn
    listener = Listener(DEFAULT, frozenset({target_of(policy.id, None)}), {})
    one = SubscriptionRecord(id=1, person_id=1, chat_id=1, kind="policy", target=policy.id, since=now, ended_at=None)
    mine = Mine((Followed(one, "x", policy),), days_ahead(base, listener, now), (), DEFAULT, {policy.id: inner})
    assert "2024年12月6日（周五），还有 8 天：" in to_plain(my_message(mine, now))
    silenced = replace(mine, silent=((policy, SilenceRecord(policy=policy.id, stage=own_day("2024-12-06"), reason="enough", since=now)),))
    quiet = my_message(silenced, now)
    assert "（本单位内部截止2024年12月6日（周五），不用提醒）" in to_plain(quiet)
    assert any((button.data or "").startswith("ol:") for row in quiet.keyboard for button in row)
    assert "不再提醒" not in to_plain(my_message(silenced, now + timedelta(days=9))), "what is over needs no silence"
