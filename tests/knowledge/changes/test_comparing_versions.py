"""Two versions compared: no field is forgotten, nothing is made up, both ways say the same."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.base import KnowledgeBase
from knowledge.changes.change import Change, What
from knowledge.changes.comparing import compare, compare_bases
from knowledge.closed import Closed
from knowledge.conditions import Comparison, Condition, CountOf
from knowledge.entries import FormFile
from knowledge.facts import DateFact
from knowledge.loader import load
from knowledge.policy import JudgedOn
from tests.knowledge.changes.mutations import Place, at, every_model, others, places, put
from tests.knowledge.factories import FACTS, POLICY, SECOND, every_example_holds, loaded, spoilt

DATA = Path(__file__).parents[3] / "knowledge" / "data"
MIRRORED: dict[What, What] = {"added": "removed", "removed": "added", "changed": "changed", "moved": "moved"}
_BASES = {"ContradictionFile", "Answering", "FactBase", "Entry", "FactFile", "GeneralFile", "Span"}
"""What other models are built on, and what only holds them."""
_NOT_ON_FILE = (
    JudgedOn(day=date(2024, 12, 10), clause="一"),
    FormFile(path="a/b.docx", source="某局", retrieved=date(2024, 12, 1)),
    DateFact(kind="date", id="since", name="入职日期", subject="person", group="work", ask="哪天入职？"),
    Condition(id="some", clause="二", text="至少一项", rule=CountOf(count=(Comparison(fact="age", at_most="45"),), at_least=1)),
)


@cache
def on_file() -> KnowledgeBase:
    return load(DATA, every_example_holds)


def models(base: KnowledgeBase) -> tuple[Closed, ...]:
    files = (base.policies, base.facts, base.general, base.notices)
    return (*chain.from_iterable(file.values() for file in files), *base.contradictions, *_NOT_ON_FILE)


@cache
def every_file() -> tuple[Closed, ...]:
    return models(on_file())


_PLACES: dict[int, tuple[Place, ...]] = {}


def places_in(model: Closed) -> tuple[Place, ...]:
    """Those of one model of ``every_file``, found once: a clause list has thousands."""
    if id(model) not in _PLACES:
        _PLACES[id(model)] = tuple(places(model))
    return _PLACES[id(model)]


@st.composite
def mutated(draw: st.DrawFn) -> tuple[Closed, Place, Closed]:
    model = draw(st.sampled_from(every_file()))
    place = draw(st.sampled_from(places_in(model)))
    other = draw(st.sampled_from(tuple(others(at(model, place)))))
    return model, place, put(model, place, other)


@given(mutated())
def test_whatever_is_otherwise_is_told_where_it_stands(case: tuple[Closed, Place, Closed]) -> None:
    old, place, new = case
    changes = compare(old, new)
    assert changes
    assert {change.path[0] for change in changes} == {place[0]}


def mirrored(change: Change) -> Change:
    """The same, seen from the other version."""
    old, new = change.entries
    return replace(change, what=MIRRORED[change.what], old=change.new, new=change.old, entries=(new, old))


@given(mutated())
def test_the_other_way_round_everything_is_mirrored(case: tuple[Closed, Place, Closed]) -> None:
    old, _, new = case
    assert counted(compare(new, old)) == counted(mirrored(change) for change in compare(old, new))


@given(st.data())
@settings(max_examples=20)
def test_two_policies_compared_are_mirrored_too(data: st.DataObject) -> None:
    policies = st.sampled_from(tuple(on_file().policies.values()))
    one, other = data.draw(policies), data.draw(policies)
    assert counted(compare(one, other)) == counted(mirrored(change) for change in compare(other, one))


def counted(changes: Iterable[Change]) -> Counter[str]:
    return Counter(map(repr, changes))


def test_nothing_differs_from_itself() -> None:
    assert compare_bases(on_file(), load(DATA, every_example_holds)) == ()


def test_every_model_was_among_them() -> None:
    """The properties above say nothing of a model that no file uses."""
    seen = {type(part).__name__ for model in models(on_file()) for part in inside(model)}
    assert {model.__name__ for model in every_model(Closed)} - seen == _BASES


def inside(value: object) -> Iterator[Closed]:
    if isinstance(value, Closed):
        yield value
        for name in type(value).model_fields:
            yield from inside(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from inside(one)


def changed(folder: Path, old: str, new: str) -> list[Change]:
    before = loaded(folder / "old").policies["demo-2024"]
    return list(compare(before, loaded(folder / "new", demo=spoilt(POLICY, old, new)).policies["demo-2024"]))


def test_a_date_that_moved_names_its_stage_and_clause(tmp_path: Path) -> None:
    (change,) = changed(tmp_path, "ends: 2024-12-10", "ends: 2024-12-15")
    assert (change.path, change.what) == (("stages", "hand-in", "ends"), "changed")
    assert (change.old, change.new, change.clause) == (date(2024, 12, 10), date(2024, 12, 15), "三（一）")


def test_what_is_written_otherwise_and_means_the_same_is_no_change(tmp_path: Path) -> None:
    assert not changed(tmp_path, "{less_than: 100, percent: 0.5}", "{percent: 0.50, less_than: 100}")


def test_an_entry_that_came_or_went_is_told_whole(tmp_path: Path) -> None:
    honest = "  - {id: honest, clause: 八, who: 申报人, text: 如实申报}\n"
    (change,) = changed(tmp_path, honest, honest.replace("honest", "open"))[1:]
    assert (change.path, change.what, change.new, change.clause) == (("duties", "honest"), "removed", None, "八")


def test_entries_in_another_order_are_told_once(tmp_path: Path) -> None:
    first = "  - {id: stipend, clause: 七, text: 每月补贴, amount: 500, unit: 人, period: month, during: lessons}\n"
    second = "  - {id: letter, clause: 七, kind: honour, text: 发证书}\n"
    (change,) = changed(tmp_path, first + second, second + first)
    assert (change.path, change.what) == (("benefits",), "moved")
    assert (change.old, change.new) == (("grant", "stipend", "letter"), ("grant", "letter", "stipend"))


def test_a_step_of_a_quota_is_told_as_a_whole(tmp_path: Path) -> None:
    (change,) = changed(tmp_path, "percent: 0.5}", "percent: 0.6}")
    assert (change.path, change.what, change.clause) == (("quotas", "share", "brackets"), "changed", "六（二）")


def test_whole_folders_name_the_file_first(tmp_path: Path) -> None:
    old = loaded(tmp_path / "old")
    new = loaded(
        tmp_path / "new",
        facts=spoilt(FACTS, "ask: 您在职吗？", "ask: 您现在在职吗？"),
        other=spoilt(SECOND, "只是指导意见。", "只是指导。"),
    )
    assert [(change.path, change.what) for change in compare_bases(old, new)] == [
        (("policies", "other-2023", "summary"), "changed"),
        (("facts", "employed", "ask"), "changed"),
    ]
