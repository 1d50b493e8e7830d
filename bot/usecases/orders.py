"""What somebody waits for that is made when it is sent, as it is written down: which one, never what stands in it."""

from typing import ClassVar, Final

from pydantic import BaseModel, ConfigDict

TABLE: Final = "table"
SHEET: Final = "sheet"
FORM: Final = "form"
TIMELINE: Final = "timeline"
INVITATION: Final = "invitation"


class Order(BaseModel):
    """One thing to be made."""

    model_config = ConfigDict(frozen=True)
    kind: ClassVar[str]
    """The kind of message that it becomes."""


class TableOrder(Order):
    """An empty table for ``about`` (a policy, or POLICY/TRACK), or the verdicts on the filled-in one that Telegram holds as ``file``."""

    kind: ClassVar[str] = TABLE

    about: str | None = None
    file: str | None = None


class SheetOrder(Order):
    """The picture of a sheet for the unit, about a policy or POLICY/TRACK, with the conditions of these ids."""

    kind: ClassVar[str] = SHEET

    about: str
    conditions: tuple[str, ...]


class FormOrder(Order):
    """The file of a form that is attached to a policy's document."""

    kind: ClassVar[str] = FORM

    policy: str
    document: str


class TimelineOrder(Order):
    """The picture of who does what when, of each of these policies or POLICY/TRACK."""

    kind: ClassVar[str] = TIMELINE

    about: tuple[str, ...]


class InvitationOrder(Order):
    """The page with a unit's invitation, to print; ``username``: the bot's, as the link names it."""

    kind: ClassVar[str] = INVITATION

    unit: int
    username: str
