"""A bot's HTTP request → method, parameters as text, files: query string, form, multipart or JSON."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from aiohttp import BodyPartReader, web

from bot.sandbox.errors import bad_request
from bot.sandbox.files import Upload


class Call(NamedTuple):
    """A request as read. Parameters are text, as Telegram takes them: JSON values are written out again."""

    method: str
    params: dict[str, str]
    uploads: dict[str, Upload]


async def read_call(request: web.Request, method: str) -> Call:
    """Read a request. Raises ApiError for a body that is not what its content type says."""
    params = {name: str(value) for name, value in request.query.items()}
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json" and request.body_exists:
        params |= from_json(await request.text())
    elif request.content_type == "multipart/form-data":
        await read_multipart(request, params, uploads)
    elif request.content_type == "application/x-www-form-urlencoded":
        params |= {name: str(value) for name, value in (await request.post()).items()}
    return Call(method, params, uploads)


def from_json(body: str) -> dict[str, str]:
    """The members of a JSON object as text."""
    try:
        found = json.loads(body or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise bad_request("can't parse JSON object")
    return as_text(found)


def as_text(values: Mapping[str, Any]) -> dict[str, str]:
    """Values as a form would carry them; nulls are left out."""
    return {k: v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for k, v in values.items() if v is not None}


async def read_multipart(request: web.Request, params: dict[str, str], uploads: dict[str, Upload]) -> None:
    """Sort the parts into parameters and files."""
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("can't parse multipart form data")
        if part.filename is None:
            params[part.name] = await part.text()
        else:
            content = bytes(await part.read(decode=False))
            uploads[part.name] = Upload(part.filename, content, part.headers.get("Content-Type", ""))
