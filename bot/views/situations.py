"""Whether somebody in a situation may apply: what the notice says with its clause, what it does not, whom to ask."""

from collections.abc import Iterable
from datetime import datetime
from typing import get_args

from bot import texts
from bot.callbacks import code, press
from bot.clock import SHANGHAI
from bot.views.citing import caveat_text, name_of, source_text
from bot.views.dates import state_text
from bot.views.last_row import closed_by, last_row
from bot.views.message import Block, Button, Message, column, telling
from bot.views.next_steps import action_buttons, letters_of, topic_press
from bot.views.topics.deadlines import LIGHTS
from bot.views.topics.section import View, clause_text
from knowledge.base import KnowledgeBase
from knowledge.entries import Situation, SituationId, Stance
from knowledge.policy import Policy

NAMES: dict[SituationId, str] = {
    "no_unit": "没有单位",
    "unit_refuses": "单位不推荐",
    "individual": "个人直接报",
    "dispatched": "劳务派遣",
    "rehired": "退休或返聘",
    "tried_before": "以前没评上",
}
LEADS: dict[Stance, str] = {"can": "可以", "cannot": "不行", "depends": "要看情况", "silent": "通知没有写"}
GROUPS: dict[Stance, str] = {"can": "✅ 可以", "depends": "🔎 看情况", "silent": "❓ 通知没写，要问", "cannot": "❌ 不行"}
_ORDER: tuple[SituationId, ...] = get_args(SituationId)


def situation_message(view: View, about: SituationId) -> Message:
    """The answer of one policy."""
    policy, found = view.policy, view.policy.situation(about)
    state = view.route.window(view.now)
    heading = f"{name_of(policy)}　{LIGHTS[state.state]} {state_text(state)}"
    rows = (
        (
            Button("要什么条件", topic_press(policy, view.track, ("conditions",))),
            Button("找谁问", topic_press(policy, view.track, ("contact",))),
        ),
    )
    others = (Button("别的项目呢", press("si", _letter(about))),)
    last = last_row(policy.id, view.track, letters_of(("conditions",)), view.base.version)
    buttons = closed_by((*rows, *action_buttons(view.route, view.track, view.now), others), last)
    lead, lines = _said(found, about)
    caveats = policy.caveats_on(frozenset(found.rests_on if found else ()))
    small = (*(caveat_text(caveat) for caveat in caveats), source_text(policy))
    rested = [one for one in policy.footings if found and one.id in found.rests_on]
    told = tuple(f"· {one.text}{clause_text(one.clause)}" for one in rested)
    basis = (Block(("通知里写的：", *told)),) if told else ()
    blocks = (Block((lead,), "lead"), Block((heading,)), *basis, Block(lines), Block(small, "small"))
    return Message(blocks, buttons, tells=telling(policy.id, "conditions", "how_to_apply", "deadline"))


def situations_message(base: KnowledgeBase, policies: Iterable[str], about: SituationId) -> Message:
    """All programmes meant, by what their notices say, each with a button."""
    named = [base.policies[one] for one in policies]
    groups = {stance: [policy for policy in named if _stance(policy, about) == stance] for stance in GROUPS}
    told = [stance for stance in GROUPS if groups[stance]]
    same = "手上的通知都没有写" if told == ["silent"] else "都是一样的" if len(told) == 1 else "各项目不一样"
    blocks = [Block((f"{NAMES[about]}能不能报，{same}",), "lead")]
    blocks += [Block((GROUPS[stance], *(f"· {name_of(policy)}{_by_unit(policy)}" for policy in groups[stance]))) for stance in told]
    blocks.append(Block((texts.SITUATIONS_NEXT,)))
    return Message(tuple(blocks), column(*(Button(name_of(one), situation_press(one, about)) for one in named)))


def situation_press(policy: Policy, about: SituationId) -> str:
    """The button data that asks a policy about a situation."""
    return press("si", _letter(about), code("policy", policy.id))


def situation_pressed(letter: str) -> SituationId | None:
    """The situation that a button names; None when it was not ours."""
    return next((one for one in _ORDER if _letter(one) == letter), None)


def view_of(base: KnowledgeBase, policy: str, now: datetime) -> View:
    """A policy at a moment, seen from Shanghai."""
    return View(base, base.policies[policy], None, now.astimezone(SHANGHAI))


def _said(found: Situation | None, about: SituationId) -> tuple[str, tuple[str, ...]]:
    """The first line, and what is not said and whom to ask."""
    if found is None:
        return f"{NAMES[about]}：我这里没有记下通知怎么说", ("· 请问单位人事和发通知的部门，或拨打 12333。",)
    lead = f"{NAMES[about]}：{LEADS[found.stance]}" + (f"。{found.says}" if found.says else "")
    silent = (f"· 通知没写：{found.silent}。",) if found.silent else ()
    return lead, (*silent, f"· 请问：{found.ask}。")


def _stance(policy: Policy, about: SituationId) -> Stance:
    found = policy.situation(about)
    return found.stance if found else "silent"


def _by_unit(policy: Policy) -> str:
    """That a unit applies; with tracks it may be otherwise in one of them."""
    return "，由单位申报" if policy.applicant == "unit" and not policy.tracks else ""


def _letter(about: SituationId) -> str:
    return str(_ORDER.index(about))
