"""Rights, and who gave them."""

from storage.database import Database
from tests.storage.samples import DAY, NOON, somebody


async def test_a_role_is_held_from_its_granting_to_its_revoking(database: Database) -> None:
    async with database.transaction() as tx:
        owner, _ = await somebody(tx, 1)
        editor, _ = await somebody(tx, 2)
        assert await tx.roles.grant(owner.id, "editor", None, NOON)
        assert await tx.roles.grant(editor.id, "editor", owner.id, NOON + DAY)
        assert not await tx.roles.grant(editor.id, "editor", None, NOON)
        assert await tx.roles.of(editor.id) == {"editor"}
        assert [(one.person_id, one.granted_by) for one in await tx.roles.holders("editor")] == [(owner.id, None), (editor.id, owner.id)]
        assert await tx.roles.revoke(editor.id, "editor")
        assert not await tx.roles.revoke(editor.id, "editor")
        assert await tx.roles.of(editor.id) == frozenset()


async def test_a_role_outlives_who_gave_it(database: Database) -> None:
    async with database.transaction() as tx:
        owner, _ = await somebody(tx, 1)
        editor, _ = await somebody(tx, 2)
        await tx.roles.grant(editor.id, "editor", owner.id, NOON)
        await tx.privacy.delete(owner.id)
        [left] = await tx.roles.holders("editor")
        assert (left.person_id, left.granted_by) == (editor.id, None)
