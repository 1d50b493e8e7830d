"""One letter, one Bot API call."""

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, ReplyKeyboardMarkup, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.outbox.letter import Letter

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def post(bot: Bot, chat_id: int, letter: Letter, *, paid: bool = False) -> int:
    """Send a letter, in place of an earlier message where it asks for that; ``paid``: beyond what is free, for Stars.

    Returns:
        The id of the message that now shows it.

    Raises:
        TelegramError: as the Bot API refused or the network failed.
    """
    if letter.edit is not None:
        edited = await _edit(bot, chat_id, letter, letter.edit)
        if edited is not None:
            return edited
    if letter.file_name is not None and letter.file_content is not None:
        file = InputFile(letter.file_content, filename=letter.file_name)
        message = await bot.send_document(
            chat_id,
            file,
            caption=letter.html,
            parse_mode=ParseMode.HTML,
            reply_markup=_inline(letter),
            reply_parameters=_answered(letter),
            allow_paid_broadcast=paid or None,
        )
        return message.message_id
    if letter.file_id is not None:
        return await _forward(bot, chat_id, letter, letter.file_id, paid=paid)
    message = await bot.send_message(
        chat_id,
        letter.html,
        parse_mode=ParseMode.HTML,
        reply_markup=_inline(letter) or _words(letter),
        link_preview_options=NO_PREVIEW,
        reply_parameters=_answered(letter),
        allow_paid_broadcast=paid or None,
    )
    return message.message_id


async def _forward(bot: Bot, chat_id: int, letter: Letter, file_id: str, *, paid: bool) -> int:
    """Send what Telegram holds, under our own words."""
    send = bot.send_photo if letter.is_photo else bot.send_document
    sent = await send(
        chat_id,
        file_id,
        caption=letter.html,
        parse_mode=ParseMode.HTML,
        reply_markup=_inline(letter),
        allow_paid_broadcast=paid or None,
    )
    return sent.message_id


async def _edit(bot: Bot, chat_id: int, letter: Letter, message_id: int) -> int | None:
    """Edit in place; None when that message cannot be edited any more and a new one is due."""
    try:
        await bot.edit_message_text(
            letter.html,
            chat_id=chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=_inline(letter),
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as error:
        reason = error.message.lower()
        if "not modified" in reason:
            return message_id
        if "can't be edited" in reason or "not found" in reason:
            return None
        raise
    return message_id


def _inline(letter: Letter) -> InlineKeyboardMarkup | None:
    if not letter.keyboard:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(key.text, callback_data=key.callback_data, url=key.url) for key in row] for row in letter.keyboard]
    )


def _answered(letter: Letter) -> ReplyParameters | None:
    """A message that is gone meanwhile is answered all the same."""
    return ReplyParameters(letter.reply_to, allow_sending_without_reply=True) if letter.reply_to is not None else None


def _words(letter: Letter) -> ReplyKeyboardMarkup | None:
    return ReplyKeyboardMarkup(letter.words, resize_keyboard=True) if letter.words else None
