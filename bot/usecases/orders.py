"""A table that somebody waits for, as it is written down: which one, never what stands in it."""

from typing import Final

from pydantic import BaseModel, ConfigDict

TABLE: Final = "table"
"""The kind of message that such an order becomes."""


class Order(BaseModel):
    """An empty table for ``about`` (a policy, or POLICY/TRACK), or the verdicts on the filled-in one that Telegram holds as ``file``."""

    model_config = ConfigDict(frozen=True)

    about: str | None = None
    file: str | None = None
