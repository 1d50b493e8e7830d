"""@bot and a few words, typed in any chat: the policies that are meant, each as a card to send there."""

import asyncio
from datetime import datetime

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode

from bot import texts
from bot.callbacks import code, start_link
from bot.usecases.snapshot import Snapshot
from bot.views.cards import Card, card
from bot.views.paging import page_of
from bot.views.render import to_html

PAGE = 50
"""The most that Telegram takes at once."""
CACHE_SECONDS = 300
"""How long Telegram may give the same answer to whoever types the same: it is nobody's own, and changes by the day."""


async def answer_inline(query: InlineQuery, snapshot: Snapshot, now: datetime) -> None:
    """Answer with one page of cards; with none, a button that leads to the private chat.

    Raises:
        TelegramError: as the Bot API refused or the network failed; after some seconds it takes no answer.
    """
    found = await asyncio.to_thread(snapshot.finder.find, snapshot.index, query.query, now)
    page = page_of(query.offset)
    here = found[page * PAGE : (page + 1) * PAGE]
    username = query.get_bot().username
    await query.answer(
        [_article(card(snapshot.base, one.policy, now), code("policy", one.policy.id), username) for one in here],
        cache_time=CACHE_SECONDS,
        next_offset=str(page + 1) if len(found) > (page + 1) * PAGE else "",
        button=None if found else InlineQueryResultsButton(texts.INLINE_NOTHING, start_parameter="p"),
    )


def _article(one: Card, number: str, username: str) -> InlineQueryResultArticle:
    (text,) = to_html(one.message)
    return InlineQueryResultArticle(
        number,
        one.title,
        InputTextMessageContent(text, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)),
        description=one.description,
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton(texts.INLINE_MORE, url=start_link(username, one.start))]]),
    )
