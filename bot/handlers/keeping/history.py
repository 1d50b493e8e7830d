"""/history and /rollback; and a policy's file handed out, to be edited and sent back."""

from collections.abc import Iterable

from bot.handlers import commands
from bot.handlers.dialogs import Held, await_words, let_go
from bot.handlers.keeping.allowed import refused
from bot.handlers.units.pressed import GONE, number_of
from bot.handlers.visit import Outcome, Reply, Visit, redraw, reply
from bot.usecases.keeping.granting import called
from bot.usecases.keeping.orders import DifferenceOrder, GoingBackOrder
from bot.usecases.keeping.placing import name_of
from bot.usecases.rights import may
from bot.views.citing import name_of as title_of
from bot.views.keeping import history as words
from bot.views.keeping.proposals import LEAST_WHY, LONGEST_WHY
from bot.views.message import Attachment, Message, say
from bot.views.paging import page_of
from knowledge.reading.files import POLICIES
from storage.database import Transaction
from storage.records import PublicationRecord

BACK = "why_gone_back"


async def on_history(visit: Visit) -> Outcome:
    """The versions, the last first; or what one of them changed."""
    latest = await visit.rows.publications.latest_number()
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


async def on_hand_out(visit: Visit) -> Outcome:
    """A file as it was published last, a policy's or one of all, under a name by which it is known when it comes back."""
    base, common = visit.snapshot.base, visit.argument(1)
    if visit.argument() == "x" and common in words.COMMON:
        return await _handed(visit, common, words.COMMON[common])
    policy = base.policies.get(visit.snapshot.codes.find("policy", visit.argument()) or "")
    if policy is None:
        listed = words.policies_message(sorted(base.policies.values(), key=lambda one: (one.region, -one.year)), page_of(visit.argument(1)))
        return redraw(visit, listed) if visit.argument() else reply(listed)
    return await _handed(visit, f"{POLICIES}/{policy.id}.yaml", title_of(policy))


async def _handed(visit: Visit, path: str, title: str) -> Outcome:
    latest = await visit.rows.publications.latest_number()
    raw = (await visit.rows.publications.files(latest)).get(path)
    if raw is None:
        return GONE
    return reply(Message(say(*words.file_words(title, latest)).blocks, document=Attachment(name_of(path, latest), raw)))


async def authors_of(rows: Transaction, versions: Iterable[PublicationRecord]) -> dict[int, str]:
    """What those are called who published, as far as anybody is known."""
    return {one.person_id: await called(rows, one.person_id) for one in versions if one.person_id is not None}
