"""Failures on demand: the next calls of a method go wrong in a given way."""

import asyncio
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.sandbox.errors import ApiError, too_many_requests

ANY = "*"
NOT_ANY = {"getUpdates"}  # the poll that always runs fails only when named
Kind = Literal["error", "hang_before", "hang_after", "drop_before", "drop_after"]
WORDS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class Fault(BaseModel):
    """``kind``: error (answered, without effect), hang (no answer at all) or drop (connection cut), before or after the effect."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    method: str = ANY
    times: int = 1
    kind: Kind = "error"
    code: int = 500
    description: str = ""
    retry_after: int | None = None

    def error(self) -> ApiError:
        """What an ``error`` answers."""
        if self.retry_after is not None:
            return too_many_requests(self.retry_after)
        return ApiError(self.code, self.description or WORDS.get(self.code, "Internal Server Error"))

    def meets(self, method: str) -> bool:
        """Whether a call of this method is to fail."""
        return method not in NOT_ANY if self.method == ANY else method.lower() == self.method.lower()


class Faults:
    """Failures still to come, first asked for first."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._released = asyncio.Event()

    def add(self, fault: Fault) -> None:
        """Let one more failure wait."""
        self._faults.append(fault)

    def clear(self) -> None:
        """No failure waits any more."""
        self._faults.clear()

    def take(self, method: str) -> Fault | None:
        """The failure for this call, used up once."""
        for at, fault in enumerate(self._faults):
            if fault.meets(method):
                self._faults[at : at + 1] = [fault.model_copy(update={"times": fault.times - 1})] if fault.times > 1 else []
                return fault
        return None

    async def hang(self) -> None:
        """Wait until the caller gives up or the sandbox closes."""
        await self._released.wait()

    def release(self) -> None:
        """Let everything that hangs go."""
        self._released.set()
