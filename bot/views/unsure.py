"""A policy's card with a button for each topic, where it is unsure what was asked about it."""

from bot import texts
from bot.views.last_row import closed_by, last_row
from bot.views.message import Block, Button, Message, grid
from bot.views.next_steps import LABELS, action_buttons, letters_of, topic_press
from bot.views.topics.section import View
from knowledge.entries import Topic


def unsure_message(view: View, overview: Message, likely: tuple[Topic, ...]) -> Message:
    """The overview, and below it first what is likely meant."""
    topics = tuple(dict.fromkeys((*likely, *LABELS)))
    buttons = tuple(Button(LABELS[topic], topic_press(view.policy, view.track, (topic,))) for topic in topics if topic != "overview")
    *told, source = overview.blocks
    rows = grid(buttons, 3) + action_buttons(view.route, view.track, view.now)
    last = last_row(view.policy.id, view.track, letters_of(("overview",)), view.base.version)
    return Message((*told, Block((texts.UNSURE,)), source), closed_by(rows, last), tells=overview.tells)
