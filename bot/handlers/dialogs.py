"""Words that are awaited: what is typed next in a private chat goes to the dialog that is open there.

A dialog is a row (``rows.dialogs``) with a kind and what was said so far; what answers it is found by its kind in ``units.table.DIALOGS``.
Commands, words of the keyboard and all buttons but its own end it; after a day it has faded.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from bot.handlers.visit import Handler, Outcome, Visit, redraw
from bot.usecases.rights import may
from bot.usecases.units.fading import AWAITED
from bot.views.message import say

CHOOSE: Final = "jb"
"""The verb of buttons that answer the open dialog; all others end it."""
STOPPING: Final = frozenset({"取消", "算了", "不办了", "不用了", "不改了", "不发了", "退出"})
"""Typed, these press 取消: to most dialogs they would be an answer like any other."""

Held = dict[str, Any]
"""What was said so far: the dialog's own, anything that JSON holds."""
Heard = Callable[[Visit, Held], Awaitable[Outcome | None]]
"""Answers one message or button: the words are ``visit.text`` (empty for a picture, a file, a button), a button is ``visit.press``.

The dialog is still open then: who is done calls ``let_go``, who wants more calls ``await_words`` again, who could not use it just says so.
None: it was for nobody here, and is a question like any other.
"""


async def await_words(visit: Visit, kind: str, held: Mapping[str, Any] | None = None) -> None:
    """Let what this person sends here next go to the dialog of this kind, in the place of any other that is open."""
    await visit.rows.dialogs.open(visit.chat.id, visit.person.id, kind, json.dumps(dict(held or {}), ensure_ascii=False), visit.now)


async def let_go(visit: Visit) -> bool:
    """Await nothing any more; whether something was."""
    return await visit.rows.dialogs.close(visit.chat.id, visit.person.id)


async def on_heard(visit: Visit, dialogs: Mapping[str, Heard]) -> Outcome | None:
    """What the open dialog makes of a message or one of its buttons; None where none is open."""
    if not visit.is_private or visit.update.edited_message is not None:
        return None
    opened = await visit.rows.dialogs.opened(visit.chat.id, visit.person.id, visit.now - AWAITED)
    answering = dialogs.get(opened.kind) if opened is not None else None
    if answering is not None and visit.press is None and visit.text.strip(" 。.！!") in STOPPING:
        return await on_cancel(visit)
    return await answering(visit, json.loads(opened.held)) if opened is not None and answering is not None else None


async def on_cancel(visit: Visit) -> Outcome:
    """取消."""
    await let_go(visit)
    then = "看自己的单位点 /unit，管资料点 /admin" if await may(visit.rows, visit.person.id, "editor") else "看自己的单位点 /unit"
    return redraw(visit, say("好的，不办了。", f"想问什么直接打字；{then}。"))


def ending(handler: Handler) -> Handler:
    """The handler of something else that a person begins."""

    async def ended(visit: Visit) -> Outcome:
        await let_go(visit)
        return await handler(visit)

    return ended
