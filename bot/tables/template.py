"""The table to fill in: a column per fact with how to answer it, lists to choose from, an example, and notes."""

from datetime import datetime

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from bot import texts
from bot.clock import SHANGHAI
from bot.tables.columns import EXAMPLE, FIRST_ROW, HOW_LABEL, MARKER, NOTES, SHEET, facts_asked, label_of
from bot.tables.filled import MOST_ROWS
from bot.tables.styles import GREY, HINT, head, lines, packed, write
from bot.usecases.interviewing import day_of
from bot.usecases.scope import PolicyScope, targets_of
from bot.views.citing import name_of, source_text
from bot.views.dates import day_text
from eligibility.reading import accepts
from knowledge.base import KnowledgeBase
from knowledge.facts import AgeFact, ChoiceFact, ChoicesFact, DateFact, DurationFact, Fact, NumberFact, ScaleFact, YesNoFact

OPTIONS = "选项"
UNKNOWN = "不清楚"
HOW_TO_LABEL = f"{HOW_LABEL}，写编号最好；不要写身份证号、手机号"


def template(base: KnowledgeBase, scope: PolicyScope, now: datetime) -> bytes:
    """An .xlsx with the columns of a policy, or of one of its tracks."""
    facts = facts_asked(base, scope)
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = SHEET
    names = (label_of(base, scope), *(fact.name for fact in facts))
    head(sheet, names, tuple(max(14, min(30, 2 * len(name) + 4)) for name in names))
    for column, hint in enumerate((HOW_TO_LABEL, *map(_how, facts)), 1):
        cell = write(sheet, FIRST_ROW - 1, column, hint)
        cell.font, cell.fill = GREY, HINT
    for column, text in enumerate((f"{EXAMPLE}001，这一行不核对，可删", *map(_example, facts)), 1):
        write(sheet, FIRST_ROW, column, text).font = GREY
    sheet.freeze_panes = f"B{FIRST_ROW}"
    _add_lists(workbook, facts)
    lines(workbook.create_sheet(NOTES), _notes(base, scope, now))
    workbook.move_sheet(OPTIONS, 1)
    return packed(workbook)


def file_name(base: KnowledgeBase, scope: PolicyScope) -> str:
    """What the file is called."""
    policy = base.policies[scope.policy]
    track = f"-{policy.track(scope.track).name}" if scope.track else ""
    return f"批量核对-{policy.short_title}{track}.xlsx"


def _how(fact: Fact) -> str:
    """How to answer, in one cell."""
    match fact:
        case ChoicesFact():
            how = f"可填几项，用顿号隔开；一项也没有填“都没有”：{'、'.join(option.label for option in fact.options)}"
        case YesNoFact() | ChoiceFact() | ScaleFact():
            how = "点格子右边的箭头选"
        case NumberFact():
            how = f"只填数字，单位是{fact.unit}"
        case AgeFact():
            how = "最好填出生日期，如 1980-05-01；也可填周岁"
        case DurationFact():
            how = "填开始的年月，如 2012年7月；也可填 8年、18个月"
        case DateFact():
            how = "填日期，如 2024-05-01"
    private = "；敏感信息，本人同意才填，可空着" if fact.sensitive else ""
    return f"{how}{private}。{fact.help or ''}"


def _example(fact: Fact) -> str:
    if isinstance(fact, ScaleFact):
        return fact.options[len(fact.options) // 2].label
    return "" if fact.sensitive else "1980-05-01" if isinstance(fact, AgeFact) else accepts(fact)[0]


def _choices(fact: Fact) -> tuple[str, ...]:
    match fact:
        case YesNoFact():
            return (fact.yes, fact.no, UNKNOWN)
        case ChoiceFact() | ScaleFact():
            return (*(option.label for option in fact.options), UNKNOWN)
        case _:
            return ()


def _add_lists(workbook: Workbook, facts: tuple[Fact, ...]) -> None:
    """Lists to choose from, through named ranges of a hidden sheet: labels are longer than a list inside a rule may be."""
    options = workbook.create_sheet(OPTIONS)
    options.sheet_state = "hidden"
    sheet = workbook.worksheets[0]
    for column, fact in enumerate(facts, 2):
        choices = _choices(fact)
        for row, choice in enumerate(choices, 1):
            write(options, row, column, choice)
        if choices:
            letter = get_column_letter(column)
            workbook.defined_names[f"list_{fact.id}"] = DefinedName(
                f"list_{fact.id}", attr_text=f"'{OPTIONS}'!${letter}$1:${letter}${len(choices)}"
            )
            rule = DataValidation("list", formula1=f"list_{fact.id}", allow_blank=True, errorStyle="warning")
            rule.error, rule.errorTitle = "不在选项里，发给我后可能看不懂。", fact.name
            rule.add(f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + MOST_ROWS}")
            sheet.add_data_validation(rule)


def _notes(base: KnowledgeBase, scope: PolicyScope, now: datetime) -> tuple[str, ...]:
    policy = base.policies[scope.policy]
    track = f" · {policy.track(scope.track).name}" if scope.track else ""
    days = dict.fromkeys(day_of(base, scope, target, {}, now) for target in targets_of(base, scope))
    return (
        f"{name_of(policy)}{track}：批量核对",
        f"1. 在“{SHEET}”里每人填一行，最多 {MOST_ROWS} 行，填好把文件发回给申报助手，每人的结论和原因会写在新表里发回给您。",
        "2. 不清楚的空着或填“不清楚”，结论会写还缺什么。表头不要改；列可以换顺序。不要用公式，不要合并单元格。",
        f"3. 第一列写编号最好，我只照样抄回，不保存。{texts.TABLE_PRIVACY}",
        f"4. 年龄、年限按{'、'.join(map(day_text, days))}算；填的是周岁或时长的，也按这一天算。",
        "5. 由评审认定的条件不在表里，结论只说硬条件。",
        texts.DISCLAIMER,
        source_text(policy),
        f"资料版本 {base.version}",
        f"{MARKER}：{scope}",
        f"做于 {day_text(now.astimezone(SHANGHAI).date())}",
    )
