"""Commands: one for each thing to ask about, answered at once where a policy is named or was just spoken of; and those about oneself."""

import asyncio
from dataclasses import replace

from bot import texts
from bot.callbacks import Press, press, read_press, target_code
from bot.clock import SHANGHAI
from bot.handlers import asking, doubting
from bot.handlers.greeting import list_of
from bot.handlers.memory import last_told, remember
from bot.handlers.visit import Handler, Outcome, Visit, reply
from bot.usecases.leaning import leaning_of
from bot.usecases.situating import understand
from bot.views.answer import only_track
from bot.views.asking_back import asked_back
from bot.views.citing import name_of
from bot.views.message import Button, Message, column, say
from bot.views.next_steps import MOST_CHOICES, topic_press
from bot.views.replying import reply_message
from knowledge.entries import Topic
from knowledge.search.understanding import Understanding

TOPICS: dict[str, Topic] = {
    "about": "overview",
    "deadline": "deadline",
    "conditions": "conditions",
    "materials": "materials",
    "apply": "how_to_apply",
    "benefit": "benefit",
    "quota": "quota",
    "process": "process",
    "contact": "contact",
    "scope": "scope",
}


def argument(visit: Visit) -> str:
    """What stands behind a command."""
    return " ".join(visit.text.split()[1:])


def asks(topic: Topic) -> Handler:
    """The handler of a command that asks one thing: of the policy named, else of the one just spoken of, else which?"""

    async def asked(visit: Visit) -> Outcome:
        last = await last_told(visit)
        if text := argument(visit):
            understood = await _understood(visit, text)
            return await _answered(visit, about(understood, topic), topic)
        if last is not None and last.policy in visit.snapshot.base.policies:
            policy = visit.snapshot.base.policies[last.policy]
            return await asking.on_topic(replace(visit, press=read_press(topic_press(policy, last.track, (topic,)))))
        return reply(list_of(visit, (topic,)))

    return asked


async def on_ask(visit: Visit) -> Outcome:
    """A question behind a command, as groups like it; without one, how to ask."""
    text = argument(visit)
    return await asking.on_said(visit, text) if text else reply(say(*texts.ASK_HOW))


async def on_compare(visit: Visit) -> Outcome:
    """Two named behind the command, the tracks of the one named, or of the one just spoken of, side by side; else how to name them."""
    last = await last_told(visit)
    told = visit.snapshot.base.policies.get(last.policy) if last is not None else None
    names = argument(visit)[: asking.LONGEST_QUESTION] or (told.title if told else "")
    for question in _comparing(names) if names else ():
        understood = await _understood(visit, question)
        if understood.compared or understood.elsewhere:
            await remember(visit, leaning_of(understood))
            return reply(reply_message(visit.snapshot.base, understood, visit.now))
    return reply(say(*texts.COMPARE_HOW))


def _comparing(names: str) -> tuple[str, ...]:
    """Ways to ask for these side by side: as typed, with a word where only a space parts them, and each kind of one."""
    apart = names.split()
    ways = (f"{names}有什么区别", *(f"{''.join(apart[:at])}和{''.join(apart[at:])}有什么区别" for at in range(1, len(apart))))
    return (*ways, f"{names}各类别有什么区别")


def about(understood: Understanding, topic: Topic) -> Understanding:
    """The question with the thing that the command asks; what names no policy stays as it was understood."""
    if not understood.policies or understood.action == "none" or understood.only_intent:
        return understood
    plain = replace(understood, general=None, situation=None, asks_screening=False, applicant=None)
    return replace(plain, intents=(topic,))


async def _answered(visit: Visit, understood: Understanding, topic: Topic) -> Outcome:
    if understood.only_intent or understood.small_talk or understood.asks_screening:
        return reply(list_of(visit, (topic,)))
    await remember(visit, leaning_of(understood))
    await doubting.note_asked_back(visit, understood)
    return reply(reply_message(visit.snapshot.base, understood, visit.now, await visit.answers(), inner=await visit.inner_days()))


async def named_press(visit: Visit, verbs: tuple[str, str]) -> Press | Message:
    """The button that a command about oneself stands for where it names a policy, or a track (each its verb); else which policy?"""
    on_policy, on_track = verbs
    understood = await _understood(visit, argument(visit))
    base = visit.snapshot.base
    named = understood.policies if understood.action != "none" and not understood.only_intent else ()
    if len(named) == 1:
        track = only_track(base.policies[named[0]], understood.tracks)
        return read_press(press(on_track if track else on_policy, target_code(named[0], track)))
    if named:
        policies = [base.policies[one] for one in named[:MOST_CHOICES]]
        choices = column(*(Button(name_of(one), press(on_policy, target_code(one.id, None))) for one in policies))
        return asked_back(understood, policies, choices, answers=False)
    return reply_message(base, understood, visit.now)


async def _understood(visit: Visit, text: str) -> Understanding:
    # In a thread, as for every question.
    today = visit.now.astimezone(SHANGHAI).date()
    return await asyncio.to_thread(understand, visit.snapshot, text[: asking.LONGEST_QUESTION], today, await last_told(visit))
