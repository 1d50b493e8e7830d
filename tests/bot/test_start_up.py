"""A start imports nothing heavy that only some answers need."""

import json
import subprocess
import sys

from bot.settings import ROOT

HEAVY = ("alembic", "bot.sandbox", "cn2an", "icalendar", "opencc", "openpyxl", "PIL", "prometheus_client", "pypdf", "pypinyin", "segno")
OURS = ("bot.cli.asking", "bot.cli.knowledge", "bot.usecases.keeping.drafter", "knowledge.drafting.draft", "knowledge.schema")
"""Of our own, what commands and the reading of notices need."""
START = """
import json, sys
from bot.cli import main, running, wiring
from bot.settings import ROOT
from bot.usecases.snapshot import Snapshots
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
data = ROOT / "knowledge" / "data"
Snapshots(Library(data, wiring.check_example, held=True), load_lexicon(data / "search"))
print(json.dumps(sorted(sys.modules)))
"""


def test_serving_begins_without_what_only_some_answers_need() -> None:
    """In a process of its own, as at every start but the first over the same files."""
    started = subprocess.run([sys.executable, "-c", START], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own lines
    assert {*HEAVY, *OURS}.isdisjoint(json.loads(started.stdout))
