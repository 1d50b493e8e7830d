"""A draft of each of our own notices beside the finished file: which values of the file a draft had found by itself."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from benchmarks.matching import Tally, likeness
from knowledge.base import KnowledgeBase
from knowledge.conditions import Comparison, Rule, parts_of
from knowledge.coverage.collation import text_of, texts_in
from knowledge.drafting.conditions import Requirement
from knowledge.drafting.draft import Draft, draft_of
from knowledge.drafting.words import Words
from knowledge.policy import Policy

FIELDS = ("dates", "amounts", "quotas", "materials", "rules", "contacts")
_ALIKE = 0.6


def finished_table(folder: Path, base: KnowledgeBase, words: Words) -> Iterator[str]:
    """Recall/precision by field over all notices; a notice that several files share is drafted once for all of them."""
    texts = texts_in(folder)
    sums = dict.fromkeys(FIELDS, Tally())
    for notice in base.notices.values():
        name = text_of(notice, texts)
        if name is None:
            continue
        text = texts[name][notice.spans[0].start : notice.spans[-1].end]
        draft = draft_of(text, base.facts, words)
        policies = [base.policies[policy] for policy in notice.policies]
        for field in FIELDS:
            sums[field] += _tally(field, draft, policies)
    yield f"finished files, {len(base.policies)} policies: recall/precision in per cent (values in the files)\n"
    yield f"| {' | '.join(FIELDS)} |"
    yield "|---" * len(FIELDS) + "|"
    yield f"| {' | '.join(f'{_percent(tally.recall)}/{_percent(tally.precision)} ({tally.gold})' for tally in sums.values())} |"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f}"


def _tally(field: str, draft: Draft, policies: list[Policy]) -> Tally:
    if field == "materials":
        names = {material.name for policy in policies for material in policy.materials}
        ours = [paper.name for paper in draft.papers]
        hit = sum(any(likeness(name, own) >= _ALIKE for own in ours) for name in names)
        good = sum(any(likeness(name, own) >= _ALIKE for name in names) for own in ours)
        return Tally(min(hit, good), len(names), len(ours))
    expected = {value for policy in policies for value in _theirs(field, policy)}
    found = set(_ours(field, draft))
    return Tally(len(expected & found), len(expected), len(found))


def _theirs(field: str, policy: Policy) -> Iterator[object]:
    match field:
        case "dates":
            yield from ((stage.starts, stage.ends) for stage in policy.stages if stage.starts or stage.ends)
        case "amounts":
            yield from (Decimal(benefit.amount) for benefit in policy.benefits if benefit.amount)
        case "quotas":
            yield from (number for quota in policy.quotas for number in (quota.amount, quota.lowest, quota.highest) if number)
        case "rules":
            yield from (leaf for condition in policy.conditions for leaf in _leaves(condition.rule))
        case "contacts":
            yield from (re.sub("[^0-9]", "", phone)[-7:] for contact in policy.contacts for phone in (*contact.phones, *contact.faxes))


def _leaves(rule: Rule | None) -> Iterator[tuple[str, str, str]]:
    if isinstance(rule, Comparison):
        for operator, bound in rule.operators().items():
            if operator in {"at_least", "at_most", "more_than", "less_than"}:
                yield rule.fact, operator, str(bound)
    elif rule is not None:
        for part in parts_of(rule):
            yield from _leaves(part)


def _ours(field: str, draft: Draft) -> Iterator[object]:
    match field:
        case "dates":
            yield from ((window.starts, window.ends) for window in draft.windows if window.grain == "day" and window.kind != "effective")
        case "amounts":
            yield from (amount.value for amount in draft.amounts if amount.value is not None and amount.unit == "元")
        case "quotas":
            yield from (int(number) for places in draft.quotas for number in (places.low, places.value) if number)
        case "rules":
            yield from (leaf for one in draft.requirements for leaf in _drafted(one))
        case "contacts":
            yield from (re.sub("[^0-9]", "", one.value)[-7:] for one in draft.contacts if one.kind in {"phone", "fax"})


def _drafted(one: Requirement) -> Iterator[tuple[str, str, str]]:
    def leaves(rule: object) -> Iterator[tuple[str, str, str]]:
        if isinstance(rule, dict) and "fact" in rule:
            yield from (
                (rule["fact"], operator, str(bound)) for operator, bound in rule.items() if operator.startswith(("at_", "more", "less"))
            )
        elif isinstance(rule, dict):
            for parts in rule.values():
                for part in parts:
                    yield from leaves(part)

    yield from leaves(one.rule)
