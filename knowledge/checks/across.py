"""What must hold between policies: one name means one series, one series has one name."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from knowledge.checks.finding import Finding, folded
from knowledge.policy import Policy
from knowledge.reading.tree import Path


class _Owner(NamedTuple):
    policy: str
    series: str


def across_findings(policies: Mapping[str, Policy], stand_ins: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, Finding]]:
    """Findings with the file they stand in. ``policies`` by file; ``stand_ins``: the keys of a file that mean nothing."""
    series_names: dict[str, tuple[str, str]] = {}
    owners: dict[str, _Owner] = {}
    for file, policy in sorted(policies.items()):
        blank = stand_ins.get(file, frozenset())
        if "series" in blank:
            continue
        name, first = series_names.setdefault(policy.series.id, (policy.series.name, policy.id))
        if name != policy.series.name:
            yield (
                file,
                Finding(("series", "name"), f"系列 {policy.series.id} 在 {first} 里叫“{name}”，同一系列只能有一个名称", nearest=name),
            )
        for path, written in _names(policy, blank):
            owner = owners.setdefault(folded(written), _Owner(policy.id, policy.series.id))
            if owner.series != policy.series.id:
                yield file, Finding(path, f"“{written}”已是 {owner.policy} 的名称，不同系列的政策不能共用，请换一个或删去")


def _names(policy: Policy, blank: frozenset[str]) -> Iterator[tuple[Path, str]]:
    for key in ("title", "short_title"):
        if key not in blank:
            yield (key,), getattr(policy, key)
    yield ("series", "name"), policy.series.name
    for index, alias in enumerate(policy.aliases):
        yield ("aliases", index), alias
