"""What editors need to complete and check while somebody types: each file names its schema, and the schemas are this program's."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from knowledge.errors import Problem
from knowledge.reading.files import CLAUSES, CONTRADICTIONS, FACTS, GENERAL, POLICIES
from knowledge.schema import (
    CONTRADICTIONS_SCHEMA,
    FACTS_SCHEMA,
    GENERAL_SCHEMA,
    HEADER,
    NOTICE_SCHEMA,
    POLICY_SCHEMA,
    schema_texts,
)

SCHEMAS = "schema"
"""The folder that they lie in, beside the policies."""
_PLACES = {
    POLICIES: f"../{SCHEMAS}/{POLICY_SCHEMA}",
    CLAUSES: f"../{SCHEMAS}/{NOTICE_SCHEMA}",
    FACTS: f"{SCHEMAS}/{FACTS_SCHEMA}",
    GENERAL: f"{SCHEMAS}/{GENERAL_SCHEMA}",
    CONTRADICTIONS: f"{SCHEMAS}/{CONTRADICTIONS_SCHEMA}",
}
"""By file, or by the folder that it lies in."""


def header_problems(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """The files whose first line does not name their schema."""
    for name, raw in files.items():
        place = _PLACES.get(name.partition("/")[0])
        if place is not None and not raw.removeprefix(b"\xef\xbb\xbf").startswith(HEADER.format(place).encode()):
            yield Problem(name, 1, "", f"第一行请写“{HEADER.format(place)}”，编辑器才会补全和标错")


def schema_problems(folder: Path) -> Iterator[Problem]:
    """The schemas in a knowledge folder that are missing, or of another version of the program."""
    for name, text in schema_texts().items():
        try:
            same = (folder / SCHEMAS / name).read_text("utf-8") == text
        except (OSError, UnicodeDecodeError):
            same = False
        if not same:
            yield Problem(
                f"{SCHEMAS}/{name}", None, "", f"和这一版程序的不一样，请运行 python3 run_bot.py knowledge init {folder}，只会换 {SCHEMAS}/"
            )
