"""广播, over the real bot: seen before it goes, counted, paused, gone on with, stopped; who said no gets none."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.outbox.keeping import broadcasting
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver, Seen
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import Bot
from tests.journeys.contacts import connect
from tests.journeys.members import CONTACT, founded
from tests.journeys.office import ADMIN, NAME, become_contact, press, pushed, with_admin
from tests.journeys.rows import Rows
from tests.journeys.test_rights_given import come, rights

PEOPLE = ("阿珍", "老李", "小吴")
TEXT = "12月10日前请把申报表交到人事科。\n有问题打 0472-5618123。"
TITLE = "申报助手通知"


async def wishing(driver: Driver, *users: str) -> dict[str, int]:
    """People who switched the notices on in their settings; their chats."""
    chats = {}
    for user in users:
        chats[user] = await driver.person(user)
        await driver.say("/my", user=user)
        mine = await driver.expect("还没有订阅", chat_id=chats[user])
        options = await press(driver, mine, "⚙ 提醒时间", user, "不打扰")
        switch = await press(driver, options, "📢 接收通知：关", user, "现在是关的")
        await press(driver, switch, "📢 接收通知", user, "有通知会发给您")
    return chats


async def written(driver: Driver, admin: int, *, to: str = "打开了“接收通知”的人", text: str = TEXT) -> tuple[Seen, Seen]:
    """An owner writes a broadcast; how it will look, and the card that asks."""
    await driver.say("/broadcast", user=ADMIN)
    asked = await press(driver, await driver.expect("发给谁", chat_id=admin), to, ADMIN, "请打要发的话")
    await driver.say(text, user=ADMIN)
    shown = await driver.expect(TITLE, chat_id=admin)
    assert asked.chat_id == admin
    return shown, await driver.expect("核对一下再发", chat_id=admin)


async def test_from_the_words_to_everybody_once(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    chats = await wishing(driver, *PEOPLE)
    shown, sure = await written(driver, admin)
    for told in ("：3 位", "12月10日", "0472-5618123", "不核对真假"):
        assert told in sure.text
    card = await press(driver, sure, "发给 3 位", ADMIN, "正在发")
    assert "还剩 3" in card.text
    for chat in chats.values():
        got = await pushed(driver, TITLE, chat)
        assert (got.text, got.labels) == (shown.text, shown.labels), "exactly as it was shown"
    await pushed(driver, "第 1 条广播结束了", admin)
    await driver.expect("发完了：第 1 条广播[^▓]*发到 3，没发成 0，跳过 0", chat_id=admin)
    await driver.click(sure, data="vy:y:1", user=ADMIN, stale=True)
    await press(driver, got, "🔕 不再收这类通知", PEOPLE[2], "不再给您发这类通知")
    assert rows.all("SELECT count(*) FROM outbox WHERE kind = 'broadcast'") == [(3,)], "pressed twice, sent once"
    _, again = await written(driver, admin, text="第二条，改一下地点。")
    assert "：0 位" in again.text
    assert "另有 2 位 24 小时内" in again.text, "who said no is nobody to be told"
    twice = await press(driver, again, "连收到过的一起发（2 位）", ADMIN, "一天里会收到第二条")
    await press(driver, twice, "确认，发给 2 位", ADMIN, "正在发")
    for user in PEOPLE[:2]:
        await pushed(driver, "改一下地点", chats[user])
    await pushed(driver, "发完了", admin)
    acts = rows.all("SELECT act FROM audit WHERE act LIKE 'broadcast%' ORDER BY id")
    assert acts == [("broadcast.begun",), ("broadcast.ended",)] * 2
    await driver.say("/audit", user=ADMIN)
    assert "广播结束（第 2 条广播" in (await driver.expect("操作记录", chat_id=admin)).text


async def test_paused_gone_on_with_after_a_restart_and_stopped(
    driver: Driver, bot: Bot, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasting, "CHUNK", 2)
    monkeypatch.setattr(broadcasting, "AHEAD", 2)
    admin = await with_admin(driver, bot)
    await come(driver, "老王", "管理")
    wang = await driver.person("老王")
    chats = await wishing(driver, *PEOPLE)
    await bot.stop()
    await driver.say("/broadcast", user=ADMIN)
    bot.start()
    asked = await press(driver, await driver.expect("发给谁", chat_id=admin), "打开了“接收通知”的人", ADMIN, "请打")
    await driver.say("短", user=ADMIN)
    await driver.expect("请写 5 到", chat_id=asked.chat_id)
    await driver.say("夜里发的，早上才到。", user=ADMIN)
    sure = await driver.expect("核对一下再发", chat_id=admin)
    await driver.move_clock(timedelta(hours=14))  # 23:00: everybody sleeps, and nothing goes
    card = await press(driver, sure, "发给 3 位", ADMIN, "正在发")
    paused = await press(driver, card, "⏸ 暂停", ADMIN, "暂停着")
    assert "还剩 3" in paused.text
    await driver.move_clock(timedelta(hours=9))
    await bot.restart()
    await driver.say("/broadcast", user="老王")
    listed = await driver.expect("发给谁", chat_id=wang)
    theirs = await press(driver, listed, "⏸ 暂停着：第 1 条", "老王", "还剩 3")
    assert rows.all("SELECT count(*) FROM outbox WHERE kind = 'broadcast' AND state = 'sent'") == [(0,)]
    await driver.say("/delete", user=PEOPLE[0])
    leave = await driver.expect("要全部删除吗", chat_id=chats[PEOPLE[0]])
    await press(driver, leave, "全部删除", PEOPLE[0], "已全部删除")
    await press(driver, theirs, "▶ 继续", "老王", "正在发")
    await pushed(driver, "早上才到", chats[PEOPLE[1]])
    await pushed(driver, "早上才到", chats[PEOPLE[2]])
    assert "发到 2" in (await pushed(driver, "发完了", wang)).text
    assert rows.all("SELECT sent, failed, total FROM broadcasts") == [(2, 0, 3)]


async def test_it_waits_where_its_owner_lost_the_right_and_a_stop_is_for_good(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    wang = await come(driver, "老王", "管理")
    chats = await wishing(driver, *PEOPLE[:1])
    await driver.move_clock(timedelta(hours=14))
    await driver.say("/broadcast", user="老王")
    await press(driver, await driver.expect("发给谁", chat_id=wang), "打开了“接收通知”的人", "老王", "请打")
    await driver.say("夜里写的，没人答应。", user="老王")
    await press(driver, await driver.expect("核对一下再发", chat_id=wang), "发给 1 位", "老王", "正在发")
    sure = await press(driver, await rights(driver), "收回：人社局 老王", ADMIN, "马上生效")
    await press(driver, sure, "收回", ADMIN, "能管资料的有 1 位")
    told = await pushed(driver, "第 1 条广播暂停了", admin)
    await driver.move_clock(timedelta(hours=10))
    held = await press(driver, told, "看看", ADMIN, "暂停着")
    asked = await press(driver, held, "⏹ 停止", ADMIN, "停止第 1 条广播？")
    await press(driver, asked, "停止，不再发", ADMIN, "停了")
    await driver.say("/audit", user=ADMIN)
    lines = (await driver.expect("操作记录", chat_id=admin)).text
    assert "停止广播" in lines
    assert "发起人不再有权限" in lines
    assert rows.all("SELECT state, sent FROM broadcasts") == [("stopped", 0)]
    await driver.say("/my", user=PEOPLE[0])
    assert "没人答应" not in (await driver.expect("", chat_id=chats[PEOPLE[0]])).text


async def test_nobody_else_may(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    zhang = await come(driver, "小张", "编辑")
    await driver.say("/broadcast", user=ADMIN)
    whom = await driver.expect("发给谁", chat_id=admin)
    nobody = await press(driver, whom, "打开了“接收通知”的人", ADMIN, "没有人能收到，先不写")
    assert "默认是关的" in nobody.text
    await driver.say(TEXT, user=ADMIN)
    await driver.expect("没找到叫这个的", chat_id=admin)
    await wishing(driver, PEOPLE[0])
    await written(driver, admin)
    await driver.say("/broadcast", user="小张")
    theirs = await driver.expect("没有这个命令", chat_id=zhang)
    await driver.click(theirs, data="vy:y:1", user="小张", stale=True)
    await driver.expect("过期", chat_id=zhang)
    assert rows.all("SELECT about FROM audit WHERE act = 'knowledge.refused' ORDER BY id") == [
        ('{"tried": "/broadcast"}',),
        ('{"tried": "vy"}',),
    ]
    assert rows.all("SELECT state FROM broadcasts") == [("draft",)]


async def test_to_followers_and_contacts_with_second_thoughts(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    await become_contact(driver, admin, PEOPLE[0])
    chats = {user: await driver.person(user) for user in PEOPLE[:2]}
    await driver.say("包头金蓝领什么时候截止", user=PEOPLE[1])
    answered = await driver.expect("截至", chat_id=chats[PEOPLE[1]])
    await press(driver, answered, "🔔 提醒我", PEOPLE[1], "会提醒您")
    await driver.say("/admin", user=ADMIN)
    whom = await press(driver, await driver.expect("管理", chat_id=admin), "广播（发给很多人）", ADMIN, "发给谁")
    policies = await press(driver, whom, "关注某个项目的人…", ADMIN, "关注哪个项目")
    label = next(label for label in policies.labels if label.startswith("新疆"))
    await press(driver, policies, label, ADMIN, "还一位都没有")
    await driver.say("包头金蓝领", user=ADMIN)
    found = await driver.expect("发给哪一个", chat_id=admin)
    await press(driver, found, next(one for one in found.labels if one.startswith("关注：包头")), ADMIN, "现在 1 位")
    await driver.send("document", b"words", "通知.txt", user=ADMIN, caption="文件下面的话也不收。")
    await driver.expect("只收文字", chat_id=admin)
    await driver.say("第一稿，写得不好。", user=ADMIN)
    first = await driver.expect("核对一下再发", chat_id=admin)
    await press(driver, first, "改文字", ADMIN, "请打要发的话")
    await driver.say("第二稿，写得好了。", user=ADMIN)
    second = await driver.expect("核对一下再发", chat_id=admin)
    await press(driver, second, "发给 1 位", ADMIN, "正在发")
    assert "关注“包头" in (await pushed(driver, "第二稿", chats[PEOPLE[1]])).text
    await pushed(driver, "发完了", admin)
    _, third = await written(driver, admin, to="单位联系人", text="还是不说为好。")
    await press(driver, third, "不发了", ADMIN, "没有发")
    await driver.say("/broadcast", user=ADMIN)
    await driver.expect("发给谁", chat_id=admin)
    await driver.say("北方 机械", user=ADMIN)
    named = await driver.expect("发给哪一个", chat_id=admin)
    await press(driver, named, f"群：{NAME}", ADMIN, "“群”里把群接上")
    await driver.say("包头市北方", user=ADMIN)
    named = await driver.expect("发给哪一个", chat_id=admin)
    await press(driver, named, f"联系人：{NAME}", ADMIN, "现在 1 位")
    await driver.say(TEXT, user=ADMIN)
    shown = await driver.expect(TITLE, chat_id=admin)
    sure = await driver.expect("核对一下再发", chat_id=admin)
    assert (NAME in shown.text, NAME in sure.text) == (False, True), "a reader knows whose contact they are"
    await driver.click(sure, data="vy:w:nobody", user=ADMIN, stale=True)
    await driver.expect("过期", chat_id=admin)
    await press(driver, sure, "发给 1 位", ADMIN, "正在发")
    await pushed(driver, TITLE, chats[PEOPLE[0]])
    await driver.click(sure, data="vy:v:99", user=ADMIN, stale=True)
    await driver.expect("过期", chat_id=admin)
    assert rows.all("SELECT count(*) FROM outbox WHERE kind = 'broadcast'") == [(2,)]


async def test_the_groups_of_units_hear_it_without_a_button(
    driver: Driver, bot: Bot, tmp_path: Path, clock: MovableClock, base: KnowledgeBase
) -> None:
    admin = await with_admin(driver, bot)
    unit = await founded(driver, tmp_path, clock.now())
    group = int((await driver.do("group", user=CONTACT, title="三厂技能群", members=["组员"]))["chat"]["id"])
    await connect(unit, base, group, clock.now())
    shown, sure = await written(driver, admin, to="单位接上的群")
    assert shown.labels == []
    await press(driver, sure, "发给 1 个群", ADMIN, "正在发")
    assert (await driver.expect(TITLE, chat_id=group)).text == shown.text, "at once"
    assert "确认时 1 个群。\n发到 1，没发成 0，跳过 0" in (await driver.expect("^✔ 发完了：第 1 条广播\n\n给", chat_id=admin)).text
