"""Two versions of a file, or of the whole knowledge, field by field: no field of a model can be forgotten, for none is named here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from knowledge.base import KnowledgeBase
from knowledge.changes.change import Change, Place, What
from knowledge.changes.pairing import Pair, is_rearranged, key_of, pairs_of
from knowledge.closed import Closed
from knowledge.conditions import AllOf, AnyOf, Comparison, CountOf, NoneOf
from knowledge.reading.files import WORDS, Files
from knowledge.reading.forms import FORMS

_WHOLE = (AllOf, AnyOf, NoneOf, CountOf, Comparison)
"""A rule is one value: what it asks changes as a whole."""

_FILES = ("policies", "facts", "general", "contradictions", "notices")
"""Where a base holds its models, in the order in which changes are told."""


@dataclass(frozen=True, slots=True)
class _Around:
    """The smallest entry around a place, on both sides, and where it stands; at the top the file itself."""

    place: Place = ()
    entries: tuple[Closed | None, Closed | None] = (None, None)

    def change(self, path: Place, old: object, new: object, what: What | None = None) -> Change:
        return Change(path, what or _what(old, new), old, new, self.entries, self.place)


def compare(old: Closed, new: Closed) -> tuple[Change, ...]:
    """What differs between two versions of a policy or of any other model, in the order of its fields.

    ``compare(b, a)`` holds the mirror image of every change in ``compare(a, b)``, and a model compared with itself gives none.
    """
    return tuple(_models((), old, new, _Around((), (old, new))))


def compare_bases(old: KnowledgeBase, new: KnowledgeBase) -> tuple[Change, ...]:
    """What differs between two versions of all knowledge; paths begin with the file: ``("policies", "demo-2024", "stages", …)``."""
    return tuple(change for file in _FILES for change in _files(file, _named(old, file), _named(new, file)))


def compare_files(old: Files, new: Files) -> tuple[Change, ...]:
    """Which files of words and forms differ, by their places: ``("files", "search/talk.yaml")``, with a digest of each version.

    What stands in them is of no model; the files of which there is one are compared by ``compare_bases``.
    """
    beside = {*WORDS, FORMS}
    names = sorted(name for name in {*old, *new} if name.partition("/")[0] in beside and old.get(name) != new.get(name))
    return tuple(_Around().change(("files", name), _digest(old.get(name)), _digest(new.get(name))) for name in names)


def _digest(raw: bytes | None) -> str | None:
    return None if raw is None else sha256(raw).hexdigest()[:12]


def _named(base: KnowledgeBase, file: str) -> Mapping[str, Closed]:
    found = getattr(base, file)
    return {one.id: one for one in found} if isinstance(found, tuple) else found


def _files(kind: str, old: Mapping[str, Closed], new: Mapping[str, Closed]) -> Iterator[Change]:
    """Each model by the name that its base has for it, which is not its id where a policy was given another one."""
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name), new.get(name)
        here = _Around((kind, name), (before, after))
        if before is None or after is None:
            yield here.change(here.place, before, after)
        else:
            yield from _models(here.place, before, after, here)
    order = tuple(name for name in old if name in new), tuple(name for name in new if name in old)
    if order[0] != order[1]:
        yield _Around().change((kind,), *order, "moved")


def _models(path: Place, old: Closed, new: Closed, around: _Around) -> Iterator[Change]:
    if type(old) is not type(new):
        yield around.change(path, old, new)
        return
    for name in type(new).model_fields:
        yield from _values((*path, name), getattr(old, name), getattr(new, name), around)


def _values(path: Place, old: object, new: object, around: _Around) -> Iterator[Change]:
    if isinstance(old, tuple) and isinstance(new, tuple) and any(isinstance(one, Closed) for one in (*old, *new)):
        yield from _lists(path, old, new, around)
    elif isinstance(old, Closed) and isinstance(new, Closed) and not isinstance(new, _WHOLE):
        yield from _models(path, old, new, around)
    elif not _is_same(old, new):
        yield around.change(path, old, new)


def _lists(path: Place, old: tuple[Closed, ...], new: tuple[Closed, ...], around: _Around) -> Iterator[Change]:
    pairs = pairs_of(old, new)
    for pair in pairs:
        yield from _pair(path, pair, old, new, around)
    if is_rearranged(pairs):
        kept = [pair for pair in pairs if pair.old is not None and pair.new is not None]
        before = tuple(_called(old[pair.old]) for pair in sorted(kept, key=lambda pair: pair.old or 0) if pair.old is not None)
        after = tuple(_called(new[pair.new]) for pair in kept if pair.new is not None)
        yield around.change(path, before, after, "moved")


def _pair(path: Place, pair: Pair, old: tuple[Closed, ...], new: tuple[Closed, ...], around: _Around) -> Iterator[Change]:
    before = None if pair.old is None else old[pair.old]
    after = None if pair.new is None else new[pair.new]
    here = _Around((*path, pair.key), (before, after)) if pair.key else around
    if before is not None and after is not None and pair.key:
        yield from _models(here.place, before, after, here)
    elif before != after:
        yield here.change((*path, pair.key) if pair.key else path, before, after)


def _called(entry: Closed) -> object:
    return key_of(entry) or entry


def _what(old: object, new: object) -> What:
    if old is None:
        return "added"
    return "removed" if new is None else "changed"


def _is_same(old: object, new: object) -> bool:
    """Equality to which yes and 1 are two things; figures are the same however they are written (1 and 1.0)."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(_is_same(value, new[key]) for key, value in old.items())
    return isinstance(old, bool) == isinstance(new, bool) and old == new
