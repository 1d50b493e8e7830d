"""What contacts of a unit share: one state for all of them; invitations of which one lives; groups that follow when they move."""

from dataclasses import replace

from sqlalchemy import update

from storage.database import Database
from storage.records import Answer
from storage.unit_records import GroupRecord
from storage.unit_tables import unit_groups
from tests.storage.samples import DAY, NOON, somebody


async def test_what_is_followed_and_filed_counts_once_for_all(database: Database) -> None:
    async with database.transaction() as tx:
        (one, _), (two, _) = await somebody(tx, 1), await somebody(tx, 2)
        unit = await tx.units.make("甲厂", "区", "enterprise", "", NOON)
        other = await tx.units.make("乙厂", "区", "enterprise", "", NOON)
        assert await tx.unit_work.follow(unit.id, "b", one.id, NOON)
        assert not await tx.unit_work.follow(unit.id, "b", two.id, NOON + DAY)
        assert await tx.unit_work.follow(unit.id, "a", two.id, NOON + DAY)
        assert await tx.unit_work.followed(unit.id) == ("b", "a")
        assert await tx.unit_work.unfollow(unit.id, "b")
        assert not await tx.unit_work.unfollow(unit.id, "b")
        assert await tx.unit_work.file(unit.id, "a", "s", one.id, NOON)
        assert not await tx.unit_work.file(unit.id, "a", "s", two.id, NOON + DAY)
        assert [(done.stage, done.filed_by, done.filed_at) for done in await tx.unit_work.filings(unit.id)] == [("s", one.id, NOON)]
        assert await tx.unit_work.filings(other.id) == ()
        assert await tx.unit_work.unfile(unit.id, "a", "s")
        assert not await tx.unit_work.unfile(unit.id, "a", "s")


async def test_a_units_facts_are_the_last_that_were_said(database: Database) -> None:
    async with database.transaction() as tx:
        unit = await tx.units.make("甲厂", "区", "enterprise", "", NOON)
        for value, now in (("300", NOON), ("310", NOON + DAY)):
            await tx.unit_work.put_answer(unit.id, Answer(subject="unit", fact="staff", state="given", value=value), now)
        await tx.unit_work.put_answer(unit.id, Answer(subject="unit", fact="certified", state="unknown"), NOON)
        assert [(one.fact, one.state, one.value, one.answered_at) for one in await tx.unit_work.answers(unit.id)] == [
            ("certified", "unknown", None, NOON),
            ("staff", "given", "310", NOON + DAY),
        ]


async def test_the_last_version_of_an_inner_deadline_counts(database: Database) -> None:
    async with database.transaction() as tx:
        person, _ = await somebody(tx)
        unit = await tx.units.make("甲厂", "区", "enterprise", "", NOON)
        assert await tx.unit_work.inner_deadline(unit.id, "p") is None
        days = ["2025-01-01", "2025-01-05", ""]
        assert [await tx.unit_work.set_inner_deadline(unit.id, "p", day, person.id, NOON) for day in days] == [0, 1, 2]
        assert [one.day for one in await tx.unit_work.inner_deadlines(unit.id, "p")] == days[::-1]
        assert await tx.unit_work.inner_days() == (), "the last one withdrew it"
        await tx.unit_work.set_inner_deadline(unit.id, "p", "2025-01-07", person.id, NOON)
        await tx.unit_work.set_inner_deadline(unit.id, "q", "2025-01-03", person.id, NOON)
        assert [(one.policy, one.day, one.sequence) for one in await tx.unit_work.inner_days()] == [
            ("q", "2025-01-03", 0),
            ("p", "2025-01-07", 3),
        ]


async def test_one_invitation_lives_and_an_ended_one_is_not_found(database: Database) -> None:
    async with database.transaction() as tx:
        person, _ = await somebody(tx)
        unit = await tx.units.make("甲厂", "区", "enterprise", "", NOON)
        assert await tx.invitations.living(unit.id) is None
        await tx.invitations.make(unit.id, "first", person.id, NOON)
        await tx.invitations.make(unit.id, "second", person.id, NOON + DAY)
        living = await tx.invitations.living(unit.id)
        assert living is not None
        assert (living.token, living.made_by, living.made_at) == ("second", person.id, NOON + DAY)
        assert await tx.invitations.by_token("second") == living
        assert await tx.invitations.by_token("first") is None
        assert await tx.invitations.end(unit.id, NOON + DAY)
        assert not await tx.invitations.end(unit.id, NOON + DAY)
        assert await tx.invitations.by_token("second") is None


async def test_a_group_hears_of_one_unit_and_keeps_it_when_it_moves(database: Database) -> None:
    async with database.transaction() as tx:
        person, _ = await somebody(tx)
        unit = await tx.units.make("甲厂", "区", "enterprise", "", NOON)
        other = await tx.units.make("乙厂", "区", "enterprise", "", NOON)
        old = await tx.chats.ensure(-5, "group", None, NOON)
        assert await tx.unit_work.connect(old.id, unit.id, person.id, NOON, "技能群")
        assert not await tx.unit_work.connect(old.id, other.id, person.id, NOON, "技能群")
        new = await tx.chats.ensure(-1005, "supergroup", None, NOON)
        await tx.chats.migrate(-5, -1005)
        assert await tx.unit_work.groups(unit.id) == (new,)
        assert await tx.unit_work.unit_of_group(new.id) == unit.id
        third = await tx.chats.ensure(-6, "group", None, NOON)
        await tx.unit_work.connect(third.id, other.id, person.id, NOON, "技能群")
        await tx.chats.migrate(-6, -1005)
        assert await tx.unit_work.unit_of_group(new.id) == unit.id, "what the new chat hears of goes first"
        held = GroupRecord(chat_id=new.id, unit_id=unit.id, connected_by=person.id, since=NOON, title="技能群")
        assert await tx.unit_work.connections(unit.id) == (held,)
        colleague, _ = await somebody(tx, 2)
        assert not await tx.unit_work.keep(new.id, other.id, colleague.id)
        assert await tx.unit_work.connections(unit.id) == (held,)
        assert await tx.unit_work.keep(new.id, unit.id, colleague.id)
        await tx.unit_work.rename(new.id, other.id, "别的群")
        assert await tx.unit_work.connections(unit.id) == (replace(held, connected_by=colleague.id),)
        await tx.unit_work.rename(new.id, unit.id, "三厂技能群")
        assert [one.title for one in await tx.unit_work.connections(unit.id)] == ["三厂技能群"]
        await tx.unit_work._connection.execute(update(unit_groups).values(title=None))  # noqa: SLF001 - as before there were titles
        assert [one.title for one in await tx.unit_work.connections(unit.id)] == [""]
        assert await tx.unit_work.groups(other.id) == ()
        assert not await tx.unit_work.disconnect(new.id, other.id)
        assert await tx.unit_work.disconnect(new.id, unit.id)
        assert await tx.unit_work.unit_of_group(new.id) is None


async def test_one_dialog_awaits_words_here_and_fades(database: Database) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx)
        await tx.dialogs.open(chat.id, person.id, "register", '{"step": "name"}', NOON)
        await tx.dialogs.open(chat.id, person.id, "code", '{"unit": 7}', NOON + DAY)
        opened = await tx.dialogs.opened(chat.id, person.id, NOON + DAY)
        assert opened is not None
        assert (opened.kind, opened.held) == ("code", '{"unit": 7}')
        assert await tx.dialogs.opened(chat.id, person.id, NOON + 2 * DAY) is None
        await tx.dialogs.forget_before(NOON + DAY)
        assert await tx.dialogs.close(chat.id, person.id)
        assert not await tx.dialogs.close(chat.id, person.id)
        await tx.dialogs.open(chat.id, person.id, "code", "{}", NOON)
        await tx.dialogs.forget_before(NOON + DAY)
        assert not await tx.dialogs.close(chat.id, person.id)


async def test_the_audit_gives_the_last_lines_and_those_about_one_thing(database: Database) -> None:
    async with database.transaction() as tx:
        person, _ = await somebody(tx)
        for number in range(4):
            await tx.audit.note(f"act {number}", f'{{"unit": {number % 2}}}', NOON, actor_id=person.id, said="凭据" if number else None)
        assert [line.act for line in await tx.audit.latest(3)] == ["act 3", "act 2", "act 1"]
        assert [line.act for line in await tx.audit.latest(9, about='{"unit": 0}')] == ["act 2", "act 0"]
        assert [await tx.audit.count("act 1", person.id, since) for since in (NOON, NOON + DAY)] == [1, 0]
        assert await tx.audit.count("act 1", person.id + 1, NOON) == 0
        assert [line.said for line in await tx.audit.latest(9)] == ["凭据", "凭据", "凭据", None]
