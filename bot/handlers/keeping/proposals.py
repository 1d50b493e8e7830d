"""A change that waits: shown, explained, agreed to, published, let go."""

from bot.handlers.dialogs import Held, await_words, let_go
from bot.handlers.keeping.allowed import refused
from bot.handlers.units.pressed import GONE, number_of
from bot.handlers.units.telling import tell
from bot.handlers.visit import Outcome, Reply, Visit, redraw, reply
from bot.usecases.keeping.consenting import agree, digest_held, lacking
from bot.usecases.keeping.granting import called
from bot.usecases.keeping.orders import CARD, CardOrder, ContentOrder, PageOrder, PublishingOrder
from bot.usecases.keeping.proposing import drop, explain, join
from bot.usecases.refusals import EndedError
from bot.usecases.rights import may, reachable
from bot.views.keeping import proposals as words
from bot.views.message import say
from storage.keeping_records import ProposalRecord
from storage.queue_records import Message as Row

WHY, REASON = "why_published", "why_not_published"
ENDED = str(EndedError())


async def show(visit: Visit, number: int) -> Outcome:  # noqa: ARG001 - as every handler
    """The card of a proposal; what would come of it is worked out after the turn."""
    return Outcome(orders=(CardOrder(proposal=number),))


async def on_proposal(visit: Visit) -> Outcome:  # noqa: PLR0911 - one line per button
    """What an editor does with a proposal; without one, all that wait."""
    if not visit.argument():
        waiting = await visit.rows.proposals.open()
        return reply(words.list_message(waiting, {one.person_id: await called(visit.rows, one.person_id) for one in waiting}))
    proposal = await visit.rows.proposals.get(number_of(visit.argument()))
    if proposal is None:
        return GONE
    match visit.argument(1):
        case "f":
            return Outcome(orders=(ContentOrder(proposal=proposal.id),))
        case _ if proposal.state != "open":
            return reply(say(ENDED))
        case "s":
            return await show(visit, proposal.id)
        case "w":
            return Outcome(orders=(PageOrder(proposal=proposal.id, policy=visit.argument(2)),))
        case "j":
            return await _join(visit, proposal)
    return await _decide(visit, proposal)


async def _decide(visit: Visit, proposal: ProposalRecord) -> Outcome:
    """Publish it or not."""
    match visit.argument(1):
        case "p" if not proposal.why:
            await await_words(visit, WHY, {"proposal": proposal.id, "digest": visit.argument(2)})
            return reply(words.ask_why(proposal.id))
        case "p":
            return await _go_on(visit, proposal, visit.argument(2))
        case "x" if proposal.person_id == visit.person.id:
            return await _drop(visit, proposal, None)
        case "x" | "n" if await may(visit.rows, visit.person.id, "publisher"):
            await await_words(visit, REASON, {"proposal": proposal.id})
            return reply(words.ask_reason())
    return await refused(visit)


async def _join(visit: Visit, proposal: ProposalRecord) -> Outcome:
    """也加到改动 N: theirs alone."""
    into = await visit.rows.proposals.get(number_of(visit.argument(2)))
    if proposal.person_id != visit.person.id or into is None:
        return GONE
    if not await join(visit.rows, proposal, into, visit.now):
        return reply(say("没有并过去", "那个改动已经有人同意发布，或者不在等了。这一个可以单独发布。"))
    said = say(f"改动 {proposal.id} 并到了改动 {into.id}", "合在一起再查一遍，稍等。")
    return Outcome((Reply(said, visit.pressed_message),), orders=(CardOrder(proposal=into.id),))


async def on_why(visit: Visit, held: Held) -> Outcome:
    """Why it is to be published."""
    proposal = await _still(visit, held)
    if proposal is None:
        return GONE
    text = " ".join(visit.text.split())
    if not words.LEAST_WHY <= len(text) <= words.LONGEST_WHY:
        return reply(words.ask_why(proposal.id, again=f"请用 {words.LEAST_WHY} 到 {words.LONGEST_WHY} 个字写明依据"))
    await let_go(visit)
    if not await explain(visit.rows, proposal, text, visit.person.id, visit.now):
        return Outcome((Reply(words.explained_message(proposal.id)),), orders=(CardOrder(proposal=proposal.id),))
    return await _go_on(visit, proposal, held["digest"])


async def on_reason(visit: Visit, held: Held) -> Outcome:
    """Why it is not to be published."""
    proposal = await _still(visit, held)
    if proposal is None or not await may(visit.rows, visit.person.id, "publisher"):
        await let_go(visit)
        return GONE
    text = " ".join(visit.text.split())
    if not text or len(text) > words.LONGEST_WHY:
        return reply(words.ask_reason())
    await let_go(visit)
    return await _drop(visit, proposal, text)


async def _go_on(visit: Visit, proposal: ProposalRecord, shown: str) -> Outcome:
    """Agree to what was ``shown`` (its digest), where one may; publish, where enough have; else ask those who may.

    What somebody added meanwhile is shown first: nobody agrees to what they have not seen.
    """
    now = await visit.rows.proposals.held(proposal.id)
    if now is None or now.state != "open":
        return reply(say(ENDED))
    if await digest_held(visit.rows, now) != shown:
        return Outcome((Reply(words.changed_message(now.id)),), orders=(CardOrder(proposal=now.id),))
    if await may(visit.rows, visit.person.id, "publisher"):
        await agree(visit.rows, now, visit.person.id, visit.now)
        if not await lacking(visit.rows, now.id):
            begun = say(f"正在发布改动 {now.id}", "再查一遍就换上，稍等。")
            return Outcome((Reply(begun),), orders=(PublishingOrder(proposal=now.id, digest=shown),))
    return reply(words.asked_message(now.id, await _ask_others(visit, now, shown)))


async def _ask_others(visit: Visit, proposal: ProposalRecord, shown: str) -> int:
    """Put the card on its way to all who may publish and have not agreed; to how many. Nobody gets the same one twice."""
    agreed = await visit.rows.proposals.agreed(proposal.id)
    others = [(person, chat) for person, chat in await reachable(visit.rows, "publisher") if person not in {*agreed, visit.person.id}]
    body = CardOrder(proposal=proposal.id).model_dump_json()
    for person, chat in others:
        key = f"{CARD}:{proposal.id}:{shown}:{person}"
        await visit.rows.outbox.add(Row(kind=CARD, chat_id=chat, person_id=person, due_at=visit.now, body=body, dedupe_key=key), visit.now)
    return len(others)


async def _drop(visit: Visit, proposal: ProposalRecord, reason: str | None) -> Outcome:
    if not await drop(visit.rows, proposal, visit.person.id, reason, visit.now):
        return reply(say(ENDED))
    if proposal.person_id != visit.person.id:
        await tell(visit, proposal.person_id, words.dropped_message(proposal, reason or ""))
    done = say(f"改动 {proposal.id} 放弃了", "什么都没有变。")
    return redraw(visit, done) if visit.press else reply(done)


async def _still(visit: Visit, held: Held) -> ProposalRecord | None:
    """The proposal that a dialog is about, while it waits and whoever types is still an editor."""
    proposal = await visit.rows.proposals.get(int(held["proposal"]))
    if proposal is not None and proposal.state == "open" and await may(visit.rows, visit.person.id, "editor"):
        return proposal
    await let_go(visit)
    return None
