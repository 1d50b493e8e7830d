"""A proposal is published once the turn is committed, and whoever is concerned is told what came of it."""

from collections.abc import Mapping

import structlog

from bot.clock import Clock
from bot.outbox.courier import Letters
from bot.outbox.letter import letters_of
from bot.usecases.differing import Differences
from bot.usecases.keeping.consenting import Agreed, digest_of, lacking
from bot.usecases.keeping.orders import PublishingOrder
from bot.usecases.publishing import Author, Published, Publisher
from bot.usecases.rectifying import is_told
from bot.usecases.refusals import EndedError, PublishingError, UnagreedError, lines_of
from bot.usecases.rights import may, reachable
from bot.views.keeping.proposals import LOOK, go, others_message, published_message, unpublished_message
from bot.views.message import Message, say
from knowledge.errors import KnowledgeError
from knowledge.reading.files import version_of
from storage.database import Database, Transaction
from storage.keeping_records import ProposalRecord
from storage.queue_records import Message as Row
from storage.queue_records import OutboxRecord

TOLD = "published"
"""The kind of message that tells others."""

log = structlog.get_logger()


class Publishing:
    """Publishes what was ordered."""

    def __init__(self, database: Database, publisher: Publisher, clock: Clock) -> None:
        """Nothing is published before it is ordered."""
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._differences = Differences()

    async def letters(self, claim: OutboxRecord) -> Letters:
        """What came of it; none for who may publish no more, or where somebody has to agree first."""
        order = PublishingOrder.model_validate_json(claim.body or "{}")
        number = order.proposal
        async with self._database.transaction() as rows:
            proposal = await rows.proposals.held(number)
            allowed = claim.person_id is not None and await may(rows, claim.person_id, "publisher") and not await lacking(rows, number)
            changes = await rows.proposals.changes(number)
        if proposal is None or claim.person_id is None or not allowed:
            return ()
        try:
            done = await self._publish(proposal, changes, order, claim.person_id)
        except EndedError as error:
            return letters_of(say(str(error)))
        except KnowledgeError as error:
            return letters_of(unpublished_message(number, "和后来发布的合在一起有错：", LOOK, lines=lines_of(error.problems)))
        except UnagreedError as error:
            return letters_of(unpublished_message(number, str(error), LOOK))
        except PublishingError as error:
            log.warning("a proposal could not be published", proposal=number, reason=type(error).__name__)
            return letters_of(unpublished_message(number, str(error), go(order.digest) if error.may_pass else ()))
        return letters_of(await self._told(proposal, done, claim.person_id))

    async def _publish(
        self, proposal: ProposalRecord, changes: Mapping[str, bytes | None], order: PublishingOrder, person_id: int
    ) -> Published:
        if proposal.state != "open":
            raise EndedError
        if digest_of(proposal.based_on, changes) != order.digest:
            raise UnagreedError
        async with self._database.transaction() as rows:
            earlier = await _gone_back_to(rows, proposal, changes)
        author = Author(f"{person_id} 号", person_id)  # no name: the row outlives who leaves
        agreed = Agreed(proposal.id, order.digest)
        if earlier is not None:
            return await self._publisher.roll_back(earlier, author, proposal.why, agreed)
        return await self._publisher.publish(proposal.based_on, changes, author, proposal.why, agreed)

    async def _told(self, proposal: ProposalRecord, done: Published, person_id: int) -> Message:
        """What came of it; the other publishers, and who proposed it, are told too."""
        number, now = done.record.number, self._clock.now()
        aside = f"文件夹里没发布的改动另存在 {done.aside.name}" if done.aside else ""
        async with self._database.transaction() as rows:
            message = published_message(number, proposal.id, aside, is_told=await is_told(rows, self._differences, number))
        for letter in letters_of(others_message(number, proposal)):
            body = letter.model_dump_json(exclude_defaults=True)
            async with self._database.transaction() as rows:
                others = {*await reachable(rows, "publisher"), *await _proposer(rows, proposal)}
                for person, chat in sorted(others):
                    if person != person_id:
                        key = f"{TOLD}:{proposal.id}:{person}"
                        await rows.outbox.add(Row(kind=TOLD, chat_id=chat, person_id=person, due_at=now, body=body, dedupe_key=key), now)
        return message


async def _gone_back_to(rows: Transaction, proposal: ProposalRecord, changes: Mapping[str, bytes | None]) -> int | None:
    """The earlier version whose files a proposal makes of the last one; None where it makes something new, or another is last by now."""
    if await rows.publications.latest_number() != proposal.based_on:
        return None
    files = await rows.publications.files(proposal.based_on)
    made = {path: raw for path, raw in {**files, **changes}.items() if raw is not None}
    earlier = await rows.publications.latest(version=version_of(made))
    return earlier.number if earlier else None


async def _proposer(rows: Transaction, proposal: ProposalRecord) -> tuple[tuple[int, int], ...]:
    chat = await rows.chats.private(proposal.person_id)
    return ((proposal.person_id, chat.id),) if chat is not None and chat.unreachable_since is None else ()
