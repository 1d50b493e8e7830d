"""The ground of every model in a knowledge file: closed, frozen, strict about types."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Strict, StringConstraints


class Closed(BaseModel):
    """A model that refuses unknown keys and cannot be changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


def _iso_day(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("不是有效日期，请写成 2024-12-10 这样的格式") from None
    if isinstance(value, date):
        return value
    raise ValueError("日期请写成 2024-12-10 这样的格式")


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=80)]
"""Lower-case letters, digits, hyphens and underscores; stable over the years."""

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

Clause = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\s()]+$")]
"""As the notice numbers it, for example 三（一）3, 第五条（二）, 附件1: full-width brackets, no spaces."""

Day = Annotated[date, BeforeValidator(_iso_day)]

Whole = Annotated[int, Strict()]
"""A whole number, written without quotes; true and false are none."""

Flag = Annotated[bool, Strict()]
"""true or false; 0 and 1 are neither."""
