"""``docs/adding-a-policy.md`` followed to the letter: its blocks, put where it says, make a base that loads.

A block's second word tells where it goes: ``policy`` (one after the other), ``option``, ``fact``, ``clauses``, ``notice``.
"""

import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
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
    assert notice.text == ID
    assert not list(discrepancies({ID: block("notice")}, [notice], base.policies))
    assert not [row for row in rows(base.policies[ID], notice, base.policies) if row.state in WRONG]


def commands() -> list[list[str]]:
    """The words of every command of the recipe, in order; the chat page is tried elsewhere."""
    return [shlex.split(line) for line in re.findall(r"^python3 run_bot.py (.+)$", RECIPE, re.MULTILINE)]


@pytest.fixture
def at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders of the recipe under another root: the practice copy without its clause list yet, and the notice."""
    followed(tmp_path / "lianxi", "".join(blocks("policy")))
    (tmp_path / "lianxi" / "clauses" / f"{ID}.yaml").unlink()
    (tmp_path / "tongzhi").mkdir()
    (tmp_path / "tongzhi" / f"{ID}.txt").write_bytes(block("notice").encode())
    monkeypatch.setenv("KNOWLEDGE_DIR", str(tmp_path / "lianxi"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_does_what_it_is_shown_for(at_hand: Path) -> None:
    """In the order of the recipe: lint and lists, then the clause list, coverage, answers and pictures."""
    assert len(commands()) > 10
    told = {}
    for words in commands():
        result = CliRunner().invoke(app, [word.replace("/tmp", str(at_hand)) for word in words])  # noqa: S108 - the recipe's folder
        assert result.exit_code == 0, (words, result.output, result.exception)
        told[" ".join(words[:2])] = result.stdout
    assert (at_hand / "lianxi" / "clauses" / f"{ID}.yaml").read_text(encoding="utf-8") == block("clauses")
    assert f"✓ {ID}（通知 {ID}）" in told["knowledge coverage"]
    assert "与原文逐字、逐个数字对得上" in told["knowledge coverage"]
    assert "2026年3月20日" in told["ask 云桥云匠什么时候截止"]
    assert "第1次 60%：18万元" in told[f"figures {ID}"]


@pytest.mark.parametrize(("old", "new", "said"), slips())
def test_lint_says_what_the_table_says(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        followed(tmp_path, spoilt("".join(blocks("policy")), old, new))
    assert said in str(caught.value)


def test_the_table_of_mistakes_is_read() -> None:
    """Without rows the test above would run for nothing."""
    assert {new for _, new, _ in slips()} >= {"at_mots: 35", "ends: 2026-02-30"}
