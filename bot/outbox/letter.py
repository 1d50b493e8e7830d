"""A message as it is stored in the outbox, ready for the Bot API."""

from pydantic import BaseModel, ConfigDict

from bot.views.message import Button, Message
from bot.views.render import to_html


class Key(BaseModel):
    """A button as the Bot API takes it."""

    model_config = ConfigDict(frozen=True)

    text: str
    callback_data: str | None = None
    url: str | None = None


class Letter(BaseModel):
    """One Bot API message."""

    model_config = ConfigDict(frozen=True, ser_json_bytes="base64", val_json_bytes="base64")

    html: str
    keyboard: tuple[tuple[Key, ...], ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    edit: int | None = None
    """The message that it takes the place of, where it still can."""
    reply_to: int | None = None
    """The message that it answers, where many talk; with it goes the thread of a forum."""
    file_name: str | None = None
    file_content: bytes | None = None
    file_id: str | None = None
    """A picture or file that Telegram holds already, by Telegram's own name for it."""
    is_photo: bool = False


def letters_of(message: Message, edit: int | None = None) -> tuple[Letter, ...]:
    """The message in pieces that Telegram takes; buttons and a file go with the last, and only a single piece is edited in place."""
    pieces = to_html(message)
    file = message.document
    last = Letter(
        html=pieces[-1],
        keyboard=tuple(tuple(_key(button) for button in row) for row in message.keyboard),
        words=tuple(tuple(message.words[start : start + 2]) for start in range(0, len(message.words), 2)),
        edit=edit if len(pieces) == 1 and file is None else None,
        file_name=file.name if file else None,
        file_content=file.content if file else None,
    )
    return (*(Letter(html=piece) for piece in pieces[:-1]), last)


def _key(button: Button) -> Key:
    return Key(text=button.label, callback_data=button.data, url=button.url)
