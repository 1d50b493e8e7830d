"""/history and /rollback."""

from collections.abc import Iterable

from bot.handlers import commands
from bot.handlers.dialogs import Held, await_words, let_go
from bot.handlers.keeping.allowed import refused
from bot.handlers.units.pressed import GONE, number_of
from bot.handlers.visit import Outcome, Reply, Visit, redraw, reply
from bot.usecases.keeping.granting import called
from bot.usecases.keeping.orders import DifferenceOrder, GoingBackOrder
from bot.usecases.rights import may
from bot.views.keeping import history as words
from bot.views.keeping.proposals import LEAST_WHY, LONGEST_WHY
from bot.views.message import say
from bot.views.paging import page_of
from storage.database import Transaction
from storage.keeping_records import PublicationRecord

BACK = "why_gone_back"


async def on_history(visit: Visit) -> Outcome:
    """The versions, the last first; or what one of them changed; or how it differs from the one that is used."""
    latest = await visit.rows.publications.latest_number()
    if visit.argument() == "c":
        number = number_of(visit.argument(1))
        return Outcome(orders=(DifferenceOrder(version=latest, against=number),)) if 0 < number < latest else GONE
    if visit.press and visit.argument() not in {"", "p"}:
        number = number_of(visit.argument())
        return Outcome(orders=(DifferenceOrder(version=number),)) if 0 < number <= latest else GONE
    page = page_of(visit.argument(1))
    versions = (await visit.rows.publications.listed((page + 1) * words.PAGE + 1))[page * words.PAGE :]
    message = words.history_message(versions, await authors_of(visit.rows, versions), page, latest)
    return redraw(visit, message) if visit.argument() else reply(message)


async def on_back(visit: Visit) -> Outcome:
    """The way back to a version begins with the reason; a command without a number shows which there are."""
    said = visit.argument() if visit.press else commands.argument(visit)
    if not said:
        return await on_history(visit)
    number = number_of(said)
    latest = await visit.rows.publications.latest_number()
    if not 0 < number < latest:
        then = "现在用的就是这一版。" if number == latest else "点 /history 看有哪些。"
        return reply(say(f"退不到第 {number} 版" if number else "没看懂退到哪一版", then))
    await await_words(visit, BACK, {"version": number})
    return reply(words.ask_back(number))


async def on_back_why(visit: Visit, held: Held) -> Outcome:
    """Why; what would come of it is worked out after the turn, and published only then."""
    number = int(held["version"])
    if not await may(visit.rows, visit.person.id, "editor"):
        await let_go(visit)
        return await refused(visit)
    text = " ".join(visit.text.split())
    if not LEAST_WHY <= len(text) <= LONGEST_WHY:
        return reply(words.ask_back(number, again=f"请用 {LEAST_WHY} 到 {LONGEST_WHY} 个字写明为什么"))
    await let_go(visit)
    begun = say(f"正在比较第 {number} 版和现在的", "稍等。")
    return Outcome((Reply(begun),), orders=(GoingBackOrder(version=number, why=text),))


async def authors_of(rows: Transaction, versions: Iterable[PublicationRecord]) -> dict[int, str]:
    """What those are called who published, as far as anybody is known."""
    return {one.person_id: await called(rows, one.person_id) for one in versions if one.person_id is not None}
