"""``docs/nothing-lost.md`` names tests and troubles that there are."""

import re
from pathlib import Path

from benchmarks.fleet.troubles import TROUBLES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "nothing-lost.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (?P<fault>.+?) \| (?P<promise>.+?) \| (?P<tests>`.+?) \|$", re.MULTILINE)


def test_every_fault_names_tests_that_there_are() -> None:
    rows = list(ROW.finditer(PAGE))
    assert len(rows) >= 15
    for row in rows:
        named = re.findall(r"`([\w/]+\.py)`", row["tests"])
        assert named
        assert all((ROOT / "tests" / name).is_file() for name in named), row["fault"]


def test_every_trouble_is_explained_and_runs_in_the_commands() -> None:
    explained = PAGE.split("`kill`: SIGKILL", 1)[1].split("##", 1)[0]
    for name in TROUBLES:
        assert name == "kill" or f"`{name}`" in explained
        assert re.search(rf"--troubles .*\b{name}\b", PAGE)
