"""Words of buttons, typed: each does what its button does, for what was told last or is being checked; else which one?"""

import re
from dataclasses import replace

from bot.callbacks import Press, code, press, target_code
from bot.handlers import beginning, checking, dates, feedback, following, forms, showing, ticking
from bot.handlers.memory import last_told
from bot.handlers.public import private_message
from bot.handlers.sitting import sitting_of
from bot.handlers.visit import Handler, Outcome, Visit, reply
from bot.usecases.scope import PolicyScope, Scope
from bot.usecases.situating import is_question, taking_applications
from bot.views.answer import only_track
from bot.views.citing import name_of
from bot.views.message import Block, Button, Message, column
from bot.views.next_steps import letters_of
from knowledge.search.understanding import Leaning, Understanding

BUTTONS: dict[str, tuple[str, Handler]] = {
    "提醒我": ("f", following.on_follow),
    "自测够不够条件": ("c", beginning.on_policy),
    "转人工": ("zo", feedback.on_office),
    "加入日历": ("ic", dates.on_calendar),
    "开始勾选": ("k", ticking.on_open),
    "拿给单位看": ("y", showing.on_begin),
    "写错了": ("zw", feedback.on_wrong),
    "表格": ("z", forms.on_press),
}
"""Words of the buttons under an answer, each with its verb."""
ALIKE = {
    **dict.fromkeys(("提醒", "提醒我一下", "到期提醒我", "到时候提醒我", "下一期提醒我", "帮我提醒"), "提醒我"),
    **dict.fromkeys(("测一下", "测测", "自测一下"), "自测够不够条件"),
    **dict.fromkeys(("人工", "找人工", "人工客服"), "转人工"),
    **dict.fromkeys(("加日历", "加到日历"), "加入日历"),
    "勾选": "开始勾选",
    "给单位看": "拿给单位看",
}
NAMED = ("拿给单位看", "给单位看", "开始勾选", "勾选", "加入日历", "加到日历", "加日历")
"""Words that are understood beside a programme's name as well (特培计划拿给单位看)."""
ANYWHERE = frozenset({"zo", "z"})
"""Verbs that tell public facts only."""
_AROUND = re.compile(r"^\W+|\W+$")


def handler_of(visit: Visit, text: str) -> Handler | None:
    """What the button with these words does; signs and pictures around them do not count."""
    word = _AROUND.sub("", text)
    word = ALIKE.get(word, word)
    if word not in BUTTONS:
        return None
    verb, handler = BUTTONS[word]

    async def pressed(_: Visit) -> Outcome:
        leaning = await _meant(visit)
        if leaning is None:
            return reply(_which(visit, word, verb))
        meant = _press(visit, verb, leaning)
        if not visit.is_private and verb not in ANYWHERE:
            return reply(private_message(str(meant)))
        return await handler(replace(visit, press=meant))

    return pressed


async def on_named(visit: Visit, text: str, understood: Understanding) -> Outcome | None:
    """What a button does for the one programme that is named beside its words; None for everything else that is asked."""
    word = next((one for one in NAMED if one in text), None)
    if word is None or understood.action != "answer" or len(understood.policies) != 1 or is_question(text):
        return None
    verb, handler = BUTTONS[ALIKE.get(word, word)]
    (policy,) = understood.policies
    track = only_track(visit.snapshot.base.policies[policy], understood.tracks)
    return await handler(replace(visit, press=_press(visit, verb, Leaning(policy, track))))


async def on_check(visit: Visit) -> Outcome:
    """The word of the keyboard that begins a self-check: one under way first, then of what was told last, with the way to others."""
    told = await last_told(visit)
    policy = visit.snapshot.base.policies.get(told.policy) if told else None
    if policy is None or policy.applicant is None or await sitting_of(visit, running=True) is not None:
        return await beginning.on_check(visit)
    begun = await beginning.begin(visit, policy.id)
    others = Button("测别的项目", press("cc"))
    return replace(begun, replies=checking.with_button(begun.replies, others))


async def _meant(visit: Visit) -> Leaning | None:
    """What was told last, or is being checked."""
    told = await last_told(visit)
    if told is None and visit.is_private and (sitting := await sitting_of(visit, running=True)):
        told = _leaning(sitting.scope)
    return told if told is not None and told.policy in visit.snapshot.base.policies else None


def _leaning(scope: Scope) -> Leaning | None:
    return Leaning(scope.policy, scope.track) if isinstance(scope, PolicyScope) else None


def _press(visit: Visit, verb: str, leaning: Leaning) -> Press:
    """The button's data; a report of a mistake names what was read."""
    if verb == "c":
        return Press(verb, (code("policy", leaning.policy),))
    policy = visit.snapshot.base.policies[leaning.policy]
    track = leaning.track if any(one.id == leaning.track for one in policy.tracks) else None
    read = (letters_of(leaning.intents), visit.snapshot.base.version) if verb == "zw" else ()
    return Press(verb, (target_code(policy.id, track), *read))


def _which(visit: Visit, word: str, verb: str) -> Message:
    base = visit.snapshot.base
    policies = (base.policies[one] for one in taking_applications(base))
    buttons = (Button(name_of(one), press(verb, target_code(one.id, None))) for one in policies)
    return Message((Block((f"“{word}”：哪一个项目？点一下就行",), "lead"),), column(*buttons))
