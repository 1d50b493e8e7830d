"""A process that publishes, with a folder of its own, and what the tests change."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.usecases.publishing import Author, Publisher
from bot.usecases.refusals import Trouble
from bot.usecases.snapshot import Snapshots
from knowledge.library import Library
from knowledge.reading.files import SHIPPED, Files
from knowledge.search.lexicon import Lexicon
from storage.database import Database
from storage.keeping_records import PublicationRecord
from tests.bot.conftest import SetClock
from tests.knowledge.factories import POLICY, SECOND, every_example_holds, spoilt

ADMIN = Author("管理员")
NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)
FACTS = "facts.yaml"
DEMO, OTHER, THIRD = "policies/demo-2024.yaml", "policies/other-2023.yaml", "policies/third-2025.yaml"
OWN_TALK = (SHIPPED / "search" / "talk.yaml").read_bytes()


class Machine:
    """A process with a folder of its own."""

    def __init__(self, folder: Path, database: Database, clock: SetClock, lexicon: Lexicon) -> None:
        self.folder = folder
        self.database = database
        self._made = (clock, lexicon)
        self.restart()

    def restart(self, files: Files | None = None) -> None:
        """Another process on the same folder."""
        clock, lexicon = self._made
        self.snapshots = Snapshots(Library(self.folder, every_example_holds, files), lexicon)
        self.publisher = Publisher(self.database, self.snapshots, clock)

    async def look(self) -> tuple[Trouble, ...]:
        return await self.publisher.look()

    async def publish(self, changes: Mapping[str, bytes | None], base: int | None = None, why: str = "x") -> PublicationRecord:
        return (await self.publisher.publish(self.publisher.number if base is None else base, changes, ADMIN, why)).record

    def write(self, path: str, content: str | bytes) -> None:
        (self.folder / path).write_bytes(content.encode() if isinstance(content, str) else content)

    @property
    def disk(self) -> Files:
        """Everything in the folder but what is put aside."""
        found = {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        return {path: raw for path, raw in found.items() if not path.startswith(".aside/")}

    @property
    def copies(self) -> int:
        """What is served, by what the tests change."""
        return self.snapshots.current.base.policies["demo-2024"].materials[0].copies or 0

    @property
    def title(self) -> str:
        return self.snapshots.current.base.policies["other-2023"].short_title


def demo(copies: int) -> str:
    return spoilt(POLICY, "copies: 2", f"copies: {copies}")


def other(title: str) -> str:
    return spoilt(SECOND, "short_title: 基地", f"short_title: {title}")


def third() -> bytes:
    return SECOND.replace("other", "third").replace("2023", "2025").replace("基地", "三地").encode()


Make = Callable[[str], Machine]


async def published(database: Database) -> tuple[PublicationRecord, ...]:
    async with database.transaction() as rows:
        return tuple(reversed(await rows.publications.listed(100)))


async def files_of(database: Database, number: int) -> Files:
    async with database.transaction() as rows:
        return await rows.publications.files(number)
