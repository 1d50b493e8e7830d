"""Several questions of one message answered one after the other, and what was left is said."""

from datetime import datetime

from bot import texts
from bot.usecases.several import Several
from bot.views.message import Block, Message
from bot.views.next_steps import MOST_CHOICES, policy_choice
from bot.views.replying import reply_message
from eligibility.answers import Answers
from knowledge.base import KnowledgeBase

_SHOWN = 30
"""Characters of a question that stand above its answer."""


def several_message(base: KnowledgeBase, several: Several, now: datetime, answers: Answers | None = None) -> Message:
    """Each answer under its question; what was not understood is told, and how many questions were not looked at."""
    blocks: list[Block] = []
    for number, one in enumerate(several.told, 1):
        asked = one.question if len(one.question) <= _SHOWN else f"{one.question[:_SHOWN]}…"
        if one.action == "answer":
            blocks += [Block((f"{number}. {asked}",), "lead"), *reply_message(base, one, now, answers).blocks]
        elif not one.small_talk:
            blocks.append(Block((texts.PART_NOT_UNDERSTOOD.format(number=number, asked=asked),)))
    left = several.asked - len(several.told)
    blocks += [Block((texts.PARTS_LEFT.format(asked=several.asked, told=len(several.told), left=left),))] if left else []
    policies = dict.fromkeys(policy for one in several.told if one.action == "answer" for policy in one.policies)
    return Message(tuple(blocks), policy_choice(base, tuple(policies)[:MOST_CHOICES], ("overview",)))
