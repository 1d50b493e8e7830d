"""What is stored of a person: given to them whole, and deleted whole. One list says for every table which rows are a person's."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, case, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.broadcast_tables import broadcasts, wishes
from storage.codec import Codec
from storage.columns import Sealed
from storage.correction_tables import tellings
from storage.feedback_tables import ratings, reports
from storage.keeping_tables import audit, proposal_consents, proposals, publications, roles, stewards
from storage.queue_tables import inbox, outbox
from storage.tables import answers, brakes, chats, checklists, dialogs, interviews, people, profiles, silences, subscriptions, topics
from storage.transfer_tables import transfer_codes
from storage.unit_tables import (
    contacts,
    filings,
    inner_deadlines,
    invitations,
    members,
    nudges,
    shares,
    unit_answers,
    unit_groups,
    unit_policies,
    units,
)
from storage.units import APPROVED, DESERTED

Export = dict[str, list[dict[str, Any]]]

WITHHELD = {contacts.c.code, audit.c.about, transfer_codes.c.digest, transfer_codes.c.person_id, transfer_codes.c.asked_by}
"""What an export must not tell: a code proves something only to somebody who heard it over the unit's own line; a line of the audit
names rows by number, and a unit's number would tell an applicant whether it was there before; an account is not told the other's number.
"""
TOLD_WHERE = {contacts.c.unit_id: APPROVED}
"""What it tells of some rows alone: which unit somebody asked for is its row's number only for who is its contact."""


class Privacy:
    """Everything of a person, over all tables."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec

    async def export(self, person_id: int, untold: Collection[str] = ()) -> Export:
        """Give all rows of a person, table by table, opened and ready for JSON (dates as ISO text).

        ``untold``: acts that others did to them and that their own lines of the audit must not tell.
        """
        return {table.name: await self._rows(table, mine) for table, mine in _belongings(person_id, untold).items()}

    async def delete(self, person_id: int) -> None:
        """Delete all rows of a person at once, and every unit that nobody belongs to without them.

        Of their updates the bare number stays, so that Telegram cannot bring one back; of what was done by right of an office or to them,
        that it was done.
        """
        mine = _belongings(person_id)
        erased = {"lane": "", "telegram_user_id": None, "payload": None, "error": None, "state": "handled"}
        await self._connection.execute(update(inbox).where(mine[inbox]).values(erased))
        await self._connection.execute(update(audit).where(mine[audit]).values(said=None))
        for table in (outbox, chats, people):  # all other tables hang on these and go with them
            await self._connection.execute(delete(table).where(mine[table]))
        await self._connection.execute(delete(units).where(DESERTED))

    async def unseen(self, since: datetime, limit: int) -> tuple[int, ...]:
        """Give the first people who were not here since then and for whom nothing waits, held until the transaction ends.

        Left out is who can be reached and is reminded of something or wants notices, who belongs to a unit or asks to, who keeps the
        knowledge.
        """
        here = chats.c.unreachable_since.is_(None)
        follows = exists().where(
            subscriptions.c.person_id == people.c.id, subscriptions.c.ended_at.is_(None), chats.c.id == subscriptions.c.chat_id, here
        )
        listens = exists().where(wishes.c.person_id == people.c.id, wishes.c.wanted, chats.c.person_id == people.c.id, here)
        belongs = (exists().where(table.c.person_id == people.c.id) for table in (contacts, members, roles, stewards))
        gone = people.c.last_seen_at < since, ~or_(follows, listens, *belongs)
        statement = select(people.c.id).where(*gone).order_by(people.c.id).limit(limit)
        return tuple((await self._connection.execute(statement.with_for_update(skip_locked=True, of=people))).scalars())

    async def _rows(self, table: Table, mine: ColumnElement[bool]) -> list[dict[str, Any]]:
        told = [column for column in table.c if column not in WITHHELD]
        shown = [case((TOLD_WHERE[column], column)).label(column.name) if column in TOLD_WHERE else column for column in told]
        rows = (await self._connection.execute(select(*shown).where(mine))).mappings().all()
        return [{column.name: self._plain(column.type, row[column.name]) for column in told} for row in rows]

    def _plain(self, kind: object, value: Any) -> Any:  # noqa: ANN401  (whatever a column holds)
        if value is not None and isinstance(kind, Sealed):
            return self._codec.decrypt(value)
        return value.isoformat() if isinstance(value, date) else value


def _belongings(person_id: int, untold: Collection[str] = ()) -> Mapping[Table, ColumnElement[bool]]:
    """Say for every table with something personal in it which rows are this person's."""
    user = select(people.c.telegram_user_id).where(people.c.id == person_id)
    private = select(chats.c.id).where(chats.c.person_id == person_id)
    for_whom = select(contacts.c.unit_id).where(contacts.c.person_id == person_id, APPROVED)
    joined = select(members.c.unit_id).where(members.c.person_id == person_id)
    return {
        people: people.c.id == person_id,
        chats: chats.c.person_id == person_id,
        profiles: profiles.c.person_id == person_id,
        answers: answers.c.profile_id.in_(select(profiles.c.id).where(profiles.c.person_id == person_id)),
        interviews: interviews.c.person_id == person_id,
        subscriptions: subscriptions.c.person_id == person_id,
        silences: silences.c.person_id == person_id,
        roles: roles.c.person_id == person_id,
        topics: topics.c.person_id == person_id,
        tellings: tellings.c.person_id == person_id,
        brakes: brakes.c.person_id == person_id,
        ratings: ratings.c.person_id == person_id,
        reports: reports.c.person_id == person_id,
        checklists: checklists.c.person_id == person_id,
        units: or_(units.c.id.in_(for_whom), units.c.id.in_(joined)),
        contacts: contacts.c.person_id == person_id,
        members: members.c.person_id == person_id,
        shares: shares.c.person_id == person_id,
        nudges: nudges.c.person_id == person_id,
        invitations: invitations.c.made_by == person_id,
        unit_policies: unit_policies.c.followed_by == person_id,
        unit_answers: unit_answers.c.unit_id.in_(for_whom),
        inner_deadlines: inner_deadlines.c.set_by == person_id,
        filings: filings.c.filed_by == person_id,
        unit_groups: unit_groups.c.connected_by == person_id,
        dialogs: dialogs.c.person_id == person_id,
        audit: or_(audit.c.actor_id == person_id, and_(audit.c.person_id == person_id, audit.c.act.not_in(untold))),
        publications: publications.c.person_id == person_id,
        proposals: proposals.c.person_id == person_id,
        broadcasts: broadcasts.c.person_id == person_id,
        wishes: wishes.c.person_id == person_id,
        proposal_consents: proposal_consents.c.person_id == person_id,
        stewards: stewards.c.person_id == person_id,
        transfer_codes: or_(transfer_codes.c.person_id == person_id, transfer_codes.c.asked_by == person_id),
        outbox: or_(outbox.c.person_id == person_id, outbox.c.chat_id.in_(private)),
        inbox: inbox.c.telegram_user_id.in_(user),
    }
