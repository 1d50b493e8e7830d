"""The table with the verdicts: their rows as they wrote them, and beside each what came out; a sheet of counts."""

from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook

from bot import texts
from bot.clock import SHANGHAI
from bot.tables.columns import facts_asked, label_of
from bot.tables.styles import FILLS, head, lines, packed, write
from bot.usecases.many import Outcome
from bot.usecases.scope import PolicyScope
from bot.views.citing import caveat_text, name_of, source_text
from bot.views.dates import day_text
from bot.views.many import clauses_text, count_lines, doubts_text, missing_text, reason_text, verdict_text
from knowledge.base import KnowledgeBase

RESULT_NAME = "批量核对结果.xlsx"
ADDED = ("结论", "原因", "还缺", "没看懂或对不上的", "条款")
WIDTHS = (14, 50, 24, 40, 16)


def results(base: KnowledgeBase, scope: PolicyScope, outcomes: Sequence[Outcome], notes: Sequence[str], now: datetime) -> bytes:
    """An .xlsx with the verdict of every row."""
    facts = facts_asked(base, scope)
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "结果"
    head(sheet, (label_of(base, scope), *ADDED, *(fact.name for fact in facts)), (16, *WIDTHS, *(16 for _ in facts)))
    for number, outcome in enumerate(outcomes, 2):
        told = (
            outcome.row.label,
            verdict_text(base, outcome),
            reason_text(base, outcome),
            missing_text(base, outcome),
            doubts_text(outcome),
            clauses_text(base, outcome),
            *(outcome.row.cells[fact.id].shown if fact.id in outcome.row.cells else "" for fact in facts),
        )
        for column, text in enumerate(told, 1):
            write(sheet, number, column, text)
        if outcome.clashes:
            sheet.cell(number, 2).fill = FILLS["undetermined"]
        elif len({verdict.name for verdict in outcome.verdicts}) == 1:
            sheet.cell(number, 2).fill = FILLS.get(outcome.verdicts[0].name, FILLS["undetermined"])
    sheet.auto_filter.ref = sheet.dimensions
    lines(workbook.create_sheet("汇总"), _summary(base, scope, outcomes, notes, now))
    return packed(workbook)


def _summary(base: KnowledgeBase, scope: PolicyScope, outcomes: Sequence[Outcome], notes: Sequence[str], now: datetime) -> tuple[str, ...]:
    policy = base.policies[scope.policy]
    days = dict.fromkeys(verdict.day for outcome in outcomes for verdict in outcome.verdicts)
    shown = frozenset(reason.condition.id for verdict in outcomes[0].verdicts for reason in verdict.reasons)
    return (
        f"{name_of(policy)}{' · ' + policy.track(scope.track).name if scope.track else ''}：批量核对结果",
        f"共 {len(outcomes)} 行",
        *count_lines(policy, outcomes),
        *notes,
        f"年龄、年限按{'、'.join(map(day_text, sorted(days)))}算。",
        texts.DISCLAIMER,
        *(caveat_text(caveat) for caveat in policy.caveats_on(shown)),
        source_text(policy),
        f"资料版本 {base.version}，{day_text(now.astimezone(SHANGHAI).date())}",
    )
