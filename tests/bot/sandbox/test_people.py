"""What people can do in the app, and what the app would not let them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.driver import Driver
from bot.sandbox.errors import ActionError
from bot.sandbox.people import START_PAYLOAD
from tests.bot.sandbox.client import Client


@given(st.text(st.sampled_from("abzAZ09_-"), min_size=1, max_size=80))
def test_a_deep_link_carries_64_characters(payload: str) -> None:
    assert bool(START_PAYLOAD.fullmatch(payload)) == (len(payload) <= 64)


async def test_a_deep_link_starts_the_chat_with_its_payload(client: Client, driver: Driver) -> None:
    await driver.start("nmg-tepei-2023")
    assert [update["message"]["text"] for update in await client.updates()] == ["/start nmg-tepei-2023"]
    for payload in ("x" * 65, "有", "a b"):
        with pytest.raises(ActionError, match="START_PARAM_INVALID"):
            await driver.start(payload)


async def test_a_blocked_bot_hears_nothing_until_it_is_unblocked(client: Client, driver: Driver) -> None:
    with pytest.raises(ActionError, match="no running chat"):
        await driver.do("block", user="测试员")
    await driver.start()
    with pytest.raises(ActionError, match="has not blocked"):
        await driver.do("unblock", user="测试员")
    await driver.do("block", user="测试员")
    with pytest.raises(ActionError, match="unblock it first"):
        await driver.say("在吗")
    await driver.do("unblock", user="测试员")
    await driver.say("在吗")
    updates = await client.updates()
    statuses = [update["my_chat_member"]["new_chat_member"]["status"] for update in updates if "my_chat_member" in update]
    assert statuses == ["kicked", "member"]
    assert updates[-1]["message"]["text"] == "在吗"


async def test_a_button_is_found_by_words_or_data_and_links_are_followed(client: Client, driver: Driver) -> None:
    await driver.start()
    chat = await driver.person("测试员")
    rows = [
        [{"text": "✅ 开始自查", "callback_data": "a"}, {"text": "自查", "callback_data": "b"}],
        [{"text": "原文", "url": "https://example.com/x"}, {"text": "分享", "url": "https://t.me/shenbao_sandbox_bot?start=abc"}],
        [{"text": "复制", "copy_text": {"text": "电话"}}, {"text": "找", "switch_inline_query_current_chat": "特培"}],
        [{"text": "应用", "web_app": {"url": "https://example.com/app"}}],
    ]
    await client.call("sendMessage", chat_id=chat, text="选", reply_markup={"inline_keyboard": rows})
    seen = (await driver.outbox())[-1]
    for label, data in (("自查", "b"), ("开始", "a")):
        await driver.click(seen, label)
        assert (await client.updates(-1))[0]["callback_query"]["data"] == data
    await driver.click(seen, data="b")
    assert (await client.updates(-1))[0]["callback_query"]["data"] == "b"
    assert await driver.click(seen, "原文") == {"url": "https://example.com/x"}
    assert await driver.click(seen, "复制") == {"copy": "电话"}
    assert await driver.click(seen, "找") == {"inline": "特培"}
    assert await driver.click(seen, "应用") == {"web_app": "https://example.com/app"}
    assert "message_id" in await driver.click(seen, "分享")
    assert (await client.updates(-1))[0]["message"]["text"] == "/start abc"


async def test_a_forged_button_under_a_message_that_is_gone(client: Client, driver: Driver) -> None:
    await driver.start()
    chat = await driver.person("测试员")
    sent = await client.call("sendMessage", chat_id=chat, text="选")
    seen = (await driver.outbox())[-1]
    await client.call("deleteMessage", chat_id=chat, message_id=sent["message_id"])
    with pytest.raises(ActionError, match="there is no message"):
        await driver.click(seen, "好")
    await driver.click(seen, data="forged", stale=True)
    query = (await client.updates(-1))[0]["callback_query"]
    assert (query["data"], query["message"]["date"]) == ("forged", 0)


async def test_only_ones_own_words_can_be_edited(client: Client, driver: Driver) -> None:
    mine = await driver.say("旧")
    chat = await driver.person("测试员")
    theirs = (await client.call("sendMessage", chat_id=chat, text="机器人的"))["message_id"]
    await driver.do("edit", user="测试员", message_id=mine, text="新")
    edited = (await client.updates(-1))[0]["edited_message"]
    assert (edited["text"], edited["message_id"], edited["edit_date"] >= edited["date"]) == ("新", mine, True)
    for message_id in (theirs, 4242):
        with pytest.raises(ActionError, match="is not one of"):
            await driver.do("edit", user="测试员", message_id=message_id, text="x")


async def test_the_app_sends_nothing_empty_and_nothing_endless(driver: Driver) -> None:
    for text, why in ((" \n", "no empty message"), ("x" * 4097, "at most 4096"), ("\u200b", "no empty message")):
        with pytest.raises(ActionError, match=why):
            await driver.say(text)
    with pytest.raises(ActionError, match="there is no message 77"):
        await driver.say("答", reply_to=77)
    with pytest.raises(ActionError, match="there is no person 12345"):
        await driver.say("谁", user=12345)
    with pytest.raises(ActionError, match="is needed"):
        await driver.do("share", user="测试员")


async def test_inline_results_are_limited_and_chosen(client: Client, driver: Driver) -> None:
    query = (await driver.do("inline", user="测试员", query="特培"))["query"]
    result = {"type": "article", "id": "1", "title": "特培计划", "input_message_content": {"message_text": "特培"}}
    wrong = {
        "RESULTS_TOO_MUCH": [{"id": str(n)} for n in range(51)],
        "RESULT_ID_INVALID": [{"id": "x" * 65}],
        "RESULT_ID_DUPLICATE": [result, result],
        "can't parse inline query results JSON object": {},
    }
    for wording, results in wrong.items():
        assert await client.refused("answerInlineQuery", inline_query_id=query, results=results) == f"Bad Request: {wording}"
    assert await client.call("answerInlineQuery", inline_query_id=query, results=[result])
    with pytest.raises(ActionError, match="no result 2"):
        await driver.do("choose", user="测试员", query_id=query, result_id="2")
    sent = await driver.do("choose", user="测试员", query_id=query, result_id="1")
    assert (sent["text"], sent["via_bot"]["username"]) == ("特培", "shenbao_sandbox_bot")
    assert (await client.updates(-1))[0]["chosen_inline_result"]["query"] == "特培"
