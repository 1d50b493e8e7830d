"""Column types with a meaning of their own."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, LargeBinary
from sqlalchemy.types import TypeDecorator

RowId = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows by itself only in an INTEGER column


class Moment(TypeDecorator[datetime]):
    """A point in time: aware in, aware UTC out. A naive datetime is refused, since nobody could say when it is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  (signature of SQLAlchemy)
        """Turn an aware datetime into UTC; SQLite keeps it as text without a zone, which sorts as time does."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  (signature of SQLAlchemy)
        """Give back UTC."""
        if value is None or value.tzinfo is UTC:  # as PostgreSQL's driver gives it
            return value
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(TypeDecorator[bytes]):
    """Personal text as ``Codec.encrypt`` gives it. ``privacy.export`` knows by this type what to open."""

    impl = LargeBinary
    cache_ok = True
