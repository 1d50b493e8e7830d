"""Every place in a model, and what can be put there instead: over the models themselves, so that no field can be forgotten."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from knowledge.closed import Closed

_MODULES = {f"knowledge.{name}" for name in ("policy", "entries", "amounts", "conditions", "facts", "general", "contradictions", "clauses")}
"""Of the files whose versions are compared; words of the search are not among them."""

Place = tuple[str | int, ...]


def every_model(model: type[Closed]) -> Iterator[type[Closed]]:
    """Each model of those files, once for each way to it."""
    for one in model.__subclasses__():
        if one.__module__ in _MODULES:
            yield one
            yield from every_model(one)


def places(value: object, here: Place = ()) -> Iterator[Place]:
    """Every field of a model and of all that stands in it, and every word of its lists."""
    if isinstance(value, Closed):
        for name in type(value).model_fields:
            yield (*here, name)
            yield from places(getattr(value, name), (*here, name))
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            if not isinstance(one, Closed):
                yield (*here, number)
            yield from places(one, (*here, number))


def at(value: Any, place: Place) -> Any:  # noqa: ANN401 - a value of any field
    """What stands at a place."""
    for step in place:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


def put(value: Any, place: Place, content: object) -> Any:  # noqa: ANN401 - as above
    """The same with something else at a place; nothing is validated."""
    if not place:
        return content
    step, *rest = place
    if isinstance(step, int):
        return (*value[:step], put(value[step], tuple(rest), content), *value[step + 1 :])
    return value.model_copy(update={step: put(getattr(value, step), tuple(rest), content)})


def others(value: object) -> Iterator[object]:  # noqa: C901, PLR0912 - one case per kind of value
    """Values that are not this one."""
    match value:
        case None:
            yield "something"
        case bool():
            yield not value
            yield None
        case int() | Decimal():
            yield value + 1
            yield None
        case str():
            yield value + "x"
            yield None
        case date():
            yield value + timedelta(days=1)
            yield None
        case time():
            yield value.replace(minute=(value.minute + 1) % 60)
            yield None
        case dict():
            yield {**value, "added": True}
            if value:
                yield dict(list(value.items())[1:])
                first = next(iter(value))
                yield {**value, first: not value[first] if isinstance(value[first], bool) else True}
        case tuple():
            yield (*value, value[-1] if value else "added")
            if value:
                yield value[1:]
            if value != value[::-1]:
                yield value[::-1]
        case Closed():
            yield None
        case _:
            raise AssertionError(type(value))
