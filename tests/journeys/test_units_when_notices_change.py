"""A unit, its group and its members when the notice changes under them: moved dates, a notice that goes, contacts who cannot be reached."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.callbacks import code
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver, Seen
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from tests.journeys.conftest import Bot
from tests.journeys.contacts import approve, connect
from tests.journeys.following import morning, rewrite, with_files_of_ones_own
from tests.journeys.interview import data_with, verbs
from tests.journeys.members import BAOTOU, CONTACT, Colleagues, founded
from tests.journeys.rows import Rows

CODED = code("policy", BAOTOU)
COLLEAGUE = "联系人李"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_files_of_ones_own(tmp_path)


@pytest.fixture
def snapshots(folder: Path) -> Snapshots:
    return Snapshots(Library(folder, check_example), load_lexicon(folder / "search"))


@pytest.fixture
async def unit(driver: Driver, tmp_path: Path, clock: MovableClock) -> Colleagues:
    unit = await founded(driver, tmp_path, clock.now())
    await unit.press(CONTACT, await unit.say(CONTACT, "/unit"), f"jv:{unit.unit}:{CODED}")
    return unit


async def headed(driver: Driver, chat: int | None, lead: str) -> list[Seen]:
    return [seen for seen in await driver.outbox(chat_id=chat) if seen.text.startswith(lead)]


async def test_a_date_that_moves_is_told_to_contacts_and_group_and_outdates_the_inner_day(
    unit: Colleagues, driver: Driver, folder: Path, snapshots: Snapshots, clock: MovableClock
) -> None:
    room = await driver.do("group", user=CONTACT, title="三厂技能群", members=["组员"])
    group = int(room["chat"]["id"])
    await driver.expect("@shenbao_sandbox_bot", chat_id=group)
    await connect(unit, snapshots.current.base, group, clock.now())
    asked = await unit.press(CONTACT, await unit.say(CONTACT, "/unit"), f"ji:{unit.unit}:{CODED}")
    await unit.press(CONTACT, asked, f"jj:{unit.unit}:{CODED}:20241207")
    rewrite(folder, "ends: 2024-12-10", "ends: 2024-12-06")
    await driver.move_clock(timedelta(minutes=1))
    told = await driver.expect("日期改了", chat_id=asked.chat_id)
    assert "原来：2024年12月10日（周二） → 现在：2024年12月6日（周五）" in told.text
    assert "ju" in verbs(told)
    assert "uf" not in verbs(told)
    assert "请点下面" not in told.text
    outdated = await driver.expect("内部截止比单位的截止日晚了", chat_id=asked.chat_id)
    assert data_with(outdated, "ji")
    in_group = await driver.expect("日期改了", chat_id=group)
    assert "12月7日" not in in_group.text
    assert "提醒已经跟着改了。" in in_group.text
    await driver.move_clock(morning(7))
    await driver.expect("还有 3 天截止", chat_id=asked.chat_id)


async def test_a_notice_that_goes_is_told_and_the_units_pages_live_on(
    unit: Colleagues, driver: Driver, bot: Bot, folder: Path, rows: Rows
) -> None:
    next_one = folder / "policies" / "bt-shibaiqian-2025.yaml"
    next_one.write_text((folder / "policies" / f"{BAOTOU}.yaml").read_text("utf-8").replace("2024", "2025"), "utf-8")
    await driver.move_clock(timedelta(minutes=1))
    coded = code("policy", "bt-shibaiqian-2025")
    card = await unit.say(CONTACT, "/unit")
    while "2025年12月10日" not in (told := await unit.press(CONTACT, card, f"jv:{unit.unit}:{coded}")).text:
        await driver.state()
    await unit.press(CONTACT, told, f"jj:{unit.unit}:{coded}:20251207")
    next_one.unlink()
    await driver.move_clock(timedelta(minutes=1))
    await driver.expect("这份通知不在了：.*2025", chat_id=card.chat_id)
    assert "2025" not in (await unit.say(CONTACT, "/unit")).text
    for verb in ("ju", "ji", "jh", "jx", "jz", "jk", "jw"):
        gone = await unit.press(CONTACT, card, f"{verb}:{unit.unit}:{coded}")
        assert "过期" in gone.text
    await driver.move_clock(timedelta(days=374))
    await unit.say(CONTACT, "/help")
    await bot.stop()
    assert not any("2025" in seen.text for seen in await headed(driver, card.chat_id, "⏰"))
    assert rows.count("inner_deadlines") == 1


async def test_a_contact_who_blocked_the_bot_stops_no_colleague_and_comes_back(
    unit: Colleagues, driver: Driver, snapshots: Snapshots, clock: MovableClock
) -> None:
    await approve(unit, snapshots.current.base, COLLEAGUE, clock.now())
    await driver.do("block", user=CONTACT)
    await driver.move_clock(morning(7))
    await driver.expect("还有 7 天截止", chat_id=await driver.person(COLLEAGUE))
    await driver.do("unblock", user=CONTACT)
    await unit.say(CONTACT, "/unit")
    await driver.move_clock(morning(3))
    await driver.expect("还有 3 天截止", chat_id=await driver.person(CONTACT))


async def test_what_passed_while_the_bot_was_down_is_summed_up_for_contacts(unit: Colleagues, driver: Driver, bot: Bot) -> None:
    chat = await driver.person(CONTACT)
    assert unit.unit
    await bot.stop()
    await driver.move_clock(morning(-1))
    bot.start()
    summed = await driver.expect("抱歉，我停了一阵", chat_id=chat)
    assert "2024年12月10日" in summed.text
    await bot.stop()
    assert await headed(driver, chat, "⏰") == []
