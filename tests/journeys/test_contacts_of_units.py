"""Contacts among themselves: a colleague invited by link, one state for all, handed over, left; the unit goes with the last."""

import re

from bot import texts
from bot.sandbox.driver import Driver, Seen
from tests.journeys.conftest import Bot
from tests.journeys.interview import data_with, verbs
from tests.journeys.office import ADMIN, NAME, approve_next, ask_to_be_contact, become_contact, press, pushed, with_admin
from tests.journeys.rows import Rows

ZHANG, LI = "张三", "李四"
GONE = re.escape(texts.STALE_GONE)


async def card_of(driver: Driver, user: str) -> Seen:
    await driver.say("/unit", user=user)
    return await driver.expect(NAME, chat_id=await driver.person(user))


async def two(driver: Driver, bot: Bot) -> int:
    """A unit with two contacts; the admin's chat."""
    admin = await with_admin(driver, bot)
    await become_contact(driver, admin, ZHANG)
    await become_contact(driver, admin, LI, called="办公室 老李")
    await driver.expect("多了一位联系人：办公室 老李", chat_id=await driver.person(ZHANG))
    return admin


async def test_a_colleague_comes_by_the_link_and_types_a_name_alone(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    card = await become_contact(driver, admin, ZHANG)
    contacts = await press(driver, card, "联系人", ZHANG, "的联系人")
    bare = await press(driver, contacts, "请同事一起做", ZHANG, "先生成邀请")
    await press(driver, bare, "生成邀请", ZHANG)
    contacts = await press(driver, await card_of(driver, ZHANG), "联系人", ZHANG, "的联系人")
    invite = await press(driver, contacts, "请同事一起做", ZHANG, "发给同事")
    found = re.search(r"start=(ja-\w+)", invite.text)
    assert found is not None
    li = await driver.person(LI)
    await driver.start(found[1], user=LI)
    await driver.expect("一起做包头市北方机械厂的联系人", chat_id=li)
    assert rows.count("contacts") == 1, "nobody asks for anything by opening a link"
    await driver.say("办公室 老李", user=LI)
    sure = await driver.expect("请核对", chat_id=li)
    assert NAME in sure.text
    await press(driver, sure, "提交", LI, "等管理员核实")
    await approve_next(driver, admin)
    await pushed(driver, "核实通过", li)
    await driver.expect("多了一位联系人", chat_id=await driver.person(ZHANG))
    assert "联系人 2 位" in (await card_of(driver, LI)).text
    await driver.start("ja-" + "a" * 24, user=LI)
    await driver.expect("链接过期了", chat_id=li)


async def test_an_employees_link_is_no_colleagues_and_who_was_cut_off_opens_neither(driver: Driver, bot: Bot, rows: Rows) -> None:
    await two(driver, bot)
    li, eve = await driver.person(LI), await driver.person("外人")
    shown = await press(driver, await press(driver, await card_of(driver, ZHANG), "邀请", ZHANG, "邀请同事"), "生成邀请", ZHANG, "start=jm")
    public = re.search(r"start=jm-(\w+)", shown.text)
    contacts = await press(driver, await card_of(driver, ZHANG), "联系人", ZHANG, "的联系人")
    theirs = re.search(r"start=ja-(\w+)", (await press(driver, contacts, "请同事一起做", ZHANG, "发给同事")).text)
    assert public is not None
    assert theirs is not None
    for payload in (f"ja-{public[1]}", f"jm-{theirs[1]}"):
        await driver.start(payload, user="外人")
        assert NAME not in (await driver.expect("过期|失效", chat_id=eve)).text
    assert rows.count("dialogs") == 0
    contacts = await press(driver, await card_of(driver, ZHANG), "联系人", ZHANG, "的联系人")
    await press(driver, await press(driver, contacts, "移除办公室 老李", ZHANG, "移除"), "移除", ZHANG, "的联系人")
    await pushed(driver, "您不再是", li)
    await driver.start(f"ja-{theirs[1]}", user=LI)
    await driver.expect("链接过期了", chat_id=li)


async def test_the_invitation_ends_with_the_contact_who_was_cut_off_and_the_others_hear_of_it(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await two(driver, bot)
    shown = await press(driver, await press(driver, await card_of(driver, LI), "邀请", LI, "邀请同事"), "生成邀请", LI, "start=jm")
    link = re.search(r"start=(jm-\w+)", shown.text)
    assert link is not None
    units = await press(driver, await list_of_units(driver, admin), NAME, ADMIN, "老李")
    await press(driver, await press(driver, units, "移除 办公室 老李", ADMIN, "马上看不到"), "移除", ADMIN, NAME)
    told = await pushed(driver, "邀请作废", await driver.person(ZHANG))
    await driver.start(link[1], user=LI)
    await driver.expect("过期|失效", chat_id=await driver.person(LI))
    again = await press(driver, told, "生成邀请", ZHANG, "start=jm")
    assert link[1] not in again.text
    ended = rows.all("SELECT ended_at IS NOT NULL, made_by IS NULL FROM invitations ORDER BY id")
    assert ended == [(1, 1), (0, 0)], "that it was made stays, without who was cut off"


async def list_of_units(driver: Driver, admin: int) -> Seen:
    await driver.say("/unit", user=ADMIN)
    waiting = await press(driver, await driver.expect(chat_id=admin), "待核实", ADMIN, "待核实")
    return await press(driver, waiting, "所有单位", ADMIN, "有联系人的单位")


async def test_handing_over_leaves_everything_with_the_colleague(driver: Driver, bot: Bot, rows: Rows) -> None:
    await two(driver, bot)
    contacts = await press(driver, await card_of(driver, ZHANG), "联系人", ZHANG, "的联系人")
    sure = await press(driver, contacts, "交给办公室 老李", ZHANG, "您退出")
    back = await press(driver, sure, "不交接", ZHANG, "的联系人")
    assert rows.count("contacts") == 2
    sure = await press(driver, back, "交给办公室 老李", ZHANG, "您退出")
    await press(driver, sure, "交接", ZHANG, "您不再是")
    told = await pushed(driver, "人事科 小张把包头市北方机械厂交给您了", await driver.person(LI))
    assert "ja" in verbs(told)
    assert rows.count("contacts") == 1
    await driver.click(contacts, data=data_with(contacts, "ja")[0], user=ZHANG, stale=True)
    await driver.expect(GONE, chat_id=await driver.person(ZHANG))
    assert rows.all("SELECT act FROM audit ORDER BY id DESC LIMIT 1") == [("contact.handed_over",)]


async def test_a_colleague_who_left_a_moment_ago_is_no_contact_to_hand_over_to(driver: Driver, bot: Bot, rows: Rows) -> None:
    await two(driver, bot)
    contacts = await press(driver, await card_of(driver, ZHANG), "联系人", ZHANG, "的联系人")
    theirs = await press(driver, await card_of(driver, LI), "联系人", LI, "的联系人")
    await press(driver, await press(driver, theirs, "我退出", LI, "不再做"), "退出", LI, "您不再是")
    await press(driver, contacts, "交给办公室 老李", ZHANG, "的联系人")
    assert rows.count("contacts") == 1


async def test_what_the_unit_follows_is_not_ones_own_reminder(driver: Driver, bot: Bot) -> None:
    admin = await with_admin(driver, bot)
    card = await become_contact(driver, admin, ZHANG)
    more = await press(driver, await press(driver, card, "关注的项目", ZHANG), "加一个项目", ZHANG)
    await press(driver, more, "包头十百千", ZHANG, "单位关注了")
    await driver.say("/my", user=ZHANG)
    mine = await driver.expect("自己还没有订提醒", chat_id=await driver.person(ZHANG))
    assert "ja" in verbs(mine)
    assert "关注 1 个项目" in (await card_of(driver, ZHANG)).text
    await ask_to_be_contact(driver, LI, called="办公室 老李")
    await approve_next(driver, admin)
    told = await pushed(driver, "核实通过", await driver.person(LI))
    assert re.search(r"同事已经选了[^。]*包头十百千.*还有 \d+ 天", told.text, re.DOTALL)
    assert "先选" not in told.text


async def test_the_level_that_a_unit_belongs_to_can_be_put_right(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    card = await become_contact(driver, admin, ZHANG)
    asked = await press(driver, card, "单位隶属", ZHANG, "归哪一级管")
    assert "✔ 市（地州盟）直属" in str(asked.buttons)
    changed = await press(driver, asked, "没有主管部门", ZHANG, "归哪一级管")
    assert "✔ 没有主管部门" in str(changed.buttons)
    assert rows.all("SELECT kind, affiliation FROM units") == [("enterprise", "unaffiliated")]
    await press(driver, changed, "回单位", ZHANG, NAME)


async def test_the_last_contact_is_warned_and_takes_the_unit_along(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    card = await become_contact(driver, admin, ZHANG)
    contacts = await press(driver, card, "联系人", ZHANG, "的联系人")
    sure = await press(driver, contacts, "我退出", ZHANG, "唯一的联系人")
    await press(driver, await press(driver, sure, "不退", ZHANG, "的联系人"), "我退出", ZHANG, "唯一的联系人")
    seen = (await driver.outbox(chat_id=await driver.person(ZHANG), kinds="message,edit"))[-1]
    await press(driver, seen, "退出", ZHANG, "您不再是")
    assert (rows.count("units"), rows.count("contacts")) == (0, 0)
    await driver.say("/unit", user=ZHANG)
    await driver.expect("还没有登记单位", chat_id=await driver.person(ZHANG))


async def test_deleting_everything_is_leaving(driver: Driver, bot: Bot, rows: Rows) -> None:
    await two(driver, bot)
    await driver.say("/delete", user=ZHANG)
    zhang = await driver.person(ZHANG)
    await driver.click(await driver.expect("全部删除", chat_id=zhang), "全部删除", user=ZHANG)
    await driver.expect("已全部删除", chat_id=zhang)
    assert rows.count("contacts") == 1
    assert "联系人 1 位" in (await card_of(driver, LI)).text
    await driver.say("/audit", user=ADMIN)
    assert "办的人已离开" in (await driver.expect("操作记录", chat_id=await driver.person(ADMIN))).text
