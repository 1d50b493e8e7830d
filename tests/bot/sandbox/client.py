"""The Bot API over bare HTTP, so that refusals are seen as they are sent."""

# ruff: noqa: ANN401 - parameters and results of every method

import io
from dataclasses import dataclass
from typing import Any

import aiohttp

PNG = bytes.fromhex("89504e470d0a1a0a0000000d494844520000001000000010080600000000000000")


def png(width: int, height: int) -> bytes:
    """The head of a PNG of this size: enough for whoever reads only the head."""
    return PNG[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + PNG[24:]


@dataclass(frozen=True)
class Client:
    """Calls methods by name."""

    session: aiohttp.ClientSession
    url: str

    async def raw(self, method: str, **params: Any) -> dict[str, Any]:
        """The whole answer."""
        async with self.session.post(f"{self.url}/{method}", json=params) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == answer.get("error_code", 200)
            return answer

    async def call(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        answer = await self.raw(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """The words of a call that must be refused."""
        answer = await self.raw(method, **params)
        assert not answer["ok"], answer
        return str(answer["description"])

    async def upload(self, method: str, file: tuple[str, bytes, str], **params: str) -> dict[str, Any]:
        """A call with a file: (field, content, name)."""
        form = aiohttp.FormData(params, quote_fields=False)
        form.add_field(file[0], io.BytesIO(file[1]), filename=file[2])
        async with self.session.post(f"{self.url}/{method}", data=form) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def updates(self, offset: int = 0, **params: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.call("getUpdates", offset=offset, **params)
        return found
