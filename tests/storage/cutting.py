"""What stands between a process and PostgreSQL and can break: a proxy that cuts connections, at a COMMIT for choice.

A connection is cut with RST, as a crashed router or a killed server does it: before the server got the COMMIT, or after it has done it and
before its answer is through.
"""

import asyncio
import random
import re
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Literal

from sqlalchemy import make_url

When = Literal["before", "after"]
RESET = struct.pack("ii", 1, 0)
COMMIT = re.compile(rb"Q....COMMIT", re.DOTALL)
"""How a message of PostgreSQL's protocol begins that ends a transaction."""
PART = 65536


class Cutting:
    """``at_commit``: how often a COMMIT is cut off; ``cut``: how it came about so far."""

    def __init__(self, address: str, seed: int) -> None:
        self._url = make_url(address)
        self._dice = random.Random(seed)  # noqa: S311 - seeded on purpose
        self._open: set[asyncio.StreamWriter] = set()
        self.at_commit = 0.0
        self.cut: list[When] = []
        self.address = ""

    @asynccontextmanager
    async def standing(self) -> AsyncIterator[None]:
        """Stand between, at ``address``."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        self.address = self._url.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False)
        async with server:
            try:
                yield
            finally:
                self.cut_all()

    def cut_all(self) -> None:
        """Break every connection."""
        for writer in tuple(self._open):
            _reset(writer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await self._reach()
        self._open.add(writer)
        async with asyncio.TaskGroup() as tasks:
            back = tasks.create_task(_pass_on(inner, writer))
            with suppress(ConnectionError):
                while part := await reader.read(PART):
                    if COMMIT.match(part) and self._dice.random() < self.at_commit:
                        back.cancel()
                        await asyncio.wait([back])
                        await self._cut_off(part, inner, outer)
                        break
                    outer.write(part)
                    await outer.drain()
            back.cancel()
        _reset(writer)
        outer.close()
        self._open.discard(writer)

    async def _cut_off(self, commit: bytes, inner: asyncio.StreamReader, outer: asyncio.StreamWriter) -> None:
        """Let the server do it or not; nobody hears which."""
        self.cut.append(self._dice.choice(("before", "after")))
        if self.cut[-1] == "after":
            outer.write(commit)
            await inner.read(PART)

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        folder = self._url.query.get("host")
        if isinstance(folder, str) and folder.startswith("/"):
            return await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{self._url.port or 5432}")
        return await asyncio.open_connection(self._url.host, self._url.port or 5432)


async def _pass_on(inner: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while part := await inner.read(PART):
            writer.write(part)
            await writer.drain()
    _reset(writer)


def _reset(writer: asyncio.StreamWriter) -> None:
    held = writer.get_extra_info("socket")
    if held is not None:
        with suppress(OSError):
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()
