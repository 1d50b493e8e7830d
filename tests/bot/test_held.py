"""Worked examples are run and files parsed once for the same files and program, and whenever either is another."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from bot.cli import wiring
from bot.usecases import held
from bot.usecases.held import HELD, READ, program_in
from eligibility.examples import check_example, outcome_of
from knowledge.base import KnowledgeBase
from knowledge.policy import Example, Policy
from knowledge.reading import document
from knowledge.reading.tree import Tree, read_tree
from storage.database import Database
from tests.bot.conftest import DATA

POLICY = "policies/bt-shibaiqian-2024.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One policy of those on file, with its examples."""
    for name in ("facts.yaml", POLICY):
        (tmp_path / "knowledge" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DATA / name, tmp_path / "knowledge" / name)
    return tmp_path / "knowledge"


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The examples that were run."""
    names: list[str] = []

    def noted(base: KnowledgeBase, policy: Policy, example: Example) -> str | None:
        names.append(example.name)
        return check_example(base, policy, example)

    monkeypatch.setattr(wiring, "check_example", noted)
    yield names
    program_in.cache_clear()


async def test_examples_are_run_when_the_files_or_the_program_are_others(
    folder: Path, database: Database, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await wiring.snapshots(folder, database)
    assert len(ran) == sum(len(policy.examples) for policy in first.current.base.policies.values()) > 0
    ran.clear()
    again = await wiring.snapshots(folder, database)
    assert not ran
    assert again.current.base.policies == first.current.base.policies
    again.prepare({name: (folder / name).read_bytes() for name in ("facts.yaml", POLICY)})
    assert ran, "a version that is to be published is always held to its examples"
    ran.clear()
    monkeypatch.setattr(held, "program_in", lambda _: "another")
    await wiring.snapshots(folder, database)
    assert ran
    ran.clear()
    with (folder / POLICY).open("a") as policy:
        policy.write("# a word more\n")
    await wiring.snapshots(folder, database)
    assert ran


def test_an_example_comes_out_the_same_whatever_else_is_on_file(base: KnowledgeBase) -> None:
    """It hangs on its policy and the facts alone, by which its outcome is remembered."""
    for policy in base.policies.values():
        alone = KnowledgeBase("alone", base.facts, {policy.id: policy}, {})
        for example in policy.examples[::3]:
            one, other = (outcome_of(held_in, policy, example) for held_in in (base, alone))
            assert (one.verdict, one.answers, one.refused) == (other.verdict, other.answers, other.refused)
            assert [way.link for way in one.route.ways] == [way.link for way in other.route.ways]


async def test_what_files_were_read_as_is_kept_for_the_next_start_of_this_program(
    folder: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await wiring.snapshots(folder, database)
    read: list[str] = []

    def noted(text: str) -> Tree:
        read.append(text)
        return read_tree(text)

    monkeypatch.setattr(document, "read_tree", noted)
    again = await wiring.snapshots(folder, database)
    assert not read
    assert again.current.base.policies == first.current.base.policies
    async with database.transaction() as rows:
        await rows.marks.set(READ, "nonsense")
    assert (await wiring.snapshots(folder, database)).current.base.policies == first.current.base.policies
    assert len(read) > 1
    read.clear()
    with (folder / POLICY).open("a") as policy:
        policy.write("# a word more\n")
    await wiring.snapshots(folder, database)
    assert len(read) == 1


async def test_examples_that_do_not_hold_are_never_taken_for_held(
    folder: Path, database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(wiring, "check_example", lambda *_: "别的结果")
    for _ in range(2):
        with pytest.raises(typer.Exit):
            await wiring.snapshots(folder, database)
        assert "不成立" in capsys.readouterr().err
    async with database.transaction() as rows:
        assert await rows.marks.get(HELD) is None
        await rows.marks.set(HELD, "nonsense")
    with pytest.raises(typer.Exit):
        await wiring.snapshots(folder, database)


def test_a_program_is_told_from_another_by_any_of_its_sources(tmp_path: Path) -> None:
    (tmp_path / "eligibility").mkdir()
    (tmp_path / "knowledge" / "data").mkdir(parents=True)
    seen = set()
    for name, text in (("eligibility/a.py", "1"), ("eligibility/a.py", "2"), ("knowledge/b.py", "1"), ("requirements.txt", "x==1")):
        (tmp_path / name).write_text(text)
        program_in.cache_clear()
        seen.add(program_in(tmp_path))
    (tmp_path / "knowledge" / "data" / "x.yaml").write_text("no source")
    program_in.cache_clear()
    assert program_in(tmp_path) in seen
    assert len(seen) == 4
    program_in.cache_clear()
