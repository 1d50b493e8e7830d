"""What a version changed; and the files of an earlier one proposed once more, with what that would change."""

from bot.outbox.courier import Letters
from bot.outbox.keeping.cards import Cards
from bot.outbox.letter import letters_of
from bot.usecases.keeping.drafts import Drafts
from bot.usecases.keeping.granting import called
from bot.usecases.keeping.orders import DifferenceOrder, GoingBackOrder
from bot.usecases.merging import changed
from bot.usecases.refusals import PublishingError, lines_of
from bot.usecases.rights import may
from bot.views.keeping.history import difference_message
from bot.views.keeping.proposals import SHOWN
from bot.views.message import say
from knowledge.errors import KnowledgeError
from storage.database import Database
from storage.queue_records import OutboxRecord

OUTGROWN = "现在的程序读不了那一版，因为它有这些错："


class VersionLetters:
    """Makes the letters."""

    def __init__(self, database: Database, drafts: Drafts, cards: Cards) -> None:
        """Nothing is compared before it is ordered."""
        self._database = database
        self._drafts = drafts
        self._cards = cards

    async def difference(self, claim: OutboxRecord) -> Letters:
        """What a version changed of the one before, or of an earlier one; none for who is no editor any more."""
        order = DifferenceOrder.model_validate_json(claim.body or "{}")
        number, against = order.version, order.against
        async with self._database.transaction() as rows:
            one, latest = await rows.publications.get(number), await rows.publications.latest_number()
            if one is None or claim.person_id is None or not await may(rows, claim.person_id, "editor"):
                return ()
            authors = {one.person_id: await called(rows, one.person_id)} if one.person_id is not None else {}
        try:
            found = await self._drafts.between(against or number - 1, number)
        except KnowledgeError as error:
            return letters_of(say(f"第 {number} 版没法比较", OUTGROWN, *lines_of(error.problems)[:SHOWN]))
        except PublishingError as error:
            return letters_of(say(f"第 {number} 版没法比较", str(error)))
        return letters_of(difference_message(one, authors, found, latest, against))

    async def going_back(self, claim: OutboxRecord) -> Letters:
        """The card of a proposal that goes back; none for who is no editor any more."""
        order = GoingBackOrder.model_validate_json(claim.body or "{}")
        async with self._database.transaction() as rows:
            if claim.person_id is None or not await may(rows, claim.person_id, "editor"):
                return ()
            latest = await rows.publications.latest_number()
            before, after = await rows.publications.digests(latest), await rows.publications.digests(order.version)
            files = await rows.publications.files(order.version)
        changes = {path: files.get(path) for path in changed(before, after)}
        try:
            card = await self._cards.kept(latest, changes, f"退回第 {order.version} 版：{order.why}", claim.person_id)
        except KnowledgeError as error:
            return letters_of(say(f"退不到第 {order.version} 版", OUTGROWN, *lines_of(error.problems)[:SHOWN]))
        except PublishingError as error:
            return letters_of(say(f"退不到第 {order.version} 版", str(error)))
        return letters_of(card) if card else ()
