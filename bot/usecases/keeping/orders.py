"""What is worked out or published once the turn that asked for it is committed: which one, never what stands in it."""

from typing import ClassVar, Final

from bot.usecases.orders import Order

FILE: Final = "kept_file"
NOTICE: Final = "kept_notice"
CARD: Final = "proposal"
PAGE: Final = "proposal_page"
CONTENT: Final = "proposal_files"
PUBLISHING: Final = "publishing"
DIFFERENCE: Final = "version_difference"
GOING_BACK: Final = "going_back"
STATS: Final = "stats"
AUDIT: Final = "audit_file"


class FileOrder(Order):
    """A file of the knowledge that Telegram holds; ``why``: what was written under it."""

    kind: ClassVar[str] = FILE

    file: str
    name: str
    why: str = ""
    album: str | None = None
    """Of files that were sent together, what Telegram calls them."""


class NoticeOrder(Order):
    """A notice that Telegram holds, to be drafted from; ``suffix``: of its name; ``wish``: what the policy may be called, or empty."""

    kind: ClassVar[str] = NOTICE

    file: str
    suffix: str
    wish: str = ""


class CardOrder(Order):
    """What would come of a proposal, with what its reader may do with it."""

    kind: ClassVar[str] = CARD

    proposal: int


class PageOrder(Order):
    """All that applicants would be told of a policy; ``policy``: its code on the button, for it may be new."""

    kind: ClassVar[str] = PAGE

    proposal: int
    policy: str


class ContentOrder(Order):
    """The files of a proposal, as they were sent."""

    kind: ClassVar[str] = CONTENT

    proposal: int


class PublishingOrder(Order):
    """To publish a proposal as it was shown: ``digest``, of what was agreed to."""

    kind: ClassVar[str] = PUBLISHING

    proposal: int
    digest: str = ""


class DifferenceOrder(Order):
    """What a version changed of the one before, or how it differs from ``against``."""

    kind: ClassVar[str] = DIFFERENCE

    version: int
    against: int | None = None


class StatsOrder(Order):
    """The picture of how the bot is used this week."""

    kind: ClassVar[str] = STATS


class AuditOrder(Order):
    """The audit's lines of a kind (``of``), about one policy where one is named."""

    kind: ClassVar[str] = AUDIT

    of: str
    policy: str = ""


class GoingBackOrder(Order):
    """A proposal of the files of an earlier version, and its card."""

    kind: ClassVar[str] = GOING_BACK

    version: int
    why: str
