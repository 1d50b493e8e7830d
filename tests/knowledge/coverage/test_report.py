"""Who cites which clause, and what nobody cites."""

from knowledge.coverage.report import Row, State, rows
from knowledge.policy import Policy
from tests.knowledge.coverage.made_up import ENTRIES, NOTHING, notice, policy
from tests.knowledge.factories import spoilt

FIRST_ONLY = ENTRIES.split("materials:", maxsplit=1)[0]
"""Entries that cite 一1 and leave 一2 to others."""


def states(given: Policy) -> dict[str, State]:
    return {row.clause: row.state for row in rows(given, notice(), {given.id: given})}


def test_every_clause_has_its_row_in_order() -> None:
    given = policy()
    assert list(rows(given, notice(), {given.id: given})) == [
        Row("标题", "cited", ("title",)),
        Row("前言", "cited", ("basis",)),
        Row("一", "nothing", (), "标题"),
        Row("一1", "cited", ("total", "grant")),
        Row("一2", "cited", ("hand-in", "form")),
        Row("二", "nothing", (), "口号"),
        Row("落款", "cited", ("title", "office")),
    ]


def test_a_clause_that_no_entry_cites_is_uncited() -> None:
    one_left = spoilt(ENTRIES, "clause: 一2, name: 申报表", "clause: 一1, name: 申报表")
    assert states(policy(one_left))["一2"] == "cited"
    assert states(policy(spoilt(one_left, "clause: 一2, name: 交材料", "clause: 一1, name: 交材料")))["一2"] == "uncited"


def test_a_doubt_about_a_clause_does_not_pass_it_on() -> None:
    doubt = "caveats: [{id: lost, clause: 一2, printed: 三份, reading: 三份, certainty: sure, ask: 市局, touches: [total]}]\n"
    found = {row.clause: row for row in rows(policy(FIRST_ONLY + doubt), notice(), {})}
    assert found["一2"] == Row("一2", "uncited", ("lost",))


def test_a_clause_with_nothing_to_know_is_not_cited() -> None:
    assert states(policy(spoilt(ENTRIES, "id: total, clause: 一1", "id: total, clause: 二")))["二"] == "contradicted"


def test_a_clause_of_which_one_part_holds_something_is_to_be_cited() -> None:
    whole = notice()
    parts = [part.model_dump() for part in whole.clauses]
    parts[-2]["id"] = "一2"  # 二, named as holding nothing, becomes a second part of 一2
    split = notice(clauses=parts)
    assert split.clause_ids == ("标题", "前言", "一", "一1", "一2", "落款")
    found = {row.clause: row.state for row in rows(policy(FIRST_ONLY), split, {})}
    assert (found["一"], found["一2"]) == ("nothing", "uncited")


def test_a_clause_may_concern_another_policy_of_the_notice() -> None:
    first = policy(FIRST_ONLY)
    second = policy().model_copy(update={"id": "other-2024"})
    shared = notice(policies=("demo-2024", "other-2024"))
    both = {"demo-2024": first, "other-2024": second}
    assert {row.clause: row.state for row in rows(first, shared, both)}["一2"] == "elsewhere"
    assert {row.clause: row.state for row in rows(first, shared, {"demo-2024": first})}["一2"] == "uncited"


def test_scope_judging_day_and_documents_cite_their_clauses() -> None:
    given = policy(
        "scope_clause: 一1\njudged_on: {day: 2024-11-01, clause: 一2}\n"
        "documents:\n"
        "  - {id: law, title: 上级办法, role: basis, clause: 落款}\n"
        "  - {id: sheet, title: 表, role: annex, label: 前言}\n"
    )
    assert {row.clause: row.cited_by for row in rows(given, notice(), {}) if row.state == "cited"} == {
        "标题": ("title",),
        "前言": ("sheet",),
        "一1": ("audience",),
        "一2": ("judged_on",),
        "落款": ("title", "law"),
    }
    assert set(NOTHING) == {row.clause for row in rows(given, notice(), {}) if row.state == "nothing"}
