"""A notice read by a process of its own: whatever its file does, the bot goes on answering, and it ends in time and within its memory."""

import asyncio
import os
import pickle
import sys
from pathlib import Path
from typing import Final

from bot.usecases.keeping.drafting import Asked, Drafted
from knowledge.drafting.formats import UnreadableError

SECONDS: Final = 20
"""A notice takes one or two."""
_DRAFTER: Final = "bot.usecases.keeping.drafter"
_NEEDED: Final = frozenset({"PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "SYSTEMROOT"})
"""All that the process has of our surroundings: no token and no address of a database is where a made-up file is read."""
UNREAD: Final = 3
"""How the process ends that has said why there is nothing to read."""
_ROOT: Final = Path(__file__).resolve().parents[3]
_FAILED: Final = "这份文件读不下去，像是坏了，或者太长、太复杂。请把通知的文字复制到记事本，另存为 .txt 再发"


async def drafted_apart(asked: Asked, raw: bytes, seconds: float = SECONDS) -> Drafted:
    """The draft of a notice.

    Raises:
        UnreadableError: there is none; says why and what to do.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        _DRAFTER,
        cwd=_ROOT,
        env={name: value for name, value in os.environ.items() if name in _NEEDED},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # it may quote the notice
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(pickle.dumps((asked, raw))), seconds)
    except TimeoutError:
        raise UnreadableError(_FAILED) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == UNREAD:
        raise UnreadableError(said.decode())
    if process.returncode:
        raise UnreadableError(_FAILED)
    return Drafted.model_validate_json(said)
