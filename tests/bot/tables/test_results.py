"""The table that goes back: every row in order, the verdict that one check gives, and text that stays text."""

from dataclasses import replace
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot import texts
from bot.tables.filled import read_filled
from bot.tables.results import results
from bot.tables.template import OPTIONS, file_name, template
from bot.usecases.many import Cell, Outcome, Row, judge_rows
from bot.usecases.scope import PolicyScope
from bot.views.many import NAMES, count_lines, doubts_text, result_message
from bot.views.message import Attachment
from bot.views.render import to_plain
from eligibility.verdict import judge
from knowledge.base import KnowledgeBase
from tests.bot.tables.sheets import NOW, TEPEI, person, table

WRITTEN = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    ["=1+1", "+1", "@x", "=cmd|' /C calc'!A0", "\x00"]
)


def judged(base: KnowledgeBase, *cells: dict[str, str], scope: PolicyScope = TEPEI) -> tuple[Outcome, ...]:
    rows = (
        Row(number, f"甲{number}", {fact: Cell(f"B{number}", said, said) for fact, said in one.items()})
        for number, one in enumerate(cells, 4)
    )
    return tuple(judge_rows(base, scope, rows, NOW))


def sheet_of(content: bytes, name: str) -> Worksheet:
    sheet = load_workbook(BytesIO(content))[name]
    assert isinstance(sheet, Worksheet)
    return sheet


@settings(max_examples=25)
@given(label=WRITTEN, said=WRITTEN)
def test_what_people_wrote_comes_back_as_text_and_never_as_a_formula(base: KnowledgeBase, label: str, said: str) -> None:
    outcomes = judge_rows(base, TEPEI, [Row(4, label, {"age": Cell("B4", said, said)})], NOW)
    sheet = sheet_of(results(base, TEPEI, tuple(outcomes), (), NOW), "结果")
    assert all(
        cell.data_type in {"s", "n", "inlineStr"} and not (cell.data_type == "n" and cell.value) for row in sheet.rows for cell in row
    )


@settings(max_examples=25)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["age", "professional_title", "unit_place", "healthy"]),
            st.sampled_from(["45", "46", "副高", "包头", "可以", "？？"]),
        ),
        max_size=6,
    )
)
def test_every_row_is_judged_as_if_it_were_alone(base: KnowledgeBase, cells: list[dict[str, str]]) -> None:
    outcomes = judged(base, *cells)
    assert [outcome.row.number for outcome in outcomes] == list(range(4, 4 + len(cells)))
    for one, outcome in zip(cells, outcomes, strict=True):
        (alone,) = judged(base, one)
        assert alone.verdicts == outcome.verdicts
        (verdict,) = outcome.verdicts
        assert verdict == judge(base, base.policies[TEPEI.policy], TEPEI.track, outcome.answers, verdict.day)
        assert {unread.fact.id for unread in outcome.unread} == one.keys() - outcome.answers.keys()


def test_the_reason_names_the_clause_and_what_was_filled_in(base: KnowledgeBase) -> None:
    outcomes = judged(base, {"age": "46", "professional_title": "三星堆"}, {"age": "45"})
    sheet = sheet_of(results(base, TEPEI, outcomes, ("多出的列没看：备注",), NOW), "结果")
    heads, first, second = [[cell.value for cell in row] for row in sheet.rows]
    told = dict(zip(heads, first, strict=True))
    assert told["结论"] == NAMES["not_eligible"]
    assert "（填的：46周岁）" in str(told["原因"])
    assert told["条款"] == "三（一）2"
    assert "B4 职称：" in str(told["没看懂或对不上的"])
    assert "职称" in str(dict(zip(heads, second, strict=True))["还缺"])
    summary = "\n".join(
        str(cell.value) for row in sheet_of(results(base, TEPEI, outcomes, ("多出的列没看：备注",), NOW), "汇总").rows for cell in row
    )
    assert {"共 2 行", "❌ 不符合 1，❓ 待确认 1", "多出的列没看：备注", texts.DISCLAIMER} <= set(summary.splitlines())


def test_answers_that_do_not_go_together_are_asked_about(base: KnowledgeBase) -> None:
    (outcome,) = judged(base, {"age": "28", "years_in_profession": "30年"})
    assert outcome.clashes
    assert outcome.clashes[0].ask in doubts_text(outcome)


def test_a_row_whose_answers_clash_counts_for_nothing_until_it_is_mended(base: KnowledgeBase) -> None:
    fits = {"age": "28", "professional_title": "副高", "unit_place": "包头", "ethnic_minority": "是", "healthy": "可以"}
    sound, clashing = judged(base, fits, fits | {"years_in_profession": "30年"})
    assert sound.verdicts[0].name == clashing.verdicts[0].name == "eligible"
    assert count_lines(base.policies[TEPEI.policy], (sound, clashing)) == ("⚠ 回答对不上，没算在里面：1 行", "✅ 符合 1")
    heads, *rows = [[cell.value for cell in row] for row in sheet_of(results(base, TEPEI, (sound, clashing), (), NOW), "结果").rows]
    told = [str(dict(zip(heads, row, strict=True))["结论"]) for row in rows]
    assert told[0] == "符合"
    assert told[1].startswith("⚠ 回答对不上")
    assert "⚠ 回答对不上，" in to_plain(result_message(base, TEPEI, (clashing,), (), Attachment("a.xlsx", b"")))


def test_the_message_counts_all_and_shows_the_first_few_that_do_not_fit(base: KnowledgeBase) -> None:
    outcomes = judged(base, *({"age": str(age)} for age in range(40, 50)))
    text = to_plain(result_message(base, TEPEI, outcomes, (), Attachment("a.xlsx", b"")))
    assert text.startswith("核对了 10 行\n❌ 不符合 4，❓ 待确认 6")
    assert "第 8 行 甲8：❓ 待确认，还缺" in text
    assert "甲9" not in text
    assert "另有 5 行" in text
    assert count_lines(base.policies[TEPEI.policy], outcomes) == ("❌ 不符合 4，❓ 待确认 6",)
    assert "没看懂" not in text


def test_who_fits_needs_no_line_and_a_row_without_a_name_has_its_number_once(base: KnowledgeBase) -> None:
    fits = {"age": "44", "professional_title": "副高", "unit_place": "包头", "ethnic_minority": "是", "healthy": "可以"}
    (one,) = judged(base, fits)
    nameless = replace(one, row=replace(one.row, label="第4行"))
    assert [verdict.name for verdict in one.verdicts] == ["eligible"]
    assert "甲4" not in to_plain(result_message(base, TEPEI, (one,), (), Attachment("a.xlsx", b"")))
    (other,) = judged(base, {"age": "46"})
    other = replace(other, row=replace(other.row, label="第4行"))
    text = to_plain(result_message(base, TEPEI, (nameless, other), (), Attachment("a.xlsx", b"")))
    assert "第 4 行：❌ 不符合，45周岁以下" in text
    assert "第4行" not in text


def test_a_cell_that_could_not_be_read_is_named_by_its_row_and_its_columns_title(base: KnowledgeBase) -> None:
    cells = [{"age": "大概四十", "professional_title": "三星堆"}, {"age": "45"}, *({"age": "老"} for _ in range(5))]
    text = to_plain(result_message(base, TEPEI, judged(base, *cells), (), Attachment("a.xlsx", b"")))
    assert "⚠ 7 格没看懂，按没填算：第 4 行“年龄”、第 4 行“职称”、第 6 行“年龄”、第 7 行“年龄”、第 8 行“年龄”等" in text
    clashing = judged(base, {"age": "28", "years_in_profession": "30年"})
    text = to_plain(result_message(base, TEPEI, clashing, (), Attachment("a.xlsx", b"")))
    assert "⚠ 1 行的回答对不上：第 4 行\n怎么改写在表里" in text


def test_every_template_can_be_made_filled_in_and_read(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        if policy.applicant is None:
            continue
        for scope in (PolicyScope(policy.id), *(PolicyScope(policy.id, track.id) for track in policy.tracks)):
            content = table(base, person(A="甲", B="不清楚"), scope)
            filled = read_filled(base, content)
            assert filled.scope == scope
            outcomes = tuple(judge_rows(base, scope, filled.rows, NOW))
            assert len(outcomes) == 1
            assert results(base, scope, outcomes, (), NOW)
            assert file_name(base, scope).endswith(".xlsx")


def test_a_template_offers_the_options_in_lists_and_says_what_becomes_of_it(base: KnowledgeBase) -> None:
    workbook = load_workbook(BytesIO(template(base, TEPEI, NOW)))
    assert workbook[OPTIONS].sheet_state == "hidden"
    sheet = workbook.worksheets[0]
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists == {
        f"list_{fact}"
        for fact in ("education", "professional_title", "unit_place", "ethnic_minority", "healthy", "grassroots", "unit_ownership")
    }
    assert set(workbook.defined_names) == lists
    notes = "\n".join(str(cell.value) for (cell,) in workbook["说明"].iter_rows(max_col=1))
    assert texts.TABLE_PRIVACY in notes
    assert "模板编号：nmg-tepei-2023/outside" in notes
