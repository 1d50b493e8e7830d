"""The tables of what is told to many and counted of all: broadcasts, what people wish to hear, counts without anybody in them."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text

from storage.columns import Moment, RowId, Sealed
from storage.tables import metadata


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


wishes = Table(
    "wishes",
    metadata,
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("what", Text, primary_key=True),
    Column("wanted", Boolean, nullable=False),
    Column("since", Moment, nullable=False),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),  # who answers for it; it ends with them
    Column("audience", Text, nullable=False),
    Column("policy", Text, nullable=False),  # empty: of none
    Column("targets", Text, nullable=False),  # JSON: the subscriptions that make a follower, or the one unit that is meant
    Column("text", Sealed, nullable=False),
    Column("state", Text, nullable=False),
    Column("again", Boolean, nullable=False),  # also to those whom another one reached within the day
    Column("made_at", Moment, nullable=False),
    Column("begun_at", Moment),
    Column("fed_at", Moment),  # since when the last chat has been looked at
    Column("ended_at", Moment),
    Column("reached", RowId, nullable=False, server_default="0"),  # the last chat that was looked at
    _number("total"),
    _number("sent"),
    _number("failed"),
    _number("skipped"),
    Column("card_chat_id", RowId),
    Column("card_message_id", BigInteger),
    Column("card_row", RowId),  # the outbox row that drew the card last
    Column("card_said", Text),
    Column("card_at", Moment),
    Index(None, "person_id"),
    Index(None, "state"),
    sqlite_autoincrement=True,
)

broadcast_letters = Table(
    "broadcast_letters",
    metadata,
    Column("outbox_id", RowId, primary_key=True, autoincrement=False),
    Column("broadcast_id", RowId, nullable=False),
    Index(None, "broadcast_id"),
)
"""Those that are not counted yet: few, for the outbox is filled a little at a time. Without foreign keys, which each deletion would ask."""

tallies = Table(
    "tallies",
    metadata,
    Column("day", Text, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("about", Text, primary_key=True),  # the caller's: a policy, a kind of message; or empty
    Column("part", Text, primary_key=True),  # the caller's: a topic, a verdict, an outcome; or empty
    Column("number", Integer, nullable=False),
)

tally_marks = Table(
    "tally_marks",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("day", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("part", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""What is not in ``tallies`` yet. A turn adds rows and touches none that another could hold."""
