"""What a start need not do again over the same files with the same program: run the worked examples, and parse the files.

Kept in the rows, where every process finds it and no folder need be writable: that the examples came out right, as a digest, and what each
file was read as. All else about the files is checked at every start, and what is not of these very bytes and sources is done anew.
"""

import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

from knowledge.reading.files import Files, version_of
from knowledge.reading.shelf import Shelf, unpacked
from storage.database import Transaction

HELD = "examples_held"
"""The mark that names the files and the program of which every example came out as it should."""
READ = "files_read"
"""The mark that holds what the files were read as."""
PROGRAM = Path(__file__).resolve().parent.parent.parent
ROOMS = ("eligibility", "knowledge")
"""Where the sources lie on which an example's outcome hangs."""
PACKAGES = "requirements.txt"


async def are_held(rows: Transaction, files: Files) -> bool:
    """Whether the examples in these files came out right with this very program."""
    return await rows.marks.get(HELD) == _name(files)


async def note_held(rows: Transaction, files: Files) -> None:
    """They did, just now."""
    await rows.marks.set(HELD, _name(files))


async def kept_shelf(rows: Transaction) -> Shelf:
    """What this very program read the files as; empty where there is nothing of its own."""
    return unpacked(await rows.marks.get(READ), program_in(PROGRAM))


async def keep_shelf(rows: Transaction, shelf: Shelf) -> None:
    """For the next start."""
    await rows.marks.set(READ, shelf.packed(program_in(PROGRAM)))


def _name(files: Files) -> str:
    return f"{version_of(files)}:{program_in(PROGRAM)}"


@cache
def program_in(folder: Path) -> str:
    """A digest of the sources in a folder that examples hang on, of the packages that they use and of the Python that runs them."""
    digest = sha256(sys.version.encode())
    sources = sorted(path for room in ROOMS for path in (folder / room).rglob("*.py"))
    for path in (*sources, folder / PACKAGES):
        raw = path.read_bytes() if path.exists() else b""
        digest.update(f"{path.relative_to(folder)}:{len(raw)}:".encode() + raw)
    return digest.hexdigest()[:16]
