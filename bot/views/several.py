"""Several questions of one message answered one after the other, and what was left is said."""

from datetime import datetime

from bot import texts
from bot.usecases.several import Several
from bot.usecases.units.inner import InnerDays
from bot.views.last_row import closed_by, last_row
from bot.views.message import Block, Keyboard, Message
from bot.views.next_steps import MOST_CHOICES, letters_of, policy_choice
from bot.views.replying import reply_message
from eligibility.answers import Answers
from knowledge.base import KnowledgeBase
from knowledge.search.understanding import Understanding

_SHOWN = 30
"""Characters of a question that stand above its answer."""


def several_message(
    base: KnowledgeBase, several: Several, now: datetime, answers: Answers | None = None, *, inner: InnerDays | None = None
) -> Message:
    """Each answer under its question; what was not understood is told, and how many questions were not looked at.

    ``inner``: by policy, the day by which the reader's unit wants it.
    """
    blocks: list[Block] = []
    tells: frozenset[tuple[str, str]] = frozenset()
    for number, one in enumerate(several.told, 1):
        asked = one.question if len(one.question) <= _SHOWN else f"{one.question[:_SHOWN]}…"
        if one.action == "answer":
            answer = reply_message(base, one, now, answers, inner=inner)
            blocks += [Block((f"{number}. {asked}",), "lead"), *answer.blocks]
            tells |= answer.tells
        elif not one.small_talk:
            blocks.append(Block((texts.PART_NOT_UNDERSTOOD.format(number=number, asked=asked),)))
    left = several.asked - len(several.told)
    blocks += [Block((texts.PARTS_LEFT.format(asked=several.asked, told=len(several.told), left=left),))] if left else []
    return Message(tuple(blocks), _keyboard(base, tuple(one for one in several.told if one.action == "answer")), tells=tells)


def _keyboard(base: KnowledgeBase, answered: tuple[Understanding, ...]) -> Keyboard:
    """The policies that answered; where it is one, what one thinks of its answers as well."""
    policies = tuple(dict.fromkeys(policy for one in answered for policy in one.policies))
    choice = policy_choice(base, policies[:MOST_CHOICES], ("overview",))
    if len(policies) != 1:
        return choice
    topics = dict.fromkeys(topic for one in answered for topic in one.intents)
    return closed_by(choice, last_row(policies[0], None, letters_of(topics), base.version))
