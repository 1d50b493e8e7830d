"""To whom words for many are said: the chats that are meant, those among them who refuse, and those who hear."""

from typing import Final

from sqlalchemy import ColumnElement, FromClause, and_, exists, false, not_, select, true

from storage.broadcast_records import Whom
from storage.broadcast_tables import wishes
from storage.subscriptions import follows
from storage.tables import chats, people, subscriptions
from storage.unit_tables import contacts, unit_groups
from storage.units import APPROVED
from storage.wishes import NOTICES

_FIRST_CONTACT = (
    select(contacts.c.person_id)
    .where(contacts.c.unit_id == unit_groups.c.unit_id, APPROVED)
    .order_by(contacts.c.approved_at, contacts.c.person_id)
    .limit(1)
    .correlate(unit_groups)
    .scalar_subquery()
)
"""At whose hour a group hears, as it hears of days; the group of a unit without contacts hears nothing."""
_IN_PRIVATE: Final[FromClause] = chats.join(people, chats.c.person_id == people.c.id)
_IN_GROUPS: Final[FromClause] = chats.join(unit_groups, unit_groups.c.chat_id == chats.c.id).join(people, people.c.id == _FIRST_CONTACT)


def everybody(whom: Whom) -> FromClause:
    """The chats among which they are, each with the person whose rhythm it has."""
    return _IN_GROUPS if whom.audience == "groups" else _IN_PRIVATE


def is_meant(whom: Whom) -> ColumnElement[bool]:
    """Whether a chat is one of those, whether or not they wish to hear and can."""
    match whom.audience:
        case "everyone":
            return (chats.c.kind == "private") & exists().where(_said(), wishes.c.wanted)
        case "contacts":
            here = true() if whom.unit is None else contacts.c.unit_id == whom.unit
            return (chats.c.kind == "private") & exists().where(contacts.c.person_id == people.c.id, APPROVED, here)
        case "groups":
            return true() if whom.unit is None else unit_groups.c.unit_id == whom.unit
        case "followers":
            return (chats.c.kind == "private") & exists().where(subscriptions.c.person_id == people.c.id, follows(whom.targets))


def refuses(whom: Whom) -> ColumnElement[bool]:
    """Whether a person said that they wish to hear none of it: nobody says so for a group, and who wishes to hear it did not."""
    return false() if whom.audience in {"groups", "everyone"} else exists().where(_said(), not_(wishes.c.wanted))


def hears(whom: Whom) -> ColumnElement[bool]:
    """Whether a chat is one of those who are told."""
    return and_(is_meant(whom), chats.c.unreachable_since.is_(None), not_(refuses(whom)))


def _said() -> ColumnElement[bool]:
    return (wishes.c.person_id == people.c.id) & (wishes.c.what == NOTICES)
