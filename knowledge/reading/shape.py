"""Where in the data and in the models a complaint of pydantic stands.

Pydantic's locations name union members and tags between keys; these are told apart from keys by walking models and data together.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from knowledge.reading.tree import Path

Models = tuple[type[BaseModel], ...]


@dataclass(frozen=True)
class Spot:
    """A place in a file and the model that describes it, where one does."""

    path: Path
    model: type[BaseModel] | None
    in_union: bool = False
    """Whether one of several plain types complained, so that its words alone would mislead."""


def locate(root: type[BaseModel], data: Any, loc: tuple[str | int, ...]) -> Spot:  # noqa: ANN401 - data of any shape
    """The place that a location means; its path may end in a key that is missing or too much."""
    models: Models = (root,)
    holder: type[BaseModel] | None = root
    path: Path = ()
    here = data
    skipped = False
    for step in loc:
        skipped = False
        if isinstance(step, int):
            if not isinstance(here, list) or step >= len(here):
                continue
            path, here = (*path, step), here[step]
        elif len(models) > 1:
            models = tuple(model for model in models if _answers_to(model, step)) or models[:1]
        elif models:
            path, here = (*path, step), here.get(step) if isinstance(here, dict) else None
            models = models_in(models[0], step)
        elif isinstance(here, dict) and step in here:
            path, here = (*path, step), here[step]
        else:
            skipped = True  # a member of a union of plain values
            continue
        holder = models[0] if len(models) == 1 else None
    return Spot(path, holder, skipped)


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a model as they are written in a file."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


@cache
def models_in(model: type[BaseModel], key: str) -> Models:
    """The models that may stand under a key of a model; several where a tag decides."""
    name = next((name for name, field in model.model_fields.items() if key in {name, field.alias}), None)
    return tuple(_models_of(get_type_hints(model, include_extras=True)[name])) if name else ()


def _models_of(annotation: Any) -> list[type[BaseModel]]:  # noqa: ANN401 - an annotation
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return [annotation] if issubclass(annotation, BaseModel) else []
    if get_origin(annotation) is Literal:
        return []
    return [model for argument in get_args(annotation) for model in _models_of(argument)]


def _answers_to(model: type[BaseModel], tag: str) -> bool:
    """Whether a tag picks this model: by the value of its ``kind``, else by its first key."""
    kind = model.model_fields.get("kind")
    return tag in get_args(kind.annotation) if kind else next(iter(model.model_fields)) == tag
