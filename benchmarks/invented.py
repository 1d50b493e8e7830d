"""Policies that nobody published: random conditions over random facts, in the mix of the real ones. Seeded."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any

from eligibility.progress import GROUPS
from eligibility.targets import Target
from knowledge.base import KnowledgeBase
from knowledge.conditions import Condition
from knowledge.facts import ChoiceFact, Fact, NumberFact, Option, ScaleFact, YesNoFact, option_ids
from knowledge.policy import Policy

_EFFORTS = (1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 6, 8)
_HALF, _QUARTER, _TENTH = 1 / 2, 1 / 4, 1 / 10

Written = dict[str, Any]
"""A rule or a condition as a file would write it."""


def invented(seed: int, facts: int, *, policies: int = 1, tracks: int = 0) -> tuple[KnowledgeBase, tuple[Target, ...]]:
    """So many policies over so many facts; several policies look at some of them each. ``tracks``: of each policy, 0 for none."""
    random = Random(f"{seed} {facts} {policies} {tracks}")
    known = {fact.id: fact for fact in (_fact(random, f"f{number:02}") for number in range(facts))}
    found: dict[str, Policy] = {}
    for number in range(policies):
        ids = list(known) if policies == 1 else random.sample(list(known), random.randint(facts // 2, facts))
        found[f"p{number}"] = _policy(random, f"p{number}", [known[fact] for fact in ids], tracks)
    targets = tuple(Target(policy, track.id if track else None) for policy, one in found.items() for track in one.tracks or (None,))
    return KnowledgeBase("0" * 12, known, found), targets


def _fact(random: Random, name: str) -> Fact:
    group = random.choice(GROUPS)
    common: Written = {
        "id": name,
        "name": name,
        "subject": "unit" if group == "unit" else "person",
        "group": group,
        "ask": f"{name}？",
        "effort": random.choice(_EFFORTS),
        "sensitive": random.random() < _TENTH / 2,
    }
    options = tuple(Option(id=f"o{number}", label=f"{number}") for number in range(random.randint(3, 7)))
    match random.choices(("yes_no", "choice", "scale", "number"), (5, 2, 2, 2))[0]:
        case "choice":
            return ChoiceFact(kind="choice", options=options, **common)
        case "scale":
            return ScaleFact(kind="scale", options=options, **common)
        case "number":
            return NumberFact(kind="number", unit="人", maximum=Decimal(100), **common)
        case _:
            return YesNoFact(kind="yes_no", likely=random.choice((None, None, True, False)), **common)


def _policy(random: Random, name: str, facts: Sequence[Fact], tracks: int) -> Policy:
    ids = tuple(f"t{number}" for number in range(tracks))
    count = random.randint(max(2, len(facts) // 2), len(facts) + 1)
    return Policy.model_validate(
        {
            "id": name,
            "title": name,
            "short_title": name,
            "series": {"id": name, "name": name},
            "year": 2024,
            "region": ["全国"],
            "applicant": "person",
            "issuers": ["某局"],
            "sources": [{"publisher": "某局", "kind": "official"}],
            "summary": name,
            "audience": "所有人",
            "tracks": [{"id": track, "name": track} for track in ids],
            "conditions": [_condition(random, f"c{number}", facts, ids) for number in range(count)],
        }
    )


def _condition(random: Random, name: str, facts: Sequence[Fact], tracks: tuple[str, ...]) -> Condition:
    document = random.random() < _TENTH
    own = tracks and random.random() < _HALF
    return Condition.model_validate(
        {
            "id": name,
            "clause": "一",
            "text": name,
            "kind": "excluding" if not document and random.random() < _QUARTER else "required",
            "decided_by": "document" if document else "answers",
            "document": "paper" if document else None,
            "rule": None if document else _rule(random, facts, random.choice((0, 0, 0, 1, 1, 2))),
            "when": _rule(random, facts, 0) if document or random.random() < _QUARTER else None,
            "tracks": (random.choice(tracks),) if own else (),
        }
    )


def _rule(random: Random, facts: Sequence[Fact], depth: int) -> Written:
    if not depth:
        return _comparison(random, random.choice(facts))
    parts = [_rule(random, facts, random.randrange(depth)) for _ in range(random.choice((2, 2, 3)))]
    match random.choices(("any", "all", "none", "count"), (4, 3, 1, 1))[0]:
        case "count":
            return {"count": [*parts, _rule(random, facts, 0)], "at_least": 2}
        case kind:
            return {kind: parts}


def _comparison(random: Random, fact: Fact) -> Written:
    match fact:
        case YesNoFact():
            return {"fact": fact.id, "is": random.random() < _HALF}
        case NumberFact():
            return {"fact": fact.id, random.choice(("at_least", "less_than")): random.choice((10, 30, 60))}
        case ScaleFact():
            return {"fact": fact.id, "at_least": random.choice(option_ids(fact)[1:])}
        case _:
            options = option_ids(fact)
            return {"fact": fact.id, "one_of": sorted(random.sample(options, random.randrange(1, len(options))))}
