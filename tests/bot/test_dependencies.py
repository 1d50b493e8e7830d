"""What is installed is what is pinned, under a licence that may be shipped beside ours, and nothing is asked for without use or reason."""

import ast
import re
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LICENCES = re.compile(
    r"\b(MIT|MIT-0|MIT-CMU|BSD|0BSD|BSD-[23]-Clause|Apache|Apache-2\.0|PSF-2\.0|Python Software Foundation|ISC|Zlib|CC0-1\.0|MPL|MPL-2\.0"
    r"|Mozilla Public|LGPL-3\.0-only|OFL-1\.1)\b"
)
"""LGPL and MPL: used as they are, and anybody can put another version in their place."""
FORBIDDEN = re.compile(r"(?<!L)GPL|AGPL|SSPL|BUSL|Commons Clause|Non-?Commercial|Proprietary|Unknown", re.IGNORECASE)
WITHOUT_IMPORT = {"uvloop", "tzdata", "sniffio", "asyncpg", "aiosqlite", "defusedxml"}
"""Used by their being there: by asyncio, zoneinfo, httpcore, SQLAlchemy and openpyxl."""


def pinned(file: str) -> dict[str, str]:
    """Name and version of each package of a list; of several for different machines, the ones that are installed here."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    return {name: version for name, version in found if name not in {"colorama", "numpy"}}


def asked(lines: list[str]) -> set[str]:
    return {re.split(r"[~>=\[; ]", one, maxsplit=1)[0] for one in lines}


def licence(name: str) -> str:
    told = distribution(name).metadata
    classified = [one for one in told.get_all("Classifier", []) if one.startswith("License ::")]
    return str(told.json.get("license_expression") or " ".join(classified) or str(told.json.get("license", ""))[:80])


def test_every_package_is_the_pinned_one_under_a_licence_that_may_be_used() -> None:
    wanted = pinned("requirements-dev.txt")
    assert len(wanted) > 100
    assert {name: version for name, version in wanted.items() if distribution(name).version != version} == {}
    licences = {name: licence(name) for name in wanted}
    assert {name: one for name, one in licences.items() if not LICENCES.search(one) or FORBIDDEN.search(one)} == {}


def test_what_serves_is_part_of_what_is_tested_and_all_that_is_asked_for_is_pinned() -> None:
    serving, testing = pinned("requirements.txt"), pinned("requirements-dev.txt")
    assert serving.items() <= testing.items()
    assert {one.lower() for one in asked(PROJECT["project"]["dependencies"])} <= serving.keys()
    assert {one.lower() for one in asked(PROJECT["dependency-groups"]["dev"])} <= testing.keys()


def test_nothing_is_served_with_that_no_line_of_ours_imports() -> None:
    imported: set[str] = set()
    for folder in ("bot", "eligibility", "knowledge", "storage"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_bytes())):
                if isinstance(node, ast.Import):
                    imported |= {one.name.partition(".")[0] for one in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    imported.add(node.module.partition(".")[0])
    used = {name.lower() for module, names in packages_distributions().items() if module in imported for name in names}
    used |= {name.replace("_", "-") for name in used}
    assert {one for one in asked(PROJECT["project"]["dependencies"]) if one.lower() not in used} <= WITHOUT_IMPORT
