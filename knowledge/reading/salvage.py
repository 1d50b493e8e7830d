"""The part of a refused file that stands by itself, so that one slip does not hide the mistakes in the rest.

Entries that were refused are left out, other refused keys get a stand-in. What is salvaged is only ever cross-checked, never answered from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.reading.document import Document
from knowledge.reading.shape import keys_of, locate
from knowledge.reading.tree import Path

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Reading(Generic[M]):
    """What a file holds, as far as its model takes it."""

    document: Document
    value: M | None = None
    """The model, whole or salvaged; None where nothing stands by itself."""
    refused: ValidationError | None = None
    kept: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """For each list that lost entries: where the kept ones stand in the file."""
    lost: frozenset[str] = frozenset()
    """Ids of the entries left out; what points to them does not dangle."""
    stand_ins: frozenset[str] = frozenset()
    """Keys that hold a stand-in and so mean nothing."""

    def path(self, path: Path) -> Path:
        """The place in the file of a place in the value."""
        if len(path) > 1 and isinstance(path[1], int) and (kept := self.kept.get(str(path[0]))) is not None:
            return (path[0], kept[path[1]], *path[2:])
        return path


def read_as(model: type[M], document: Document, stand_ins: Mapping[str, Any]) -> Reading[M]:
    """The document as a model. ``stand_ins`` are values for the keys that the model requires."""
    if not document.complete:
        return Reading(document)
    try:
        return Reading(document, model.model_validate(document.data))
    except ValidationError as error:
        return _salvage(model, document, stand_ins, error)


def _salvage(model: type[M], document: Document, stand_ins: Mapping[str, Any], error: ValidationError) -> Reading[M]:
    details = error.errors(include_url=False, include_context=False, include_input=False)
    bad = {locate(model, document.data, detail["loc"]).path[:2] for detail in details} - {()}
    replaced = frozenset(str(path[0]) for path in bad if len(path) == 1 or not isinstance(path[1], int))
    data = {key: value for key, value in document.data.items() if key in keys_of(model) and key not in replaced}
    data |= {key: value for key, value in stand_ins.items() if key not in data}
    kept: dict[str, tuple[int, ...]] = {}
    lost: set[str] = set()
    for key in {str(path[0]) for path in bad} - replaced:
        kept[key] = tuple(index for index in range(len(data[key])) if (key, index) not in bad)
        lost |= {item["id"] for index, item in enumerate(data[key]) if (key, index) in bad and _has_id(item)}
        data[key] = [data[key][index] for index in kept[key]]
    if "tracks" in replaced or "documents" in replaced:
        return Reading(document, None, error)
    try:
        return Reading(document, model.model_validate(data), error, kept, frozenset(lost), replaced)
    except ValidationError:
        return Reading(document, None, error)


def _has_id(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("id"), str)
