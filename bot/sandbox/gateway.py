"""Calls in, answers out: what HTTP requests and answers of a webhook have in common."""

import inspect
import re
from collections import deque
from typing import Any, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict

from bot.sandbox.errors import ApiError, invalid_token, unauthorized
from bot.sandbox.faults import Faults
from bot.sandbox.methods.results import to_json
from bot.sandbox.methods.table import find_method
from bot.sandbox.requests import Call
from bot.sandbox.telegram import Telegram

TOKEN = re.compile(r"[1-9]\d{0,16}:[A-Za-z0-9_-]{3,60}")
REMEMBERED = 20_000


class Recorded(BaseModel):
    """A call of the bot, for those who check what it sends. ``params``: the text of each; ``files``: fields that were uploaded."""

    model_config = ConfigDict(frozen=True)
    seq: int
    at: AwareDatetime
    method: str
    params: dict[str, str]
    files: dict[str, str]
    status: int
    description: str = ""


class Answer(NamedTuple):
    """HTTP status and JSON body; ``cut``: the connection is dropped instead."""

    status: int
    body: dict[str, Any]
    cut: bool = False


def check_token(given: str, expected: str) -> None:
    """Raises ApiError 401."""
    if not TOKEN.fullmatch(given):
        raise invalid_token()
    if given != expected:
        raise unauthorized()


class Gateway:
    """Runs calls, in Telegram's manner or as a fault wants it, and remembers them."""

    def __init__(self, tg: Telegram) -> None:
        self._tg = tg
        self.faults = Faults()
        self.recorded: deque[Recorded] = deque(maxlen=REMEMBERED)

    async def answer(self, call: Call) -> Answer:
        """Run a call and make what it changed lasting before it is answered."""
        try:
            answer = await self._run(call)
        except ApiError as error:
            answer = Answer(error.code, error.body())
        self._tg.world.commit(self._tg.clock.now())
        self._record(call, answer)
        return answer

    async def _run(self, call: Call) -> Answer:
        name, method = find_method(call.method)
        fault = self.faults.take(name)
        if fault is not None and fault.kind == "error":
            raise fault.error()
        if fault is not None and fault.kind == "hang_before":
            await self.faults.hang()
        if fault is not None and fault.kind in {"hang_before", "drop_before"}:
            return Answer(0, {}, cut=True)
        result = method.run(self._tg, method.read(call))
        if inspect.isawaitable(result):
            result = await result
        if fault is not None and fault.kind == "hang_after":
            self._tg.world.commit(self._tg.clock.now())
            await self.faults.hang()
        return Answer(200, {"ok": True, "result": to_json(result)}, cut=fault is not None)

    def _record(self, call: Call, answer: Answer) -> None:
        self.recorded.append(
            Recorded(
                seq=self._tg.world.next_number("request"),
                at=self._tg.clock.now(),
                method=call.method,
                params=call.params,
                files={name: upload.name for name, upload in call.uploads.items()},
                status=answer.status,
                description=answer.body.get("description", ""),
            )
        )
