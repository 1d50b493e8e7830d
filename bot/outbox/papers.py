"""Papers made when they are sent: drawn, or read from their file, in a thread and outside of any transaction.

What is written down is the order alone; the knowledge and the answers are those of the moment of sending.
"""

import asyncio
from pathlib import Path

import structlog

from bot.clock import SHANGHAI, Clock
from bot.outbox.letter import Letter, letters_of
from bot.pictures.invitation import invitation_scene
from bot.pictures.png import TooTallError, png
from bot.pictures.sheet import sheet_scene
from bot.usecases.answer_rows import answers_of
from bot.usecases.orders import FormOrder, InvitationOrder, SheetOrder
from bot.usecases.scope import PolicyScope, read_scope
from bot.usecases.snapshot import Snapshots
from bot.usecases.units.authority import contact_of
from bot.usecases.units.inviting import ends_on, invitation_of, link_of
from bot.views.forms import form_gone_message, form_message
from bot.views.message import Message
from bot.views.sheet_choices import no_picture_message, picture_message
from bot.views.sheets import sheet_of
from bot.views.topics.section import View
from bot.views.units.inviting import Poster, poster_message, poster_of
from knowledge.reading.forms import LARGEST_FORM
from storage.database import Database
from storage.queue_records import OutboxRecord

log = structlog.get_logger()


class Papers:
    """Makes the letters of orders for papers."""

    def __init__(self, database: Database, snapshots: Snapshots, clock: Clock) -> None:
        """Nothing is read or drawn before it is ordered."""
        self._database = database
        self._snapshots = snapshots
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def sheet(self, claim: OutboxRecord) -> tuple[Letter, ...]:
        """The picture of a sheet; none where its policy has gone meanwhile."""
        order = SheetOrder.model_validate_json(claim.body or "{}")
        base = self._snapshots.current.base
        scope = read_scope(base, order.about)
        if not isinstance(scope, PolicyScope) or claim.person_id is None:
            return ()
        async with self._database.transaction() as rows:
            answers = answers_of(base, await rows.answers.of(claim.person_id))
        view = View(base, base.policies[scope.policy], scope.track, self._clock.now().astimezone(SHANGHAI), answers)
        async with self._one_at_a_time:
            return letters_of(await asyncio.to_thread(_drawn, view, frozenset(order.conditions)))

    async def form(self, claim: OutboxRecord) -> tuple[Letter, ...]:
        """The file of a form; where it cannot be read any more, whom to ask; none where its document has gone meanwhile."""
        order = FormOrder.model_validate_json(claim.body or "{}")
        base = self._snapshots.current.base
        policy = base.policies.get(order.policy)
        document = next((one for one in policy.documents if one.id == order.document), None) if policy else None
        if policy is None or document is None or document.file is None:
            return ()
        view = View(base, policy, None, self._clock.now().astimezone(SHANGHAI))
        try:
            content = await asyncio.to_thread(_read, base.forms[document.file.path].path)
        except OSError as error:
            log.warning("an attached form cannot be read", policy=policy.id, form=document.file.path, reason=type(error).__name__)
            return letters_of(form_gone_message(view, document))
        return letters_of(form_message(view, document, document.file, content))

    async def invitation(self, claim: OutboxRecord) -> tuple[Letter, ...]:
        """The page of a unit's invitation; none where it ended, or who ordered it is no contact any more."""
        order = InvitationOrder.model_validate_json(claim.body or "{}")
        async with self._database.transaction() as rows:
            unit = await contact_of(rows, claim.person_id or 0, order.unit)
            living = await invitation_of(rows, order.unit, self._clock.now()) if unit is not None else None
        if unit is None or living is None:
            return ()
        poster = poster_of(unit.name, link_of(living, order.username), ends_on(living))
        async with self._one_at_a_time:
            return letters_of(await asyncio.to_thread(_printed, poster))


def _read(path: Path) -> bytes:
    """The whole file; OSError where it has gone, leads elsewhere by now, or has grown beyond what was checked."""
    if path.resolve(strict=True) != path or not 0 < path.stat().st_size <= LARGEST_FORM:
        raise FileNotFoundError(path)
    return path.read_bytes()


def _drawn(view: View, chosen: frozenset[str]) -> Message:
    name = f"{view.policy.short_title}{view.policy.year}-给单位看.png"
    try:
        return picture_message(name, png(sheet_scene(sheet_of(view, chosen))))
    except TooTallError:
        return no_picture_message()


def _printed(poster: Poster) -> Message:
    return poster_message(poster.unit, png(invitation_scene(poster)))
