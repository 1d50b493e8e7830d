"""What is made for those who keep the knowledge, below the chat: nothing for who may not, and each refusal with its reason."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock

import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.outbox.keeping import auditing
from bot.outbox.keeping.fading import put_away
from bot.outbox.keeping.makers import keeping_makers
from bot.outbox.letter import Letter
from bot.usecases import publishing
from bot.usecases.keeping.consenting import digest_held
from bot.usecases.keeping.orders import (
    AuditOrder,
    CardOrder,
    ContentOrder,
    DifferenceOrder,
    FileOrder,
    GoingBackOrder,
    NoticeOrder,
    PageOrder,
    PublishingOrder,
)
from bot.usecases.keeping.proposing import FADES, propose
from bot.usecases.orders import Order
from bot.usecases.publishing import Publisher
from bot.usecases.refusals import MOST_ALLOWED
from bot.usecases.rights import name_owners, person_of
from bot.usecases.snapshot import Snapshots
from knowledge import library
from knowledge.drafting.formats import LARGEST as MOST_OF_A_NOTICE
from knowledge.library import Library
from knowledge.reading.files import with_shipped_words
from knowledge.reading.source import LARGEST
from knowledge.search.lexicon import Lexicon, lexicon_of
from knowledge.writing import Placing
from storage.database import Database
from storage.queue_records import OutboxRecord
from tests.bot.conftest import SetClock
from tests.knowledge.factories import POLICY, SECOND, every_example_holds, spoilt, write_base

DEMO, OTHER = "policies/demo-2024.yaml", "policies/other-2023.yaml"
NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)
NEW = spoilt(POLICY, "copies: 2", "copies: 3").encode()
OWNER, STRANGER = 1, 2


class Telegram(Bot):
    """Holds one file, or none."""

    def __init__(self, content: bytes | None) -> None:
        super().__init__("1:x")
        self._content = content

    async def send_chat_action(self, *_: object, **__: object) -> bool:
        return True

    async def get_file(self, *_: object, **__: object) -> "Held":  # type: ignore[override]
        if self._content is None:
            raise BadRequest("file is gone")
        return Held(self._content)


@dataclass
class Held:
    """A file that Telegram holds."""

    content: bytes

    @property
    def file_size(self) -> int:
        return len(self.content)

    async def download_as_bytearray(self) -> bytearray:
        return bytearray(self.content)


class Desk:
    """Makes letters for an owner and for a stranger."""

    def __init__(self, database: Database, folder: Path, clock: SetClock, lexicon: Lexicon) -> None:
        self.database, self.clock, self.folder = database, clock, folder
        self.snapshots = Snapshots(Library(folder, every_example_holds), lexicon)
        self.publisher = Publisher(database, self.snapshots, clock)
        self.people: dict[int, int] = {}

    async def open(self) -> None:
        async with self.database.transaction() as rows:
            await name_owners(rows, (OWNER,), NOW)
            self.people = {number: await person_of(rows, number, NOW) for number in (OWNER, STRANGER)}
        await self.publisher.look()

    async def propose(self, changes: dict[str, bytes | None], why: str = "通知改了") -> int:
        async with self.database.transaction() as rows:
            return await propose(rows, self.publisher.number, changes, why, self.people[OWNER], NOW)

    async def publishing(self, number: int) -> PublishingOrder:
        """To publish a proposal as it is."""
        async with self.database.transaction() as rows:
            proposal = await rows.proposals.get(number)
            assert proposal is not None
            return PublishingOrder(proposal=number, digest=await digest_held(rows, proposal))

    async def letters(self, order: Order, who: int = OWNER, *, content: bytes | None = None) -> tuple[Letter, ...]:
        makers = keeping_makers(Telegram(content), self.database, self.snapshots, self.publisher, self.clock)
        claim = OutboxRecord(
            id=1,
            kind=order.kind,
            dedupe_key=None,
            person_id=self.people[who],
            chat_id=1,
            telegram_chat_id=1,
            subscription_id=None,
            reference="{}",
            body=order.model_dump_json(),
            due_at=NOW,
            attempts=1,
            postponed=0,
            error=None,
        )
        return await makers[order.kind](claim)

    async def said(self, order: Order, *, content: bytes | None = None) -> str:
        return "\n".join(letter.html for letter in await self.letters(order, content=content))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return lexicon_of(with_shipped_words({}))


@pytest.fixture
async def desk(database: Database, tmp_path: Path, set_clock: SetClock, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The words are the program's own, which need not be read again for each version."""
    monkeypatch.setattr(publishing, "CALM_SECONDS", 0)
    monkeypatch.setattr(library, "lexicon_of", lambda *_: lexicon)
    desk = Desk(database, write_base(tmp_path / "data"), set_clock, lexicon)
    await desk.open()
    return desk


async def test_who_may_not_gets_no_letter_of_any_kind_and_nothing_is_done(desk: Desk) -> None:
    number = await desk.propose({DEMO: NEW})
    orders = (
        CardOrder(proposal=number),
        PageOrder(proposal=number, policy="x"),
        ContentOrder(proposal=number),
        PublishingOrder(proposal=number),
        DifferenceOrder(version=1),
        GoingBackOrder(version=1, why="改错了"),
        FileOrder(file="f", name="demo-2024.yaml"),
        FileOrder(file="f", name="demo-2024.yaml", album="a"),
        NoticeOrder(file="f", suffix=".txt"),
        AuditOrder(of="all"),
    )
    for order in orders:
        assert await desk.letters(order, STRANGER, content=NEW) == (), order
    async with desk.database.transaction() as rows:
        assert [one.id for one in await rows.proposals.open()] == [number]
        assert await rows.publications.latest_number() == 1


async def test_the_audit_as_a_file_holds_the_latest_and_says_how_many_it_left_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.propose({DEMO: NEW})
    await desk.propose({DEMO: NEW + b"# more"})
    monkeypatch.setattr(auditing, "MOST", 1)
    (letter,) = await desk.letters(AuditOrder(of="knowledge"))
    assert "操作记录：资料：1 条" in letter.html
    assert "更早的 1 条没放进来" in letter.html
    assert letter.file_content
    (nothing,) = await desk.letters(AuditOrder(of="nonsense", policy="gone"))
    assert "操作记录：1 条" in nothing.html


async def test_versions_that_are_far_apart_are_compared_with_the_way_back_to_the_earlier(desk: Desk) -> None:
    for number, content in ((1, NEW), (2, NEW + b"# more\n")):
        await desk.publisher.publish(number, {DEMO: content}, publishing.Author("对话"), "通知改了")
    (letter,) = await desk.letters(DifferenceOrder(version=3, against=1))
    assert "第 1 版 → 第 3 版：" in letter.html
    assert [key.text for row in letter.keyboard for key in row] == ["退回到第 1 版"]
    (one,) = await desk.letters(DifferenceOrder(version=1))
    (two,) = await desk.letters(DifferenceOrder(version=2))
    assert "没法比较" in one.html
    assert [key.text for row in two.keyboard for key in row] == ["退回到第 2 版"]


async def test_what_is_not_there_makes_no_letter_and_what_is_over_says_so(desk: Desk) -> None:
    for order in (CardOrder(proposal=9), PageOrder(proposal=9, policy="x"), ContentOrder(proposal=9), PublishingOrder(proposal=9)):
        assert await desk.letters(order) == ()
    assert await desk.letters(DifferenceOrder(version=9)) == ()
    number = await desk.propose({DEMO: NEW})
    assert await desk.letters(PageOrder(proposal=number, policy="nonsense")) == ()
    async with desk.database.transaction() as rows:
        await rows.proposals.end(number, "dropped", NOW)
        await rows.proposals.agree(number, desk.people[OWNER], NOW)
    assert "没有再发一次" in await desk.said(CardOrder(proposal=number))
    assert "没有再发一次" in await desk.said(PublishingOrder(proposal=number))
    assert await desk.letters(PageOrder(proposal=number, policy="x")) == ()


async def test_a_file_that_is_gone_or_too_large_or_new_in_nothing_is_refused_with_the_reason(desk: Desk) -> None:
    order = FileOrder(file="f", name="demo-2024.yaml", why="通知改了")
    assert "取不到了" in await desk.said(order)
    assert "512 KiB" in await desk.said(order, content=b"x" * (LARGEST + 1))
    assert "没有收下" in await desk.said(order, content=POLICY.encode())
    taken = order.model_copy(update={"name": "demo-2024@99.yaml"})
    assert "去掉“@99”再发一次" in await desk.said(taken, content=NEW)
    assert "改动 1" in await desk.said(order, content=NEW)


async def test_a_notice_that_is_gone_or_too_large_or_meets_words_with_mistakes_says_so(desk: Desk) -> None:
    order = NoticeOrder(file="f", suffix=".txt")
    assert "取不到了" in await desk.said(order)
    assert "20 MB" in await desk.said(order, content=b"x" * (MOST_OF_A_NOTICE + 1))
    (desk.folder / "drafting").mkdir()
    (desk.folder / "drafting" / "words.yaml").write_text("topics: [", encoding="utf-8")
    assert "words.yaml 有" in await desk.said(order, content=b"x")


async def test_a_change_that_clashes_or_has_mistakes_by_now_says_so_wherever_it_is_looked_at(desk: Desk) -> None:
    clashing = await desk.propose({DEMO: NEW})
    broken = await desk.propose({OTHER: b"id: ["})
    await desk.publisher.publish(1, {DEMO: spoilt(POLICY, "copies: 2", "copies: 4").encode()}, publishing.Author("别人"), "x")
    async with desk.database.transaction() as rows:
        for number in (clashing, broken):
            await rows.proposals.agree(number, desk.people[OWNER], NOW)
    for number, said in ((clashing, "已经被别人改过"), (broken, "没有发布")):
        assert said in await desk.said(CardOrder(proposal=number))
        assert said in await desk.said(await desk.publishing(number))
    assert "没有发布" in await desk.said(PageOrder(proposal=broken, policy="x"))
    together = await desk.said(FileOrder(file="f", name="demo-2024@1.yaml", album="a"), content=NEW)
    assert "已经被别人改过" in together


async def test_versions_that_cannot_be_compared_or_gone_back_to_say_why(desk: Desk) -> None:
    assert "没法比较" in await desk.said(DifferenceOrder(version=1))
    assert "退不到第 1 版" in await desk.said(GoingBackOrder(version=1, why="改错了"))
    async with desk.database.transaction() as rows:
        first = await rows.publications.get(1)
        assert first is not None
        for number, content in ((2, b"id: ["), (3, POLICY.encode())):
            files = {**await rows.publications.files(1), DEMO: content}
            await rows.publications.add(
                type(first)(number=number, version=str(number), based_on=1, who="x", person_id=None, why="x", published_at=NOW), files
            )
    assert "读不了那一版" in await desk.said(DifferenceOrder(version=2))
    assert "读不了那一版" in await desk.said(GoingBackOrder(version=2, why="改错了"))


async def test_who_cannot_be_written_to_is_told_of_no_change_that_was_put_away(desk: Desk) -> None:
    await desk.propose({OTHER: SECOND.encode() + b"# x\n"})
    async with desk.database.transaction() as rows:
        await put_away(rows, NOW + FADES)
        assert len(await rows.proposals.open()) == 1
        await put_away(rows, NOW + 2 * FADES)
        assert await rows.proposals.open() == ()
        assert await rows.outbox.next_due() is None


def labels(letters: tuple[Letter, ...]) -> set[str]:
    return {key.text for letter in letters for row in letter.keyboard for key in row}


async def test_a_way_to_try_again_is_offered_only_where_it_can_lead_anywhere(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    number, same = await desk.propose({DEMO: NEW}), await desk.propose({DEMO: NEW}, "别的科也说")
    async with desk.database.transaction() as rows:
        for one in (number, same):
            await rows.proposals.agree(one, desk.people[OWNER], NOW)
    order = await desk.publishing(number)
    with monkeypatch.context() as full:
        full.setattr(Placing, "write", Mock(side_effect=OSError(28, "No space left on device")))
        failed = await desk.letters(order)
    assert labels(failed) == {"再发布一次", "取回文件", "放弃"}
    assert "没有变" not in failed[0].html
    changed = await desk.letters(order.model_copy(update={"digest": "older"}))
    assert "再看一次" in labels(changed)
    assert "又加了文件" in changed[0].html
    (done,) = await desk.letters(order)
    assert "两分钟后告诉" in done.html
    for again in (await desk.letters(CardOrder(proposal=same)), await desk.letters(await desk.publishing(same))):
        assert "完全一样" in again[0].html
        assert labels(again) == {"取回文件", "放弃"}


async def test_who_publishes_what_nobody_was_told_is_promised_no_word_to_anybody(desk: Desk) -> None:
    number = await desk.propose({DEMO: spoilt(POLICY, "aliases: [金匠计划]", "aliases: [金匠计划, 小金匠]").encode()})
    async with desk.database.transaction() as rows:
        await rows.proposals.agree(number, desk.people[OWNER], NOW)
    (done,) = await desk.letters(await desk.publishing(number))
    assert "现在是第 2 版" in done.html
    assert "两分钟后" not in done.html
    assert "不另外通知谁" in done.html


async def test_a_long_list_of_what_is_allowed_is_cut_and_what_to_do_is_not(desk: Desk) -> None:
    said = await desk.said(FileOrder(file="f", name="demo-2024.yaml"), content=spoilt(POLICY, "short_title:", "shirt_title:").encode())
    assert re.search(r"第\d+行", said)
    assert "没有 shirt_title 这个键。 是不是想写 short_title？ 可以写：" in said
    shown, count = re.findall(r"可以写：(\S+) 等(\d+)个", said)[0]
    assert len(shown.split("、")) == MOST_ALLOWED < int(count)
