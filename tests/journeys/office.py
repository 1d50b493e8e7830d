"""People of units, and the admin who decides on them: what a journey about unit contacts begins with."""

from datetime import timedelta

from bot.sandbox.driver import Driver, Seen
from tests.journeys.conftest import Bot
from tests.journeys.interview import data_with

ADMIN = "管理员"
EDITOR = "就业科小李"
NAME = "包头市北方机械厂"
EVIDENCE = "11月28日打官网上的人事科电话确认"


async def with_admin(driver: Driver, bot: Bot) -> int:
    """Somebody whom the settings name, who has opened the bot; their chat."""
    admin = await driver.person(ADMIN)
    await bot.stop()
    bot.admins = (admin,)
    bot.start()
    await driver.start(user=ADMIN)
    await driver.expect("申报助手", chat_id=admin)
    return admin


async def pushed(driver: Driver, pattern: str, chat: int) -> Seen:
    """What the next tick sends."""
    await driver.move_clock(timedelta(seconds=1))
    return await driver.expect(pattern, chat_id=chat)


async def press(driver: Driver, seen: Seen, label: str, user: str, expected: str = "") -> Seen:
    """Press a button by its words and see what comes, in that person's own chat."""
    await driver.click(seen, label, user=user)
    return await driver.expect(expected, chat_id=seen.chat_id)


async def with_editor(driver: Driver, admin: int) -> int:
    """An editor beside the admin, called 就业科 小李; their chat."""
    editor = await driver.person(EDITOR)
    await driver.start(user=EDITOR)
    await driver.expect("申报助手", chat_id=editor)
    await driver.say("/admin", user=ADMIN)
    rights = await press(driver, await driver.expect("您的权限", chat_id=admin), "谁能管资料", ADMIN, "能管资料")
    roles = await press(driver, rights, "给一个人权限", ADMIN, "哪一种")
    await press(driver, roles, "编辑", ADMIN, "打一个称呼")
    await driver.say(f"{editor} 就业科 小李", user=ADMIN)
    await driver.expect("给了", chat_id=admin)
    await driver.expect("权限了", chat_id=editor)
    return editor


async def fill_in(driver: Driver, user: str, *, name: str = NAME, region: str = "内蒙古包头青山区", called: str = "人事科 小张") -> Seen:
    """Answer every question of a registration; the last screen before it is sent."""
    chat = await driver.person(user)

    async def say(text: str, expected: str) -> Seen:
        await driver.say(text, user=user)
        return await driver.expect(expected, chat_id=chat)

    door = await say("/unit", "")
    await press(driver, door, "登记为单位联系人", user, "哪个区县")
    await say(region, "单位全称")
    kinds = await say(name, "哪一类")
    levels = await press(driver, kinds, "企业", user, "哪一级")
    await press(driver, levels, "市（地州盟）直属", user, "怎么称呼")
    return await say(called, "请核对")


async def ask_to_be_contact(driver: Driver, user: str, *, name: str = NAME, called: str = "人事科 小张") -> Seen:
    """Ask to be contact of a unit; what the person sees then."""
    sure = await fill_in(driver, user, name=name, called=called)
    return await press(driver, sure, "提交", user, "等管理员核实")


async def approve_next(driver: Driver, admin: int) -> Seen:
    """The admin approves the request that comes next, on evidence of their own; what they see then."""
    request = await pushed(driver, "有人申请", admin)
    await driver.click(request, "批准", user=ADMIN)
    await driver.expect("凭什么", chat_id=admin)
    await driver.say(EVIDENCE, user=ADMIN)
    return await driver.expect("已批准", chat_id=admin)


async def become_contact(driver: Driver, admin: int, user: str, *, name: str = NAME, called: str = "人事科 小张") -> Seen:
    """Somebody is an approved contact; the card of their unit."""
    await ask_to_be_contact(driver, user, name=name, called=called)
    await approve_next(driver, admin)
    chat = await driver.person(user)
    told = await pushed(driver, "核实通过", chat)
    return await press(driver, told, "打开我的单位", user, name)


def number_in(card: Seen) -> str:
    """The unit's number in the buttons of its card."""
    return data_with(card, "jf")[0].split(":")[1]
