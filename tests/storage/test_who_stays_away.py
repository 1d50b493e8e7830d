"""Who stays away for long and is waited for by nothing: found, on both databases, and everybody else not."""

from storage.database import Database
from tests.storage.samples import DAY, NOON, somebody


async def test_only_who_stays_away_and_has_nothing_that_waits_is_found(database: Database) -> None:
    later = NOON + 800 * DAY
    async with database.transaction() as tx:
        person = {}
        names = ("away", "follows", "blocked", "ended", "wants", "unwants", "member", "contact", "keeper", "back")
        for number, name in enumerate(names, start=7001):
            one, chat = await somebody(tx, number)
            person[name] = one.id
            if name in {"follows", "blocked", "ended"}:
                followed = await tx.subscriptions.follow(one.id, chat.id, ("policy", "p"), NOON)
                if name == "ended":
                    await tx.subscriptions.end(followed.id, one.id, NOON)
            if name == "blocked":
                await tx.chats.mark_unreachable(chat.id, NOON)
            if name in {"wants", "unwants"}:
                await tx.wishes.put(one.id, "notices", NOON, wanted=name == "wants")
        unit = await tx.units.make("单位", "region", "enterprise", "", NOON)
        await tx.units.ask(unit.id, person["contact"], NOON, called="x", stated="{}")
        await tx.members.join(unit.id, person["member"], "x", NOON)
        await tx.roles.grant(person["keeper"], "editor", None, NOON)
        await tx.people.ensure(7001 + names.index("back"), later)
    async with database.transaction() as tx:
        assert await tx.privacy.unseen(NOON, 9) == ()
        assert await tx.privacy.unseen(later - DAY, 9) == tuple(person[name] for name in ("away", "blocked", "ended", "unwants"))
        assert await tx.privacy.unseen(later - DAY, 1) == (person["away"],)
