"""Hello, help, and the list of what is on file."""

from bot import texts
from bot.callbacks import press
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.listing import listed
from bot.views.general import standing_lines
from bot.views.listing import list_message
from bot.views.message import Block, Button, Message, column, say
from bot.views.next_steps import topics_of
from bot.views.paging import page_of
from knowledge.entries import Topic


async def on_start(visit: Visit) -> Outcome:
    """Say hello, with the keyboard of words; in a group in one line."""
    return reply(start_message() if visit.is_private else group_message(visit))


def start_message() -> Message:
    """Who I am and what to type."""
    lead, *rest = texts.START
    return Message((Block((lead,), "lead"), Block(tuple(rest))), words=texts.WORDS)


def group_message(visit: Visit) -> Message:
    """Who I am and how to speak to me where many read along."""
    me = visit.update.get_bot().username
    return say(*(line.format(me=me) for line in texts.GROUP_HELLO), keyboard=column(Button("有哪些项目", press("p"))))


async def on_help(visit: Visit) -> Outcome:
    """What the bot can do; in private with the keyboard of words, which thus comes back where it was put away."""
    if not visit.is_private:
        return reply(group_message(visit))
    lead, *rest = texts.HELP
    lines = (*rest, *standing_lines(visit.snapshot.base))
    return reply(Message((Block((lead,), "lead"), Block(lines)), words=texts.WORDS))


async def on_unknown_command(visit: Visit) -> Outcome:
    """A command that there is none of: what there is."""
    outcome = await on_help(visit)
    return reply(say(texts.NO_COMMAND), *(one.message for one in outcome.replies))


async def on_policies(visit: Visit) -> Outcome:
    """Everything on file, a button each, which answers what the pressed button names; a page is turned in place."""
    topics = topics_of(visit.argument(1)) or ("overview",)
    message = list_of(visit, topics, page_of(visit.argument(0)))
    return redraw(visit, message) if visit.argument(0) else reply(message)


def list_of(visit: Visit, topics: tuple[Topic, ...], page: int = 0) -> Message:
    """Which policy do you want to know this of?"""
    return list_message(listed(visit.snapshot.base, visit.now), topics, page)
