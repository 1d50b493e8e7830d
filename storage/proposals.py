"""Changes to the caller's files that somebody proposed and that wait to be published: who, why, from which version, and who agreed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.keeping_records import ProposalRecord, ProposalState
from storage.keeping_tables import proposal_consents, proposal_files, proposals
from storage.statements import columns_for, upsert

COLUMNS = columns_for(ProposalRecord, proposals)


class Proposals:
    """The proposals; what happened to one is the audit's to tell."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec

    async def add(  # noqa: PLR0913 - what, upon what, why, by whom, when
        self, based_on: int, changes: Mapping[str, bytes | None], why: str, person_id: int, now: datetime, *, album: str | None = None
    ) -> int:
        """Keep a proposal (``None``: without that file); its number. ``why`` is stored encrypted; ``album``: files sent together."""
        values = {"based_on": based_on, "person_id": person_id, "why": self._codec.encrypt(why), "state": "open", "made_at": now}
        kept = insert(proposals).values(**values, album=album).returning(proposals.c.id)
        number: int = (await self._connection.execute(kept)).scalar_one()
        await self._put(number, changes)
        return number

    async def widen(self, number: int, based_on: int, changes: Mapping[str, bytes | None], now: datetime) -> None:
        """Let one hold these files, too, in the place of those of the same path; whoever agreed has to agree anew."""
        await self._connection.execute(delete(proposal_consents).where(proposal_consents.c.proposal_id == number))
        replaced = (proposal_files.c.proposal_id == number, proposal_files.c.path.in_(changes))
        await self._connection.execute(delete(proposal_files).where(*replaced))
        await self._put(number, changes)
        await self._connection.execute(update(proposals).where(proposals.c.id == number).values(based_on=based_on, made_at=now))

    async def of_album(self, album: str, person_id: int) -> ProposalRecord | None:
        """Find the one that waits of files that somebody sent together."""
        theirs = (proposals.c.album == album, proposals.c.person_id == person_id, proposals.c.state == "open")
        number = (await self._connection.execute(select(proposals.c.id).where(*theirs).order_by(proposals.c.id))).scalars().first()
        return await self.get(number) if number is not None else None

    async def _put(self, number: int, changes: Mapping[str, bytes | None]) -> None:
        files = [{"proposal_id": number, "path": path, "content": content} for path, content in sorted(changes.items())]
        await self._connection.execute(insert(proposal_files), files)

    async def explain(self, number: int, why: str) -> None:
        """Say why, in the place of what was said before; stored encrypted."""
        sealed = self._codec.encrypt(why)
        await self._connection.execute(update(proposals).where(proposals.c.id == number).values(why=sealed))

    async def get(self, number: int) -> ProposalRecord | None:
        """Find one by its number."""
        row = (await self._connection.execute(select(*COLUMNS).where(proposals.c.id == number))).mappings().one_or_none()
        return ProposalRecord(**{**row, "why": self._codec.decrypt(row["why"])}) if row else None

    async def held(self, number: int) -> ProposalRecord | None:
        """Find one; nobody else adds to it, agrees to it or ends it before this transaction ends."""
        await self._connection.execute(select(proposals.c.id).where(proposals.c.id == number).with_for_update())
        return await self.get(number)

    async def open(self, *, made_before: datetime | None = None) -> tuple[ProposalRecord, ...]:
        """Give all that wait (and were made or widened before then), the oldest first."""
        statement = select(*COLUMNS).where(proposals.c.state == "open").order_by(proposals.c.id)
        if made_before is not None:
            statement = statement.where(proposals.c.made_at < made_before).with_for_update()  # one that is widened now is looked at again
        rows = (await self._connection.execute(statement)).mappings().all()
        return tuple(ProposalRecord(**{**row, "why": self._codec.decrypt(row["why"])}) for row in rows)

    async def changes(self, number: int) -> Mapping[str, bytes | None]:
        """Give the files of one, by path."""
        statement = select(proposal_files.c.path, proposal_files.c.content).where(proposal_files.c.proposal_id == number)
        return {row.path: row.content for row in await self._connection.execute(statement)}

    async def agree(self, number: int, person_id: int, now: datetime) -> None:
        """Note that somebody agrees; a second time changes nothing."""
        values = {"proposal_id": number, "person_id": person_id, "agreed_at": now}
        await self._connection.execute(upsert(self._connection, proposal_consents).values(**values).on_conflict_do_nothing())

    async def agreed(self, number: int) -> frozenset[int]:
        """Say who agreed."""
        theirs = select(proposal_consents.c.person_id).where(proposal_consents.c.proposal_id == number)
        return frozenset((await self._connection.execute(theirs)).scalars())

    async def end(self, number: int, state: ProposalState, now: datetime) -> bool:
        """Close one that waits; ``False`` where it waits no more: of two who end it at once, one does."""
        waiting = (proposals.c.id == number) & (proposals.c.state == "open")
        return (await self._connection.execute(update(proposals).where(waiting).values(state=state, ended_at=now))).rowcount > 0
