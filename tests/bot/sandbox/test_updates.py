"""getUpdates: offsets, confirmation, long polling, allowed kinds, one receiver at a time."""

import asyncio

import pytest

from bot.sandbox.driver import Driver
from tests.bot.sandbox.client import Client
from tests.bot.sandbox.independent import check_update


async def test_an_offset_confirms_what_is_before_it(client: Client, driver: Driver) -> None:
    for text in "甲乙丙丁":
        await driver.say(text)
    first = await client.updates(limit=2)
    assert [update["message"]["text"] for update in first] == ["甲", "乙"]
    assert await client.updates(limit=2) == first
    rest = await client.updates(first[-1]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["丙", "丁"]
    assert await client.updates() == rest
    assert await client.updates(rest[-1]["update_id"] + 1) == []


async def test_a_negative_offset_keeps_the_last_ones(client: Client, driver: Driver) -> None:
    for text in "甲乙丙":
        await driver.say(text)
    assert [update["message"]["text"] for update in await client.updates(-1)] == ["丙"]
    assert [update["message"]["text"] for update in await client.updates()] == ["丙"]


async def test_a_long_poll_ends_when_something_comes(client: Client, driver: Driver) -> None:
    async with asyncio.TaskGroup() as tasks:
        polling = tasks.create_task(client.updates(timeout=50))
        await waiting(driver)
        await driver.say("醒醒")
    assert [update["message"]["text"] for update in polling.result()] == ["醒醒"]


async def test_of_two_pollers_the_earlier_is_turned_away(client: Client, driver: Driver) -> None:
    async with asyncio.TaskGroup() as tasks:
        earlier = tasks.create_task(client.raw("getUpdates", timeout=50))
        await waiting(driver)
        later = tasks.create_task(client.updates(timeout=50))
        refused = await earlier
        await driver.say("给后来的")
    assert refused == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    }
    assert len(later.result()) == 1


async def test_a_webhook_ends_polling(client: Client, driver: Driver) -> None:
    async with asyncio.TaskGroup() as tasks:
        polling = tasks.create_task(client.refused("getUpdates", timeout=50))
        await waiting(driver)
        await client.call("setWebhook", url="http://127.0.0.1:9/nothing-listens")
    assert polling.result() == "Conflict: terminated by setWebhook request"
    active = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    assert await client.refused("getUpdates") == active
    await client.call("deleteWebhook")
    assert await client.updates() == []


@pytest.mark.parametrize(("allowed", "kinds"), [(["message"], ["message"]), (["callback_query"], []), ([], ["message", "my_chat_member"])])
async def test_only_allowed_kinds_are_queued_and_the_choice_stays(
    client: Client, driver: Driver, allowed: list[str], kinds: list[str]
) -> None:
    await client.updates(allowed_updates=allowed)
    await driver.say("你好")
    await driver.do("block", user="测试员")
    assert [min(update.keys() - {"update_id"}) for update in await client.updates()] == kinds


async def test_updates_can_be_thrown_away(client: Client, driver: Driver) -> None:
    await driver.say("旧的")
    await client.call("deleteWebhook", drop_pending_updates=True)
    assert await client.updates() == []


async def test_every_kind_of_update_reads_well_elsewhere(client: Client, driver: Driver) -> None:
    """Everything people can do, once; each update is valid for two other readings of the Bot API."""
    user = await driver.person("王师傅", last_name="王", username="wang_shifu")
    asked = {"user": "王师傅"}
    first = await driver.say("/start 你好 https://example.com @someone", user=user)
    await driver.say("回复", user=user, reply_to=first)
    await driver.do("edit", **asked, message_id=first, text="改了")
    await driver.do("forward", **asked, text="别人的话", author="老张")
    await driver.do("share", **asked, phone="+8610000000000")
    await driver.do("share", **asked, latitude=40.65, longitude=109.84)
    for kind, content in {"photo": PHOTO, "document": b"x", "voice": b"x", "sticker": PHOTO, "audio": b"x", "video": b"x"}.items():
        await driver.send(kind, content, "文件.png", user=user, caption="说明 /go")
    for kind in ("animation", "video_note"):
        await driver.send(kind, b"x", "a.mp4", user=user)
    sent = await client.call(
        "sendMessage", chat_id=user, text="选", reply_markup={"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}
    )
    seen = (await driver.outbox())[-1]
    await driver.click(seen, "好", user=user)
    await client.call("deleteMessage", chat_id=user, message_id=sent["message_id"])
    await driver.click(seen, user=user, data="forged", stale=True)
    query = (await driver.do("inline", **asked, query="北疆"))["query"]
    article = {
        "type": "article",
        "id": "1",
        "title": "北疆英才",
        "input_message_content": {"message_text": "<b>北疆</b>", "parse_mode": "HTML"},
    }
    await client.call("answerInlineQuery", inline_query_id=query, results=[article])
    await driver.do("choose", **asked, query_id=query, result_id="1")
    await driver.do("block", **asked)
    await driver.do("unblock", **asked)
    group = (await driver.do("group", **asked, title="交流群", members=["赵姐"]))["chat"]["id"]
    await driver.do("add_bot", **asked, chat_id=group, admin=True)
    await client.updates(allowed_updates=["message", "chat_member", "my_chat_member"])
    await driver.do("join", user="小李", chat_id=group)
    await driver.do("leave", user="小李", chat_id=group)
    supergroup = (await driver.do("migrate", **asked, chat_id=group))["chat"]["id"]
    await driver.do("remove_bot", **asked, chat_id=supergroup)
    updates = await client.updates()
    kinds = {key for update in updates for key in update}
    wanted = {"message", "edited_message", "callback_query", "inline_query", "chosen_inline_result", "my_chat_member", "chat_member"}
    assert kinds == {"update_id", *wanted}
    for update in updates:
        check_update(update)


async def waiting(driver: Driver) -> None:
    """Until a poll waits at the sandbox."""
    while not (await driver.state())["polled"]:
        pass


PHOTO = bytes.fromhex("89504e470d0a1a0a0000000d494844520000001000000010080600000000000000")
