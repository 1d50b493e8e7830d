"""docs/sources.md lists every caveat of every policy, with the clause and the certainty that the file has, and no other."""

import re
from pathlib import Path

import pytest

from knowledge.loader import load
from tests.knowledge.factories import every_example_holds

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"\| (?P<clause>.+?) \| `(?P<id>[a-z0-9-]+)`(?: \((?P<part>\w+)\))? \| .* \| (?P<certainty>\w+) \|")


@pytest.fixture(scope="module")
def listed() -> set[tuple[str, str, str, str]]:
    """(policy, caveat, clause, certainty) for each row; a heading of two policies holds for both, a part in brackets for one."""
    found: set[tuple[str, str, str, str]] = set()
    policies: list[str] = []
    for line in (ROOT / "docs" / "sources.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            policies = line.removeprefix("## ").split(" and ")
        elif row := ROW.fullmatch(line):
            meant = [policy for policy in policies if not row["part"] or row["part"] in policy]
            found |= {(policy, row["id"], row["clause"], row["certainty"]) for policy in meant}
    return found


def test_the_page_and_the_files_tell_the_same_doubts(listed: set[tuple[str, str, str, str]]) -> None:
    base = load(ROOT / "knowledge" / "data", every_example_holds)
    held = {(policy.id, one.id, one.clause, one.certainty) for policy in base.policies.values() for one in policy.caveats}
    assert held
    assert listed == held
