"""Files to a checked base: facts, general facts, contradictions, one policy a file under ``policies/``, clause lists under ``clauses/``.

All or nothing, with every mistake told at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from knowledge.base import KnowledgeBase
from knowledge.checks.across import across_findings
from knowledge.checks.clauses import citation_findings, notice_findings
from knowledge.checks.contradictions import contradiction_findings
from knowledge.checks.examples import ExampleChecker, failed_examples
from knowledge.checks.facts import fact_findings
from knowledge.checks.finding import Finding, KnownFacts, Scope
from knowledge.checks.forms import form_findings
from knowledge.checks.general import general_findings
from knowledge.checks.openings import open_findings
from knowledge.checks.policies import policy_findings
from knowledge.clauses import Notice
from knowledge.contradictions import ContradictionFile
from knowledge.errors import KnowledgeError, Problem
from knowledge.facts import Fact, FactFile
from knowledge.general import GeneralFile
from knowledge.policy import Policy
from knowledge.reading.document import Reader, read_document
from knowledge.reading.files import CLAUSES, CONTRADICTIONS, FACTS, GENERAL, WORDS, Files, bytes_of, missing, version_of
from knowledge.reading.forms import FORMS, FormOnDisk, forms_of
from knowledge.reading.salvage import M, Reading, read_as
from knowledge.reading.translate import problems_of


def load(folder: Path, check_example: ExampleChecker, read: Reader = read_document) -> KnowledgeBase:
    """The base that the files in a folder make.

    ``check_example`` runs one worked example (see ``ExampleChecker``); it sees only policies in which all else is right.
    ``read`` reads each file.
    Raises KnowledgeError with every problem of every file, in the order of files and lines.
    """
    files, problems = bytes_of(folder)
    return load_files(files, check_example, forms_of(folder), problems, read)


def load_files(
    files: Files,
    check_example: ExampleChecker,
    forms: Mapping[str, FormOnDisk],
    problems: Sequence[Problem] = (),
    read: Reader = read_document,
) -> KnowledgeBase:
    """The base that the bytes of files make, wherever they come from; ``forms`` lie beside them.

    ``problems`` are what is known to be wrong already. Raises KnowledgeError as ``load`` does.
    """
    problems = [*problems, *missing(files, problems)]
    version = version_of(files)
    raws = {name: files[name] for name in sorted(files) if name.partition("/")[0] not in {*WORDS, FORMS}}
    facts = _facts(raws.pop(FACTS), read) if FACTS in raws else _Facts()
    general = _single(GeneralFile, GENERAL, raws, read)
    contradictions = _single(ContradictionFile, CONTRADICTIONS, raws, read)
    policies = {file: _policy(file, raw, read) for file, raw in raws.items() if not file.startswith(CLAUSES)}
    notices = {file: read_as(Notice, read(file, raw), {}) for file, raw in raws.items() if file.startswith(CLAUSES)}
    problems += facts.problems
    forms = MappingProxyType(dict(forms))
    for reading in policies.values():
        problems += [*_told(reading, Policy), *_policy_problems(reading, facts), *_form_problems(reading, forms)]
    problems += [*_across_problems(policies), *_notice_problems(notices, policies)]
    if general:
        problems += [*_told(general, GeneralFile), *_general_problems(general, facts, policies, notices)]
    if contradictions:
        problems += [*_told(contradictions, ContradictionFile), *_contradiction_problems(contradictions, facts)]
    base = _sound(version, facts, policies, notices, spoilt={problem.file for problem in problems})
    if general and general.value:
        base = replace(base, general=MappingProxyType({entry.id: entry for entry in general.value.entries}))
    if contradictions and contradictions.value:
        base = replace(base, contradictions=contradictions.value.contradictions)
    base = replace(base, forms=forms)
    problems += _example_problems(base, policies, check_example)
    if problems:
        raise KnowledgeError(sorted(problems, key=lambda problem: (problem.file, problem.line or 0)))
    return base


def load_policy(file: str, raw: bytes, facts: Mapping[str, Fact]) -> Policy:
    """One policy file by itself: held to the facts, not to its name, its neighbours, its clause list or its examples.

    So an earlier version can still be read. Raises KnowledgeError with every problem; ``file`` is the name that they show.
    """
    reading = _policy(file, raw, read_document)
    problems = [*_told(reading, Policy), *_policy_problems(reading, _Facts(facts), by_name=False)]
    if reading.value is None or problems:
        raise KnowledgeError(problems)
    return reading.value


def load_facts(raw: bytes) -> Mapping[str, Fact]:
    """The file of facts by itself. Raises KnowledgeError with every problem."""
    facts = _facts(raw, read_document)
    if facts.known is None or facts.problems:
        raise KnowledgeError(facts.problems)
    return facts.known


@dataclass(frozen=True)
class _Facts:
    """The facts that policies may be checked against."""

    known: Mapping[str, Fact] | None = None
    """Those that nothing is wrong with; None where the file could not be read."""
    lost: frozenset[str] = frozenset()
    """Ids of those that are there but wrong: what refers to them does not dangle, and is not judged."""
    problems: tuple[Problem, ...] = ()


def _facts(raw: bytes, read: Reader) -> _Facts:
    reading = read_as(FactFile, read(FACTS, raw), {})
    told = tuple(_told(reading, FactFile))
    if reading.value is None:
        return _Facts(None, frozenset(), told)
    facts = reading.value.facts
    findings = tuple(fact_findings(facts))
    doubtful = {facts[finding.path[1]].id for finding in findings if isinstance(finding.path[1], int)}
    return _Facts(
        {fact.id: fact for fact in facts if fact.id not in doubtful},
        reading.lost | doubtful,
        (*told, *_located(reading, findings)),
    )


def _single(model: type[M], file: str, raws: dict[str, bytes], read: Reader) -> Reading[M] | None:
    """A file that may be missing, taken out of the others."""
    return read_as(model, read(file, raws.pop(file)), {}) if file in raws else None


def _policy(file: str, raw: bytes, read: Reader) -> Reading[Policy]:
    return read_as(Policy, read(file, raw), _stand_ins(PurePosixPath(file).stem))


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


def _located(reading: Reading[Any], findings: Iterable[Finding]) -> Iterator[Problem]:
    """Findings as problems; a finding on a line with a fault only follows from it."""
    faulty = {fault.line for fault in reading.document.faults}
    for finding in findings:
        problem = reading.document.problem(reading.path(finding.path), finding.message, finding.allowed, finding.nearest)
        if problem.line not in faulty:
            yield problem


def _policy_problems(reading: Reading[Policy], facts: _Facts, *, by_name: bool = True) -> Iterator[Problem]:
    yield from (reading.document.problem(opening.path, opening.message) for opening in open_findings(reading.document.data))
    if reading.value is None:
        return
    findings = [
        finding
        for finding in policy_findings(Scope(policy=reading.value, facts=facts.known, lost=reading.lost | facts.lost))
        if finding.path[:1] not in {(key,) for key in reading.stand_ins}
    ]
    stem = PurePosixPath(reading.document.file).stem
    if by_name and "id" not in reading.stand_ins and reading.value.id != stem:
        findings.append(Finding(("id",), f"编号 {reading.value.id} 与文件名 {stem}.yaml 不同，请改成一样", nearest=stem))
    yield from _located(reading, findings)


def _form_problems(reading: Reading[Policy], forms: Mapping[str, FormOnDisk]) -> Iterator[Problem]:
    if reading.value is not None:
        yield from _located(reading, form_findings(reading.value, forms))


def _across_problems(readings: Mapping[str, Reading[Policy]]) -> Iterator[Problem]:
    policies = {file: reading.value for file, reading in readings.items() if reading.value}
    for file, finding in across_findings(policies, {file: readings[file].stand_ins for file in policies}):
        yield from _located(readings[file], [finding])


def _notice_problems(notices: Mapping[str, Reading[Notice]], policies: Mapping[str, Reading[Policy]]) -> Iterator[Problem]:
    """What is wrong with the clause lists, then the clauses that policies cite and that are not on them."""
    sound = {file: reading.value for file, reading in notices.items() if reading.value and not reading.refused}
    names = frozenset(PurePosixPath(file).stem for file in policies)
    for clauses in notices.values():
        yield from _told(clauses, Notice)
    for file, finding in notice_findings(sound, names):
        yield from _located(notices[file], [finding])
    for reading in policies.values():
        if reading.value:
            yield from _located(reading, citation_findings(reading.value, sound.values()))


def _general_problems(
    general: Reading[GeneralFile], facts: _Facts, policies: Mapping[str, Reading[Policy]], notices: Mapping[str, Reading[Notice]]
) -> Iterator[Problem]:
    if general.value is None:
        return
    named = {PurePosixPath(file).stem: reading.value for file, reading in policies.items()}
    lists = [reading.value for reading in notices.values() if reading.value and not reading.refused]
    yield from _located(general, general_findings(general.value.entries, facts.known, named, lists, facts.lost))


def _contradiction_problems(reading: Reading[ContradictionFile], facts: _Facts) -> Iterator[Problem]:
    if reading.value:
        yield from _located(reading, contradiction_findings(reading.value.contradictions, KnownFacts(facts.known, facts.lost)))


def _sound(
    version: str,
    facts: _Facts,
    readings: Mapping[str, Reading[Policy]],
    notices: Mapping[str, Reading[Notice]],
    spoilt: set[str],
) -> KnowledgeBase:
    """The base of all that has no problem; no policies when the facts have one, for every policy hangs on them."""
    policies = [reading.value for file, reading in readings.items() if reading.value and not {file, FACTS} & spoilt]
    return KnowledgeBase(
        version,
        MappingProxyType(dict(facts.known or {})),
        MappingProxyType({policy.id: policy for policy in policies}),
        MappingProxyType({notice.value.id: notice.value for file, notice in notices.items() if notice.value and file not in spoilt}),
    )


def _example_problems(base: KnowledgeBase, readings: Mapping[str, Reading[Policy]], check: ExampleChecker) -> Iterator[Problem]:
    for reading in readings.values():
        if reading.value and base.policies.get(reading.value.id) is reading.value:
            yield from _located(reading, failed_examples(base, reading.value, check))
