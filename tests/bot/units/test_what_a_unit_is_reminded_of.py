"""Which days are a unit's, whatever is known of it; how its reminder is worded; where its registration says where it is."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import read_press
from bot.clock import SHANGHAI
from bot.usecases.reminding import UNIT_REMINDER, days_of, target_of_unit, upcoming, upcoming_for_units
from bot.usecases.rhythms import CHOICES, DEFAULT
from bot.usecases.units.inner import fit_of, public_day
from bot.usecases.units.reminding import units_due
from bot.usecases.units.seen import Seen, Sharer
from bot.usecases.units.standing import Standing
from bot.usecases.units.watching import AFFILIATION, PLACE, TYPE, Watching, registered, unit_route, unit_stages
from bot.usecases.versions import Versions
from bot.views.following import stages_message
from bot.views.message import Message
from bot.views.render import to_plain
from bot.views.units.policies import NO_DATE, Page, followed_message, policy_message
from bot.views.units.reminders import UNDATED, group_reminder_message, unit_reminder_message
from eligibility.answers import Given
from knowledge.base import KnowledgeBase
from knowledge.facts import ChoiceFact
from storage.queue_records import OutboxRecord
from storage.unit_records import UnitRecord
from tests.bot.test_reminding import claim_of

FIRST = Versions(())
UNIT = UnitRecord(
    id=7, name="某厂", region="内蒙古自治区/包头市/青山区", kind="enterprise", affiliation="", since=datetime(2022, 1, 1, tzinfo=UTC)
)
NOBODY = Standing((), None)
BAOTOU, TEPEI = "bt-shibaiqian-2024", "nmg-tepei-2023"
LEVELS = st.sampled_from(["", "central", "province", "city", "county"])
MOMENTS = st.datetimes(datetime(2022, 10, 1), datetime(2025, 1, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def watching(base: KnowledgeBase, affiliation: str = "", *, filed: frozenset[tuple[str, str]] = frozenset()) -> Watching:
    """A unit that follows everything."""
    unit = replace(UNIT, affiliation=affiliation)
    return Watching(unit, frozenset(base.policies), registered(base, unit), filed)


def claim_at(base: KnowledgeBase, policy: str, ends: date, days: int) -> tuple[OutboxRecord, datetime]:
    """The delivery so many days before, and the moment at which it comes."""
    now = datetime.combine(ends - timedelta(days=days), time(9), SHANGHAI)
    found = (one for one in upcoming_for_units(base, FIRST, now) if (one.occasion.policy, one.last.ends) == (policy, ends))
    return claim_of(next(one.occasion for one in found if one.occasion.offset_days == days), now, UNIT_REMINDER), now


def text_of(message: Message) -> str:
    return to_plain(message)


@given(MOMENTS, LEVELS)
def test_every_day_that_can_be_the_units_is_fanned_out_to_its_contacts(base: KnowledgeBase, now: datetime, affiliation: str) -> None:
    reminders = list(upcoming_for_units(base, FIRST, now))
    assert all(one.occasion.targets == (target_of_unit(one.occasion.policy),) for one in reminders)
    people = {(one.occasion.policy, one.occasion.deadline, one.occasion.offset_days) for one in upcoming(base, FIRST, now)}
    told = {(one.occasion.policy, one.occasion.deadline, one.occasion.offset_days) for one in reminders}
    assert told <= people
    unit = watching(base, affiliation)
    for policy in base.policies.values():
        for stage in unit_stages(base, policy, unit).values():
            day = next(one for one in days_of(base, policy) if one.last.ends == stage.ends)
            assert stage in day.units
            due = [days for days in CHOICES if (policy.id, f"{stage.ends}", days) in people]
            assert all((policy.id, f"{stage.ends}", days) in told for days in due)


@given(LEVELS)
def test_a_filed_step_is_nothing_to_be_reminded_of(base: KnowledgeBase, affiliation: str) -> None:
    for policy in base.policies.values():
        before = unit_stages(base, policy, watching(base, affiliation))
        for stage in before:
            after = unit_stages(base, policy, watching(base, affiliation, filed=frozenset({(policy.id, stage)})))
            assert after.keys() == before.keys() - {stage}


def test_of_units_in_one_chat_each_has_its_own_reminder_until_it_has_filed(base: KnowledgeBase) -> None:
    claim, now = claim_at(base, BAOTOU, date(2024, 12, 10), 3)
    done = frozenset((BAOTOU, stage) for stage in ("unit-to-county", "unit-to-city"))
    units = (watching(base), replace(watching(base, filed=done), unit=replace(UNIT, id=8)))
    assert [due.watching.unit.id for due in units_due(base, FIRST, claim, DEFAULT, units, now)] == [7]
    assert units_due(base, FIRST, claim, DEFAULT, (), now) == ()
    assert units_due(base, FIRST, claim, DEFAULT, units, now + timedelta(days=9)) == ()
    gone = replace(claim, reference=json.dumps(json.loads(claim.reference) | {"policy": "gone-2020"}))
    assert units_due(base, FIRST, gone, DEFAULT, units, now) == ()


def test_a_unit_whose_own_step_has_no_date_is_told_to_ask(base: KnowledgeBase) -> None:
    claim, now = claim_at(base, TEPEI, date(2023, 3, 20), 3)
    (due,) = units_due(base, FIRST, claim, DEFAULT, (watching(base),), now)
    text = text_of(unit_reminder_message(base, due, NOBODY))
    assert UNDATED in text
    assert "单位截止" not in text
    assert "看单位隶属" in text, "whose date it is hangs on what was not said"
    (known,) = units_due(base, FIRST, claim, DEFAULT, (watching(base, "county"),), now)
    assert "看单位隶属" not in text_of(unit_reminder_message(base, known, NOBODY))


@pytest.mark.parametrize("days", [7, 0])
def test_a_digest_names_those_who_agreed_and_a_group_hears_nothing_of_it(base: KnowledgeBase, days: int) -> None:
    claim, now = claim_at(base, BAOTOU, date(2024, 12, 10), days)
    (due,) = units_due(base, FIRST, claim, DEFAULT, (watching(base),), now)
    sharers = tuple(
        Sharer(number, Seen(f"成员{number}", None, "interested", base.policies[BAOTOU].materials[:2], 5)) for number in range(9)
    )
    message = unit_reminder_message(base, due, Standing(sharers, date(2024, 12, 6)))
    text = text_of(message)
    assert "本单位内部截止：2024年12月6日（周五）" in text
    assert "成员0" in text
    assert "另有 3 人" in text
    verbs = {read_press(button.data or "").verb for row in message.keyboard for button in row}
    assert ("jz" in verbs) == (days > 0)
    group = group_reminder_message(due)
    assert {read_press(button.data or "").verb for row in group.keyboard for button in row} == {"t"}
    for kept in ("成员", "内部", "某厂", "推荐 "):
        assert kept not in text_of(group)


def test_a_group_hears_of_the_last_working_day_until_it_is_over(base: KnowledgeBase) -> None:
    claim, now = claim_at(base, BAOTOU, date(2024, 12, 10), 0)
    (due,) = units_due(base, FIRST, claim, DEFAULT, (watching(base),), now)
    sunday = replace(due, ends=date(2024, 12, 8))
    assert "先打电话问" in text_of(group_reminder_message(sunday))
    assert "2024年12月6日（周五）" in text_of(group_reminder_message(replace(sunday, days_left=3)))


def test_every_policys_page_says_how_it_stands(base: KnowledgeBase) -> None:
    now = datetime(2024, 11, 30, 9, tzinfo=SHANGHAI)
    unit = watching(base)
    listed = text_of(followed_message(base, unit, now))
    assert "2024年12月10日（周二），还有 10 天" in listed
    assert "本期已截止" in listed
    assert "通知没写单位的日期" in listed
    for policy in base.policies.values():
        page = Page(unit, policy, unit_route(base, policy, unit).dated, NOBODY)
        text = text_of(policy_message(base, page, now, ("做好了",)))
        assert "做好了" in text
        assert (NO_DATE in text) == (policy.id != BAOTOU)


@pytest.mark.parametrize(
    ("region", "place"),
    [
        ("内蒙古自治区/包头市/青山区", "baotou"),
        ("湖北省/武汉市/青山区", None),
        ("内蒙古自治区/呼和浩特市/新城区", "inner_mongolia"),
        ("新疆维吾尔自治区/乌鲁木齐市/天山区", "xinjiang"),
        ("", None),
    ],
)
def test_a_registration_says_where_a_unit_is_and_a_districts_name_proves_nothing(
    base: KnowledgeBase, region: str, place: str | None
) -> None:
    found = registered(base, replace(UNIT, region=region, affiliation="county"))
    assert found.get(PLACE) == (Given(place) if place else None)
    assert found[TYPE] == Given("enterprise")
    assert found[AFFILIATION] == Given("county")


def test_what_is_no_option_any_more_is_not_said(base: KnowledgeBase) -> None:
    assert isinstance(base.facts[AFFILIATION], ChoiceFact)
    assert AFFILIATION not in registered(base, replace(UNIT, affiliation="gone"))


def test_a_day_fits_that_is_not_over_and_not_after_the_units_own(base: KnowledgeBase) -> None:
    now, unit, policy = datetime(2024, 11, 30, 23, 59, tzinfo=SHANGHAI), watching(base), base.policies[BAOTOU]
    assert public_day(base, policy, unit, now) == date(2024, 12, 10)
    fits = {
        day: fit_of(base, policy, unit, day, now)
        for day in (date(2024, 11, 29), date(2024, 11, 30), date(2024, 12, 10), date(2024, 12, 11))
    }
    assert list(fits.values()) == ["past", "fits", "fits", "after_the_units"]
    assert fit_of(base, base.policies["xj-special-technician-pilot"], unit, date(2030, 1, 1), now) == "fits", "no date to be after"


def test_a_push_about_one_step_counts_those_of_its_tracks_alone(base: KnowledgeBase) -> None:
    policy = base.policies[BAOTOU]
    claim, now = claim_at(base, BAOTOU, date(2024, 12, 10), 3)
    sharers = tuple(
        Sharer(number, Seen(called, track, "unconfirmed", (), 1))
        for number, (called, track) in enumerate((("张", "senior"), ("李", "chief")))
    )
    both = [stage for stage in unit_stages(base, policy, watching(base)).values() if stage.ends == date(2024, 12, 10)]
    filed = frozenset((BAOTOU, stage.id) for stage in both if "senior" in stage.tracks)
    assert 0 < len(filed) < len(both)
    (due,) = units_due(base, FIRST, claim, DEFAULT, (watching(base, filed=filed),), now)
    counts = {"senior_technicians": Given(Decimal(20)), "technicians": Given(Decimal(150))}
    known = replace(due, watching=replace(due.watching, answers=dict(due.watching.answers) | counts))
    text = text_of(unit_reminder_message(base, known, Standing(sharers, None)))
    assert "李（" in text
    assert "张（" not in text
    assert "推荐几个人" not in text
    whole = text_of(unit_reminder_message(base, replace(known, stages=tuple(both)), Standing(sharers, None)))
    assert "推荐几个人" in whole
    assert "张（" in whole


def test_a_step_without_a_last_day_is_said_where_one_wants_to_be_reminded_of_it(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        for now in (datetime(2022, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)):
            endless = any(stage.starts and not stage.ends for stage in policy.stages)
            assert ("没写截止，没法到期提醒" in text_of(stages_message(policy, now))) == endless
    assert "没写截止" in text_of(stages_message(base.policies["xj-craftsman-2022"], datetime(2030, 1, 1, tzinfo=UTC)))
