"""What an answer becomes where others read along: public buttons stay, those that begin something personal lead to the private chat."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from bot import texts
from bot.callbacks import read_press, start_link, start_payload
from bot.handlers.visit import Outcome
from bot.views.message import Button, Keyboard, Message, column, say


def private_message(data: str) -> Message:
    """That it goes on in private, with the button that begins it there."""
    return say(texts.PRIVATE_ONLY, keyboard=column(Button(texts.IN_PRIVATE, data)))


def for_everyone(outcome: Outcome, username: str, public: Collection[str], linked: Collection[str]) -> Outcome:
    """The outcome for a group: ``public`` verbs as they are, ``linked`` ones as links that carry where one was, the rest left out."""
    replies = tuple(
        replace(one, message=replace(one.message, words=(), keyboard=_keyboard(one.message.keyboard, username, public, linked)))
        for one in outcome.replies
    )
    return replace(outcome, replies=replies)


def _keyboard(keyboard: Keyboard, username: str, public: Collection[str], linked: Collection[str]) -> Keyboard:
    rows = (tuple(_buttons(row, username, public, linked)) for row in keyboard)
    return tuple(row for row in rows if row)


def _buttons(row: tuple[Button, ...], username: str, public: Collection[str], linked: Collection[str]) -> Iterator[Button]:
    for button in row:
        if button.data is None or read_press(button.data).verb in public:
            yield button
        elif read_press(button.data).verb in linked and (payload := start_payload(button.data)) is not None:
            yield Button(button.label, url=start_link(username, payload))
