"""The door to the rows: one engine, and the unit of work."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.answers import Answers
from storage.audit import Audit
from storage.brakes import Brakes
from storage.broadcasts import Broadcasts
from storage.budgets import Budgets
from storage.chats import Chats
from storage.checklists import Checklists
from storage.codec import Codec
from storage.corrections import Corrections
from storage.deadlines import Deadlines
from storage.dialogs import Dialogs
from storage.endings import Endings
from storage.engine import losing, make_engine, make_file, make_migration_engine, parse_url, reaching
from storage.inbox import Inbox
from storage.interviews import Interviews
from storage.invitations import Invitations
from storage.keyring import Keyring
from storage.marks import Marks
from storage.members import Members
from storage.outbox import Outbox
from storage.people import People
from storage.presence import Presence, presence_on
from storage.privacy import Privacy
from storage.proposals import Proposals
from storage.publications import Publications
from storage.questions import Questions
from storage.queues import Queues
from storage.ratings import Ratings
from storage.reports import Reports
from storage.roles import Roles
from storage.schedule import Schedule
from storage.schema import latest, revision_of, upgrade
from storage.seals import Seals
from storage.silences import Silences
from storage.stewards import Stewards
from storage.subscriptions import Subscriptions
from storage.tallies import Tallies
from storage.tellings import Tellings
from storage.ties import Ties
from storage.together import Together
from storage.topics import Topics
from storage.transfer_codes import TransferCodes
from storage.transfers import Transfers
from storage.unit_work import UnitWork
from storage.units import Units
from storage.wishes import Wishes
from storage.withdrawals import Withdrawals


class Transaction:
    """One unit of work: all repositories on one connection. What they do is kept together or not at all."""

    def __init__(self, connection: AsyncConnection, codec: Codec, presence: Presence | None = None) -> None:
        self.people = People(connection)
        self.chats = Chats(connection)
        self.answers = Answers(connection, codec)
        self.interviews = Interviews(connection, codec)
        self.subscriptions = Subscriptions(connection)
        self.schedule = Schedule(connection)
        self.deadlines = Deadlines(connection)
        self.silences = Silences(connection)
        self.inbox = Inbox(connection, codec, presence)
        self.outbox = Outbox(connection, codec, presence)
        self.queues = Queues(connection)
        self.endings = Endings(connection)
        self.roles = Roles(connection)
        self.topics = Topics(connection, codec)
        self.brakes = Brakes(connection)
        self.budgets = Budgets(connection)
        self.checklists = Checklists(connection)
        self.questions = Questions(connection, codec)
        self.ratings = Ratings(connection)
        self.reports = Reports(connection, codec)
        self.units = Units(connection, codec)
        self.members = Members(connection, codec)
        self.invitations = Invitations(connection, codec)
        self.unit_work = UnitWork(connection, codec)
        self.dialogs = Dialogs(connection, codec)
        self.audit = Audit(connection, codec)
        self.publications = Publications(connection)
        self.proposals = Proposals(connection, codec)
        self.withdrawals = Withdrawals(connection)
        self.stewards = Stewards(connection)
        self.ties = Ties(connection)
        self.tellings = Tellings(connection)
        self.corrections = Corrections(connection)
        self.broadcasts = Broadcasts(connection, codec)
        self.wishes = Wishes(connection)
        self.tallies = Tallies(connection)
        self.marks = Marks(connection)
        self.keyring = Keyring(connection, codec)
        self.seals = Seals(connection)
        self.privacy = Privacy(connection, codec)
        self.transfer_codes = TransferCodes(connection, codec)
        self.transfers = Transfers(connection)


class Database:
    """A SQLite file (``sqlite:///path``) or a PostgreSQL database (``postgresql://…``)."""

    def __init__(self, url: str, codec: Codec, *, pool_size: int = 5) -> None:
        """Open nothing yet. ``pool_size`` connections serve PostgreSQL; SQLite has one."""
        self._url = parse_url(url)
        self._codec = codec
        self._engine = make_engine(self._url, pool_size)
        self._together = None if self.is_shared else Together(self._engine, self._url)
        self._presence: Presence | None = None

    @property
    def is_shared(self) -> bool:
        """Whether several processes can work on it."""
        return self._url.get_backend_name() != "sqlite"

    def time(self) -> datetime | None:
        """The time by the database's own clock, while we are present on one that has a clock."""
        return None if self._presence is None else self._presence.time()

    async def migrate(self) -> None:
        """Make the database if it is a file, bring its schema up to date, and make sure that our key belongs to it."""
        engine = make_migration_engine(self._url)
        try:
            with reaching(self._url):
                await asyncio.to_thread(make_file, self._url)
                async with engine.begin() as connection:
                    await connection.run_sync(upgrade)
        finally:
            await engine.dispose()
        await self.unlock()

    async def unlock(self) -> None:
        """Make sure that our keys belong to it, and mark with its own secret from now on.

        Raises:
            WrongKeyError: they do not, or one that is still needed is missing.
        """
        async with self.transaction() as tx:
            self._codec = await tx.keyring.unlock()

    @property
    def codec(self) -> Codec:
        """What seals and opens here."""
        return self._codec

    async def is_behind(self) -> bool:
        """Say whether the tables are older than this release; newer ones, which an update brings while we run, are not."""
        with reaching(self._url):
            async with self._engine.connect() as connection:
                found = await connection.run_sync(revision_of)
        return found is None or found < latest()

    def pseudonym(self, text: str) -> str:
        """Give a word in the place of a name, the same each time, that only who has the newest key can make."""
        return self._codec.pseudonym(text)

    async def close(self) -> None:
        """Close the connections."""
        await self._engine.dispose()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Begin a unit of work: committed at the end, rolled back on an error. Keep it short (SQLite has one at a time); never nest."""
        with losing(self._url):  # which a commit can do, too
            async with AsyncExitStack() as stack:
                with reaching(self._url):
                    connection = await stack.enter_async_context(self._engine.begin())
                yield Transaction(connection, self._codec, self._presence)

    @asynccontextmanager
    async def brief(self) -> AsyncIterator[Transaction]:
        """Begin a unit of work on a few rows, as many do at once: on SQLite they share a commit, and statements run without a thread."""
        if self._together is None:
            async with self.transaction() as rows:
                yield rows
        else:
            async with self._together.unit() as connection:
                yield Transaction(connection, self._codec, self._presence)

    async def empty_log(self) -> None:
        """On SQLite, leave what was deleted or sealed anew in no file: the write-ahead log still has it as it was."""
        if self._together is not None:
            await self._together.empty_log()

    @asynccontextmanager
    async def presence(self) -> AsyncIterator[Presence]:
        """Be one of the processes that work on this database: what is handled and claimed meanwhile is known to be this one's.

        Raises:
            InUseError: the database serves one process only, and another is at work.
        """
        here = presence_on(self._url)
        await here.enter()
        self._presence = here
        try:
            async with self.transaction() as tx:
                await tx.keyring.begin()
            yield here
        finally:
            self._presence = None
            await here.leave()
