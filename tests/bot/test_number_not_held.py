"""A number that nobody bears: said to be none of ours, whatever the chat is about."""

import pytest

from bot import texts
from bot.settings import ROOT
from bot.views.unknown import unknown_message
from knowledge.loader import load
from knowledge.search.understanding import Leaning, Understanding

BASE = load(ROOT / "knowledge" / "data", lambda *_: None)


@pytest.mark.parametrize("topic", [None, Leaning("xj-craftsman-2022")])
def test_a_number_that_nobody_bears_is_said_to_be_none_of_ours(topic: Leaning | None) -> None:
    message = unknown_message(BASE, Understanding("15200000019是谁的电话", "none"), topic)
    assert message.blocks[0].lines == (texts.NUMBER_NOT_HELD,)
