"""Many people at once, in words: per row a verdict, the reason, what is missing; per table the counts and the first few."""

from collections import Counter
from collections.abc import Sequence

from bot import texts
from bot.callbacks import press, target_code
from bot.usecases.many import Outcome, Unread
from bot.usecases.scope import PolicyScope
from bot.views.citing import name_of
from bot.views.message import Attachment, Block, Button, Keyboard, Message, column
from bot.views.questions import side_marks
from bot.views.topics.section import clause_text
from eligibility.describing import describe
from eligibility.verdict import Reason, State, Verdict
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy, VerdictName

NAMES: dict[VerdictName, str] = {"eligible": "符合", "not_eligible": "不符合", "undetermined": "待确认", "not_applicable": "不受理申报"}
MARKS: dict[VerdictName, str] = {"eligible": "✅", "not_eligible": "❌", "undetermined": "❓", "not_applicable": "—"}
CLASHING = "⚠ 回答对不上"
_DECIDING = {"eligible": {State.MET}, "not_eligible": {State.FAILED}, "undetermined": {State.UNKNOWN, State.DOCUMENT}}
_MOST_REASONS = 3
_FIRST_FEW = 5
_MOST_ACCEPTED = 4
_SHORT = 30


def verdict_text(base: KnowledgeBase, outcome: Outcome) -> str:
    """The verdict's name; one line a track where there are several. Where answers clash that comes first: none of it is sure."""
    as_filled = _by_track(base, outcome, [NAMES[verdict.name] for verdict in outcome.verdicts])
    if not outcome.clashes:
        return as_filled
    return "\n".join((f"{CLASHING}，改好再核对。按填的算：", as_filled))


def reason_text(base: KnowledgeBase, outcome: Outcome) -> str:
    """Why, with what was filled in and the clause."""
    return _by_track(base, outcome, [_reason(base, outcome, verdict) for verdict in outcome.verdicts])


def clauses_text(base: KnowledgeBase, outcome: Outcome) -> str:
    """The clauses that decide it."""
    return _by_track(base, outcome, ["、".join(dict.fromkeys(one.clause for one in _deciding(verdict))) for verdict in outcome.verdicts])


def missing_text(base: KnowledgeBase, outcome: Outcome) -> str:
    """What is still needed, each once."""
    verdicts = [verdict for verdict in outcome.verdicts if verdict.name == "undetermined"]
    rough = {fact for verdict in verdicts for fact in verdict.imprecise}
    missing = dict.fromkeys(fact for verdict in verdicts for fact in verdict.missing)
    return "、".join(f"{base.facts[fact].name}{'（要写到几月几日）' if fact in rough else ''}" for fact in missing)


def doubts_text(outcome: Outcome) -> str:
    """Cells that could not be read and what would be; answers that do not go together."""
    return "\n".join((*map(unread_text, outcome.unread), *(clash.ask for clash in outcome.clashes)))


def unread_text(unread: Unread) -> str:
    """One cell that was not taken, why, and what would be."""
    accepted = " / ".join(unread.accepts[:_MOST_ACCEPTED])
    return f"{unread.cell.address} {unread.fact.name}：{unread.message}可填：{accepted}"


def result_message(
    base: KnowledgeBase, scope: PolicyScope, outcomes: Sequence[Outcome], notes: Sequence[str], table: Attachment
) -> Message:
    """The table that goes back, and the words under it: the counts, cells that could not be read, the first rows that do not fit yet."""
    counts = count_lines(base.policies[scope.policy], outcomes)
    blocks = (
        Block((f"核对了 {len(outcomes)} 行", *counts), "lead"),
        Block((_scope_name(base, scope), *notes)),
        *(Block(lines) for lines in (_doubtful(outcomes), _rows(base, outcomes)) if lines),
        Block((texts.DISCLAIMER, texts.TABLE_DONE), "small"),
    )
    return Message(blocks, again_buttons(scope), table)


def _doubtful(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """The cells that could not be read, by their row and their column's title, and the rows whose answers clash."""
    cells = [f"{_at(one)}“{unread.fact.name}”" for one in outcomes for unread in one.unread]
    clashing = [_at(one) for one in outcomes if one.clashes]
    lines = [f"⚠ {len(cells)} 格没看懂，按没填算：{_some(cells)}"] if cells else []
    lines += [f"⚠ {len(clashing)} 行的回答对不上：{_some(clashing)}"] if clashing else []
    return (*lines, "怎么改写在表里，改好再发一次。") if lines else ()


def _rows(base: KnowledgeBase, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """The first rows that do not fit, or not yet, each with the reason."""
    told = [one for one in outcomes if one.clashes or any(verdict.name != "eligible" for verdict in one.verdicts)]
    lines = tuple(f"{_at(one)}{_named(one)}：{_marks(one)}{_why(base, one)}" for one in told[:_FIRST_FEW])
    more = (f"另有 {len(told) - _FIRST_FEW} 行，每行的原因在表里。",) if len(told) > _FIRST_FEW else ()
    return (*lines, *more)


def _at(outcome: Outcome) -> str:
    return f"第 {outcome.row.number} 行"


def _some(named: Sequence[str]) -> str:
    return "、".join(named[:_FIRST_FEW]) + ("等" if len(named) > _FIRST_FEW else "")


def count_lines(policy: Policy, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """How many of each verdict, one line a track; rows whose answers clash are counted apart, whatever came out."""
    found: dict[str | None, Counter[VerdictName]] = {}
    for outcome in outcomes:
        for verdict in () if outcome.clashes else outcome.verdicts:
            found.setdefault(verdict.track, Counter())[verdict.name] += 1
    clashing = sum(bool(outcome.clashes) for outcome in outcomes)
    counted_apart = (f"{CLASHING}，没算在里面：{clashing} 行",) if clashing else ()
    return counted_apart + tuple(
        (f"{policy.track(track).name}：" if track and len(found) > 1 else "")
        + "，".join(f"{MARKS[name]} {NAMES[name]} {counted[name]}" for name in NAMES if counted[name])
        for track, counted in found.items()
    )


def column_notes(left_out: Sequence[str], absent: Sequence[str]) -> tuple[str, ...]:
    """What the columns of a table lack or have too many of."""
    more = (f"多出的列没看：{'、'.join(left_out[:_FIRST_FEW])}",) if left_out else ()
    return (*more, *((f"表里少了这些列，按没填算：{'、'.join(absent)}",) if absent else ()))


def template_message(base: KnowledgeBase, scope: PolicyScope, table: Attachment) -> Message:
    """An empty table, and the words under it."""
    lead, *rest = texts.TABLE_TEMPLATE
    words = (Block((lead,), "lead"), Block((_scope_name(base, scope), *rest)), Block((texts.TABLE_PRIVACY,), "small"))
    return Message(words, document=table)


def refusal_message(reason: str, scope: PolicyScope | None = None) -> Message:
    """Why a table was not taken."""
    return Message((Block(("这个表我没收",), "lead"), Block(tuple(reason.splitlines()))), again_buttons(scope))


def policies_message(base: KnowledgeBase) -> Message:
    """Whose template? Programmes for persons first, newest first."""
    newest = sorted(base.policies.values(), key=lambda policy: (-policy.year, policy.id))
    people = [policy for policy in newest if policy.applicant == "person"]
    units = [policy for policy in newest if policy.applicant == "unit"]
    lead, *rest = texts.TABLE_WHICH
    return Message(
        (Block((lead,), "lead"), Block(tuple(rest))),
        column(*(Button(f"{side_marks(one)} {name_of(one)}", press("tbp", target_code(one.id, None))) for one in (*people, *units))),
    )


def tracks_message(policy: Policy) -> Message:
    """Which track's template, or one for all."""
    tracks = tuple(Button(track.name, press("tbt", target_code(policy.id, track.id))) for track in policy.tracks)
    return Message(
        (Block((f"{name_of(policy)}分 {len(policy.tracks)} 类，要哪一类的表？",), "lead"),),
        column(*tracks, Button("一张表，各类都核对", press("tbt", target_code(policy.id, None)))),
    )


def again_buttons(scope: PolicyScope | None) -> Keyboard:
    """The way to a fresh template: this table's, or any."""
    return column(Button("📋 重新要一份模板", press("tbt", target_code(scope.policy, scope.track)) if scope else press("tb")))


def _reason(base: KnowledgeBase, outcome: Outcome, verdict: Verdict) -> str:
    if verdict.name == "eligible":
        return "硬条件都符合" + ("，其余由评审认定" if verdict.judged else "")
    told = [_one(base, outcome, one) for one in _deciding(verdict)]
    more = f"等 {len(told)} 条" if len(told) > _MOST_REASONS else ""
    return ("还定不了：" if verdict.name == "undetermined" else "") + "；".join(told[:_MOST_REASONS]) + more


def _deciding(verdict: Verdict) -> tuple[Reason, ...]:
    states = _DECIDING.get(verdict.name, set())
    return tuple(reason for reason in verdict.reasons if reason.kind != "preferred" and reason.state in states)


def _one(base: KnowledgeBase, outcome: Outcome, reason: Reason) -> str:
    own = [describe(base.facts[fact], outcome.answers[fact]) for fact in reason.facts if fact in outcome.answers]
    bar = "不能有：" if reason.kind == "excluding" else ""
    return f"{bar}{reason.condition.text}{clause_text(reason.clause)}" + (f"（填的：{'、'.join(own)}）" if own else "")


def _by_track(base: KnowledgeBase, outcome: Outcome, told: list[str]) -> str:
    if len(told) == 1:
        return told[0]
    names = [base.policies[one.policy].track(one.track).name for one in outcome.verdicts if one.track]
    return "\n".join(f"{name}：{text}" for name, text in zip(names, told, strict=True) if text)


def _why(base: KnowledgeBase, outcome: Outcome) -> str:
    """The shortest that tells why: which answers clash, else the first reason with its clause, or what is missing."""
    if outcome.clashes:
        return _shortened(outcome.clashes[0].ask)
    if len(outcome.verdicts) > 1:
        return "，".join(verdict_text(base, outcome).splitlines())
    verdict, missing = outcome.verdicts[0], missing_text(base, outcome)
    first = next(iter(_deciding(verdict)), None)
    if missing or verdict.name == "eligible" or first is None:
        return _shortened(f"还缺{missing}" if missing else _reason(base, outcome, verdict))
    return f"{_shortened(first.condition.text)}{clause_text(first.clause)}"


def _marks(outcome: Outcome) -> str:
    if outcome.clashes:
        return f"{CLASHING}，"
    names = {verdict.name for verdict in outcome.verdicts}
    best: tuple[VerdictName, ...] = ("eligible", "undetermined", "not_eligible", "not_applicable")
    found = next(name for name in best if name in names)
    return f"{MARKS[found]} {NAMES[found]}，"


def _named(outcome: Outcome) -> str:
    """What the row was called, where it was."""
    is_called = outcome.row.label and outcome.row.label != f"第{outcome.row.number}行"
    return f" {_shortened(outcome.row.label, 20)}" if is_called else ""


def _shortened(text: str, most: int = _SHORT) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _scope_name(base: KnowledgeBase, scope: PolicyScope) -> str:
    policy = base.policies[scope.policy]
    return f"{name_of(policy)}{' · ' + policy.track(scope.track).name if scope.track else ''}"
