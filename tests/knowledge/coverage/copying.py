"""Whether a text of ours shares a run of characters with a notice. Names and titles are facts and may be shared."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from knowledge.policy import Policy

RUN = 25
"""Characters; spaces do not count."""

_GAP = "\x00"
"""Stands for a name that was taken out: no run goes across it."""


def plain(text: str) -> str:
    """A text in one width, without spaces, so that neither hides what was copied."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def names_in(policy: Policy) -> Iterator[str]:
    """The titles, offices and addresses that a policy gives; each may be shared with its notice word for word."""
    yield from (policy.title, policy.series.name, *policy.issuers)
    yield from (source.title for source in policy.sources if source.title)
    yield from (document.title for document in policy.documents)
    for contact in policy.contacts:
        yield from (contact.office, contact.address or "")
    yield from (system.url for system in policy.systems)


def runs_of(text: str, names: Iterable[str]) -> frozenset[str]:
    """Every run of ``RUN`` characters of a notice, its names taken out, and parts of names wherever they stand."""
    bare = plain(text)
    plain_names = sorted({plain(name) for name in names} - {""}, key=len, reverse=True)
    for name in plain_names:
        bare = bare.replace(name, _GAP)
    in_names = {run for name in plain_names for run in _runs(name)}
    return frozenset(run for run in _runs(bare) if _GAP not in run and run not in in_names)


def shared(ours: str, runs: frozenset[str]) -> str | None:
    """The first run of a text of ours that a notice has too."""
    return next((run for run in _runs(plain(ours)) if run in runs), None)


def _runs(text: str) -> Iterator[str]:
    return (text[at : at + RUN] for at in range(len(text) - RUN + 1))
