"""``docs/security.md`` held to the code: every test that it names exists, and every table says when what is in it ends."""

import ast
import re
from functools import cache
from pathlib import Path

from storage import broadcast_tables, correction_tables, unit_tables
from storage.tables import metadata
from tests.storage.test_privacy import IMPERSONAL

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
DOORS, KEPT = PAGE.split("## How long it is kept")
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)
TABLES = {table.name for module in (unit_tables, correction_tables, broadcast_tables) for table in module.metadata.sorted_tables}


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds) and node.name.startswith("test_"))


def rows(part: str) -> list[list[str]]:
    """Cells of the rows of all tables, without their heads."""
    lines = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in part.splitlines() if line.startswith("| ")]
    return [cells for cells in lines if cells[0] not in {"---", "They try", "They have", "Right", "Table"}]


def test_every_test_that_is_named_exists() -> None:
    assert len(NAMED) > 50
    assert [f"{file}::{name}" for file, name in NAMED if name and name not in names_in(file)] == []


def test_nothing_is_claimed_without_a_test() -> None:
    claims = [cells for part in DOORS.split("## ") if not part.startswith("Fuzzing") for cells in rows(part)]
    assert len(claims) > 30
    assert [cells[0] for cells in claims if "::test_" not in cells[-1]] == []


def hangs_on(name: str, other: str) -> bool:
    """Whether the rows of a table go with those of another, directly or over a third."""
    keys = [key for key in metadata.tables[name].foreign_keys if key.ondelete == "CASCADE"]
    return any(key.column.table.name == other or hangs_on(key.column.table.name, other) for key in keys)


def test_every_table_says_when_what_is_in_it_ends() -> None:
    assert metadata.tables.keys() == TABLES
    ends = [(name, cells[1]) for cells in rows(KEPT) for name in re.findall(r"`(\w+)`", cells[0])]
    assert sorted(name for name, _ in ends) == sorted(TABLES)
    assert {name for name, end in ends if end.startswith("nobody's")} == IMPERSONAL
    goes_with = {"person": "people", "member": "members", "unit": "units", "its proposal": "proposals"}
    said = [
        (name, goes_with[found[1]])
        for name, end in ends
        if (found := re.match(r"(?:nobody's; )?with (?:the )?([a-z]+(?: proposal)?)", end)) and found[1] in goes_with
    ]
    assert len(said) > 15
    assert [one for one in said if not hangs_on(*one)] == []
