"""Updates pushed to a webhook: the secret, retries, answers that are calls."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.sandbox.driver import Driver
from bot.sandbox.webhook import SECRET_HEADER
from tests.bot.sandbox.client import Client
from tests.bot.sandbox.independent import check_update

Handler = Callable[[web.Request], Awaitable[web.Response]]


@asynccontextmanager
async def listening(handler: Handler) -> AsyncIterator[str]:
    """The address of a small server of the bot's."""
    app = web.Application()
    app.router.add_post("/hook", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


async def test_updates_come_in_order_with_the_secret_and_the_answer_is_carried_out(client: Client, driver: Driver) -> None:
    received: list[tuple[str | None, str]] = []

    async def hook(request: web.Request) -> web.Response:
        update = await request.json()
        check_update(update)
        message = update["message"]
        received.append((request.headers.get(SECRET_HEADER), message["text"]))
        return web.json_response({"method": "sendMessage", "chat_id": message["chat"]["id"], "text": f"收到{message['text']}"})

    async with listening(hook) as url:
        await client.call("setWebhook", url=url, secret_token="s3cret_-", max_connections=10)
        for text in "甲乙丙":
            await driver.say(text)
        await driver.expect("收到丙")
        assert received == [("s3cret_-", text) for text in "甲乙丙"]
        info = await client.call("getWebhookInfo")
        await client.call("setWebhook", url="")
    assert (info["url"], info["pending_update_count"], info["max_connections"]) == (url, 0, 10)
    assert (await client.call("getWebhookInfo"))["url"] == ""


@pytest.mark.parametrize("words", ["not json", "{", '{"a": 1}', ""])
async def test_an_update_is_pushed_again_until_it_is_taken(client: Client, driver: Driver, words: str) -> None:
    tries: list[int] = []

    async def hook(request: web.Request) -> web.Response:
        tries.append((await request.json())["update_id"])
        if len(tries) == 3:
            await client.call("sendMessage", chat_id=await driver.person("测试员"), text="第三次")
        return web.Response(text=words, status=500 if len(tries) < 3 else 200)

    async with listening(hook) as url:
        await client.call("setWebhook", url=url, allowed_updates=["message"])
        await driver.say("你好")
        await driver.expect("第三次")
        info = await client.call("getWebhookInfo")
        await client.call("deleteWebhook")
    assert len(set(tries)) == 1
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    assert info["allowed_updates"] == ["message"]


async def test_nobody_listening_is_noted(client: Client, driver: Driver) -> None:
    await client.call("setWebhook", url="http://127.0.0.1:9/", drop_pending_updates=True)
    await driver.say("你好")
    info = await client.call("getWebhookInfo")
    while "last_error_message" not in info:
        info = await client.call("getWebhookInfo")
    assert info["last_error_message"] == "Connection refused"
    assert info["pending_update_count"] == 1
