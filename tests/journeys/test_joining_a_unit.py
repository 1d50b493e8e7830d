"""Employees join of their own will, see first what is seen of them, agree policy by policy, and leave."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot import texts
from bot.callbacks import code, target_code
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver
from bot.usecases.units.inviting import VALID
from knowledge.base import KnowledgeBase
from tests.journeys.interview import Interview, Value, data_with, is_result, verbs
from tests.journeys.members import BAOTOU, CONTACT, TEPEI, Colleagues, founded, rows_of
from tests.journeys.rows import Rows

ME = "工人张"
OTHER = "工人李"
JP_TEPEI = code("policy", TEPEI)
JP_BAOTOU = code("policy", BAOTOU)


@pytest.fixture
async def unit(driver: Driver, tmp_path: Path, clock: MovableClock) -> Colleagues:
    return await founded(driver, tmp_path, clock.now())


async def test_a_link_shows_what_is_shared_and_joins_nobody(unit: Colleagues, rows: Rows) -> None:
    token = await unit.token()
    invited = await unit.start(ME, f"jm-{token}")
    assert "包头第三机械厂" in invited.text
    assert "自己开、自己关" in invited.text
    assert rows.count("members") == rows.count("dialogs") == 0
    declined = await unit.press(ME, invited, "jo::no")
    assert "什么都没存" in declined.text
    assert rows.count("members") == 0


async def test_who_joined_is_not_even_counted_until_they_agree(unit: Colleagues) -> None:
    before = await unit.overview()
    page = await unit.join(ME, await unit.token(), "张建国")
    assert "看不到您任何情况" in page.text
    assert (await unit.overview()).text == before.text
    shown = await unit.press(ME, page, f"jp:{unit.unit}:{JP_TEPEI}")
    assert (await unit.sharers(JP_TEPEI)).text == (await unit.sharers(JP_TEPEI)).text
    assert "张建国" not in (await unit.sharers(JP_TEPEI)).text, "looking at what would be seen shares nothing"
    assert "张建国" in shown.text


async def test_the_contact_sees_exactly_the_lines_that_were_shown_before(unit: Colleagues) -> None:
    page = await unit.join(ME, await unit.token(), "张建国")
    preview = await unit.press(ME, page, f"jp:{unit.unit}:{JP_TEPEI}")
    lines = [line for line in preview.text.splitlines() if "张建国" in line or line.startswith("　")]
    assert len(lines) == 2
    await unit.press(ME, preview, next(data for data in data_with(preview, "jp") if data.endswith(":y")))
    seen = await unit.sharers(JP_TEPEI)
    assert "\n".join(lines) in seen.text
    assert "待本人确认 1 人" in (await unit.overview()).text


async def test_where_papers_differ_the_track_is_chosen_first_and_can_be_changed(unit: Colleagues, base: KnowledgeBase) -> None:
    page = await unit.join(ME, await unit.token(), "张建国")
    choice = await unit.press(ME, page, f"jp:{unit.unit}:{JP_BAOTOU}")
    assert len([data for data in data_with(choice, "jp") if ":t:" in data]) == 4
    preview = await unit.press(ME, choice, f"jp:{unit.unit}:{JP_BAOTOU}:t:{target_code(BAOTOU, 'senior')}")
    shared = await unit.press(ME, preview, f"jp:{unit.unit}:{JP_BAOTOU}:y:{target_code(BAOTOU, 'senior')}")
    senior, special = (base.policies[BAOTOU].track(track).name for track in ("senior", "special"))
    assert f"张建国（{senior}）" in (await unit.sharers(JP_BAOTOU)).text
    again = await unit.press(ME, shared, f"jp:{unit.unit}:{JP_BAOTOU}:c")
    preview = await unit.press(ME, again, f"jp:{unit.unit}:{JP_BAOTOU}:t:{target_code(BAOTOU, 'special')}")
    assert "让联系人看到吗" in preview.text, "the other track is not agreed to yet"
    assert f"张建国（{senior}）" in (await unit.sharers(JP_BAOTOU)).text
    await unit.press(ME, preview, f"jp:{unit.unit}:{JP_BAOTOU}:y:{target_code(BAOTOU, 'special')}")
    assert f"张建国（{special}）" in (await unit.sharers(JP_BAOTOU)).text


async def test_consent_is_for_one_policy_and_ends_at_once(unit: Colleagues) -> None:
    page = await unit.join(ME, await unit.token(), "张建国")
    shared = await unit.share(ME, page, f"jp:{unit.unit}:{JP_TEPEI}")
    assert "张建国" not in (await unit.sharers(JP_BAOTOU)).text
    listed = await unit.sharers(JP_TEPEI)
    assert "张建国" in listed.text
    off = await unit.press(ME, shared, f"jp:{unit.unit}:{JP_TEPEI}:n")
    assert "看不到您任何情况" in off.text
    again = await unit.press(CONTACT, listed, data_with(listed, "js")[0])
    assert "张建国" not in again.text, "the list that is still open nudges nobody and is drawn anew"


WORKER: dict[str, Value] = {"unit_place": "baotou", "unit_type": "enterprise", "employed": True, "skill_level": "senior_technician"}
"""Somebody who fits the senior technicians' track."""


async def test_three_words_follow_check_and_list(unit: Colleagues, driver: Driver, base: KnowledgeBase) -> None:
    page = await unit.join(ME, await unit.token(), "张建国")
    senior = target_code(BAOTOU, "senior")
    await unit.share(ME, page, f"jp:{unit.unit}:{JP_BAOTOU}", senior)
    assert "张建国（高级技师） 待本人确认" in (await unit.sharers(JP_BAOTOU)).text
    asked = await unit.press(ME, await unit.page(ME), f"k:{senior}")
    assert "的联系人也看得到还缺哪些" in asked.text, "what was agreed to before holds for the list too"
    assert "只给您自己看" not in asked.text
    person = Interview(driver, base, ME)
    consent = await unit.press(ME, await unit.page(ME), f"ct:{senior}")
    result = await person.walk(await person.press(consent, "ok"), WORKER)
    assert is_result(result)
    interested = await unit.sharers(JP_BAOTOU)
    assert "有意：自测符合，材料没齐" in interested.text
    checklist = await unit.press(ME, result, f"k:{senior}")
    while boxes := [data for data in data_with(checklist, "kt") if data.endswith(":1")]:
        checklist = await unit.press(ME, checklist, boxes[0])
    assert "准备好：自测符合，材料齐了" in (await unit.sharers(JP_BAOTOU)).text
    assert "准备好 1 人" in (await unit.overview()).text
    for said in WORKER:
        assert base.facts[said].name not in interested.text


async def test_other_answers_alike_in_the_end_give_the_contact_the_same_bytes(
    unit: Colleagues, driver: Driver, base: KnowledgeBase, rows: Rows
) -> None:
    """Two members under one name: one answered nothing, one answered so that it does not fit; what the contact gets is one and the same."""
    token, seen = await unit.token(), []
    misfit: dict[str, Value] = {"unit_place": "elsewhere", "employed": False}
    nothing: dict[str, Value] = {}
    for user, said in ((ME, nothing), (OTHER, misfit)):
        page = await unit.join(user, token, "老王")
        await unit.share(user, page, f"jp:{unit.unit}:{JP_BAOTOU}", target_code(BAOTOU, "senior"))
        if said:
            person = Interview(driver, base, user)
            consent = await unit.press(user, await unit.page(user), f"ct:{target_code(BAOTOU, 'senior')}")
            question = await person.press(consent, "ok")
            await person.walk(question, said)
            assert rows.count("answers") > 0
        listed = await unit.sharers(JP_BAOTOU)
        seen.append((listed.text, listed.buttons, (await unit.overview()).text))
        gone = await unit.press(user, await unit.page(user), f"jo:{unit.unit}:xx")
        assert "已退出" in gone.text
    assert seen[0] == seen[1]


async def test_leaving_ends_everything_at_once_and_one_may_come_back(unit: Colleagues, rows: Rows) -> None:
    token = await unit.token()
    page = await unit.join(ME, token, "张建国")
    await unit.share(ME, page, f"jp:{unit.unit}:{JP_TEPEI}")
    asked = await unit.press(ME, page, f"jo:{unit.unit}:x")
    assert "要退出吗" in asked.text
    assert rows.count("members") == 1
    await unit.press(ME, asked, f"jo:{unit.unit}:xx")
    assert rows.count("members") == rows.count("shares") == 0
    assert "张建国" not in (await unit.sharers(JP_TEPEI)).text
    for stale in (f"jo:{unit.unit}", f"jp:{unit.unit}:{JP_TEPEI}:y", f"jo:{unit.unit}:m", f"jo:{unit.unit}:n"):
        assert (await unit.press(ME, asked, stale)).text == texts.STALE_GONE
    assert rows.count("shares") == rows.count("dialogs") == 0
    again = await unit.join(ME, token, "张师傅")
    assert "看不到您任何情况" in again.text, "what was agreed before is not agreed anew"


async def test_joining_twice_shows_ones_page_and_changes_nothing(unit: Colleagues, rows: Rows) -> None:
    token = await unit.token()
    await unit.join(ME, token, "张建国")
    again = await unit.start(ME, f"jm-{token}")
    assert "联系人叫您：张建国" in again.text
    assert rows.count("members") == 1


async def test_a_name_is_short_and_no_number_and_can_be_changed(unit: Colleagues, rows: Rows) -> None:
    token = await unit.token()
    await unit.press(ME, await unit.start(ME, f"jm-{token}"), f"jn:{token}")
    for no_name in ("特培计划什么时候截止？", "13800001111", "某" * 21, "150203199001011234张", "。。。"):
        refused = await unit.say(ME, no_name)
        assert "还没有记下" in refused.text
        assert "jc" in verbs(refused)
    assert rows.count("members") == 0
    page = await unit.say(ME, " 张建国 ")
    assert "联系人叫您：张建国" in page.text
    await unit.press(ME, page, f"jo:{unit.unit}:n")
    assert "还没有记下" in (await unit.say(ME, "怎么改")).text
    assert "联系人叫您：老张" in (await unit.say(ME, "老张")).text


async def test_a_name_that_is_not_given_joins_nobody(unit: Colleagues, rows: Rows) -> None:
    token = await unit.token()
    asked = await unit.press(ME, await unit.start(ME, f"jm-{token}"), f"jn:{token}")
    await unit.press(ME, asked, "jc")
    await unit.say(ME, "张建国")
    assert rows.count("members") == 0


@pytest.mark.parametrize("how", ["ended", "replaced", "old", "no contact"])
async def test_an_invitation_that_is_over_says_the_same_as_one_that_never_was(
    unit: Colleagues, driver: Driver, clock: MovableClock, how: str
) -> None:
    token = await unit.token()
    open_page = await unit.start(ME, f"jm-{token}")
    asked = await unit.press(ME, open_page, f"jn:{token}")
    match how:
        case "ended":
            await unit.press(CONTACT, await unit.say(CONTACT, "/unit"), f"jq:{unit.unit}:end")
        case "replaced":
            assert await unit.token() != token
        case "old":
            await driver.move_clock(VALID + timedelta(days=1))
        case "no contact":
            async with rows_of(unit.folder) as rows:
                contact = (await rows.units.contacts(unit.unit))[0]
                member = await rows.people.ensure(await driver.person(OTHER), clock.now())
                await rows.members.join(unit.unit, member.id, "占位", clock.now())
                await rows.units.drop(unit.unit, contact.person_id)
    named = await unit.say(ME, "张建国")
    never = await unit.start(ME, "jm-" + "a" * 24)
    assert never.text.startswith("这个邀请失效了")
    if how != "old":
        assert named.text == never.text
    assert (await unit.start(ME, f"jm-{token}")).text == never.text
    assert (await unit.press(ME, asked, f"jn:{token}")).text == never.text


async def test_a_link_can_be_pasted(unit: Colleagues) -> None:
    token = await unit.token()
    asked = await unit.press(ME, await unit.say(ME, "/unit"), "jm")
    assert "把邀请链接发给我" in asked.text
    missing = await unit.say(ME, "链接在哪")
    assert "没有邀请链接" in missing.text
    invited = await unit.say(ME, f"来自王姐：https://t.me/shenbao_sandbox_bot?start=jm-{token} 快加入")
    assert f"jn:{token}" in data_with(invited, "jn")


async def test_a_member_of_two_units_has_a_page_of_each_and_agrees_for_each(
    unit: Colleagues, driver: Driver, tmp_path: Path, clock: MovableClock
) -> None:
    second = await founded(driver, tmp_path, clock.now(), name="青山技工学校", contact="联系人赵")
    page = await unit.join(ME, await unit.token(), "张建国")
    other = await second.join(ME, await second.token(), "张老师")
    both = await unit.press(ME, other, "jo")
    assert len(data_with(both, "jo")) == 2
    await unit.share(ME, page, f"jp:{unit.unit}:{JP_TEPEI}")
    assert "张建国" in (await unit.sharers(JP_TEPEI)).text
    elsewhere = (await second.sharers(JP_TEPEI)).text
    assert "张老师" not in elsewhere
    assert "张建国" not in elsewhere


async def test_who_deletes_everything_is_gone_from_the_list_that_is_open(unit: Colleagues, rows: Rows) -> None:
    page = await unit.join(ME, await unit.token(), "张建国")
    await unit.share(ME, page, f"jp:{unit.unit}:{JP_TEPEI}")
    listed = await unit.sharers(JP_TEPEI)
    confirm = await unit.say(ME, "/delete")
    await unit.driver.click(confirm, data="dd", user=ME)
    await unit.driver.expect(texts.DELETED)
    assert rows.count("members") == rows.count("shares") == 0
    assert "张建国" not in (await unit.press(CONTACT, listed, data_with(listed, "js")[0])).text


async def test_a_unit_that_is_closed_keeps_no_contact_and_shows_nothing(unit: Colleagues, rows: Rows, clock: MovableClock) -> None:
    page = await unit.join(ME, await unit.token(), "张建国")
    await unit.share(ME, page, f"jp:{unit.unit}:{JP_TEPEI}")
    listed = await unit.sharers(JP_TEPEI)
    async with rows_of(unit.folder) as direct:
        await direct.units.drop(unit.unit, (await direct.units.contacts(unit.unit))[0].person_id)
    nudge = data_with(listed, "js")[0]
    for data in (f"jr:{unit.unit}", f"jr:{unit.unit}:{JP_TEPEI}", nudge, nudge[:-1] + "x", nudge[:-1] + "xx", f"jq:{unit.unit}:new"):
        assert (await unit.press(CONTACT, listed, data)).text == texts.STALE_GONE, "cut off while the list was open"
    assert rows.count("members") == 1
    assert rows.all("SELECT count(*) FROM outbox WHERE kind = 'nudge'") == [(0,)]
    left = await unit.press(ME, page, f"jo:{unit.unit}:xx")
    assert "已退出" in left.text
    assert rows.count("units") == 0, "the last one takes the unit along"
    assert clock.now() is not None


async def test_what_the_unit_follows_no_more_is_not_seen_and_has_to_be_agreed_to_anew(unit: Colleagues) -> None:
    page = await unit.join(ME, await unit.token(), "张建国")
    await unit.share(ME, page, f"jp:{unit.unit}:{JP_TEPEI}")
    async with rows_of(unit.folder) as rows:
        await rows.unit_work.unfollow(unit.unit, TEPEI)
    assert "张建国" not in (await unit.sharers(JP_TEPEI)).text
    assert (await unit.press(ME, page, f"jp:{unit.unit}:{JP_TEPEI}:y")).text == texts.STALE_GONE
    async with rows_of(unit.folder) as rows:
        contact = (await rows.units.contacts(unit.unit))[0]
        await rows.unit_work.follow(unit.unit, TEPEI, contact.person_id, contact.asked_at)
    assert "张建国" not in (await unit.sharers(JP_TEPEI)).text


@pytest.mark.parametrize(
    "tail", ["", ":y", ":y:zzzzzzzzzzzz", f":y:{target_code(TEPEI, 'inside')}", f":t:{code('track', 'no/such')}", ":zz"]
)
async def test_a_forged_consent_agrees_to_nothing(unit: Colleagues, rows: Rows, tail: str) -> None:
    page = await unit.join(ME, await unit.token(), "张建国")
    shown = await unit.press(ME, page, f"jp:{unit.unit}:{JP_BAOTOU}{tail}")
    assert "您报哪一类" in shown.text, "without a track of this policy it is asked for"
    assert (await unit.press(ME, shown, f"jp:{unit.unit}:zzzzzzzzzzzz:y")).text == texts.STALE_GONE
    assert rows.count("shares") == 0


async def test_who_is_taken_out_while_they_type_another_name_stays_out(unit: Colleagues, rows: Rows) -> None:
    page = await unit.join(ME, await unit.token(), "张建国")
    await unit.press(ME, page, f"jo:{unit.unit}:n")
    async with rows_of(unit.folder) as direct:
        (member,) = await direct.members.of_unit(unit.unit)
        await direct.members.leave(unit.unit, member.person_id)
    assert (await unit.say(ME, "老张")).text == texts.STALE_GONE
    assert rows.count("members") == 0


async def test_my_units_are_none_or_one_or_a_list(unit: Colleagues) -> None:
    shown = await unit.say(ME, "/help")
    assert "还没有加入单位" in (await unit.press(ME, shown, "jo")).text
    await unit.join(ME, await unit.token(), "张建国")
    assert "联系人叫您：张建国" in (await unit.press(ME, shown, "jo")).text
