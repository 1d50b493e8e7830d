"""The real libraries against the sandbox: python-telegram-bot's Application, aiogram's Bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiogram
import pytest
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup
from telegram import Bot, BotCommand, InputMediaPhoto, Message, ReplyKeyboardMarkup, Update
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TimedOut
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.sandbox.driver import Driver, NothingCameError
from bot.sandbox.errors import ActionError
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.client import png
from tests.bot.sandbox.independent import check_request

Context = ContextTypes.DEFAULT_TYPE


async def ask(update: Update, _: Context) -> None:
    assert update.message is not None
    keyboard = Keyboard([[Button("✅ 有", callback_data="yes"), Button("没有", callback_data="no")]])
    await update.message.reply_html("您有<b>高级工证书</b>吗？", reply_markup=keyboard)


async def note(update: Update, _: Context) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("记下了", show_alert=True)
    await query.edit_message_text(f"您选了 {query.data}")


async def echo_photo(update: Update, _: Context) -> None:
    assert update.message is not None
    file = await update.message.photo[-1].get_file()
    await update.message.reply_document(bytes(await file.download_as_bytearray()), filename="原图.png", caption="原图")


@asynccontextmanager
async def running(application: Application[Any, Any, Any, Any, Any, Any]) -> AsyncIterator[None]:
    assert application.updater is not None
    application.add_handler(MessageHandler(filters.PHOTO, echo_photo))
    application.add_handler(MessageHandler(filters.TEXT, ask))
    application.add_handler(CallbackQueryHandler(note))
    async with application:
        await application.start()
        await application.updater.start_polling()
        try:
            yield
        finally:
            await application.updater.stop()
            await application.stop()


async def test_a_conversation_with_buttons_and_a_picture(application: Application[Any, Any, Any, Any, Any, Any], driver: Driver) -> None:
    async with running(application):
        await driver.start("from_page")
        question = await driver.expect("高级工证书")
        assert question.buttons == (("✅ 有", "没有"),)
        assert question.data_of("没有") == "no"
        await driver.click(question, "有")
        assert (await driver.expect("记下了", kinds="answer")).raw["alert"] is True
        edited = await driver.expect("您选了 yes")
        assert (edited.kind, edited.message_id, edited.labels) == ("edit", question.message_id, [])
        await driver.send("photo", png(320, 200), "a.png")
        assert (await driver.expect("原图")).raw["message"]["document"]["file_size"] == 33
        with pytest.raises(ActionError, match="no button"):
            await driver.click(question, "有")
        with pytest.raises(NothingCameError, match="nothing like '没有的话'"):
            await driver.expect("没有的话", seconds=0.01)
    requests = await driver.requests()
    assert {"getMe", "getUpdates", "sendMessage", "sendDocument", "editMessageText"} <= {request["method"] for request in requests}
    for request in requests:
        check_request(request)


async def test_set_up_calls_come_back_as_they_were_given(ptb: Bot, driver: Driver) -> None:
    await ptb.set_my_commands([BotCommand("start", "开始"), BotCommand("help", "帮助")])
    await ptb.set_my_commands([BotCommand("admin", "管理")], scope={"type": "all_group_chats"}, language_code="zh")  # type: ignore[arg-type]
    assert [command.command for command in await ptb.get_my_commands()] == ["start", "help"]
    await ptb.delete_my_commands()
    assert await ptb.get_my_commands() == ()
    await ptb.set_my_name("申报助手二号")
    await ptb.set_my_description("问政策、自查资格")
    await ptb.set_my_short_description("问政策")
    assert (await ptb.get_my_name()).name == "申报助手二号"
    assert (await ptb.get_my_description()).description == "问政策、自查资格"
    assert (await ptb.get_my_short_description()).short_description == "问政策"
    await driver.start()
    chat = await driver.person("测试员")
    assert (await ptb.get_chat_menu_button(chat)).type == "commands"
    await ptb.set_chat_menu_button(chat, menu_button={"type": "default"})  # type: ignore[arg-type]
    assert (await ptb.get_chat_menu_button(chat)).type == "default"
    assert (await ptb.get_chat(chat)).first_name == "测试员"
    assert (await ptb.get_chat_member(chat, chat)).status == "member"
    assert (await ptb.get_user_profile_photos(chat)).total_count == 0
    assert await ptb.set_my_default_administrator_rights()
    assert (await ptb.get_my_default_administrator_rights()).can_manage_chat is False
    for request in await driver.requests():
        check_request(request)


async def test_messages_of_every_kind_come_back_as_sent(ptb: Bot, driver: Driver) -> None:
    await driver.start()
    chat = await driver.person("测试员")
    photo = await ptb.send_photo(chat, png(64, 32), caption="<i>图</i>", parse_mode="HTML", has_spoiler=True, show_caption_above_media=True)
    assert (photo.photo[-1].width, photo.caption, photo.caption_entities[0].type) == (64, "图", "italic")
    again = await ptb.send_photo(chat, photo.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == photo.photo[-1].file_unique_id
    with pytest.raises(BadRequest, match="Can't use file of type photo as document"):
        await ptb.send_document(chat, photo.photo[-1].file_id)
    album = await ptb.send_media_group(chat, [InputMediaPhoto(png(8, 8), caption="甲"), InputMediaPhoto(png(9, 9))])
    assert album[0].media_group_id == album[1].media_group_id
    changed = await ptb.edit_message_media(InputMediaPhoto(png(10, 10)), chat, photo.message_id)
    assert isinstance(changed, Message)
    assert changed.photo[-1].width == 10
    changed = await ptb.edit_message_caption(chat, photo.message_id, caption="新说明")
    assert isinstance(changed, Message)
    assert changed.caption == "新说明"
    assert (await ptb.send_voice(chat, b"x", duration=3)).voice is not None
    assert (await ptb.send_venue(chat, 40.6, 109.8, "政务大厅", "一楼")).venue is not None
    assert (await ptb.send_contact(chat, "+8610000000000", "窗口")).contact is not None
    assert (await ptb.send_dice(chat)).dice is not None
    assert await ptb.send_chat_action(chat, "typing")
    forwarded = await ptb.forward_message(chat, chat, photo.message_id, protect_content=True)
    assert forwarded.forward_origin is not None
    assert forwarded.has_protected_content
    copied = await ptb.copy_message(chat, chat, photo.message_id, caption="抄")
    assert copied.message_id == forwarded.message_id + 1
    assert await ptb.set_message_reaction(chat, photo.message_id, "👍")
    assert await ptb.pin_chat_message(chat, photo.message_id)
    assert (await ptb.get_chat(chat)).pinned_message is not None
    assert await ptb.unpin_chat_message(chat)
    assert await ptb.unpin_all_chat_messages(chat)
    keyboard = await ptb.send_message(chat, "选", reply_markup=ReplyKeyboardMarkup([["问政策", "帮助"]]), disable_web_page_preview=True)
    assert (await driver.outbox(chat_id=chat))[-1].keyboard == (("问政策", "帮助"),)
    assert await ptb.delete_messages(chat, [keyboard.message_id, 424242])
    for request in await driver.requests():
        check_request(request)


async def test_refusals_arrive_as_the_right_errors(ptb: Bot, driver: Driver) -> None:
    user = await driver.person("测试员")
    with pytest.raises(BadRequest, match="Chat not found"):
        await ptb.send_message(user, "早")
    group = (await driver.do("group", user="测试员", title="群"))["chat"]["id"]
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await ptb.send_message(user, "早")
    await driver.start()
    await driver.do("block", user="测试员")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await ptb.send_message(user, "早")
    supergroup = (await driver.do("migrate", user="测试员", chat_id=group))["chat"]["id"]
    with pytest.raises(ChatMigrated) as migrated:
        await ptb.send_message(group, "早")
    assert migrated.value.new_chat_id == supergroup
    await driver.do("remove_bot", user="测试员", chat_id=supergroup)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await ptb.send_message(supergroup, "早")


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")  # RetryAfter's seconds will be a timedelta
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"retry_after": 7}, RetryAfter),
        ({"code": 500}, NetworkError),
        ({"code": 502, "description": "Bad Gateway"}, NetworkError),
        ({"kind": "drop_before"}, NetworkError),
        ({"kind": "drop_after"}, NetworkError),
        ({"kind": "hang_before"}, TimedOut),
        ({"kind": "hang_after"}, TimedOut),
    ],
)
async def test_failures_on_demand(ptb: Bot, driver: Driver, fault: dict[str, Any], error: type[Exception]) -> None:
    await driver.start()
    chat = await driver.person("测试员")
    await driver.fail("sendMessage", **fault)
    with pytest.raises(error):
        await ptb.send_message(chat, "一", read_timeout=0.3)
    took_effect = fault.get("kind", "").endswith("after")
    assert [seen.text for seen in await driver.outbox(chat_id=chat)] == (["一"] if took_effect else [])
    assert (await ptb.send_message(chat, "二")).text == "二"


async def test_any_method_but_the_poll_can_be_made_to_fail_several_times(ptb: Bot, driver: Driver) -> None:
    await driver.fail(times=2, code=400, description="Bad Request: as told")
    assert await ptb.get_updates() == ()
    for _ in range(2):
        with pytest.raises(BadRequest, match="As told"):
            await ptb.get_me()
    assert (await ptb.get_me()).is_bot


async def test_aiogram_understands_it_as_well(sandbox: Sandbox, driver: Driver) -> None:
    await driver.start()
    chat = await driver.person("测试员")
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.base_url))
    async with aiogram.Bot(sandbox.token, session=session) as bot:
        keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="好", callback_data="ok")]])
        sent = await bot.send_message(chat, "<b>好</b>", parse_mode="HTML", reply_markup=keyboard)
        assert (sent.text, sent.html_text) == ("好", "<b>好</b>")
        document = await bot.send_document(chat, BufferedInputFile("内容".encode(), "说明.txt"))
        assert document.document is not None
        assert document.document.file_name == "说明.txt"
        content = await bot.download(document.document)
        assert content is not None
        assert content.read() == "内容".encode()
        with pytest.raises(TelegramBadRequest, match="message is not modified"):
            await bot.edit_message_text("<b>好</b>", chat_id=chat, message_id=sent.message_id, parse_mode="HTML", reply_markup=keyboard)
        await driver.fail("getMe", retry_after=3)
        with pytest.raises(TelegramRetryAfter):
            await bot.get_me()
        updates = await bot.get_updates()
    assert [update.message.text for update in updates if update.message] == ["/start"]
    for request in await driver.requests():
        check_request(request)
