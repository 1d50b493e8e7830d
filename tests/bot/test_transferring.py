"""What a move comes to beside the journeys: rights, requests, an account that has nothing, a move that came too late."""

from bot.usecases.transferring import LAPSES, WAITS, Came, Moved, coming, is_open, move, try_code, write_code
from bot.views.transferring import coming_message, moved_message
from knowledge.base import KnowledgeBase
from storage.database import Database, Transaction
from storage.records import ChatRecord, PersonRecord
from storage.transfer_records import TransferCodeRecord
from tests.storage.samples import DAY, MINUTE, NOON, somebody

THEN = NOON + WAITS


async def asked(rows: Transaction) -> tuple[PersonRecord, ChatRecord, TransferCodeRecord]:
    """An old account, the new one's chat, and what it asks."""
    old, _ = await somebody(rows, 1)
    new, chat = await somebody(rows, 2)
    came, record = await try_code(rows, new.id, await write_code(rows, old.id, NOON), NOON)
    assert came == "asked"
    assert record is not None
    return old, chat, record


async def moved(rows: Transaction, base: KnowledgeBase, chat: ChatRecord, record: TransferCodeRecord) -> Moved:
    done = await move(rows, base, record.id, chat, THEN, with_sensitive=True)
    assert done is not None
    return done


async def test_rights_and_requests_end_with_the_old_account_but_for_the_last_owner(database: Database, base: KnowledgeBase) -> None:
    async with database.transaction() as rows:
        old, chat, record = await asked(rows)
        third, _ = await somebody(rows, 3)
        await rows.roles.grant(old.id, "editor", None, NOON)
        await rows.subscriptions.follow(old.id, 1, ("policy", "p"), NOON)
        unit = await rows.units.make("甲厂", "省/市", "enterprise", "", NOON)
        await rows.units.ask(unit.id, old.id, NOON, called="张", stated="{}")
        others = await try_code(rows, old.id, await write_code(rows, third.id, NOON), NOON)
        assert others[0] == "asked"
        found = await coming(rows, base, record, chat.person_id or 0)
        assert found.has_right
        assert "管理权限" in str(coming_message(record, found, ()))
        done = await moved(rows, base, chat, record)
        assert done.right == "done"
        assert "请管理员重新给" in str(moved_message(found, found.there, done.right))
        assert await rows.roles.of(old.id) == await rows.roles.of(chat.person_id or 0) == frozenset()
        assert await rows.units.asked() == ()
        assert await rows.units.get(unit.id) is None, "nobody belongs to it"
        assert await rows.transfer_codes.asked(old.id) is None, "an account that is left asks for nothing"

        came, again = await try_code(rows, third.id, await write_code(rows, chat.person_id or 0, THEN), THEN)
        assert came == "asked"
        assert again is not None
        await rows.roles.grant(chat.person_id or 0, "owner", None, NOON)
        third_chat = await rows.chats.private(third.id)
        assert third_chat is not None
        last = await move(rows, base, again.id, third_chat, THEN + WAITS, with_sensitive=True)
        assert last is not None
        assert last.right == "last_owner"
        assert "还留在旧账号" in str(moved_message(found, found.there, last.right))
        assert await rows.roles.of(chat.person_id or 0) == {"owner"}


async def test_a_move_is_once_in_its_time_for_who_asks(database: Database, base: KnowledgeBase) -> None:
    async with database.transaction() as rows:
        _, chat, record = await asked(rows)
        other, elsewhere = await somebody(rows, 3)
        assert "没有能搬的" in str(coming_message(record, await coming(rows, base, record, other.id), ()))
        for who, when in ((chat, THEN - MINUTE), (elsewhere, THEN), (chat, THEN + LAPSES)):
            assert await move(rows, base, record.id, who, when, with_sensitive=True) is None
        assert await move(rows, base, 99, chat, THEN, with_sensitive=True) is None
        await moved(rows, base, chat, record)
        assert await move(rows, base, record.id, chat, THEN, with_sensitive=True) is None
        ended = await rows.transfer_codes.get(record.id)
        assert ended is not None
        assert ended.ended_as == "used"
        assert not is_open(ended, THEN)


async def test_the_brake_holds_for_everybody_together_and_asking_again_and_again(database: Database) -> None:
    async with database.transaction() as rows:
        old, _ = await somebody(rows, 1)
        new, _ = await somebody(rows, 2)
        came: list[Came] = []
        for _ in range(6):
            code = await write_code(rows, old.id, NOON)
            came.append((await try_code(rows, new.id, code, NOON))[0])
        assert came == ["asked"] * 5 + ["braked"], "nobody is asked all day long"
        for _ in range(1000):
            await rows.audit.note("transfer.wrong", "{}", NOON)
        third, _ = await somebody(rows, 3)
        assert (await try_code(rows, third.id, code, NOON + MINUTE))[0] == "busy", "it was not they who tried too often"
        assert (await try_code(rows, new.id, code, NOON + MINUTE))[0] == "braked"
        assert (await try_code(rows, third.id, code, NOON + DAY))[0] == "asked"
