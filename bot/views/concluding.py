"""What stands around a result: what is different from last time, that it is kept and where, and what one can do with it."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from bot.callbacks import press
from bot.usecases.interviewing import Finished
from bot.usecases.scope import PolicyScope, Scope, Screening, scope_code
from bot.usecases.screening import Standing
from bot.usecases.shown import BEST_FIRST, Cause, Difference, Shown
from bot.usecases.units.inner import InnerDay
from bot.views.citing import name_of
from bot.views.dates import day_text
from bot.views.message import Block, Button, Message, say
from bot.views.questions import scope_name
from bot.views.topics.deadlines import inner_lines
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy, VerdictName

KEPT = "回答和结果已存下，/my 里随时能再看。"
MOST_TOLD = 4
MOST_FACTS = 3
NAMES: dict[VerdictName, str] = {
    "eligible": "符合",
    "not_eligible": "不符合",
    "undetermined": "还不能确定",
    "not_applicable": "不受理申报",
}
SHORT: dict[VerdictName, str] = NAMES | {"undetermined": "可能符合"}
CAUSES: dict[Cause, str] = {"notice": "通知资料更新了", "answers": "您的回答改了", "time": "日子往后走了", "new": "新收录"}


def conclusion(
    base: KnowledgeBase, message: Message, finished: Finished, standing: Standing | None = None, inner: InnerDay | None = None
) -> Message:
    """A result with all of that; ``standing``: of a policy that only time stands against; ``inner``: the unit's own day."""
    scope = scope_code(finished.scope)
    told = differences_block(base, finished)
    lead, *between = message.blocks
    own_day = (Block(inner_lines(inner)),) if inner is not None else ()
    *others, last = message.keyboard
    wait = ((_wait_button(standing),),) if standing is not None and standing.ripe_on is not None else ()
    own = (Button("改答案", press("l", scope)), Button("如果……呢", press("h", scope)))
    return replace(
        message,
        blocks=(lead, *told, *between[:-1], *own_day, *between[-1:], Block((KEPT,), "small")),
        keyboard=(own, *wait, *others, (*last, Button("🗑 删除", press("ly", scope)))),
    )


def _wait_button(standing: Standing) -> Button:
    day = day_text(standing.ripe_on) if standing.ripe_on else "到那天"
    return Button(f"⏳ {day}提醒我", press("sl", scope_code(standing.scope)))


def differences_block(base: KnowledgeBase, finished: Finished) -> tuple[Block, ...]:
    """The verdicts that are others than last time, and why; none where there are none."""
    found = finished.differences
    if not found:
        return ()
    lines = tuple(f"· {_name(base, finished.scope, one)}{_turned(base, one)}" for one in found[:MOST_TOLD])
    more = (f"另有 {len(found) - MOST_TOLD} 个也变了。",) if len(found) > MOST_TOLD else ()
    return (Block(("⚡ 和上次不同：", *lines, *more)),)


def _turned(base: KnowledgeBase, one: Difference) -> str:
    facts = [base.facts[fact].name for fact in one.facts[:MOST_FACTS]]
    named = "、".join(facts) + ("等" if len(one.facts) > MOST_FACTS else "")
    causes = "，".join(CAUSES[cause] + (f"：{named}" if cause == "answers" else "") for cause in one.causes)
    if one.before is None:
        return f"🆕 {causes}，{NAMES[one.after]}"
    return f"原来{NAMES[one.before]}，现在{NAMES[one.after]}（{causes}）"


def _name(base: KnowledgeBase, scope: Scope, one: Difference) -> str:
    policy = base.policies[one.target.policy]
    track = policy.track(one.target.track).name if one.target.track else ""
    if isinstance(scope, PolicyScope):
        return f"{track}：" if track and scope.track is None else ""
    return f"{name_of(policy)}{track}："


def forget_message(base: KnowledgeBase, scope: Scope, count: int) -> Message:
    """Before the answers of a questionnaire are deleted."""
    coded = scope_code(scope)
    return say(
        f"要删除这次自测吗？{scope_name(base, scope)}",
        f"存下的 {count} 个回答和结果会马上删掉，不能恢复；别的自测用到同样的回答时会重新问您。",
        "要把我存的全部删掉，用 /delete。",
        keyboard=((Button("删除这次的回答", press("lz", coded)), Button("不删", press("q", coded))),),
    )


def forgotten_message(base: KnowledgeBase, scope: Scope) -> Message:
    """They are gone."""
    return say(f"已删除：{scope_name(base, scope)}的回答和结果", "想再测时点 /check。")


def kept_message(
    base: KnowledgeBase, kept: Sequence[tuple[Scope, Shown]], today: date, under_way: Collection[Scope] = frozenset()
) -> Message:
    """The questionnaires that are kept with their results, the one touched last first; each to be opened, changed, deleted.

    Of one that is ``under_way`` again the last result is told as the last.
    """
    told = ((scope, _kept_text(base, scope, shown, today)) for scope, shown in kept)
    texts = (
        (scope, f"：正在答（上次{text.removeprefix(' · ')}）" if scope in under_way and " · " in text else text) for scope, text in told
    )
    lines = tuple(f"{at}. {scope_name(base, scope)}{text}" for at, (scope, text) in enumerate(texts, 1))
    rows = tuple(_kept_row(at, scope_code(scope)) for at, (scope, _) in enumerate(kept, 1))
    return Message((Block(("存下的自测",), "lead"), Block(lines)), rows)


def _kept_row(at: int, coded: str) -> tuple[Button, ...]:
    return Button(f"{at} 打开", press("lo", coded)), Button("改答案", press("lo", coded, "l")), Button("🗑 删除", press("lo", coded, "d"))


def _kept_text(base: KnowledgeBase, scope: Scope, shown: Shown, today: date) -> str:
    """When it came out how; nothing has where it was left in the middle."""
    best: dict[str, VerdictName] = {}
    for target, name in shown.verdicts.items():
        of = target.partition("/")[0 if isinstance(scope, Screening) else 2]
        best[of] = min(best.get(of, name), name, key=BEST_FIRST.index)
    if not best:
        return "：还没答完"
    year = f"{shown.day.year}年" if shown.day and shown.day.year != today.year else ""
    when = f" · {year}{shown.day.month}月{shown.day.day}日" if shown.day else ""
    return f"{when}：{_counted(best) if isinstance(scope, Screening) else _by_track(base.policies[scope.policy], best)}"


def _counted(best: dict[str, VerdictName]) -> str:
    counts = Counter(best.values())
    told = [f"{SHORT[name]} {counts[name]} 个" for name in BEST_FIRST[:2] if counts[name]]
    return "，".join(told) or "没有符合的"


def _by_track(policy: Policy, best: dict[str, VerdictName]) -> str:
    name = min(best.values(), key=BEST_FIRST.index)
    tracks = [track.name for track in policy.tracks if best.get(track.id) == name]
    return ("、".join(tracks) if 0 < len(tracks) < len(best) else "") + SHORT[name]
