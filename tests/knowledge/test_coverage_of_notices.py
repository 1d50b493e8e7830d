"""The knowledge held to the notices themselves, wherever their texts are at hand."""

import os
import subprocess
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.coverage.collation import discrepancies, text_of, texts_in
from knowledge.coverage.proposal import proposed
from knowledge.coverage.report import WRONG, rows
from knowledge.loader import load
from tests.knowledge.coverage.copying import names_in, plain, runs_of, shared
from tests.knowledge.factories import every_example_holds

ROOT = Path(__file__).parents[2]
DATA = ROOT / "knowledge" / "data"
TEXTS = Path(os.environ.get("SHENBAO_NOTICES") or ROOT.parent / "shared" / "notices")

needs_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason=f"the texts of the notices are not at {TEXTS} (SHENBAO_NOTICES)")


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return load(DATA, every_example_holds)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return texts_in(TEXTS)


def test_every_policy_has_a_clause_list(base: KnowledgeBase) -> None:
    assert set(base.policies) == {policy for notice in base.notices.values() for policy in notice.policies}


def test_every_clause_is_cited_or_holds_nothing_to_know(base: KnowledgeBase) -> None:
    wrong = [
        (policy, row.clause, row.state)
        for notice in base.notices.values()
        for policy in notice.policies
        for row in rows(base.policies[policy], notice, base.policies)
        if row.state in WRONG
    ]
    assert not wrong


@needs_texts
def test_lists_and_entries_hold_all_of_every_notice(base: KnowledgeBase, texts: dict[str, str]) -> None:
    """Every character belongs to one clause or exclusion, no span has changed, every number stands in an entry that cites its clause."""
    assert texts
    assert not list(discrepancies(texts, base.notices.values(), base.policies))


@needs_texts
def test_what_a_caveat_quotes_is_printed_and_begins_in_its_clause(base: KnowledgeBase, texts: dict[str, str]) -> None:
    """A quote may reach into another clause only where two clauses are held against each other."""
    for notice in base.notices.values():
        printed = texts[text_of(notice, texts) or ""]
        spans = [(span.id, plain(printed[span.start : span.end])) for span in notice.clauses]
        for policy in notice.policies:
            for caveat in base.policies[policy].caveats:
                parts = [plain(part) for part in caveat.printed.split("…") if plain(part)]
                own = "".join(text for clause, text in spans if clause.startswith(caveat.clause))
                assert all(any(part in text for _, text in spans) for part in parts), (policy, caveat.id)
                assert not parts or any(part in own for part in parts), (policy, caveat.id)


@needs_texts
def test_no_file_of_ours_copies_from_a_notice(base: KnowledgeBase, texts: dict[str, str]) -> None:
    names = [name for policy in base.policies.values() for name in names_in(policy)]
    runs = frozenset(run for text in texts.values() for run in runs_of(text, names))
    assert len(runs) > len(plain("".join(texts.values()))) // 2, "the names took out more than names"
    copied = {path.relative_to(ROOT).as_posix(): run for path in _own_texts() if (run := shared(path.read_text(encoding="utf-8"), runs))}
    assert not copied


def _own_texts() -> list[Path]:
    """Every text file of the project: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - the developer's git
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8192]]


@needs_texts
def test_a_proposal_finds_the_clauses_of_our_own_lists(base: KnowledgeBase, texts: dict[str, str]) -> None:
    """Where a notice has its lines and numbers; three came in one line each, and one lost its first headings."""
    for notice in base.notices.values():
        if notice.id in {"ah-startup-training-2023", "cn-gig-market-2023", "cn-leading-talent-2024", "bt-shibaiqian-2024"}:
            continue
        name = text_of(notice, texts)
        assert name is not None
        start, end = notice.spans[0].start, notice.spans[-1].end
        text = texts[name][start:end]
        found = {(one.id, _written(text, one.start)) for one in proposed(text, {})}
        numbered = {(one.id, _written(text, one.start - start)) for one in notice.clauses if one.id[0] in "第一二三四五六七八九十"}
        assert len(numbered - found) <= 1, notice.id


def _written(text: str, start: int) -> int:
    """Where a clause's first written character stands: lists differ on who owns a blank line."""
    return next((at for at in range(start, len(text)) if text[at] not in " ?\r\n\u3000"), len(text))
