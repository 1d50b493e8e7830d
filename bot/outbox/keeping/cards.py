"""What would come of a proposal, as its reader may act on it; and the files of one."""

import asyncio
from collections.abc import Mapping

from bot.clock import SHANGHAI, Clock
from bot.outbox.courier import Letters
from bot.outbox.letter import letters_of
from bot.pictures.preview_page import pictures_of, preview_page
from bot.usecases.keeping.consenting import digest_of, lacking
from bot.usecases.keeping.drafts import Draft, Drafts
from bot.usecases.keeping.orders import CardOrder, ContentOrder, PageOrder
from bot.usecases.keeping.placing import name_of
from bot.usecases.keeping.proposing import propose
from bot.usecases.refusals import EndedError, PublishingError, lines_of
from bot.usecases.rights import may
from bot.views.citing import name_of as title_of
from bot.views.keeping.proposals import LONGEST, LOOK, MOST_OTHERS, MOST_PAGES, Reader, card_message, unpublished_message
from bot.views.message import Attachment, Message, say
from bot.views.preview import previews
from bot.views.topics.section import View
from knowledge.errors import KnowledgeError
from storage.database import Database, Transaction
from storage.keeping_records import ProposalRecord, Tied
from storage.queue_records import OutboxRecord

Waiting = tuple[ProposalRecord, Mapping[str, bytes | None], Reader]


class Cards:
    """Makes the letters."""

    def __init__(self, database: Database, drafts: Drafts, clock: Clock) -> None:
        """Nothing is worked out before it is ordered."""
        self._database = database
        self._clock = clock
        self._drafts = drafts

    async def card(self, claim: OutboxRecord) -> Letters:
        """The card; what stands in the way where it cannot be published as it is; none for who is no editor any more."""
        number = CardOrder.model_validate_json(claim.body or "{}").proposal
        async with self._database.transaction() as rows:
            found = await waiting_for(rows, number, claim.person_id)
        if found is None:
            return ()
        proposal, changes, reader = found
        if proposal.state != "open":
            return letters_of(say(str(EndedError())))
        return letters_of(await self.message(proposal, changes, reader))

    async def message(self, proposal: ProposalRecord, changes: Mapping[str, bytes | None], reader: Reader) -> Message:
        """The card of a proposal that waits."""
        try:
            draft = await self._drafts.of(proposal.based_on, changes)
        except KnowledgeError as error:
            return unpublished_message(proposal.id, _why_not(proposal.id, changes), LOOK, lines=lines_of(error.problems))
        except PublishingError as error:
            return unpublished_message(proposal.id, str(error), LOOK if error.may_pass else ())
        return await self._card((proposal, changes, reader), draft)

    async def page(self, claim: OutboxRecord) -> Letters:
        """All that applicants would be told of a policy, as one page with its pictures; none where that is not to be had any more."""
        order = PageOrder.model_validate_json(claim.body or "{}")
        async with self._database.transaction() as rows:
            found = await waiting_for(rows, order.proposal, claim.person_id)
        if found is None or found[0].state != "open":
            return ()
        proposal, changes, _ = found
        try:
            draft = await self._drafts.of(proposal.based_on, changes)
        except (KnowledgeError, PublishingError) as error:
            return letters_of(unpublished_message(proposal.id, str(error)[:LONGEST]))
        policy = draft.snapshot.codes.find("policy", order.policy)
        return letters_of(await asyncio.to_thread(self._previewed, proposal, draft, policy)) if policy else ()

    def _previewed(self, proposal: ProposalRecord, draft: Draft, policy_id: str) -> Message:
        policy = draft.snapshot.base.policies[policy_id]
        view = View(draft.snapshot.base, policy, None, self._clock.now().astimezone(SHANGHAI))
        about = f"改动 {proposal.id} 发布以后申报人看到的样子"
        page = preview_page(title_of(policy), about, tuple(previews(view, draft.snapshot.slots)), pictures_of(view))
        words = say(f"{title_of(policy)}：{about}", "点开文件，从头到尾看一遍；和聊天里一字不差。")
        return Message(words.blocks, document=Attachment(f"{policy.short_title}{policy.year}预览.html", page.encode()))

    async def kept(self, base: int, changes: Mapping[str, bytes | None], why: str, person_id: int) -> Message | None:
        """The card of changes that become a proposal now; none for who is no editor any more.

        Raises:
            KnowledgeError: the files have mistakes.
            PublishingError: they clash with what others published, or change nothing.
        """
        draft = await self._drafts.of(base, changes)
        async with self._database.transaction() as rows:
            if not await may(rows, person_id, "editor"):
                return None
            number = await propose(rows, base, changes, why, person_id, self._clock.now())
            found = await waiting_for(rows, number, person_id)
        return await self._card(found, draft) if found else None

    async def kept_together(self, base: int, changes: Mapping[str, bytes | None], why: str, person_id: int, album: str) -> Message | None:
        """The card of the one proposal of all files that were sent together, those that came so far.

        They may need each other, so that one of them alone is kept with its mistakes, too.
        """
        now = self._clock.now()
        async with self._database.transaction() as rows:
            if not await may(rows, person_id, "editor"):
                return None
            begun = await rows.proposals.of_album(album, person_id)
            begun = await rows.proposals.held(begun.id) if begun is not None else None
            if begun is None or begun.state != "open" or await rows.proposals.agreed(begun.id):
                number = await propose(rows, base, changes, why, person_id, now, album=album)
            else:
                number = begun.id
                await rows.proposals.widen(number, min(base, begun.based_on), changes, now)
                if why and not begun.why:
                    await rows.proposals.explain(number, why)
            found = await waiting_for(rows, number, person_id)
        return await self.message(*found) if found else None

    async def _card(self, found: Waiting, draft: Draft) -> Message:
        """The card, with what hangs on policies that would be gone."""
        proposal, _, reader = found
        tied: dict[str, Tied] = {}
        async with self._database.transaction() as rows:
            for policy in draft.removed[:MOST_PAGES]:
                tied[policy] = await rows.ties.of(policy)
        return card_message(proposal, draft, reader, tied)

    async def content(self, claim: OutboxRecord) -> Letters:
        """The files of a proposal, each as it was sent, under a name by which it is known when it comes back."""
        number = ContentOrder.model_validate_json(claim.body or "{}").proposal
        async with self._database.transaction() as rows:
            found = await waiting_for(rows, number, claim.person_id)
        if found is None:
            return ()
        proposal, changes, _ = found
        files = {path: raw for path, raw in changes.items() if raw}
        told = [
            Message(say(f"改动 {number}：{path}").blocks, document=Attachment(name_of(path, proposal.based_on), raw))
            for path, raw in files.items()
        ]
        if not told:
            return letters_of(say(f"改动 {number} 里没有文件可取", "它只删掉文件。"))
        return tuple(letter for message in told for letter in letters_of(message))


def _why_not(number: int, changes: Mapping[str, bytes | None]) -> str:
    """What to do about mistakes that the files have only beside all others."""
    if None in changes.values():
        return f"别的文件里还提到要删的这一项。把下面说的文件改好发来，再点“也加到改动 {number}”："
    return "和别的资料合在一起查有错，改好了再发来："


async def waiting_for(rows: Transaction, number: int, person_id: int | None) -> Waiting | None:
    """A proposal with its files and what this person may do with it; None where there is none, or they are no editor."""
    proposal = await rows.proposals.get(number)
    if proposal is None or person_id is None or not await may(rows, person_id, "editor"):
        return None
    changes = await rows.proposals.changes(number)
    mine = [one.id for one in await rows.proposals.open() if one.person_id == person_id and one.id != number]
    reader = Reader(
        may_publish=await may(rows, person_id, "publisher"),
        is_theirs=proposal.person_id == person_id,
        agreed=person_id in await rows.proposals.agreed(number),
        lacking=await lacking(rows, number),
        digest=digest_of(proposal.based_on, changes),
        others=tuple(mine[-MOST_OTHERS:]) if proposal.person_id == person_id else (),
    )
    return proposal, changes, reader
