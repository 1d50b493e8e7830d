"""Every refusal over HTTP, word for word."""

from typing import Any

import pytest

from bot.sandbox.driver import Driver
from tests.bot.sandbox.client import Client

UNKNOWN = 999_999_999
LONG = "x" * 4097
LONG_DATA = {"inline_keyboard": [[{"text": "a", "callback_data": "x" * 65}]]}
UNCLOSED = "can't parse entities: Can't find end tag corresponding to start tag \"b\""
GONE = "query is too old and response timeout expired or query ID is invalid"
ODD = {"is_disabled": "yes"}
BUTTONS = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}


@pytest.mark.parametrize(
    ("method", "params", "wording"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": UNKNOWN, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": "@nobody_here", "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": "nonsense", "text": "x"}, "chat not found"),
        ("sendMessage", {"text": ""}, "message text is empty"),
        ("sendMessage", {"chat_id": "me", "text": LONG}, "message is too long"),
        ("sendMessage", {"chat_id": "me", "text": "x", "parse_mode": "INVALID"}, "unsupported parse_mode"),
        ("sendMessage", {"chat_id": "me", "text": "<b>x", "parse_mode": "HTML"}, UNCLOSED),
        ("sendMessage", {"chat_id": "me", "text": "x", "reply_parameters": {"message_id": UNKNOWN}}, "message to be replied not found"),
        ("sendMessage", {"chat_id": "me", "text": "x", "reply_parameters": {"quote": "x"}}, 'can\'t find field "message_id"'),
        ("sendMessage", {"chat_id": "me", "text": "x", "reply_to_message_id": UNKNOWN}, "message to be replied not found"),
        ("sendMessage", {"chat_id": "me", "text": "x", "message_thread_id": 9}, "message thread not found"),
        ("sendMessage", {"chat_id": "me", "text": "x", "link_preview_options": {"url": "no"}}, "WEBPAGE_URL_INVALID"),
        ("sendMessage", {"chat_id": "me", "text": "x", "link_preview_options": ODD}, 'field "is_disabled" must be of type Boolean'),
        ("sendMessage", {"chat_id": "me", "text": "x", "reply_markup": LONG_DATA}, "BUTTON_DATA_INVALID"),
        ("sendPhoto", {"chat_id": "me"}, "there is no photo in the request"),
        ("sendVideoNote", {"chat_id": "me"}, "there is no video note in the request"),
        ("sendPhoto", {"chat_id": "me", "photo": "gibberish"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"chat_id": "me", "photo": "https://example.com/a.png"}, "failed to get HTTP URL content"),
        ("sendPhoto", {"chat_id": "me", "photo": "x", "caption": "x" * 1025}, "message caption is too long"),
        ("sendMediaGroup", {"chat_id": "me"}, "expected an Array of InputMedia with 2-10 elements"),
        ("sendMediaGroup", {"chat_id": "me", "media": [{"type": "photo"}]}, "too many messages to send as an album"),
        ("sendMediaGroup", {"chat_id": "me", "media": [{"type": "voice"}] * 2}, "can't use the media of the specified type in the album"),
        ("sendChatAction", {"chat_id": "me", "action": "dancing"}, "wrong parameter action in request"),
        ("sendDice", {"chat_id": "me", "emoji": "x"}, "wrong dice emoji specified"),
        ("sendLocation", {"chat_id": "me"}, 'can\'t find field "latitude"'),
        ("sendLocation", {"chat_id": "me", "latitude": "north", "longitude": 1}, 'parameter "latitude" is invalid'),
        ("forwardMessage", {"chat_id": "me", "from_chat_id": "me", "message_id": UNKNOWN}, "message to forward not found"),
        ("copyMessage", {"chat_id": "me", "from_chat_id": "me", "message_id": UNKNOWN}, "message to copy not found"),
        ("editMessageText", {"chat_id": "me", "message_id": UNKNOWN, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"chat_id": "me", "text": "x"}, "message identifier is not specified"),
        ("editMessageText", {"inline_message_id": "x", "text": "x"}, "MESSAGE_ID_INVALID"),
        ("editMessageMedia", {"chat_id": "me", "media": {"type": "sticker"}}, "can't parse InputMedia: media type is invalid"),
        ("editMessageMedia", {"chat_id": "me", "message_id": 1}, "can't parse InputMedia: type must be non-empty"),
        ("deleteMessage", {"chat_id": "me", "message_id": UNKNOWN}, "message to delete not found"),
        ("deleteMessages", {"chat_id": "me"}, "message identifiers are not specified"),
        ("deleteMessages", {"chat_id": "me", "message_ids": list(range(101))}, "too many message identifiers specified"),
        ("pinChatMessage", {"chat_id": "me", "message_id": UNKNOWN}, "message to pin not found"),
        ("unpinChatMessage", {"chat_id": "me"}, "message to unpin not found"),
        ("setMessageReaction", {"chat_id": "me", "message_id": UNKNOWN}, "message to react not found"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, GONE),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("answerInlineQuery", {"inline_query_id": "1", "results": []}, GONE),
        ("getFile", {}, "file_id is empty"),
        ("getFile", {"file_id": "x"}, "invalid file_id"),
        ("getChat", {"chat_id": UNKNOWN}, "chat not found"),
        ("getChatMember", {"chat_id": "me", "user_id": UNKNOWN}, "PARTICIPANT_ID_INVALID"),
        ("getChatMember", {"chat_id": "me"}, "invalid user_id specified"),
        ("getChatAdministrators", {"chat_id": "me"}, "there are no administrators in the private chat"),
        ("leaveChat", {"chat_id": "me"}, "chat member status can't be changed in private chats"),
        ("setMyCommands", {"commands": "x"}, "can't parse JSON object"),
        ("setMyCommands", {"commands": [1]}, "can't parse commands JSON object"),
        ("setMyCommands", {}, "can't parse commands JSON object"),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "", "description": "x"}]}, "command must be non-empty"),
        ("setMyCommands", {"commands": [{"command": "a", "description": " "}]}, "command description must be non-empty"),
        ("setMyCommands", {"commands": [{"command": "a", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [], "scope": {"type": "odd"}}, "can't parse BotCommandScope: Unsupported type specified"),
        ("setMyCommands", {"commands": [], "language_code": "zh-CN"}, "invalid language code specified"),
        ("setMyName", {"name": "x" * 65}, "BOT_NAME_INVALID"),
        ("setMyDescription", {"description": "x" * 513}, "the bot's text is too long"),
        ("setChatMenuButton", {"menu_button": {"type": "odd"}}, "can't parse menu button: Unsupported type specified"),
        ("setWebhook", {"url": "nonsense"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ("setWebhook", {"url": "https://example.com/x"}, "bad webhook: Failed to resolve host: the sandbox calls this machine only"),
        ("setWebhook", {"url": "http://127.0.0.1/x", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ("setWebhook", {"url": "http://127.0.0.1/x", "secret_token": "a" * 257}, "secret token is too long"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_refused_in_telegrams_words(
    client: Client, chat: int, method: str, params: dict[str, Any], wording: str
) -> None:
    placed = {name: chat if value == "me" else value for name, value in params.items()}
    assert await client.refused(method, **placed) == f"Bad Request: {wording}"


async def test_an_unknown_method_is_not_found(client: Client) -> None:
    assert await client.raw("sendEverything") == {"ok": False, "error_code": 404, "description": "Not Found: method not found"}


async def test_methods_may_be_spelt_in_any_case(client: Client) -> None:
    assert (await client.call("GETME"))["is_bot"]


@pytest.mark.parametrize(
    ("token", "wording"),
    [
        ("nonsense", "Unauthorized: invalid token specified"),
        ("1:short-but-fine", "Unauthorized"),
        ("0:abcdef", "Unauthorized: invalid token specified"),
    ],
)
async def test_a_wrong_token_is_unauthorized(client: Client, token: str, wording: str) -> None:
    base = client.url.rpartition("/bot")[0]
    for url in (f"{base}/bot{token}/getMe", f"{base}/file/bot{token}/photos/x"):
        async with client.session.get(url) as response:
            assert response.status == 401
            assert (await response.json())["description"] == wording


async def test_paths_without_a_method_are_not_found(client: Client) -> None:
    base = client.url.rpartition("/bot")[0]
    for url in (f"{base}/botany", f"{client.url.replace('/bot', '/file/bot')}/photos/none.jpg"):
        async with client.session.get(url) as response:
            assert (response.status, (await response.json())["description"]) == (404, "Not Found")


async def test_an_edit_must_change_something(client: Client, chat: int) -> None:
    sent = await client.call("sendMessage", chat_id=chat, text="<b>好</b>", parse_mode="HTML", reply_markup=BUTTONS)
    same = {"chat_id": chat, "message_id": sent["message_id"], "reply_markup": BUTTONS}
    wording = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    assert await client.refused("editMessageText", text="<b>好</b>", parse_mode="HTML", **same) == wording
    assert await client.refused("editMessageReplyMarkup", **same) == wording
    assert (await client.call("editMessageText", text="好", **same))["edit_date"]
    assert "reply_markup" not in await client.call("editMessageReplyMarkup", chat_id=chat, message_id=sent["message_id"])


async def test_what_cannot_be_edited_says_why(client: Client, driver: Driver, chat: int) -> None:
    theirs = await driver.say("我的话")
    below = await client.call("sendMessage", chat_id=chat, text="选", reply_markup={"keyboard": [["甲"]]})
    text = await client.call("sendMessage", chat_id=chat, text="字")
    place = await client.call("sendLocation", chat_id=chat, latitude=40.6, longitude=109.8)
    for message_id in (theirs, below["message_id"]):
        assert (
            await client.refused("editMessageText", chat_id=chat, message_id=message_id, text="x") == "Bad Request: message can't be edited"
        )
    where = {"chat_id": chat, "message_id": text["message_id"]}
    assert await client.refused("editMessageText", text=LONG, **where) == "Bad Request: MESSAGE_TOO_LONG"
    assert await client.refused("editMessageCaption", caption="x", **where) == "Bad Request: there is no caption in the message to edit"
    assert (
        await client.refused("editMessageText", text="x", reply_markup={"force_reply": True}, **where)
        == "Bad Request: inline keyboard expected"
    )
    no_text = await client.refused("editMessageText", chat_id=chat, message_id=place["message_id"], text="x")
    assert no_text == "Bad Request: there is no text in the message to edit"


async def test_old_messages_cannot_be_deleted(client: Client, driver: Driver, chat: int) -> None:
    old = await client.call("sendMessage", chat_id=chat, text="旧")
    await driver.do("clock", seconds=48 * 3600 + 1)
    young = await driver.say("新")
    assert (
        await client.refused("deleteMessage", chat_id=chat, message_id=old["message_id"])
        == "Bad Request: message can't be deleted for everyone"
    )
    assert await client.call("deleteMessage", chat_id=chat, message_id=young) is True
    assert await client.refused("deleteMessage", chat_id=chat, message_id=young) == "Bad Request: message to delete not found"


async def test_a_query_is_answered_once_and_soon(client: Client, driver: Driver, chat: int) -> None:
    await client.call("sendMessage", chat_id=chat, text="选", reply_markup=BUTTONS)
    seen = (await driver.outbox())[-1]
    first, second = [(await driver.click(seen, "好"))["query"] for _ in range(2)]
    assert await client.refused("answerCallbackQuery", callback_query_id=first, url="https://example.com/") == "Bad Request: URL_INVALID"
    assert await client.call("answerCallbackQuery", callback_query_id=first, text="好") is True
    assert await client.refused("answerCallbackQuery", callback_query_id=first) == f"Bad Request: {GONE}"
    await driver.do("clock", seconds=16)
    assert await client.refused("answerCallbackQuery", callback_query_id=second) == f"Bad Request: {GONE}"


async def test_text_is_counted_in_characters_after_parsing(client: Client, chat: int) -> None:
    sent = await client.call("sendMessage", chat_id=chat, text=f"<b>{'😀' * 4096}</b>", parse_mode="HTML")
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 8192}]


async def test_a_body_that_is_not_json_is_refused(client: Client) -> None:
    for body in ("[1]", "{"):
        async with client.session.post(f"{client.url}/getMe", data=body, headers={"Content-Type": "application/json"}) as response:
            assert (await response.json())["description"] == "Bad Request: can't parse JSON object"
