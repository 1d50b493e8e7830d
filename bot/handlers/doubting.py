"""What becomes of a question asked back: taken, or none of those; what names something we lack is kept, once, without its asker."""

from typing import Final

from bot.handlers.visit import Handler, Outcome, Visit, redraw
from bot.usecases.feedback import names_another, note_question
from bot.views.asking_back import COUNTED, MARKS, asked_in, none_message
from knowledge.search.understanding import Understanding
from storage.feedback_records import Rating

ABOUT: Final = "asked_back"
"""What a word on such a card is about, as it is stored: no policy."""


async def note_asked_back(visit: Visit, understood: Understanding) -> None:
    """Keep a question that names something else than what is offered; whoever takes that takes it back."""
    if visit.is_private and names_another(understood):
        await note_question(visit.rows, understood, visit.now)


async def on_none(visit: Visit) -> Outcome:
    """都不是: the question is kept where it is not yet, and what to do next is said."""
    policy, asked = visit.policy(), _asked(visit)
    if asked is not None:
        message, question = asked
        was_counted = await _counted(visit, message)
        if await _say(visit, message, helpful=False) and not was_counted:
            await visit.rows.questions.note(question, policy.id if policy else "", visit.now)
    return redraw(visit, none_message(is_kept=asked is not None))


def taking(handler: Handler) -> Handler:
    """The handler of a button that such a card offers, too: who takes it did not ask in vain."""

    async def taken(visit: Visit) -> Outcome:
        asked = _asked(visit) if visit.is_private and _mark(visit) else None
        if asked is not None and await _counted(visit, asked[0]) and await _say(visit, asked[0], helpful=True):
            await visit.rows.questions.take_back(asked[1])
        return await handler(visit)

    return taken


def _asked(visit: Visit) -> tuple[int, str] | None:
    """The card whose button was pressed, and the question on it; None where Telegram no longer gives it, or it shows none."""
    message, question = visit.pressed_message, asked_in(visit.pressed_text)
    return (message, question) if message is not None and question else None


def _mark(visit: Visit) -> str:
    arguments = visit.press.arguments if visit.press else ()
    return arguments[-1] if arguments and arguments[-1] in MARKS else ""


async def _counted(visit: Visit, message: int) -> bool:
    """Whether this person's question is among those asked in vain now: by their last word on the card, else by the card."""
    before = await visit.rows.ratings.given(visit.chat.id, visit.person.id, message)
    return _mark(visit) == COUNTED if before is None else not before


async def _say(visit: Visit, message: int, *, helpful: bool) -> bool:
    """Let this be the person's word on the card, which counts once; whether it was another."""
    rating = Rating(person_id=visit.person.id, chat_id=visit.chat.id, telegram_message_id=message, about=ABOUT, helpful=helpful)
    return await visit.rows.ratings.put(rating, visit.now)
