"""A table back from people: whatever they did to it, its rows are read or a cell and a cure are named."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.worksheet.worksheet import Worksheet

from bot.tables.columns import FIRST_ROW, MARKER, NOTES, SHEET, facts_asked
from bot.tables.filled import MOST_COLUMNS, MOST_ROWS, Filled, read_filled
from bot.tables.opening import TableError
from bot.usecases.many import Unusable
from bot.usecases.scope import PolicyScope, targets_of
from knowledge.base import KnowledgeBase
from knowledge.facts import options_of
from tests.bot.tables.sheets import TEPEI, Change, person, table

SCOPES = st.sampled_from(["nmg-tepei-2023/outside", "xj-training-base-2023", "ah-startup-training-2023", "sqsz-contest-2020/worker"])


def scope_of(text: str) -> PolicyScope:
    policy, _, track = text.partition("/")
    return PolicyScope(policy, track or None)


def read(base: KnowledgeBase, change: Change) -> Filled:
    return read_filled(base, table(base, change))


@settings(max_examples=25)
@given(st.data())
def test_what_is_filled_in_is_read_whatever_the_order_of_the_columns(base: KnowledgeBase, data: st.DataObject) -> None:
    scope = scope_of(data.draw(SCOPES))
    facts = facts_asked(base, scope)
    order = data.draw(st.permutations(range(len(facts) + 1)))
    said = {fact.id: data.draw(st.sampled_from([option.label for option in options_of(fact)] or ["3", "不清楚"])) for fact in facts}

    def shuffle(_: Workbook, sheet: Worksheet) -> None:
        heads = [sheet.cell(1, column).value for column in range(1, len(facts) + 2)]
        row = ["甲", *said.values()]
        for column, source in enumerate(order, 1):
            sheet.cell(1, column).value = heads[source]
            sheet.cell(2, column).value = sheet.cell(3, column).value = None
            sheet.cell(FIRST_ROW + 1, column).value = row[source]

    filled = read_filled(base, table(base, shuffle, scope))
    assert filled.scope == scope
    (row,) = filled.rows
    assert (row.label, row.number) == ("甲", FIRST_ROW + 1)
    assert {fact: cell.value for fact, cell in row.cells.items()} == said


def test_a_template_asks_for_all_that_a_verdict_can_hang_on(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        if policy.applicant is not None:
            asked = {fact.id for fact in facts_asked(base, PolicyScope(policy.id))}
            tracks = [PolicyScope(policy.id, target.track) for target in targets_of(base, PolicyScope(policy.id))]
            assert asked == {fact.id for track in tracks for fact in facts_asked(base, track)}


@pytest.mark.parametrize(
    ("value", "format_", "read_as"),
    [
        (date(1980, 5, 1), "yyyy-mm-dd", "1980-05-01"),
        (datetime(1980, 5, 1, 8, 30), "yyyy-mm-dd", "1980-05-01"),  # noqa: DTZ001 - a table knows no zones
        (45, "General", 45),
        (45.0, "General", 45),
        (12.5, "General", Decimal("12.5")),
        (0.1 + 0.2, "General", Decimal("0.3")),
        (0.455, "0.0%", Decimal("45.5")),
        (True, "General", True),
        (time(8, 30), "h:mm", "08:30:00"),
        ("长" * 300, "General", "长" * 300),
        ("  ４５ ", "@", "４５"),
    ],
)
def test_a_cell_says_what_it_shows(base: KnowledgeBase, value: object, format_: str, read_as: object) -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet["B4"] = value  # type: ignore[assignment]  # whatever Excel holds
        sheet["B4"].number_format = format_

    (row,) = read(base, fill).rows
    assert row.cells["age"].value == read_as
    assert row.label == "第4行"


@pytest.mark.parametrize(("value", "told"), [("=YEAR(NOW())-1980", "公式"), ("#N/A", "错误值")])
def test_formulas_and_errors_are_no_answers_and_say_how_to_mend_them(base: KnowledgeBase, value: str, told: str) -> None:
    (row,) = read(base, person(A="甲", B=value)).rows
    cell = row.cells["age"]
    assert isinstance(cell.value, Unusable)
    assert told in cell.value.cure
    assert cell.address == "B4"


def test_empty_rows_the_hints_and_the_example_are_left_out(base: KnowledgeBase) -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet["B9"], sheet["A12"], sheet["B14"], sheet["C600"] = 45, "只有编号", " ", ""

    filled = read(base, fill)
    assert [row.number for row in filled.rows] == [9]
    assert (filled.left_out, filled.absent) == ((), ())


def test_a_column_too_many_or_too_few_is_told_and_harms_nothing(base: KnowledgeBase) -> None:
    def more(_: Workbook, sheet: Worksheet) -> None:
        sheet["Z1"], sheet["Z4"], sheet["B4"] = "备注", "随便", 45

    def fewer(_: Workbook, sheet: Worksheet) -> None:
        sheet["B4"] = 45
        sheet.delete_cols(3)

    assert read(base, more).left_out == ("备注",)
    assert read(base, fewer).absent == (facts_asked(base, TEPEI)[1].name,)


def cell(place: str, value: object) -> Change:
    def put(_: Workbook, sheet: Worksheet) -> None:
        sheet["B4"] = 45
        sheet[place] = value  # type: ignore[assignment]  # whatever Excel holds

    return put


def merged(_: Workbook, sheet: Worksheet) -> None:
    sheet["B4"] = 45
    sheet.merge_cells("C4:D4")


def renamed_sheet(_: Workbook, sheet: Worksheet) -> None:
    sheet.title = "Sheet1"


def no_notes(workbook: Workbook, _: Worksheet) -> None:
    workbook.remove(workbook[NOTES])


def of_a_policy_gone(workbook: Workbook, _: Worksheet) -> None:
    notes = workbook[NOTES]
    assert isinstance(notes, Worksheet)
    for (line,) in notes.iter_rows(max_col=1):
        if str(line.value).startswith(MARKER):
            line.value = f"{MARKER}：no-such-policy"


def crowd(_: Workbook, sheet: Worksheet) -> None:
    for row in range(FIRST_ROW + 1, FIRST_ROW + MOST_ROWS + 2):
        sheet.cell(row, 2).value = 45


def wide(_: Workbook, sheet: Worksheet) -> None:
    for column in range(1, MOST_COLUMNS + 2):
        sheet.cell(1, column).value = f"列{column}"


def no_heads(_: Workbook, sheet: Worksheet) -> None:
    sheet.delete_rows(1)


def no_labels(_: Workbook, sheet: Worksheet) -> None:
    sheet.delete_cols(1)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (cell("B1", "年纪"), "B1 的表头“年纪”我不认识。是不是“年龄”"),
        (cell("B1", "甲乙丙丁"), "B1 的表头“甲乙丙丁”我不认识。表里少了“年龄”"),
        (cell("A1", "备忘"), "编号或姓名"),
        (cell("C1", "年龄"), "B1 和 C1 都是“年龄”"),
        (merged, "C4:D4.*取消合并"),
        (renamed_sheet, "没有找到叫“填表”"),
        (no_notes, "认不出"),
        (of_a_policy_gone, "旧的.*no-such-policy"),
        (crowd, "501 行.*最多 500"),
        (wide, "101 列"),
        (no_heads, "不是模板的表头"),
        (no_labels, "少了“编号或姓名”"),
        (person(), "还没有填人"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_place_and_the_cure(base: KnowledgeBase, change: Change, told: str) -> None:
    with pytest.raises(TableError, match=told):
        read(base, change)


def test_a_chart_in_the_place_of_the_sheet_is_no_table(base: KnowledgeBase) -> None:
    def chart(workbook: Workbook, sheet: Worksheet) -> None:
        workbook.create_chartsheet("图").add_chart(BarChart())
        workbook.remove(sheet)
        workbook.chartsheets[0].title = SHEET

    with pytest.raises(TableError, match="没有找到"):
        read(base, chart)


def test_a_day_that_is_written_as_iso_text_is_the_same_day(base: KnowledgeBase) -> None:
    """Some programs write days so; openpyxl then reads a day without a time."""

    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        workbook.iso_dates = True
        person(A="甲", B=date(1980, 5, 1))(workbook, sheet)

    (row,) = read(base, fill).rows
    assert row.cells["age"].value == "1980-05-01"
