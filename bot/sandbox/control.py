"""The control API: what people do, over HTTP and JSON, for tests and for the chat page.

POST /control/<action> with a JSON object (``send`` with a form) → {"ok": true, "result": …}, or 400 {"ok": false, "error": …}.
``user`` is a number or a name; an unknown name makes a new person. ``chat_id`` is the private chat with the bot unless given.

    person   name, [last_name, username]                 start      user, [payload]          (opens t.me/<bot>?start=payload)
    say      user, text, [chat_id, reply_to, mask]       edit       user, message_id, text, [chat_id]
    send     user, kind, file, [caption, chat_id, album] forward    user, text, author, [chat_id]
    share    user, phone | latitude + longitude          click      user, message_id, text | data, [chat_id, stale]
    inline   user, query, [offset]                       choose     user, query_id, result_id, [chat_id]
    block    user                                        unblock    user
    group    user, title, [members, supergroup, with_bot]           add_bot user, chat_id, [admin]      remove_bot user, chat_id
    join     user, chat_id                               leave      user, chat_id            migrate user, chat_id
    privacy  on                                          fail       method, times, kind, code, description, retry_after
    clock    at | seconds                                reset      [at]

GET /control/state · history?chat_id= · outbox?after=&chat_id= · requests?after= · file/<file_unique_id> ·
wait?after=&kinds=&chat_id=&message_id=&contains=&timeout= (the first such event of the bot, or null) · events?after= (server-sent)
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from aiohttp import hdrs, web

from bot.sandbox.actions import ACTIONS, Desk
from bot.sandbox.errors import ActionError, ApiError, GoingBackError
from bot.sandbox.files import Upload
from bot.sandbox.people import person, send_file
from bot.sandbox.world import Event

LONGEST_WAIT = 120.0
BEAT_SECONDS = 15.0
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def control_api(desk: Desk) -> list[web.RouteDef]:
    """The routes of the control API."""
    return [
        web.post("/control/send", sending(desk)),
        web.post("/control/{action}", acting(desk)),
        web.get("/control/state", told(lambda _request: desk.state())),
        web.get("/control/history", told(lambda request: history(desk, int(request.query["chat_id"])))),
        web.get("/control/outbox", told(lambda request: outbox(desk, request))),
        web.get("/control/requests", told(lambda request: calls(desk, int(request.query.get("after", 0))))),
        web.get("/control/wait", waiting(desk)),
        web.get("/control/file/{file}", showing(desk)),
        web.get("/control/events", events(desk)),
    ]


def acting(desk: Desk) -> Handler:
    """Actions given as JSON."""

    async def act(request: web.Request) -> web.StreamResponse:
        name = request.match_info["action"]
        if name not in ACTIONS:
            return refuse(f"no action {name}; there are: {', '.join(ACTIONS)}", 404)
        raw = await request.text()
        return await attempt(desk, lambda: ACTIONS[name](desk, raw or "{}"))

    return act


def sending(desk: Desk) -> Handler:
    """A file given in a form."""

    async def send(request: web.Request) -> web.StreamResponse:
        form = await request.post()
        file = form.get("file")
        if not isinstance(file, web.FileField):
            return refuse("a form with a file is needed")
        upload = Upload(file.filename, file.file.read(), file.content_type)
        chat_id = int(str(form["chat_id"])) if form.get("chat_id") else None
        words = str(form.get("caption", ""))
        user, kind = str(form.get("user", "")), str(form.get("kind", "document"))
        album = str(form["album"]) if form.get("album") else None

        def act() -> dict[str, Any]:
            return send_file(desk.tg, person(desk.tg, user), kind, upload, chat_id=chat_id, caption=words, album=album).message.dump()

        return await attempt(desk, act)

    return send


def told(tell: Callable[[web.Request], Any]) -> Handler:
    """What can be told at once."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(tell(request))
        except (KeyError, ValueError) as error:
            return refuse(f"the query string is wrong: {error}")

    return answer


def history(desk: Desk, chat_id: int) -> list[dict[str, Any]]:
    """The messages of a chat, oldest first, as the page wants them."""
    return [
        {"message": post.message.dump(), "keyboard": post.keyboard.dump() if post.keyboard else None, "by_bot": post.by_bot}
        for post in desk.tg.world.posts
        if post.message.chat.id == chat_id
    ]


def outbox(desk: Desk, request: web.Request) -> list[dict[str, Any]]:
    """What the bot did."""
    wanted = chooser(request)
    return [event.model_dump(mode="json") for event in desk.tg.feed.since(int(request.query.get("after", 0))) if wanted(event)]


def calls(desk: Desk, after: int) -> list[dict[str, Any]]:
    """What the bot called."""
    return [one.model_dump(mode="json") for one in desk.gateway.recorded if one.seq > after]


def waiting(desk: Desk) -> Handler:
    """The next thing the bot does."""

    async def wait(request: web.Request) -> web.StreamResponse:
        seconds = min(float(request.query.get("timeout", 10)), LONGEST_WAIT)
        event = await desk.tg.feed.wait(int(request.query.get("after", 0)), chooser(request), seconds)
        return web.json_response(event.model_dump(mode="json") if event else None)

    return wait


def showing(desk: Desk) -> Handler:
    """Files for the page; only pictures as what they are, all else as something to keep."""

    async def file(request: web.Request) -> web.StreamResponse:
        stored = desk.tg.world.files.get(request.match_info["file"])
        if stored is None:
            return refuse("no such file", 404)
        picture = stored.mime_type in PICTURES
        return web.FileResponse(
            desk.tg.files.path(stored),
            headers={
                hdrs.CONTENT_TYPE: stored.mime_type if picture or stored.kind == "voice" else "application/octet-stream",
                hdrs.CONTENT_DISPOSITION: f"{'inline' if picture else 'attachment'}; filename*=UTF-8''{quote(stored.file_name)}",
                "X-Content-Type-Options": "nosniff",
            },
        )

    return file


def refuse(words: str, status: int = 400) -> web.Response:
    """An answer that says why not."""
    return web.json_response({"ok": False, "error": words}, status=status)


async def attempt(desk: Desk, act: Callable[[], Any]) -> web.Response:
    """Do it, keep what it changed, and say what the app would say if it cannot be done."""
    try:
        result = act()
    except (ActionError, GoingBackError) as error:
        return refuse(str(error))
    except ApiError as error:
        return refuse(error.description)
    desk.tg.world.commit(desk.tg.clock.now())
    return web.json_response({"ok": True, "result": result, "seq": desk.tg.feed.last})


def chooser(request: web.Request) -> Callable[[Event], bool]:
    """Which of the bot's events a query string asks for."""
    query = request.query
    kinds = set(query.get("kinds", "message,edit,delete,answer,inline").split(","))

    def wanted(event: Event) -> bool:
        return (
            event.by_bot
            and event.kind in kinds
            and ("chat_id" not in query or event.chat_id == int(query["chat_id"]))
            and ("message_id" not in query or event.message_id == int(query["message_id"]))
            and query.get("contains", "") in words_of(event)
        )

    return wanted


def words_of(event: Event) -> str:
    """The text an event shows."""
    message = event.data.get("message", {})
    return str(message.get("text") or message.get("caption") or event.data.get("text") or "")


def events(desk: Desk) -> Handler:
    """The feed as server-sent events, from the event after ``after`` on."""
    feed = desk.tg.feed

    async def stream(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream", hdrs.CACHE_CONTROL: "no-store"})
        await response.prepare(request)
        seq = int(request.headers.get("Last-Event-ID") or request.query.get("after") or feed.last)
        while not feed.closed:
            for event in feed.since(seq):
                seq = event.seq
                text = json.dumps(event.model_dump(mode="json"), ensure_ascii=False)
                await response.write(f"id: {seq}\ndata: {text}\n\n".encode())
            if not feed.since(seq) and not await feed.signal.wait(BEAT_SECONDS):
                await response.write(b": still here\n\n")
        return response

    return stream
