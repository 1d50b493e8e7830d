"""Nobody but an approved contact gets into a unit: not by a forged button, a guessed link, an open dialog or a group."""

import re

from bot import texts
from bot.callbacks import press as data_of
from bot.handlers.table import PRESSES
from bot.sandbox.driver import Driver
from tests.journeys.conftest import Bot
from tests.journeys.interview import data_with
from tests.journeys.office import ADMIN, NAME, ask_to_be_contact, become_contact, number_in, press, pushed, with_admin
from tests.journeys.rows import Rows

ZHANG, LI, WANG = "张三", "李四", "王五"
ME = "@shenbao_sandbox_bot"
GONE = re.escape(texts.STALE_GONE)
OPEN = {"ja", "jb", "jc", "je", "jm", "jn"}
"""Verbs that begin something of one's own where they name no unit of theirs."""


async def test_every_verb_is_a_stale_button_to_who_waits_and_to_who_was_never_there(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    unit = number_in(await become_contact(driver, admin, ZHANG))
    await ask_to_be_contact(driver, LI)
    await pushed(driver, "有人申请", admin)
    before = {table: rows.count(table) for table in ("contacts", "members", "invitations", "unit_policies", "unit_groups")}
    acts = rows.all("SELECT act FROM audit ORDER BY id")
    for user in (LI, WANG):
        chat = await driver.person(user)
        await driver.say("/help", user=user)
        shown = await driver.expect("三件事", chat_id=chat)
        for verb in sorted(verb for verb in PRESSES if verb.startswith("j") and verb not in OPEN):
            await driver.click(shown, data=data_of(verb, unit), user=user, stale=True)
            assert NAME not in (await driver.expect(GONE, chat_id=chat)).text, verb
    assert {table: rows.count(table) for table in before} == before
    assert rows.all("SELECT act FROM audit ORDER BY id") == [*acts, *[("knowledge.refused",)] * 2], "an admin's button, pressed by each"


async def test_a_link_or_a_command_opens_nothing_that_is_not_ones_own(driver: Driver, bot: Bot) -> None:
    admin = await with_admin(driver, bot)
    unit = number_in(await become_contact(driver, admin, ZHANG))
    chat = await driver.person(WANG)
    seen = set()
    for payload in (f"ja-{unit}", "ja-987654", f"jf-{unit}-ll", f"jd-{unit}-1-y", "jd", f"jq-{unit}-new"):
        await driver.start(payload, user=WANG)
        seen.add((await driver.expect("链接过期了", chat_id=chat)).text)
    assert len(seen) == 1
    await driver.say("/audit", user=WANG)
    await driver.expect(re.escape(texts.NO_COMMAND), chat_id=chat)
    await driver.say("/unit", user=WANG)
    assert NAME not in (await driver.expect("还没有登记单位", chat_id=chat)).text


async def test_who_is_cut_off_is_a_stranger_at_once_inside_a_dialog_too(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    card = await become_contact(driver, admin, ZHANG)
    unit = number_in(card)
    await become_contact(driver, admin, LI, called="办公室 老李")
    zhang, li = await driver.person(ZHANG), await driver.person(LI)
    mine = await press(driver, card, "关注的项目", ZHANG)
    added = await press(driver, mine, "加一个项目", ZHANG)
    await driver.click(added, data=data_with(added, "jv")[0], user=ZHANG)
    page = await driver.expect(chat_id=zhang)
    await driver.click(page, data=data_with(page, "ji")[0], user=ZHANG)
    await driver.expect(chat_id=zhang)
    assert rows.count("dialogs") == 1
    await driver.say("/unit", user=LI)
    theirs = await press(driver, await driver.expect(NAME, chat_id=li), "联系人", LI, "的联系人")
    sure = await press(driver, theirs, "移除人事科", LI, "看不到本单位")
    await press(driver, sure, "移除", LI, "的联系人")
    told = await pushed(driver, "不再是", zhang)
    assert "弄错了" in told.text
    await driver.say("2024年12月5日", user=ZHANG)
    await driver.expect(chat_id=zhang)
    assert (rows.count("inner_deadlines"), rows.count("dialogs")) == (0, 0)
    for verb in ("ja", "jf", "jt", "jg", "jq", "jr"):
        await driver.click(card, data=data_of(verb, unit), user=ZHANG, stale=True)
        await driver.expect(GONE, chat_id=zhang)
    assert rows.all(
        "SELECT count(*) FROM subscriptions s JOIN people p ON p.id = s.person_id WHERE telegram_user_id = ? AND ended_at IS NULL", zhang
    ) == [(0,)]


async def test_an_admin_who_is_one_no_more_decides_nothing_though_asked_a_moment_ago(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    await ask_to_be_contact(driver, ZHANG)
    request = await pushed(driver, "有人申请", admin)
    await press(driver, request, "批准", ADMIN, "凭什么")
    await bot.stop()
    bot.admins = ()
    bot.start()
    await driver.say("打过官网电话确认了", user=ADMIN)
    await driver.expect(GONE, chat_id=admin)
    await press(driver, request, "发核验码", ADMIN, GONE)
    assert rows.all("SELECT state, code IS NULL FROM contacts") == [("asked", 1)]


async def test_an_admin_cuts_a_contact_off(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    card = await become_contact(driver, admin, ZHANG)
    await driver.say("/unit", user=ADMIN)
    waiting = await press(driver, await driver.expect(chat_id=admin), "待核实", ADMIN, "没有待核实")
    units = await press(driver, waiting, "所有单位（1 个）", ADMIN, "有联系人的单位")
    unit = await press(driver, units, NAME, ADMIN, "起")
    await press(driver, await press(driver, unit, "移除", ADMIN, "马上看不到"), "移除", ADMIN, NAME)
    await pushed(driver, "不再是", await driver.person(ZHANG))
    await driver.click(card, data=data_of("ja", "1"), user=ZHANG, stale=True)
    await driver.expect(GONE, chat_id=await driver.person(ZHANG))
    assert (rows.count("units"), rows.count("contacts")) == (0, 0)
    assert rows.all("SELECT act FROM audit ORDER BY id DESC LIMIT 1") == [("contact.removed",)]


async def test_only_a_contact_connects_a_group_and_the_group_learns_no_name(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    card = await become_contact(driver, admin, ZHANG)
    unit = number_in(card)
    group = await driver.do("group", user=ZHANG, title="机械厂申报群", members=[WANG])
    room = int(group["chat"]["id"])
    await driver.expect(ME, chat_id=room)
    await driver.say(f"/start{ME} jg-{unit}", user=WANG, chat_id=room)
    stranger = await driver.expect(chat_id=room)
    await driver.say(f"/start{ME} jg-987654", user=WANG, chat_id=room)
    assert (await driver.expect(chat_id=room)).text == stranger.text
    assert rows.count("unit_groups") == 0
    await driver.say(f"/start{ME} jg-{unit}", user=ZHANG, chat_id=room)
    connected = await driver.expect("接上了", chat_id=room)
    assert not any(word in connected.text for word in (NAME, "小张", "1 位"))
    await become_contact(driver, admin, WANG, name="包头市另一家厂")
    other = rows.all("SELECT max(id) FROM units")[0][0]
    await driver.say(f"/start{ME} jg-{other}", user=WANG, chat_id=room)
    await driver.expect("已经接着", chat_id=room)
    assert rows.all("SELECT unit_id FROM unit_groups") == [(int(unit),)]
    groups = await press(driver, card, "📣 群", ZHANG, "接了 1 个群")
    assert re.search(r"· 机械厂申报群：\d{4}-\d\d-\d\d 接上，人事科 小张管", groups.text), "groups are told apart"
    assert "机械厂申报群" not in rows.everything(), "what it is called is sealed"
    await press(driver, groups, "断开：", ZHANG, "还没有接群")
    assert rows.count("unit_groups") == 0
