"""A message as it is stored in the outbox, ready for the Bot API."""

from pydantic import BaseModel, ConfigDict

from bot.views.message import Attachment, Button, Message
from bot.views.render import to_html


class Key(BaseModel):
    """A button as the Bot API takes it."""

    model_config = ConfigDict(frozen=True)

    text: str
    callback_data: str | None = None
    url: str | None = None


class Letter(BaseModel):
    """One Bot API message."""

    model_config = ConfigDict(frozen=True)

    html: str
    keyboard: tuple[tuple[Key, ...], ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    edit: int | None = None
    """The message that it takes the place of, where it still can."""
    file_name: str | None = None
    file_text: str | None = None


def letters_of(message: Message, edit: int | None = None) -> tuple[Letter, ...]:
    """The message in pieces that Telegram takes; buttons stand under the last, and only a single piece is edited in place."""
    if message.document is not None:
        return (_with_file(message, message.document),)
    pieces = to_html(message)
    keyboard = tuple(tuple(_key(button) for button in row) for row in message.keyboard)
    words = tuple(tuple(message.words[start : start + 2]) for start in range(0, len(message.words), 2))
    last = Letter(html=pieces[-1], keyboard=keyboard, words=words, edit=edit if len(pieces) == 1 else None)
    return (*(Letter(html=piece) for piece in pieces[:-1]), last)


def _with_file(message: Message, document: Attachment) -> Letter:
    return Letter(html=to_html(message)[0], file_name=document.name, file_text=document.content)


def _key(button: Button) -> Key:
    return Key(text=button.label, callback_data=button.data, url=button.url)
