"""All methods by name; Telegram does not mind upper and lower case."""

from bot.sandbox.errors import method_not_found
from bot.sandbox.methods import chats, editing, fetching, media, queries, receiving, sending, setup
from bot.sandbox.methods.base import Method

METHODS: dict[str, Method] = {
    **setup.METHODS,
    **receiving.METHODS,
    **sending.METHODS,
    **media.METHODS,
    **editing.METHODS,
    **queries.METHODS,
    **chats.METHODS,
    **fetching.METHODS,
}
SPELLED = {name.lower(): name for name in METHODS}


def find_method(name: str) -> tuple[str, Method]:
    """A method and its proper spelling. Raises ApiError 404 for a name that is none."""
    proper = SPELLED.get(name.lower())
    if proper is None:
        raise method_not_found()
    return proper, METHODS[proper]
