"""What is known of something that is true or false: what is not known is never false."""

from enum import Enum


class Truth(Enum):
    """True, false, or not known yet."""

    FALSE = "false"
    UNKNOWN = "unknown"
    TRUE = "true"

    @classmethod
    def of(cls, value: bool) -> "Truth":  # noqa: FBT001 - the one place where a bool becomes a truth
        """The truth of something known."""
        return cls.TRUE if value else cls.FALSE
