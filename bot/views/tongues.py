"""What to say to somebody who writes in a language that the bot does not know."""

from bot import texts
from bot.views.message import Block, Message, say
from knowledge.search.tongues import Tongue


def tongue_message(tongue: Tongue) -> Message:
    """In Chinese, below the line in their own language where a speaker has reviewed one."""
    lead, *rest = (line.format(name=tongue.name) for line in texts.CHINESE_ONLY)
    lines = (lead, *rest) if tongue.said is None else (tongue.said, lead, *rest)
    return Message((Block(lines[:1], "lead"), Block(lines[1:])))


def english_message() -> Message:
    """One line in both languages, and what can be done without typing Chinese."""
    return say(*texts.ENGLISH)
