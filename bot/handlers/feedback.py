"""What people say of an answer: it helped, it did not, it is wrong, I want to talk to somebody."""

from bot import texts
from bot.handlers.visit import Handler, Outcome, Visit, redraw, reply
from bot.usecases.feedback import FADES, Shown, hand_on, rated
from bot.usecases.masking import without_persons_numbers
from bot.views.message import say
from bot.views.next_steps import topics_of
from bot.views.office import office_message
from bot.views.reporting import ask_message, clauses_shown, let_go_message, taken_back_message, thanks_message
from bot.views.topics.section import View
from storage.feedback_records import Rating

MOST_DIGITS = 18
"""Of a row's number: a forged button may carry more than a database takes."""
VERSION = 12
"""Characters of a knowledge version."""


async def on_useful(visit: Visit) -> Outcome:
    """The answer helped."""
    return await _rate(visit, helpful=True)


async def on_useless(visit: Visit) -> Outcome:
    """The answer did not help."""
    return await _rate(visit, helpful=False)


async def _rate(visit: Visit, *, helpful: bool) -> Outcome:
    """Each message once; pressing the other button changes it over."""
    target, message = visit.snapshot.codes.find_target(visit.argument()), visit.pressed_message
    if target is None or message is None:
        return Outcome(toast=texts.STALE_GONE)
    about = rated(*target, topics_of(visit.argument(1)))
    rating = Rating(person_id=visit.person.id, chat_id=visit.chat.id, telegram_message_id=message, about=about, helpful=helpful)
    if not await visit.rows.ratings.put(rating, visit.now):
        return Outcome(toast=texts.RATED_ALREADY)
    return Outcome(toast=texts.RATED_USEFUL if helpful else texts.RATED_USELESS)


async def on_wrong(visit: Visit) -> Outcome:
    """Something is wrong: the next message says what."""
    target = visit.snapshot.codes.find_target(visit.argument())
    if target is None:
        return reply(say(texts.STALE_GONE))
    topics = topics_of(visit.argument(1))
    view = View(visit.snapshot.base, visit.snapshot.base.policies[target[0]], target[1], visit.now, await visit.answers())
    version = visit.argument(2)[:VERSION]
    shown = Shown(policy=target[0], track=target[1], topics=topics, clauses=clauses_shown(view, topics), version=version)
    await visit.rows.reports.open(visit.chat.id, visit.person.id, shown.model_dump_json(), visit.now)
    return reply(ask_message(visit.snapshot.base, shown))


async def on_new(visit: Visit) -> Outcome:
    """A notice that is not on file: the next message says where it is."""
    shown = Shown(version=visit.snapshot.base.version)
    await visit.rows.reports.open(visit.chat.id, visit.person.id, shown.model_dump_json(), visit.now)
    return reply(ask_message(visit.snapshot.base, shown))


async def on_said(visit: Visit, text: str) -> Outcome | None:
    """What is wrong, where that was asked a moment ago; else None."""
    report = await visit.rows.reports.opened(visit.chat.id, visit.person.id, visit.now - FADES)
    if report is None or not text.strip():
        return None
    await visit.rows.reports.say(report.id, without_persons_numbers(text.strip()))
    told = await hand_on(visit.rows, report.id, visit.now)
    return reply(thanks_message(Shown.model_validate_json(report.about), report.id, told=told > 0))


async def let_go(visit: Visit) -> bool:
    """Who goes on with something else has nothing to report; whether there was something."""
    return await visit.rows.reports.drop(visit.chat.id, visit.person.id)


async def on_let_go(visit: Visit) -> Outcome:
    """取消."""
    await let_go(visit)
    return redraw(visit, let_go_message())


async def on_take_back(visit: Visit) -> Outcome:
    """A report is taken back; what an admin has read already stays read."""
    number = visit.argument()
    is_number = number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS
    taken = is_number and await visit.rows.reports.take_back(int(number), visit.person.id)
    return redraw(visit, taken_back_message(taken=taken))


async def on_office(visit: Visit) -> Outcome:
    """Whom to call."""
    target = visit.snapshot.codes.find_target(visit.argument())
    if target is None:
        return reply(say(texts.STALE_GONE))
    base = visit.snapshot.base
    return reply(office_message(View(base, base.policies[target[0]], target[1], visit.now)))


def going_on(handler: Handler) -> Handler:
    """The handler of something else that a person begins."""

    async def gone_on(visit: Visit) -> Outcome:
        await let_go(visit)
        return await handler(visit)

    return gone_on
