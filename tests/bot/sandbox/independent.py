"""Two readings of the Bot API that are not ours, to hold both sides to: aiogram's models and python-telegram-bot's objects."""

import json
from collections.abc import Iterator
from typing import Any

import aiogram.methods
import aiogram.types
from aiogram.methods.base import TelegramMethod
from pydantic import BaseModel, ConfigDict, TypeAdapter
from telegram import TelegramObject, Update

# python-telegram-bot speaks Bot API 10.0, aiogram 10.3, which demands these of an administrator
NEWER = {"can_send_welcome_messages"}


def check_update(update: dict[str, Any]) -> None:
    """An update is valid and leaves nothing unknown in either library."""
    assert not list(unknown_to_aiogram(aiogram.types.Update.model_validate(update)))
    read = Update.de_json(update, None)
    assert not (set(unknown_to_ptb(read)) - NEWER)


def unknown_to_aiogram(value: object) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from value.model_extra or ()
        for name in type(value).model_fields:
            yield from unknown_to_aiogram(getattr(value, name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from unknown_to_aiogram(item)


def unknown_to_ptb(value: object) -> Iterator[str]:
    if isinstance(value, TelegramObject):
        yield from value.api_kwargs
        for name in value.__slots__:
            yield from unknown_to_ptb(getattr(value, name, None))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from unknown_to_ptb(item)


def check_request(request: dict[str, Any]) -> None:
    """A recorded call of a bot is one that the Bot API has: its name, its parameters, their types, none missing."""
    name = request["method"]
    method: type[TelegramMethod[Any]] = getattr(aiogram.methods, name[0].upper() + name[1:])
    fields = method.model_fields
    files = {field: aiogram.types.BufferedInputFile(b"file", filename=file) for field, file in request["files"].items() if field in fields}
    attached = set(request["files"]) - set(files)
    texts = {field: text for field, text in request["params"].items() if not text.startswith("attach://")}
    assert set(texts) <= set(fields), f"{name} has no {set(texts) - set(fields)}"
    values = {field: understood(fields[field].annotation, text) for field, text in texts.items()}
    attached_fields = {
        field: aiogram.types.BufferedInputFile(b"file", filename="file") for field in request["params"].keys() - texts.keys()
    }
    read = method.model_validate(values | files | attached_fields)
    assert not list(unknown_to_aiogram(read))
    assert all(f"attach://{field}" in json.dumps(request["params"]) for field in attached)


def understood(annotation: Any, text: str) -> Any:  # noqa: ANN401 - any type, any value
    """A parameter's text as the value it stands for."""
    if annotation is str or annotation == str | None:
        return text
    try:
        return TypeAdapter(annotation, config=ConfigDict(arbitrary_types_allowed=True)).validate_python(json.loads(text))
    except ValueError:
        return text
