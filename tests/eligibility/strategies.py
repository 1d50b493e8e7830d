"""Small knowledge bases in memory, random rules over them, and every answer their facts accept."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import combinations, product
from typing import Any

from hypothesis import strategies as st

from eligibility.answers import Answer, Answers, Born, Declined, DoesNotKnow, Given, Months, Since, Years
from eligibility.days import Window, add_months
from knowledge.base import KnowledgeBase
from knowledge.conditions import AllOf, AnyOf, Comparison, Condition, CountOf, NoneOf, Rule
from knowledge.facts import (
    AgeFact,
    ChoiceFact,
    ChoicesFact,
    DateFact,
    DurationFact,
    Fact,
    NumberFact,
    Option,
    ScaleFact,
    YesNoFact,
    option_ids,
)
from knowledge.policy import Policy

DAY = date(2024, 12, 10)
"""The day on which everything here is judged."""

ONE = timedelta(days=1)

OPTIONS = (Option(id="low", label="初级"), Option(id="mid", label="中级", aliases=("三级",)), Option(id="top", label="高级"))


def _common(fact: str, **more: object) -> dict[str, Any]:
    return {"id": fact, "name": fact, "subject": "person", "group": "me", "ask": f"{fact}？"} | more


FACTS: dict[str, Fact] = {
    fact.id: fact
    for fact in (
        YesNoFact(kind="yes_no", **_common("employed", group="work", effort=1)),
        YesNoFact(kind="yes_no", **_common("punished", sensitive=True)),
        YesNoFact(kind="yes_no", **_common("insured", group="unit", subject="unit", effort=8)),
        ChoiceFact(kind="choice", options=OPTIONS, **_common("region", effort=1)),
        ScaleFact(kind="scale", options=OPTIONS, **_common("level", group="certificate")),
        ChoicesFact(kind="choices", options=OPTIONS, **_common("honours", group="certificate")),
        NumberFact(kind="number", unit="人", maximum=Decimal(4), **_common("staff", group="unit", subject="unit")),
        NumberFact(kind="number", unit="%", maximum=Decimal(2), whole=False, **_common("share", group="unit", subject="unit")),
        AgeFact(kind="age", minimum=44, maximum=47, **_common("age")),
        DurationFact(kind="duration", maximum_years=1, **_common("tenure", group="work")),
        DateFact(kind="date", **_common("founded", group="unit", subject="unit")),
    )
}

VALUES: dict[str, tuple[Given, ...]] = {
    "employed": (Given(value=True), Given(value=False)),
    "punished": (Given(value=True), Given(value=False)),
    "insured": (Given(value=True), Given(value=False)),
    "region": tuple(Given(option.id) for option in OPTIONS),
    "level": tuple(Given(option.id) for option in OPTIONS),
    "honours": tuple(
        Given(frozenset(option.id for option, taken in zip(OPTIONS, chosen, strict=True) if taken))
        for chosen in product((True, False), repeat=3)
    ),
    "staff": tuple(Given(Decimal(number)) for number in range(5)),
    "share": tuple(Given(Decimal(number) / 4) for number in range(9)),
    "age": tuple(Given(Years(years)) for years in range(44, 48)),
    "tenure": (
        *(Given(Months(months)) for months in range(13)),
        *(Given(Since(Window(start, start))) for start in (add_months(DAY, -months) - ONE for months in range(12))),
    ),
    "founded": tuple(Given(DAY + days * ONE) for days in range(-3, 4)),
}
"""Every value of a fact, as far as any bound drawn below can tell values apart."""

_BOUNDS: dict[str, st.SearchStrategy[Decimal | str]] = {
    "level": st.sampled_from(option_ids(FACTS["level"])),
    "staff": st.sampled_from([Decimal(number) for number in (0, 1, 2, 3, 4, 9)] + [Decimal("1.5")]),
    "share": st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1), Decimal("1.5"), Decimal(2)]),
    "age": st.sampled_from([Decimal(years) for years in range(43, 49)]),
    "tenure": st.sampled_from(["6个月", "1年", "3个月", "7个月", "0个月"]),
    "founded": st.sampled_from([str(DAY + days * ONE) for days in (-2, 0, 1)]),
}

IDS = tuple(FACTS)
_some_options = st.lists(st.sampled_from([option.id for option in OPTIONS]), min_size=1, max_size=2, unique=True).map(tuple)


@st.composite
def comparisons(draw: st.DrawFn, ids: tuple[str, ...] = IDS) -> Comparison:
    """One comparison of one of the facts that its kind allows."""
    fact = FACTS[draw(st.sampled_from(ids))]
    match fact.kind:
        case "yes_no":
            return Comparison.model_validate({"fact": fact.id, "is": draw(st.booleans())})
        case "choice":
            return Comparison(fact=fact.id, one_of=draw(_some_options))
        case "choices":
            return Comparison(fact=fact.id, includes_any=draw(_some_options))
        case _:
            operators = draw(
                st.lists(st.sampled_from(["at_least", "at_most", "more_than", "less_than"]), min_size=1, max_size=2, unique=True)
            )
            return Comparison.model_validate({"fact": fact.id} | {name: draw(_BOUNDS[fact.id]) for name in operators})


@cache
def rules(ids: tuple[str, ...] = IDS) -> st.SearchStrategy[Rule]:
    """Rules up to a few levels deep."""

    def deeper(inner: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
        parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
        return st.one_of(
            parts.map(lambda found: AllOf(all=found)),
            parts.map(lambda found: AnyOf(any=found)),
            parts.map(lambda found: NoneOf(none=found)),
            st.builds(lambda found, least: CountOf(count=found, at_least=least), parts, st.integers(1, 3)),
        )

    leaves: st.SearchStrategy[Rule] = comparisons(ids)
    return st.recursive(leaves, deeper, max_leaves=4)


_decided_by = st.sampled_from(["answers", "answers", "answers", "answers", "jury", "document"])
_kinds = st.sampled_from(["required", "required", "excluding", "preferred"])
_tracks = st.sampled_from([(), (), ("one",), ("two",)])
_sometimes = st.sampled_from([False, False, True])


@st.composite
def conditions(draw: st.DrawFn, number: int, ids: tuple[str, ...]) -> Condition:
    """A condition of any kind, decided in any way."""
    decided = draw(_decided_by)
    return Condition.model_validate(
        {
            "id": f"c{number}",
            "clause": f"三（一）{number}",
            "kind": draw(_kinds),
            "text": f"条件{number}",
            "decided_by": decided,
            "rule": draw(rules(ids)) if decided == "answers" else None,
            "when": draw(rules(ids)) if draw(_sometimes) else None,
            "tracks": draw(_tracks),
            "document": "annex" if decided == "document" else None,
        }
    )


def policy_of(*found: Condition, name: str = "small-2024", **more: object) -> Policy:
    """A policy of two tracks with these conditions and nothing else."""
    return Policy.model_validate(
        {
            "id": name,
            "title": name,
            "short_title": name,
            "series": {"id": "small", "name": "小"},
            "year": 2024,
            "region": ["全国"],
            "applicant": "person",
            "issuers": ["某局"],
            "sources": [{"publisher": "某局", "kind": "official"}],
            "summary": "小项目",
            "audience": "所有人",
            "tracks": [{"id": "one", "name": "甲"}, {"id": "two", "name": "乙"}],
            "conditions": found,
        }
        | more
    )


def base_of(*policies: Policy) -> KnowledgeBase:
    """These policies over the facts above."""
    return KnowledgeBase(version="0" * 12, facts=FACTS, policies={policy.id: policy for policy in policies})


_some_ids = st.sampled_from(tuple(combinations(IDS, 3))[::7])
_how_many = st.integers(0, 4)


@st.composite
def policies(draw: st.DrawFn, name: str = "small-2024") -> Policy:
    """A policy over three of the facts, so that brute force can walk through everything."""
    ids = draw(_some_ids)
    return policy_of(*(draw(conditions(number, ids)) for number in range(draw(_how_many))), name=name)


@st.composite
def rough(draw: st.DrawFn, fact: str) -> Given:
    """An age or a length given less exactly than to the day."""
    start = add_months(DAY, -12 * 46 if fact == "age" else -8) + draw(st.integers(-150, 150)) * ONE
    window = Window(start, start + draw(st.integers(0, 80)) * ONE)
    return Given(Born(window) if fact == "age" else Since(window))


def _answers_to(fact: str, *, exact: bool) -> st.SearchStrategy[Answer | None]:
    options: list[st.SearchStrategy[Answer | None]] = [
        st.none(),
        st.sampled_from(VALUES[fact]),
        st.sampled_from([DoesNotKnow(), Declined()]),
    ]
    if fact in ("age", "tenure") and not exact:
        options.append(rough(fact))
    return st.one_of(options)


@cache
def answers(*, exact: bool = False) -> st.SearchStrategy[dict[str, Answer]]:
    """Some of the facts answered: with a value, rather not, not known, or (unless exact) roughly."""
    drawn = st.fixed_dictionaries({fact: _answers_to(fact, exact=exact) for fact in IDS})
    return drawn.map(lambda found: {fact: answer for fact, answer in found.items() if answer is not None})


def settled_by(fact: str, answer: Answer | None) -> tuple[Given, ...]:
    """The exact values that an answer leaves possible, found the slow way."""
    match answer:
        case Given(Born(window)) | Given(Since(window)) if window.earliest != window.latest:
            make = Born if fact == "age" else Since
            days = [window.earliest + passed * ONE for passed in range((window.latest - window.earliest).days + 1)]
            return tuple(Given(make(Window(day, day))) for day in days)
        case Given():
            return (answer,)
        case _:
            return VALUES[fact]


def completions(facts: tuple[str, ...], known: Answers) -> Iterator[Mapping[str, Given]]:
    """Every exact way to fill in these facts."""
    for values in product(*(settled_by(fact, known.get(fact)) for fact in facts)):
        yield dict(zip(facts, values, strict=True))
