"""The control API: guarded, clear about mistakes, and live."""

import json

import aiohttp
import pytest

from bot.sandbox.driver import Driver
from bot.sandbox.errors import ActionError
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.client import Client, png


async def test_strange_web_pages_are_kept_away(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        for headers in ({"Origin": "https://example.com"}, {"Host": "example.com"}):
            async with session.post(f"{sandbox.base_url}/control/say", json={}, headers=headers) as response:
                assert response.status == 403
        async with session.get(f"{sandbox.base_url}/control/state", headers={"Origin": sandbox.base_url}) as response:
            assert response.status == 200


async def test_mistakes_are_named(sandbox: Sandbox, driver: Driver) -> None:
    with pytest.raises(ActionError, match="no action dance; there are: person, say"):
        await driver.do("dance")
    with pytest.raises(ActionError, match="txet: Extra inputs are not permitted; text: Field required"):
        await driver.do("say", user="测试员", txet="x")
    with pytest.raises(ActionError, match="at: "):
        await driver.do("clock", at="2024-11-28T09:00")
    async with aiohttp.ClientSession() as session:
        for path in ("history", "history?chat_id=x", "outbox?after=x"):
            async with session.get(f"{sandbox.base_url}/control/{path}") as response:
                assert response.status == 400
        async with session.get(f"{sandbox.base_url}/control/file/none") as response:
            assert response.status == 404
        async with session.post(f"{sandbox.base_url}/control/send", data={"user": "x"}) as response:
            assert (await response.json())["error"] == "a form with a file is needed"


async def test_events_are_told_live_and_again_from_any_number(sandbox: Sandbox, driver: Driver, client: Client) -> None:
    await driver.start()
    chat = await driver.person("测试员")
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.base_url}/control/events?after=0") as stream:
        await client.call("sendMessage", chat_id=chat, text="来了")
        kinds = []
        async for line in stream.content:
            if line.startswith(b"data: "):
                event = json.loads(line[6:])
                kinds.append(event["kind"])
                if event["by_bot"]:
                    break
        assert kinds == ["user", "room", "room", "message", "message"]
        assert event["data"]["message"]["text"] == "来了"


async def test_only_pictures_are_shown_all_else_is_kept_apart(sandbox: Sandbox, driver: Driver, client: Client) -> None:
    await driver.send("photo", png(8, 8), "a.png")
    await driver.send("document", b"<script>alert(1)</script>", "a.html")
    files = [
        message[kind] for message in (u["message"] for u in await client.updates()) for kind in ("photo", "document") if kind in message
    ]
    photo, page = files[0][-1]["file_unique_id"], files[1]["file_unique_id"]
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{sandbox.base_url}/control/file/{photo}") as response:
            assert (response.content_type, response.headers["Content-Disposition"][:6]) == ("image/png", "inline")
        async with session.get(f"{sandbox.base_url}/control/file/{page}") as response:
            assert (response.content_type, response.headers["Content-Disposition"][:10]) == ("application/octet-stream", "attachment")


async def test_waiting_has_an_end(driver: Driver) -> None:
    assert await driver.get("wait", timeout=0.01) is None


async def test_a_poll_can_be_watched_for_one_message(driver: Driver, client: Client) -> None:
    await driver.start()
    chat = await driver.person("测试员")
    sent = await client.call("sendMessage", chat_id=chat, text="来了")
    await client.call("sendChatAction", chat_id=chat, action="typing")
    found = await driver.get("wait", chat_id=chat, message_id=sent["message_id"], contains="来")
    assert found["data"]["message"]["text"] == "来了"
    assert (await driver.expect(kinds="action")).raw == {"action": "typing"}


async def test_the_page_and_its_parts_are_served(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        for path in ("", "page/app.js", "page/style.css", "page/icon.svg"):
            async with session.get(sandbox.page_url + path) as response:
                assert response.status == 200
                assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        async with session.get(f"{sandbox.page_url}page/../sandbox.py") as response:
            assert response.status == 404
