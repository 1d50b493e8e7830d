"""Files to a checked base: ``facts.yaml`` and one policy per file under ``policies/``. All or nothing, with every mistake told at once."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from knowledge.base import KnowledgeBase
from knowledge.checks.across import across_findings
from knowledge.checks.examples import ExampleChecker, failed_examples
from knowledge.checks.facts import fact_findings
from knowledge.checks.finding import Finding, Scope
from knowledge.checks.policies import policy_findings
from knowledge.errors import KnowledgeError, Problem
from knowledge.facts import Fact, FactFile
from knowledge.policy import Policy
from knowledge.reading.document import read_document
from knowledge.reading.files import FACTS, bytes_of, version_of
from knowledge.reading.salvage import Reading, read_as
from knowledge.reading.translate import problems_of


def load(folder: Path, check_example: ExampleChecker) -> KnowledgeBase:
    """The base that the files in a folder make.

    ``check_example`` runs one worked example (see ``ExampleChecker``); it sees only policies in which all else is right.
    Raises KnowledgeError with every problem of every file, in the order of files and lines.
    """
    raws, problems = bytes_of(folder)
    facts = read_as(FactFile, read_document(FACTS, raws.get(FACTS, b"")), {}) if FACTS in raws else None
    policies = {file: _policy(file, raw) for file, raw in raws.items() if file != FACTS}
    if facts:
        problems += [*_told(facts, FactFile), *_fact_problems(facts)]
    for reading in policies.values():
        problems += [*_told(reading, Policy), *_policy_problems(reading, facts)]
    problems += _across_problems(policies)
    base = _sound(version_of(raws), facts, policies, spoilt={problem.file for problem in problems})
    problems += _example_problems(base, policies, check_example)
    if problems:
        raise KnowledgeError(sorted(problems, key=lambda problem: (problem.file, problem.line or 0)))
    return base


def _policy(file: str, raw: bytes) -> Reading[Policy]:
    stem = PurePosixPath(file).stem
    return read_as(Policy, read_document(file, raw), _stand_ins(stem))


def _stand_ins(stem: str) -> dict[str, Any]:
    """Values for what a policy requires, told apart from every real one."""
    named = f"（{stem}）"
    return {
        "id": "stand-in",
        "title": named,
        "short_title": named,
        "series": {"id": "stand-in", "name": named},
        "year": 2000,
        "region": [named],
        "applicant": "person",
        "issuers": [named],
        "sources": [{"publisher": named, "kind": "repost"}],
        "summary": named,
        "audience": named,
    }


def _told(reading: Reading[Any], model: type[BaseModel]) -> Iterator[Problem]:
    """What was wrong with the file, then what the model refused; a line with the first kind has no second."""
    yield from reading.document.problems()
    if reading.refused:
        faulty = {fault.line for fault in reading.document.faults}
        yield from (problem for problem in problems_of(reading.document, model, reading.refused) if problem.line not in faulty)


def _located(reading: Reading[Any], findings: Iterator[Finding]) -> Iterator[Problem]:
    """Findings as problems; a finding on a line with a fault only follows from it."""
    faulty = {fault.line for fault in reading.document.faults}
    for finding in findings:
        problem = reading.document.problem(reading.path(finding.path), finding.message, finding.allowed, finding.nearest)
        if problem.line not in faulty:
            yield problem


def _fact_problems(facts: Reading[FactFile]) -> Iterator[Problem]:
    if facts.value:
        yield from _located(facts, fact_findings(facts.value.facts))


def _policy_problems(reading: Reading[Policy], facts: Reading[FactFile] | None) -> Iterator[Problem]:
    policy = reading.value
    if policy is None:
        return
    stem = PurePosixPath(reading.document.file).stem
    if "id" not in reading.stand_ins and policy.id != stem:
        yield from _located(reading, iter([Finding(("id",), f"编号 {policy.id} 与文件名 {stem}.yaml 不同，请改成一样", nearest=stem)]))
    known = _by_id(facts) if facts and facts.value else None
    scope = Scope(policy, known, reading.lost | (facts.lost if facts else frozenset()))
    yield from _located(reading, policy_findings(scope))


def _across_problems(readings: Mapping[str, Reading[Policy]]) -> Iterator[Problem]:
    policies = {file: reading.value for file, reading in readings.items() if reading.value}
    for file, finding in across_findings(policies, {file: readings[file].stand_ins for file in policies}):
        yield from _located(readings[file], iter([finding]))


def _sound(version: str, facts: Reading[FactFile] | None, readings: Mapping[str, Reading[Policy]], spoilt: set[str]) -> KnowledgeBase:
    """The base of all that has no problem; nothing when the facts have one, for every policy hangs on them."""
    policies = [reading.value for file, reading in readings.items() if reading.value and not {file, FACTS} & spoilt]
    return KnowledgeBase(
        version,
        MappingProxyType(_by_id(facts) if facts else {}),
        MappingProxyType({policy.id: policy for policy in policies}),
    )


def _by_id(facts: Reading[FactFile]) -> dict[str, Fact]:
    return {fact.id: fact for fact in facts.value.facts} if facts.value else {}


def _example_problems(base: KnowledgeBase, readings: Mapping[str, Reading[Policy]], check: ExampleChecker) -> Iterator[Problem]:
    for reading in readings.values():
        if reading.value and base.policies.get(reading.value.id) is reading.value:
            yield from _located(reading, failed_examples(base, reading.value, check))
