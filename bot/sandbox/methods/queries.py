"""Answers to pressed buttons and to inline queries."""

# ruff: noqa: D101, D103 - names and meanings are the Bot API's own, told in its reference

from bot.sandbox import rules
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.base import Flag, Int, Json, Params, method
from bot.sandbox.telegram import Telegram
from bot.sandbox.world import Query

TOAST_LIMIT = 200
RESULT_ID_LIMIT = 64  # bytes


class AnswerCallback(Params):
    callback_query_id: str = ""
    text: str = ""
    show_alert: Flag = False
    url: str = ""
    cache_time: Int = 0


def answer(tg: Telegram, query: Query, kind: str, given: dict[str, object]) -> bool:
    """Note the answer and show it to the one who asked."""
    tg.world.queries.put(query.model_copy(update={"answer": given}))
    data = given | {"query": query.id, "user_id": query.user_id}
    tg.feed.publish(kind, chat_id=query.chat_id, message_id=query.message_id, by_bot=True, data=data)
    return True


def answer_callback_query(tg: Telegram, p: AnswerCallback) -> bool:
    if len(p.text) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query = rules.check_answerable(tg.world.queries.get(p.callback_query_id), "callback", tg.clock.now())
    if p.url and not p.url.lower().startswith((f"https://t.me/{tg.bot.username}".lower(), f"t.me/{tg.bot.username}".lower())):
        raise bad_request("URL_INVALID")
    return answer(tg, query, "answer", {"text": p.text, "alert": p.show_alert, "url": p.url})


class AnswerInline(Params):
    inline_query_id: str = ""
    results: Json = None
    cache_time: Int = 300
    is_personal: Flag = False
    next_offset: str = ""
    button: Json = None


def answer_inline_query(tg: Telegram, p: AnswerInline) -> bool:
    query = rules.check_answerable(tg.world.queries.get(p.inline_query_id), "inline", tg.clock.now())
    if not isinstance(p.results, list):
        raise bad_request("can't parse inline query results JSON object")
    if len(p.results) > rules.INLINE_LIMIT:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in p.results]
    if not all(0 < len(one.encode()) <= RESULT_ID_LIMIT for one in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    return answer(tg, query, "inline", {"results": p.results, "next_offset": p.next_offset, "button": p.button})


METHODS = {
    "answerCallbackQuery": method(AnswerCallback, answer_callback_query),
    "answerInlineQuery": method(AnswerInline, answer_inline_query),
}
