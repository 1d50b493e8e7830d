"""A verdict condition by condition: ✅ ❌ ❓ with the clause, the person's own answer and what time does to it."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from bot.callbacks import press
from bot.usecases.explaining import Explained, explained
from bot.usecases.interviewing import Finished
from bot.usecases.scope import scope_code
from bot.usecases.shown import BEST_FIRST
from bot.views.citing import caveat_text, name_of
from bot.views.dates import day_text
from bot.views.explaining import reason_note
from bot.views.message import Block, Button, Message, telling
from bot.views.topics.section import clause_text
from bot.views.verdicts import conditions_of, headline_of, small_print
from eligibility.explaining import Explanation
from eligibility.verdict import Reason
from knowledge.base import KnowledgeBase

ORDER = ("failed", "unknown", "document", "met", "judged")
"""What stands in the way comes first; of several tracks what one that fits asks for stands before the rest."""
MARKS = {"met": "✅ 符合", "failed": "❌ 不符合", "unknown": "❓ 待确认", "judged": "👥 评审认定", "document": "📄 要看附件"}


def details_message(base: KnowledgeBase, finished: Finished, now: datetime, *, screened: bool = False) -> Message:
    """Every condition once, whichever tracks share it, without what does not concern this applicant; ``screened`` as for the result."""
    told = explained(base, finished.verdicts, finished.answers, now)
    hard = [(one, reason) for one, reason in told.reasons if reason.kind != "preferred" and reason.state in ORDER]
    hard.sort(key=lambda pair: (BEST_FIRST.index(pair[0].verdict.name), ORDER.index(pair[1].state)))
    wishes = tuple(_preferences([reason for _, reason in told.reasons if reason.kind == "preferred"]))
    doubts = tuple(caveat_text(caveat) for caveat in told.policy.caveats_on(conditions_of(told)))
    blocks = [
        Block((f"{name_of(told.policy)}，逐条看",), "lead"),
        Block(tuple(_headlines(told))),
        *(
            Block(tuple(line for pair in same for line in _lines(told, *pair)))
            for _, same in groupby(hard, lambda pair: pair[0].verdict.name)
        ),
        *([Block(wishes)] if wishes else []),
        Block((*small_print(told, doubts), _version(told)), "small"),
    ]
    back = press("sd" if screened else "q", scope_code(finished.scope))
    return Message(tuple(blocks), ((Button("⬅ 回到结论", back),),), tells=telling(told.policy.id, "conditions"))


def _version(told: Explained) -> str:
    """For who wants to have it checked again later: which state of our files said so, and when."""
    return f"核对于{day_text(told.today)}，资料版本 {told.base.version}"


def _headlines(told: Explained) -> Iterator[str]:
    for verdict in told.verdicts:
        track = f"{told.policy.track(verdict.track).name}　" if verdict.track else ""
        yield f"{track}{headline_of(verdict)}"


def _lines(told: Explained, one: Explanation, reason: Reason) -> Iterator[str]:
    named = "、".join(told.policy.track(track).name for track in reason.condition.tracks) if len(told.each) > 1 else ""
    yield f"{MARKS[reason.state]}　{f'【{named}】' if named else ''}{reason.condition.text}{clause_text(reason.clause)}"
    if note := reason_note(told, one, reason):
        yield f"　{note}"


def _preferences(reasons: list[Reason]) -> Iterator[str]:
    """Preferences never decide: those held are named, the others told in one line."""
    for reason in reasons:
        if reason.state == "met":
            yield f"⭐ 优先条件，符合　{reason.condition.text}{clause_text(reason.clause)}"
    others = [reason for reason in reasons if reason.state not in {"met", "failed", "not_concerned"}]
    if others:
        yield "☆ 另有优先条件（没有也能报）：" + "；".join(f"{reason.condition.text}{clause_text(reason.clause)}" for reason in others)
