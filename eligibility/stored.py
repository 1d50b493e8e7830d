"""Answers as text for a row, and back: JSON with a ``shape`` that says how to read the rest.

A shape never changes its meaning; a new way to write a value gets a new shape.
"""

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from eligibility.answers import Answer, Born, Declined, DoesNotKnow, Given, Months, Since, Value, Years
from eligibility.days import Window


class UnreadableAnswerError(ValueError):
    """A stored text that no version of this program wrote."""


def to_text(answer: Answer) -> str:
    """One line of JSON; equal answers give equal text."""
    match answer:
        case DoesNotKnow():
            fields: dict[str, Any] = {"shape": "does_not_know"}
        case Declined():
            fields = {"shape": "declined"}
        case Given(value, as_of):
            fields = _fields_of(value) | ({"as_of": as_of.isoformat()} if as_of else {})
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_text(text: str) -> Answer:
    """The answer that ``to_text`` wrote; UnreadableAnswerError for anything else."""
    try:
        fields = json.loads(text)
        match fields["shape"]:
            case "does_not_know":
                return DoesNotKnow()
            case "declined":
                return Declined()
            case _:
                return Given(_value_of(fields), date.fromisoformat(fields["as_of"]) if "as_of" in fields else None)
    except (ValueError, KeyError, TypeError, InvalidOperation, RecursionError) as error:
        raise UnreadableAnswerError(f"not a stored answer: {type(error).__name__}") from error


def _fields_of(value: Value) -> dict[str, Any]:  # noqa: PLR0911 - one line per shape
    match value:
        case bool():
            return {"shape": "yes_no", "value": value}
        case str():
            return {"shape": "option", "value": value}
        case frozenset():
            return {"shape": "options", "value": sorted(value)}
        case Decimal():
            return {"shape": "number", "value": format(value.normalize(), "f")}
        case Years():
            return {"shape": "years", "value": value.years}
        case Months():
            return {"shape": "months", "value": value.months}
        case Born():
            return {"shape": "born"} | _window_fields(value.window)
        case Since():
            return {"shape": "since"} | _window_fields(value.window)
        case date():
            return {"shape": "day", "value": value.isoformat()}


def _window_fields(window: Window) -> dict[str, str]:
    return {"earliest": window.earliest.isoformat(), "latest": window.latest.isoformat()}


def _value_of(fields: dict[str, Any]) -> Value:  # noqa: PLR0911 - one line per shape
    if fields["shape"] in ("born", "since"):
        window = Window(date.fromisoformat(fields["earliest"]), date.fromisoformat(fields["latest"]))
        return Born(window) if fields["shape"] == "born" else Since(window)
    value = fields["value"]
    match fields["shape"], value:
        case "yes_no", bool():
            return bool(value)
        case "option", str():
            return str(value)
        case "options", list():
            return frozenset(str(option) for option in value)
        case "number", str():
            return Decimal(value)
        case "years", int():
            return Years(value)
        case "months", int():
            return Months(value)
        case "day", str():
            return date.fromisoformat(value)
    raise ValueError(fields["shape"])
