"""Papers that were ordered, when what they are made of has changed by the time they are sent."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from bot.outbox.papers import Papers
from bot.usecases.orders import FormOrder, Order, SheetOrder
from bot.usecases.snapshot import Snapshots
from knowledge.entries import FormFile
from knowledge.reading.forms import LARGEST_FORM, FormOnDisk
from storage.database import Database
from storage.queue_records import Message, OutboxRecord
from tests.bot.conftest import SetClock

BAOTOU = "bt-shibaiqian-2024"
ORDER = FormOrder(policy=BAOTOU, document="annex-application")
FILE = FormFile(path="p/form.docx", source="网站", retrieved=date(2024, 11, 5))


@pytest.fixture
def form(snapshots: Snapshots, tmp_path: Path) -> Iterator[Path]:
    """A form on disk, attached to a policy."""
    path = (tmp_path / "form.docx").resolve()
    path.write_bytes(b"PK\x03\x04")
    before = snapshots.current
    policy = before.base.policies[BAOTOU]
    documents = tuple(one.model_copy(update={"file": FILE}) if one.id == ORDER.document else one for one in policy.documents)
    policies = MappingProxyType({**before.base.policies, BAOTOU: policy.model_copy(update={"documents": documents})})
    forms = {FILE.path: FormOnDisk(path, (0, 4), b"PK\x03\x04")}
    snapshots.current = replace(before, base=replace(before.base, policies=policies, forms=forms))
    yield path
    snapshots.current = before


@pytest.fixture
def papers(database: Database, snapshots: Snapshots, set_clock: SetClock) -> Papers:
    return Papers(database, snapshots, set_clock)


def change(form: Path, what: str) -> None:
    """What may happen to a form between its check and its sending."""
    form.unlink()
    match what:
        case "linked":
            (form.parent / "secret").write_bytes(b"PK\x03\x04 secret")
            form.symlink_to(form.parent / "secret")
        case "newer":
            form.write_bytes(b"PK\x03\x04 a newer one")
        case "empty" | "grown":
            form.touch()
            os.truncate(form, LARGEST_FORM + 1 if what == "grown" else 0)


async def claim_of(database: Database, clock: SetClock, order: Order, *, personal: bool = True) -> OutboxRecord:
    """The order as the courier claims it."""
    async with database.transaction() as tx:
        person = await tx.people.ensure(1, clock.now())
        chat = await tx.chats.ensure(1, "private", person.id, clock.now())
        whose = person.id if personal else None
        body = order.model_dump_json()
        message = Message(kind=order.kind, chat_id=chat.id, person_id=whose, due_at=clock.now(), body=body)
        claim = await tx.outbox.add_claimed(message, chat.telegram_chat_id, clock.now(), timedelta(minutes=2))
    assert claim is not None
    return claim


async def test_a_form_is_read_when_it_is_sent(form: Path, papers: Papers, database: Database, set_clock: SetClock) -> None:
    claim = await claim_of(database, set_clock, ORDER)
    change(form, "newer")
    (letter,) = await papers.form(claim)
    assert letter.file_content == b"PK\x03\x04 a newer one"


@pytest.mark.parametrize("what", ["gone", "empty", "grown", "linked"])
async def test_a_form_that_is_not_what_it_was_is_not_sent(
    form: Path, papers: Papers, database: Database, set_clock: SetClock, what: str
) -> None:
    claim = await claim_of(database, set_clock, ORDER)
    change(form, what)
    (letter,) = await papers.form(claim)
    assert letter.file_content is None
    assert "打不开了" in letter.html


@pytest.mark.parametrize(
    "order",
    [
        ORDER,  # nothing is attached to it (any more)
        FormOrder(policy=BAOTOU, document="gone"),
        FormOrder(policy="gone", document="gone"),
    ],
)
async def test_nothing_is_sent_for_what_is_gone(papers: Papers, database: Database, set_clock: SetClock, order: FormOrder) -> None:
    assert await papers.form(await claim_of(database, set_clock, order)) == ()


async def test_a_sheet_of_what_is_gone_or_of_nobody_is_not_drawn(papers: Papers, database: Database, set_clock: SetClock) -> None:
    gone = SheetOrder(about="gone", conditions=())
    assert await papers.sheet(await claim_of(database, set_clock, gone)) == ()
    left = SheetOrder(about=BAOTOU, conditions=())
    assert await papers.sheet(await claim_of(database, set_clock, left, personal=False)) == ()
