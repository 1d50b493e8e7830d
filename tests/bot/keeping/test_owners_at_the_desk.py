"""Broadcasts and rights at the handlers themselves: what is gone, another's, over or not understood, and what no journey walks."""

from bot.handlers.following import on_my
from bot.handlers.keeping.allowed import commanding
from bot.outbox.courier import LEASE
from bot.usecases.keeping.granting import open_offers
from bot.usecases.snapshot import Snapshots
from storage.database import Database
from tests.bot.conftest import SetClock
from tests.bot.units.desk import ADMIN, CONTACT, MEMBER, STRANGER, Desk, opened, shown

GONE = "过期"
STICKER = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}


async def written(desk: Desk, number: int = ADMIN) -> int:
    """Words to all contacts, not sent yet."""
    assert "现在 2 位" in await desk.press(number, "vy:w:contacts")
    assert "核对一下再发" in await desk.say(number, "请看新的通知。")
    return await _last(desk)


async def _last(desk: Desk) -> int:
    number = 0
    while await desk.rows.broadcasts.get(number + 1) is not None:
        number += 1
    return number


async def test_words_for_many_step_by_step(database: Database, snapshots: Snapshots, set_clock: SetClock) -> None:
    async with database.transaction() as rows:
        desk = await opened(rows, snapshots, set_clock.now())
        await rows.roles.grant(await desk.id_of(MEMBER), "owner", None, desk.now)
        for gone in ("vy:v:1", "vy:y:0", "vy:w:nobody", "vy:w:followers:no", "vy:y:x"):
            assert GONE in await desk.press(ADMIN, gone)
        assert "发给谁" in await desk.press(ADMIN, "vy")
        assert "没找到叫这个的" in await desk.say(ADMIN, "不存在的厂子")
        assert "没找到叫这个的" in await desk.say(ADMIN, sticker=STICKER)
        assert "联系人：包头市北方机械厂" in await desk.say(ADMIN, "北方机械")
        assert "“包头市北方机械厂”的联系人，现在 2 位" in await desk.press(ADMIN, f"vy:w:contacts:{desk.unit}")
        assert "还一个群都没有" in await desk.press(ADMIN, f"vy:w:groups:{desk.unit}")
        assert "现在没有人能收到" in await desk.press(ADMIN, "vy:w:contacts:99")
        await desk.press(ADMIN, "vy:w:contacts")
        assert "这段有 1 个字" in await desk.say(ADMIN, "短")
        assert "只收文字" in await desk.say(ADMIN, sticker=STICKER)
        await desk.rows.dialogs.close((await chat_of(desk, ADMIN)), await desk.id_of(ADMIN))
        number = await written(desk)
        assert GONE in await desk.press(MEMBER, f"vy:y:{number}"), "words that were not sent are their writer's"
        assert GONE in await desk.press(ADMIN, f"vy:p:{number}")
        assert "请打要发的话" in await desk.press(ADMIN, f"vy:e:{number}")
        dropped = await written(desk)
        assert "没有发" in await desk.press(ADMIN, f"vy:d:{dropped}")
        assert GONE in await desk.press(ADMIN, f"vy:y:{dropped}"), "what was dropped is not sent by an older button"
        assert "正在发" in await desk.press(ADMIN, f"vy:y:{number}")
        assert "正在发" in await desk.press(ADMIN, f"vy:y:{number}"), "a second press sends nothing"
        assert "暂停着" in await desk.press(MEMBER, f"vy:p:{number}"), "any owner may"
        assert "正在发" in await desk.press(MEMBER, f"vy:r:{number}")
        assert "停止第" in await desk.press(ADMIN, f"vy:s:{number}")
        assert "停了" in await desk.press(ADMIN, f"vy:t:{number}")
        assert "停了" in await desk.press(ADMIN, f"vy:r:{number}"), "a stop is for good"
        assert GONE in await desk.press(STRANGER, f"vy:v:{number}")
        assert await rows.broadcasts.end(number, desk.now)
        assert "停止第" not in await desk.press(ADMIN, f"vy:s:{number}")
        acts = [line.act.partition(".")[2] for line in await rows.audit.latest(9) if line.act.startswith("broadcast")]
        assert acts == ["stopped", "resumed", "paused", "begun"]


async def test_a_second_one_within_a_day_is_confirmed_by_itself(database: Database, snapshots: Snapshots, set_clock: SetClock) -> None:
    async with database.transaction() as rows:
        desk = await opened(rows, snapshots, set_clock.now())
        first = await written(desk)
        await desk.press(ADMIN, f"vy:y:{first}")
        await rows.broadcasts.fan_out(first, desk.now, 99, lambda _: desk.now)
        assert "现在 2 位" in await desk.press(ADMIN, "vy:w:contacts")
        assert "连收到过的一起发（2 位）" in await desk.say(ADMIN, "请看另一个通知。")
        second = await _last(desk)
        assert "有 2 位一天里会收到第二条" in await desk.press(ADMIN, f"vy:a:{second}")
        assert "确认时 2 位" in await desk.press(ADMIN, f"vy:z:{second}")


async def test_a_policy_that_went_while_words_were_written(database: Database, snapshots: Snapshots, set_clock: SetClock) -> None:
    async with database.transaction() as rows:
        desk = await opened(rows, snapshots, set_clock.now())
        await rows.dialogs.open(
            await chat_of(desk, ADMIN), await desk.id_of(ADMIN), "broadcast_words", '{"to": "followers", "policy": "gone"}', desk.now
        )
        assert GONE in await desk.say(ADMIN, "写给谁的都不在了。")
        assert await desk.say(ADMIN, "再打一次") == "", "nothing is awaited any more"


async def test_who_blocked_the_bot_is_counted_as_not_reached(database: Database, snapshots: Snapshots, set_clock: SetClock) -> None:
    async with database.transaction() as rows:
        desk = await opened(rows, snapshots, set_clock.now())
        number = await written(desk)
        await desk.press(ADMIN, f"vy:y:{number}")
        await rows.broadcasts.fan_out(number, desk.now, 99, lambda _: desk.now)
        first, second = await rows.outbox.claim(desk.now, 9, LEASE, ["broadcast"])
        await rows.outbox.mark_skipped(first, "Forbidden", desk.now)
        await rows.outbox.mark_skipped(second, "no longer wanted", desk.now)
        told = await desk.press(ADMIN, f"vy:v:{number}")
        assert "发到 0，没发成 1，还剩 0" in told
        assert "跳过 1" in told


async def test_rights_that_cannot_be_given_or_taken(database: Database, snapshots: Snapshots, set_clock: SetClock) -> None:
    async with database.transaction() as rows:
        desk = await opened(rows, snapshots, set_clock.now())
        me, contact = await desk.id_of(ADMIN), await desk.id_of(CONTACT)
        assert "最后一位" in await desk.press(ADMIN, f"ve:t:{me}:y")
        assert "没有变" in await desk.press(ADMIN, f"ve:t:{contact}"), "who holds none"
        assert "哪一种" in await desk.press(ADMIN, "ve:g")
        assert "能管资料的有 1 位" in await desk.press(ADMIN, "ve:g:king")
        assert "打一个称呼" in await desk.press(ADMIN, "ve:g:editor")
        for said in ("1" * 30, "12345", "x" * 40, "9999999999999999 老王"):
            assert "没看明白" in await desk.say(ADMIN, said)
        assert "还没打开过机器人" in await desk.say(ADMIN, f"{10_000 + CONTACT} 小张")
        assert "没有变" in await again(desk, f"{10_000 + CONTACT} 小张")
        link = await again(desk, "人社局 老王")
        token = link.partition("start=vf-")[2].split()[0]
        assert "请您一起管资料" in await desk.press(STRANGER, f"vf:{token}")
        (one,) = await open_offers(rows, desk.now)
        assert "收回了给 人社局 老王 的链接" in await desk.press(ADMIN, f"ve:o:{one.mark}")
        assert "早就没用" in await desk.press(ADMIN, f"ve:o:{one.mark}")
        assert GONE in await desk.press(STRANGER, f"vf:{token}:y")
        assert GONE in await desk.press(STRANGER, "ve")


async def again(desk: Desk, said: str) -> str:
    await desk.press(ADMIN, "ve:g:editor")
    return await desk.say(ADMIN, said)


async def chat_of(desk: Desk, number: int) -> int:
    chat = await desk.rows.chats.private(await desk.id_of(number))
    assert chat is not None
    return chat.id


async def test_a_command_in_a_group_is_none_and_only_who_may_not_is_noted(
    database: Database, snapshots: Snapshots, set_clock: SetClock
) -> None:
    async with database.transaction() as rows:
        desk = await opened(rows, snapshots, set_clock.now())
        for somebody, noted in ((ADMIN, 0), (MEMBER, 1)):
            visit = await desk.visit_in(somebody, -100, "group", text="/admin")
            assert "没有这个命令" in shown(await commanding("editor", on_my)(visit))
            assert len(await rows.audit.latest(9)) == noted
