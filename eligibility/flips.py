"""Which worked examples come out otherwise under another version of the knowledge."""

from collections.abc import Iterator
from dataclasses import dataclass

from eligibility.examples import outcome_of
from eligibility.verdict import Verdict
from knowledge.base import KnowledgeBase
from knowledge.policy import Example, Policy


@dataclass(frozen=True, slots=True)
class Flip:
    """An example whose verdict is another than before."""

    policy: str
    example: Example
    before: Verdict
    after: Verdict


def flips(old: KnowledgeBase, new: KnowledgeBase) -> tuple[Flip, ...]:
    """The examples of either version that flip, of the policies and tracks that both have; the new version's examples first."""
    return tuple(flip for policy in concerned(old, new) for flip in flips_between(old, old.policies[policy], new, new.policies[policy]))


def concerned(old: KnowledgeBase, new: KnowledgeBase) -> tuple[str, ...]:
    """The policies of both versions that can judge otherwise: they differ, or a fact does that they look at."""
    facts = {fact for fact in {*old.facts, *new.facts} if old.facts.get(fact) != new.facts.get(fact)}
    both = ((name, old.policies[name], policy) for name, policy in new.policies.items() if name in old.policies)
    return tuple(name for name, before, after in both if before != after or not facts.isdisjoint(after.facts_used))


def flips_between(old: KnowledgeBase, before: Policy, new: KnowledgeBase, after: Policy) -> Iterator[Flip]:
    """The same for one policy, whose id may have changed."""
    for example in _examples(before, after):
        if _has(before, example) and _has(after, example):
            was, comes = outcome_of(old, before, example).verdict, outcome_of(new, after, example).verdict
            if was.name != comes.name:
                yield Flip(after.id, example, was, comes)


def _examples(before: Policy, after: Policy) -> Iterator[Example]:
    """Each person once: an example of which only the expectation changed is the new one."""
    told = [*after.examples]
    yield from told
    yield from (one for one in before.examples if not any(_is_of(one, other) for other in told))


def _is_of(one: Example, other: Example) -> bool:
    return (one.track, one.as_of, one.facts) == (other.track, other.as_of, other.facts)


def _has(policy: Policy, example: Example) -> bool:
    """Whether an example can be judged by a policy: with the track that it names, and one where there are some."""
    tracks = [track.id for track in policy.tracks]
    return example.track in tracks if tracks else example.track is None
