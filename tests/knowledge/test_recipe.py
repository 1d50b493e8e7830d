"""``docs/adding-a-policy.md`` followed to the letter: its blocks, put where it says, make a base that loads.

A block's second word tells where it goes: ``policy`` (one after the other), ``option``, ``fact``, ``clauses``, ``notice``.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from eligibility.examples import check_example
from knowledge.base import KnowledgeBase
from knowledge.coverage.collation import discrepancies
from knowledge.coverage.report import WRONG, rows
from knowledge.errors import KnowledgeError
from knowledge.loader import load
from knowledge.policy import Policy
from tests.knowledge.factories import spoilt

ROOT = Path(__file__).parents[2]
DATA = ROOT / "knowledge" / "data"
RECIPE = (ROOT / "docs" / "adding-a-policy.md").read_text(encoding="utf-8")
ID = "yq-yunjiang-2026"
TEXT = "901_00c0ffee"

SECTIONS = (
    *("tracks", "conditions", "gates", "stages", "materials", "quotas", "benefits"),
    *("duties", "contacts", "documents", "absences", "caveats", "examples"),
)


def blocks(name: str) -> list[str]:
    """The blocks of the recipe with that second word, in order."""
    return re.findall(rf"^```\w+ {name}\n(.*?)^```$", RECIPE, re.MULTILINE | re.DOTALL)


def block(name: str) -> str:
    """The one block with that second word."""
    (found,) = blocks(name)
    return str(found)


def slips() -> list[tuple[str, ...]]:
    """The rows of the table of mistakes: what stands there, what is written instead, what lint says."""
    return re.findall(r"^\| `(.+?)` \| `(.+?)` \| (.+) \|$", RECIPE, re.MULTILINE)


def policies() -> Iterator[str]:
    """The policy file after each step."""
    steps = blocks("policy")
    return ("".join(steps[: at + 1]) for at in range(len(steps)))


def facts() -> str:
    """The file of facts after its step."""
    written = (DATA / "facts.yaml").read_text(encoding="utf-8")
    at = written.index("      - {id: elsewhere", written.index("- id: unit_place"))
    return f"{written[:at]}{block('option')}{written[at:].rstrip()}\n\n{block('fact')}"


def followed(folder: Path, policy: str) -> KnowledgeBase:
    """The real files with the recipe's, written to a folder and loaded with the real checker."""
    shutil.copytree(DATA, folder, dirs_exist_ok=True)
    (folder / "facts.yaml").write_text(facts(), encoding="utf-8")
    (folder / "policies" / f"{ID}.yaml").write_text(policy, encoding="utf-8")
    (folder / "clauses" / f"{ID}.yaml").write_text(block("clauses"), encoding="utf-8")
    return load(folder, check_example)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return followed(tmp_path_factory.mktemp("followed"), "".join(blocks("policy")))


@pytest.fixture(scope="module")
def policy(base: KnowledgeBase) -> Policy:
    return base.policies[ID]


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A folder with the recipe's facts and no policy yet."""
    (tmp_path / "policies").mkdir()
    (tmp_path / "facts.yaml").write_text(facts(), encoding="utf-8")
    return tmp_path


def test_every_step_passes_lint(alone: Path) -> None:
    written = alone / "policies" / f"{ID}.yaml"
    for text in policies():
        written.write_text(text, encoding="utf-8")
        assert ID in load(alone, check_example).policies


def test_the_skeleton_needs_no_new_fact(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    shutil.copy(DATA / "facts.yaml", tmp_path)
    (tmp_path / "policies" / f"{ID}.yaml").write_text(next(policies()), encoding="utf-8")
    assert ID in load(tmp_path, check_example).policies


def test_the_example_shows_every_section_and_kind(policy: Policy) -> None:
    assert all(getattr(policy, section) for section in SECTIONS)
    assert {condition.kind for condition in policy.conditions} == {"required", "excluding", "preferred"}
    assert {condition.decided_by for condition in policy.conditions} == {"answers", "jury", "document"}
    assert {absence.why for absence in policy.absences} == {"not_stated", "in_document", "left_out"}


def test_every_track_has_an_example_of_every_verdict(policy: Policy) -> None:
    shown = {(example.track, example.expect) for example in policy.examples}
    assert shown == {(track.id, verdict) for track in policy.tracks for verdict in ("eligible", "not_eligible", "undetermined")}


def test_the_undated_own_link_leads_to_the_dated_one(policy: Policy) -> None:
    own, *later = (stage for stage in policy.stages if stage.applying)
    assert own.actor == "applicant"
    assert own.ends is None
    assert {stage.ends for stage in later if stage.follows == own.id} == {date(2026, 3, 20)}


def test_the_clause_list_holds_all_of_the_notice(base: KnowledgeBase) -> None:
    notice = base.notices[ID]
    assert notice.text == TEXT
    assert not list(discrepancies({TEXT: block("notice")}, [notice], base.policies))
    assert not [row for row in rows(base.policies[ID], notice, base.policies) if row.state in WRONG]


@pytest.mark.skipif(not shutil.which("bash") or not shutil.which("sha256sum"), reason="the recipe's command needs bash and sha256sum")
def test_the_command_makes_the_clause_list(tmp_path: Path) -> None:
    (tmp_path / f"{TEXT}.txt").write_text(block("notice"), encoding="utf-8")
    (command,) = re.findall(r"^```sh\ncd /tmp/tongzhi\n(.*?)^```$", RECIPE, re.MULTILINE | re.DOTALL)
    made = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True)  # noqa: S603, S607 - the recipe's own words
    assert dedent(made.stdout) == dedent(re.sub(r", nothing: \w+", "", block("clauses").partition("clauses:\n")[2]))


@pytest.mark.parametrize(("old", "new", "said"), slips())
def test_lint_says_what_the_table_says(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        followed(tmp_path, spoilt("".join(blocks("policy")), old, new))
    assert said in str(caught.value)


def test_the_table_of_mistakes_is_read() -> None:
    """Without rows the test above would run for nothing."""
    assert {new for _, new, _ in slips()} >= {"at_mots: 35", "ends: 2026-02-30"}
