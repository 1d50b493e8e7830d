"""The admin's side: who asks to be contact, on what evidence, yes or no; and cutting somebody off at once."""

from bot.handlers.dialogs import Held, await_words, let_go
from bot.handlers.keeping.allowed import refused
from bot.handlers.units.parting import cut_off
from bot.handlers.units.pressed import GONE, number_of
from bot.handlers.units.telling import tell
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.situating import is_question
from bot.usecases.units.attending import attend
from bot.usecases.units.authority import is_admin
from bot.usecases.units.meeting import meeting_of, merge
from bot.usecases.units.parting import COLLEAGUE
from bot.usecases.units.registering import Waiting, all_waiting, approve, give_code, refuse, waiting_there
from bot.usecases.units.watching import watching_of
from bot.views.cancelling import CANCEL
from bot.views.message import Message, say
from bot.views.paging import PAGE, nearest, page_of
from bot.views.units import deciding as words
from bot.views.units import registering as theirs
from bot.views.units.policies import followed_lines

EVIDENCE, REASON = "evidence", "refusal"
LONGEST = 200
TOLD_SO = {True: "已经告诉本人", False: "本人停用了机器人，没能告诉"}
DONE = "这一位已经办过，或者自己撤回了。"


async def on_decide(visit: Visit) -> Outcome:  # noqa: PLR0911 - one line per button
    """What an admin does; to anybody else there is no such button."""
    if not await is_admin(visit.rows, visit.person.id):
        return await refused(visit)
    if visit.argument() == "u":
        return await _on_units(visit)
    if not visit.argument():
        return reply(words.list_message(await all_waiting(visit.rows), await visit.rows.units.count_with_contacts()))
    waiting = await waiting_there(visit.rows, number_of(visit.argument()), number_of(visit.argument(1)))
    if waiting is None:
        return Outcome(toast=DONE) if visit.argument(2) else reply(say(DONE))
    match visit.argument(2):
        case "y" if waiting.contact.proof is not None:
            return await _approve(visit, waiting, None)
        case "y":
            await await_words(visit, EVIDENCE, _held(waiting))
            return reply(words.ask_evidence(waiting))
        case "n":
            await await_words(visit, REASON, _held(waiting))
            return reply(words.ask_reason())
        case "m":
            return await _merge(visit, waiting)
        case "c":
            return await _give_code(visit, waiting)
    return reply(await request_of(visit, waiting))


async def on_evidence(visit: Visit, held: Held) -> Outcome:
    """On what a contact is approved."""
    waiting = await _still(visit, held)
    if waiting is None:
        return GONE
    text = " ".join(visit.text.split())
    if len(text) < words.LEAST_EVIDENCE or len(text) > LONGEST or is_question(text):
        return reply(say("请写一句凭什么确认，2 到 200 个字", "例如“11月28日打官网上的人事科电话确认”。", keyboard=((CANCEL,),)))
    await let_go(visit)
    return await _approve(visit, waiting, text)


async def on_reason(visit: Visit, held: Held) -> Outcome:
    """Why a contact is refused."""
    waiting = await _still(visit, held)
    if waiting is None:
        return GONE
    text = " ".join(visit.text.split())
    is_without = visit.press is not None and visit.press.arguments == words.WITHOUT_REASON
    if not is_without and (not text or len(text) > LONGEST or is_question(text)):
        return reply(words.ask_reason())
    await let_go(visit)
    if not await refuse(visit.rows, waiting, visit.person.id, text or None, visit.now):
        return reply(say(DONE))
    told = await tell(visit, waiting.contact.person_id, theirs.refused_message(waiting.stated.name, text))
    return reply(say(f"已拒绝：{waiting.contact.called}", f"{TOLD_SO[told]}，记进了操作记录。"))


async def request_of(visit: Visit, waiting: Waiting) -> Message:
    """A request as an admin sees it."""
    return words.request_message(visit.snapshot.base, waiting, await meeting_of(visit.rows, waiting))


async def _merge(visit: Visit, waiting: Waiting) -> Outcome:
    """It is one of the units that are there: the request goes on as one for that."""
    there = waiting.contact
    alike = (await meeting_of(visit.rows, waiting)).alike
    other = next((one.unit for one in alike if one.unit.id == number_of(visit.argument(3))), None)
    if other is None or not await merge(visit.rows, waiting, other, visit.person.id, visit.now):
        return reply(say("没有并过去", "这个单位不在了，或者申请人已经是它的联系人。"))
    merged = await waiting_there(visit.rows, other.id, there.person_id)
    return reply(await request_of(visit, merged)) if merged is not None else reply(say(DONE))


async def _approve(visit: Visit, waiting: Waiting, evidence: str | None) -> Outcome:
    if not await approve(visit.rows, waiting, visit.person.id, evidence, visit.now):
        return reply(say(DONE))
    there = waiting.contact
    await attend(visit.rows, visit.snapshot.base, there.unit_id, visit.now)
    followed = await _followed(visit, there.unit_id)
    told = await tell(visit, there.person_id, theirs.approved_message(waiting.stated.name, there.unit_id, followed))
    for colleague in await visit.rows.units.contacts(there.unit_id):
        if colleague.person_id != there.person_id:
            await tell(visit, colleague.person_id, theirs.joined_message(waiting.stated.name, there), COLLEAGUE)
    return reply(say(f"已批准：{there.called}", f"{waiting.stated.name}的联系人。{TOLD_SO[told]}，记进了操作记录。"))


async def _followed(visit: Visit, unit_id: int) -> tuple[str, ...]:
    """What the unit follows, for who comes to it now."""
    unit = await visit.rows.units.get(unit_id)
    assert unit is not None  # noqa: S101 - somebody has just become its contact
    base = visit.snapshot.base
    return followed_lines(base, await watching_of(visit.rows, base, unit), visit.now)


async def _give_code(visit: Visit, waiting: Waiting) -> Outcome:
    code = await give_code(visit.rows, waiting, visit.person.id, visit.now)
    await tell(visit, waiting.contact.person_id, theirs.code_ready_message(waiting))
    return reply(words.code_message(waiting, code))


async def _on_units(visit: Visit) -> Outcome:
    """All units; the contacts of one; one of them cut off, after a question."""
    unit = await visit.rows.units.get(number_of(visit.argument(1))) if visit.argument(1) else None
    if unit is None:
        count = await visit.rows.units.count_with_contacts()
        page = nearest(page_of(visit.argument(2)), count)
        return redraw(visit, words.units_message(await visit.rows.units.with_contacts(PAGE, page * PAGE), page, count))
    contacts = await visit.rows.units.contacts(unit.id)
    named = next((one for one in contacts if one.person_id == number_of(visit.argument(2))), None)
    if named is None:
        return redraw(visit, words.unit_message(unit, contacts))
    if visit.argument(3) != "yes":
        return redraw(visit, words.cut_off_message(unit, named))
    await cut_off(visit, unit, named)
    left = await visit.rows.units.contacts(unit.id)
    return redraw(visit, words.unit_message(unit, left), f"已移除：{named.called}")


async def _still(visit: Visit, held: Held) -> Waiting | None:
    """The request that a dialog is about, while it waits and whoever types is still an admin."""
    waiting = await waiting_there(visit.rows, int(held["unit"]), int(held["person"]))
    if waiting is not None and await is_admin(visit.rows, visit.person.id):
        return waiting
    await let_go(visit)
    return None


def _held(waiting: Waiting) -> dict[str, int]:
    return {"unit": waiting.contact.unit_id, "person": waiting.contact.person_id}
