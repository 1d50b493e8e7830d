"""Groups: who hears what, who may do what, and the move to a supergroup."""

import pytest

from bot.sandbox.driver import Driver
from bot.sandbox.errors import ActionError
from tests.bot.sandbox.client import Client


@pytest.fixture
async def group(driver: Driver) -> int:
    """A group of two people and the bot."""
    return int((await driver.do("group", user="小李", title="申报交流群", members=["赵姐"]))["chat"]["id"])


def texts(updates: list[dict[str, dict[str, str]]]) -> list[str]:
    return [update["message"]["text"] for update in updates if "text" in update.get("message", {})]


async def test_privacy_lets_through_only_what_is_meant_for_the_bot(client: Client, driver: Driver, group: int) -> None:
    sent = await client.call("sendMessage", chat_id=group, text="大家好")
    for text in ("闲聊", "/check", "/check@other_bot", "/check@shenbao_sandbox_bot", "@shenbao_sandbox_bot 在吗", "@other_bot 在吗"):
        await driver.say(text, user="小李", chat_id=group)
    await driver.say("答你", user="赵姐", chat_id=group, reply_to=sent["message_id"])
    meant = ["/check", "/check@shenbao_sandbox_bot", "@shenbao_sandbox_bot 在吗", "答你"]
    assert texts(await client.updates()) == meant
    await driver.do("privacy", on=False)
    await driver.say("闲聊二", user="小李", chat_id=group)
    assert texts(await client.updates()) == [*meant, "闲聊二"]
    assert (await client.call("getMe"))["can_read_all_group_messages"]


async def test_the_bot_hears_of_its_own_coming_and_going(client: Client, driver: Driver, group: int) -> None:
    for action in ("remove_bot", "add_bot"):
        await driver.do(action, user="小李", chat_id=group)
    await client.call("leaveChat", chat_id=group)
    news = [update["my_chat_member"] for update in await client.updates() if "my_chat_member" in update]
    changes = [(one["old_chat_member"]["status"], one["new_chat_member"]["status"]) for one in news]
    assert changes == [("left", "member"), ("member", "kicked"), ("kicked", "member"), ("member", "left")]
    assert await client.refused("sendMessage", chat_id=group, text="x") == "Forbidden: bot is not a member of the group chat"
    assert await client.refused("getChat", chat_id=group) == "Forbidden: bot is not a member of the group chat"


async def test_a_group_without_the_bot_is_unknown_to_it(client: Client, driver: Driver) -> None:
    group = (await driver.do("group", user="小李", title="没有机器人", with_bot=False))["chat"]["id"]
    await driver.say("/start", user="小李", chat_id=group)
    assert await client.updates() == []
    assert await client.refused("sendMessage", chat_id=group, text="x") == "Bad Request: chat not found"


async def test_migration_gives_a_new_chat_with_numbers_of_its_own(client: Client, driver: Driver, group: int) -> None:
    await client.call("sendMessage", chat_id=group, text="旧群")
    room = await driver.do("migrate", user="小李", chat_id=group)
    supergroup = room["chat"]["id"]
    assert (room["chat"]["type"], supergroup < -(10**12)) == ("supergroup", True)
    refusal = await client.raw("sendMessage", chat_id=group, text="x")
    assert refusal["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refusal["parameters"] == {"migrate_to_chat_id": supergroup}
    service = [update["message"] for update in await client.updates() if "message" in update]
    assert service[-2]["migrate_to_chat_id"] == supergroup
    assert (service[-1]["migrate_from_chat_id"], service[-1]["message_id"]) == (group, 1)
    assert (await client.call("sendMessage", chat_id=supergroup, text="新群"))["message_id"] == 2
    with pytest.raises(ActionError, match="became supergroup"):
        await driver.say("还在吗", user="小李", chat_id=group)
    with pytest.raises(ActionError, match="is not a group"):
        await driver.do("migrate", user="小李", chat_id=group)
    with pytest.raises(ActionError, match="only a basic group"):
        await driver.do("migrate", user="小李", chat_id=supergroup)


async def test_an_administrator_may_more(client: Client, driver: Driver, group: int) -> None:
    message_id = await driver.say("/去掉我", user="小李", chat_id=group)
    zhao = await driver.person("赵姐")
    assert await client.refused("deleteMessage", chat_id=group, message_id=message_id) == "Bad Request: message can't be deleted"
    rights = "Bad Request: not enough rights to"
    assert await client.refused("pinChatMessage", chat_id=group, message_id=message_id) == f"{rights} manage pinned messages in the chat"
    assert await client.refused("banChatMember", chat_id=group, user_id=zhao) == f"{rights} restrict/unrestrict chat member"
    assert [one["status"] for one in await client.call("getChatAdministrators", chat_id=group)] == ["creator"]
    await driver.do("add_bot", user="小李", chat_id=group, admin=True)
    owner = await driver.person("小李")
    assert await client.call("getChatMemberCount", chat_id=group) == 3
    assert await client.refused("banChatMember", chat_id=group, user_id=owner) == "Bad Request: can't remove chat owner"
    assert await client.call("deleteMessage", chat_id=group, message_id=message_id)
    assert await client.call("banChatMember", chat_id=group, user_id=zhao)
    assert (await client.call("getChatMember", chat_id=group, user_id=zhao))["status"] == "left"
    assert [one["status"] for one in await client.call("getChatAdministrators", chat_id=group)] == ["creator", "administrator"]
    with pytest.raises(ActionError, match="赵姐 is not in chat"):
        await driver.say("我还在", user="赵姐", chat_id=group)


async def test_commands_of_a_chat_are_kept_under_its_number(client: Client, driver: Driver, group: int) -> None:
    await client.call(
        "setMyCommands", commands=[{"command": "/group", "description": "群里用"}], scope={"type": "chat", "chat_id": str(group)}
    )
    found = await client.call("getMyCommands", scope={"type": "chat", "chat_id": group})
    assert found == [{"command": "group", "description": "群里用"}]
    assert [one["scope"] for one in (await driver.state())["commands"]] == [f'{{"chat_id": {group}, "type": "chat"}}']
