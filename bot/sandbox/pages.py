"""The chat page's files, and the guard that keeps strange web pages away from the control API."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from bot.sandbox.methods.receiving import loopback

FOLDER = Path(__file__).parent / "page"
POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


@web.middleware
async def guard(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
    """Serve people only when they come by this machine's own name, and not from another site's page."""
    if not request.path.startswith(("/bot", "/file")):
        origin = request.headers.get(hdrs.ORIGIN)
        if not loopback(request.url.host or "") or (origin is not None and urlsplit(origin).netloc != request.host):
            return web.json_response({"ok": False, "error": "this machine only"}, status=403)
    return await handler(request)


def chat_page() -> list[web.RouteDef]:
    """The routes of the page."""

    def file(name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(_request: web.Request) -> web.StreamResponse:
            return web.FileResponse(FOLDER / name, headers={"Content-Security-Policy": POLICY, hdrs.CACHE_CONTROL: "no-cache"})

        return serve

    names = sorted(path.name for path in FOLDER.iterdir() if path.suffix in {".js", ".css", ".svg"})
    return [web.get("/", file("index.html")), *(web.get(f"/page/{name}", file(name)) for name in names)]
