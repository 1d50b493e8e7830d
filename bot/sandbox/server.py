"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import json

from aiohttp import web

from bot.sandbox.errors import ApiError
from bot.sandbox.gateway import Gateway, check_token
from bot.sandbox.requests import read_call
from bot.sandbox.telegram import Telegram

BODY_LIMIT = 64 * 1024 * 1024


def bot_api(tg: Telegram, gateway: Gateway, token: str, latency: float = 0.0) -> list[web.RouteDef]:
    """The routes a bot talks to; ``latency``: how many seconds a call is on its way, there and back."""

    async def run(request: web.Request) -> web.StreamResponse:
        try:
            check_token(request.match_info["token"], token)
            call = await read_call(request, request.match_info["method"])
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)
        await asyncio.sleep(latency / 2)
        answer = await gateway.answer(call)
        await asyncio.sleep(latency / 2)
        if answer.cut:
            return cut(request)
        return web.Response(text=json.dumps(answer.body, ensure_ascii=False), status=answer.status, content_type="application/json")

    async def download(request: web.Request) -> web.StreamResponse:
        try:
            check_token(request.match_info["token"], token)
            stored = tg.files.by_path(request.match_info["path"])
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)
        if stored is None:
            return await nothing(request)
        return web.FileResponse(tg.files.path(stored), headers={"Content-Type": "application/octet-stream"})

    async def nothing(_request: web.Request) -> web.StreamResponse:
        return web.json_response(ApiError(404, "Not Found").body(), status=404)

    return [
        web.route("*", "/bot{token:[^/]+}/{method:[^/]*}", run),
        web.get("/file/bot{token:[^/]+}/{path:.+}", download),
        web.route("*", "/bot{tail:.*}", nothing),
    ]


def cut(request: web.Request) -> web.StreamResponse:
    """Drop the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
