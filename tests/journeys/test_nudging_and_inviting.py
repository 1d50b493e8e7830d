"""What a contact does with members who agreed: one nudge in three days, out with who does not belong; the invitation as link and page."""

import io
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from PIL import Image

from bot import texts
from bot.callbacks import code, target_code
from bot.pictures.invitation import WIDTH
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver, Seen
from bot.sandbox.sandbox import Sandbox
from bot.usecases.units.inviting import VALID, token_in
from bot.usecases.units.nudging import EVERY
from bot.views.units.nudging import TOLD
from tests.journeys.interview import data_with, verbs
from tests.journeys.members import CONTACT, TEPEI, Colleagues, founded, rows_of
from tests.journeys.rows import Rows

ME = "工人张"
JP_TEPEI = code("policy", TEPEI)


@pytest.fixture
async def unit(driver: Driver, tmp_path: Path, clock: MovableClock) -> Colleagues:
    return await founded(driver, tmp_path, clock.now())


@pytest.fixture
async def sharing(unit: Colleagues) -> Colleagues:
    """The unit, with a member who agreed for one policy."""
    page = await unit.join(ME, await unit.token(), "张建国")
    await unit.share(ME, page, f"jp:{unit.unit}:{JP_TEPEI}")
    return unit


async def nudges(driver: Driver) -> list[Seen]:
    """All that came to the member so far."""
    return [seen for seen in await driver.outbox(chat_id=await driver.person(ME)) if "请您看一下" in seen.text]


async def test_a_nudge_comes_once_in_three_days_whoever_sends_it(sharing: Colleagues, driver: Driver) -> None:
    listed = await sharing.sharers(JP_TEPEI)
    (nudge,) = data_with(listed, "js")
    assert await sharing.toast(CONTACT, listed, nudge) == TOLD["sent"]
    push = await driver.expect("请您看一下", chat_id=await driver.person(ME))
    assert "包头第三机械厂" in push.text
    assert "张建国 待本人确认" in push.text, "what the contact sees, and no more"
    assert {"q", "k", "jo", "jp"} <= verbs(push)
    assert await sharing.toast(CONTACT, listed, nudge) == TOLD["lately"]
    await driver.move_clock(EVERY - timedelta(minutes=5))
    assert await sharing.toast(CONTACT, listed, nudge) == TOLD["lately"]
    await driver.move_clock(timedelta(minutes=10))
    assert await sharing.toast(CONTACT, listed, nudge) == TOLD["sent"]
    await driver.expect("请您看一下", chat_id=await driver.person(ME))
    assert len(await nudges(driver)) == 2


async def test_who_does_not_want_nudges_gets_none_until_they_do(sharing: Colleagues, driver: Driver) -> None:
    listed = await sharing.sharers(JP_TEPEI)
    (nudge,) = data_with(listed, "js")
    await sharing.toast(CONTACT, listed, nudge)
    push = await driver.expect("请您看一下", chat_id=await driver.person(ME))
    quiet = await sharing.press(ME, push, f"jo:{sharing.unit}:m")
    await driver.move_clock(EVERY + timedelta(minutes=5))
    assert await sharing.toast(CONTACT, listed, nudge) == TOLD["unwanted"]
    await sharing.press(ME, quiet, f"jo:{sharing.unit}:h")
    assert await sharing.toast(CONTACT, listed, nudge) == TOLD["sent"]
    await driver.expect("请您看一下", chat_id=await driver.person(ME))
    assert len(await nudges(driver)) == 2


async def test_who_has_handed_in_is_not_nudged(sharing: Colleagues, driver: Driver, rows: Rows) -> None:
    listed = await sharing.sharers(JP_TEPEI)
    await sharing.press(ME, await sharing.page(ME), f"ox:{JP_TEPEI}")
    assert await sharing.toast(CONTACT, listed, data_with(listed, "js")[0]) == TOLD["unwanted"]
    assert await nudges(driver) == []
    assert rows.count("nudges") == 0


async def test_a_nudge_that_waits_for_the_morning_is_not_sent_to_who_agrees_no_more(
    sharing: Colleagues, driver: Driver, rows: Rows
) -> None:
    await driver.move_clock(timedelta(hours=14))  # 23:00 in Shanghai
    listed = await sharing.sharers(JP_TEPEI)
    assert await sharing.toast(CONTACT, listed, data_with(listed, "js")[0]) == TOLD["sent"]
    await sharing.press(ME, await sharing.page(ME), f"jp:{sharing.unit}:{JP_TEPEI}:n")
    await driver.move_clock(timedelta(hours=10))
    while rows.all("SELECT state FROM outbox WHERE kind = 'nudge'") != [("skipped",)]:
        await driver.state()
    assert await nudges(driver) == []


async def test_who_cannot_be_reached_is_not_nudged_in_vain(sharing: Colleagues, driver: Driver, clock: MovableClock, rows: Rows) -> None:
    async with rows_of(sharing.folder) as direct:
        await direct.chats.mark_unreachable_there(await driver.person(ME), clock.now())
    listed = await sharing.sharers(JP_TEPEI)
    assert await sharing.toast(CONTACT, listed, data_with(listed, "js")[0]) == TOLD["unwanted"]
    assert rows.count("nudges") == 0


async def test_who_does_not_belong_here_is_taken_out_and_told(sharing: Colleagues, driver: Driver, rows: Rows) -> None:
    listed = await sharing.sharers(JP_TEPEI)
    choosing = await sharing.press(CONTACT, listed, f"jr:{sharing.unit}:{JP_TEPEI}:0:x")
    (out,) = data_with(choosing, "js")
    asked = await sharing.press(CONTACT, choosing, out)
    assert "要移出吗：张建国" in asked.text
    assert rows.count("members") == 1
    after = await sharing.press(CONTACT, asked, next(data for data in data_with(asked, "js") if data.endswith(":xx")))
    assert "张建国" not in after.text
    assert rows.count("members") == rows.count("shares") == 0
    told = await driver.expect("移出", chat_id=await driver.person(ME))
    assert "包头第三机械厂" in told.text
    assert rows.all("SELECT act FROM audit WHERE act = 'member.removed'") == [("member.removed",)]


async def test_no_button_names_somebody_who_did_not_agree(unit: Colleagues, rows: Rows) -> None:
    await unit.join(ME, await unit.token(), "张建国")
    ((person,),) = rows.all("SELECT person_id FROM members")
    listed = await unit.sharers(JP_TEPEI)
    for act in ("n", "x", "xx"):
        shown = await unit.press(CONTACT, await unit.overview(), f"js:{unit.unit}:{JP_TEPEI}:{person}:{act}")
        nobody = await unit.press(CONTACT, await unit.overview(), f"js:{unit.unit}:{JP_TEPEI}:999:{act}")
        assert shown.text == nobody.text == listed.text
    assert rows.count("members") == 1
    assert rows.count("nudges") == 0


async def test_a_new_invitation_ends_the_old_one_and_both_are_noted(unit: Colleagues, rows: Rows) -> None:
    card = await unit.say(CONTACT, "/unit")
    none = await unit.press(CONTACT, card, f"jq:{unit.unit}")
    assert "没有能用的邀请" in none.text
    first = await unit.press(CONTACT, none, f"jq:{unit.unit}:new")
    second = await unit.press(CONTACT, first, f"jq:{unit.unit}:new")
    toasts = [seen.text for seen in await unit.driver.outbox(chat_id=first.chat_id, kinds="answer")]
    assert ["旧的已失效" in text for text in toasts[-2:]] == [False, True], "where there was no invitation none ended"
    assert token_in(first.text) != token_in(second.text) != ""
    assert (await unit.start(ME, f"jm-{token_in(first.text)}")).text.startswith("这个邀请失效了")
    ended = await unit.press(CONTACT, second, f"jq:{unit.unit}:end")
    assert "没有能用的邀请" in ended.text
    assert rows.all("SELECT count(*) FROM invitations WHERE ended_at IS NULL") == [(0,)]
    assert [act for (act,) in rows.all("SELECT act FROM audit ORDER BY id")][-3:] == [
        "invitation.made",
        "invitation.made",
        "invitation.ended",
    ]
    assert token_in(second.text) not in rows.everything(), "the token is sealed"


async def test_the_page_to_print_comes_as_a_file(unit: Colleagues, driver: Driver, sandbox: Sandbox) -> None:
    card = await unit.say(CONTACT, "/unit")
    made = await unit.press(CONTACT, card, f"jq:{unit.unit}:new")
    await driver.click(made, data=f"jq:{unit.unit}:qr", user=CONTACT)
    picture = await driver.expect("二维码在这里", chat_id=made.chat_id)
    file = picture.raw["message"]["document"]
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.base_url}/control/file/{file['file_unique_id']}") as response:
        image = Image.open(io.BytesIO(await response.read()))
    assert file["file_name"] == "包头第三机械厂-邀请.png"
    assert image.width == 2 * WIDTH


@pytest.mark.parametrize("what", ["ended", "cut off", "old"])
async def test_a_page_that_is_ordered_too_late_is_not_drawn(unit: Colleagues, driver: Driver, rows: Rows, what: str) -> None:
    card = await unit.say(CONTACT, "/unit")
    made = await unit.press(CONTACT, card, f"jq:{unit.unit}:new")
    if what == "old":
        await driver.move_clock(VALID + timedelta(days=1))
    else:
        async with rows_of(unit.folder) as direct:
            contact = (await direct.units.contacts(unit.unit))[0]
            if what == "ended":
                await direct.invitations.end(unit.unit, contact.asked_at)
            else:
                await direct.units.drop(unit.unit, contact.person_id)
    shown = await unit.press(CONTACT, made, f"jq:{unit.unit}:qr")
    assert shown.text == texts.STALE_GONE if what == "cut off" else "没有能用的邀请" in shown.text
    assert rows.all("SELECT count(*) FROM outbox WHERE kind = 'invitation'") == [(0,)]


async def test_what_a_member_may_do_elsewhere_leads_nowhere(sharing: Colleagues) -> None:
    """Links begin nothing that agrees, nudges or leaves."""
    for payload in (
        f"jp-{sharing.unit}-{JP_TEPEI}-n",
        f"jo-{sharing.unit}-xx",
        f"jr-{sharing.unit}",
        f"jq-{sharing.unit}-new",
        "jn-" + "a" * 24,
    ):
        assert (await sharing.start(ME, payload)).text.startswith(texts.LINK_GONE[0])
    assert "张建国" in (await sharing.sharers(JP_TEPEI)).text
    assert target_code(TEPEI, None) == JP_TEPEI


async def test_a_forged_button_of_a_contact_is_stale(sharing: Colleagues, rows: Rows) -> None:
    listed = await sharing.sharers(JP_TEPEI)
    (nudge,) = data_with(listed, "js")
    for data in (f"jr:{sharing.unit}:zzzzzzzzzzzz", f"js:{sharing.unit}:zzzzzzzzzzzz:1:n", nudge[:-1] + "zz"):
        assert (await sharing.press(CONTACT, listed, data)).text == texts.STALE_GONE
    assert rows.count("members") == 1
