"""Inline mode: a person types @bot and a query in any chat, and picks one of the bot's results."""

from typing import Any

from bot.sandbox.errors import ActionError
from bot.sandbox.formatting.reading import read_text
from bot.sandbox.people import place, publish
from bot.sandbox.telegram import Telegram
from bot.sandbox.wire import ChosenInlineResult, InlineKeyboard, InlineQuery, User
from bot.sandbox.world import Post, Query


def ask(tg: Telegram, user: User, text: str, offset: str = "") -> Query:
    """Send an inline query to the bot; ``offset``: the one that it gave with the page before."""
    number = str(tg.world.next_number("query", 10**17))
    query = tg.world.queries.put(Query(id=number, kind="inline", user_id=user.id, asked_at=tg.clock.now(), text=text))
    tg.queue.push("inline_query", InlineQuery(id=number, from_=user, query=text, offset=offset, chat_type="sender"))
    return query


def choose(tg: Telegram, user: User, query_id: str, result_id: str, chat_id: int | None = None) -> Post:
    """Send a result of an answered query into a chat; the bot hears of it with chosen_inline_result."""
    query = tg.world.queries.get(query_id)
    results: list[dict[str, Any]] = (query.answer or {}).get("results", []) if query else []
    result = next((one for one in results if str(one.get("id")) == result_id), None)
    if query is None or result is None:
        raise ActionError(f"no result {result_id} to query {query_id}")
    content = result.get("input_message_content") or {}
    source = content.get("message_text") or result.get("title") or result_id
    text, entities = read_text(source, content.get("parse_mode"), None)
    buttons = InlineKeyboard.model_validate(result["reply_markup"]) if result.get("reply_markup") else None
    post = publish(tg, user, place(tg, user, chat_id), {"text": text, "entities": entities, "reply_markup": buttons, "via_bot": tg.bot})
    tg.queue.push("chosen_inline_result", ChosenInlineResult(result_id=result_id, from_=user, query=query.text))
    return post
