"""Which keys a database needs, by a few words in its ``marks`` that were sealed with them."""

import secrets

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.errors import WrongKeyError
from storage.marks import KEY_CHECK, Marks

KEY_SEALS = "key_seals"
"""The mark that holds a word sealed with the key by which whoever began to serve last seals."""
KEY_MARKS = "key_marks"
"""The mark that holds, sealed, the secret by which this database's marks are made: it stays when keys go."""
SECRET_BYTES = 32

STRANGE = "The key file does not belong to this database: put its own key file back, or name the other database."
OLDER_GONE = (
    "The key file lacks an older key, with which something is still sealed: put it back as a line below the others, then run db rekey."
)
NEWEST_GONE = "The key file lacks the key with which this database is sealed now: put it in, as on the other machines."


class Keyring:
    """Our keys against those of the database."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._marks = Marks(connection)
        self._codec = codec

    async def unlock(self) -> Codec:
        """Make sure that our keys belong to this database; the codec with its secret for marks.

        Raises:
            WrongKeyError: they do not, or one that is still needed is missing.
        """
        checked = await self._marks.set_once(KEY_CHECK, self._sealed(KEY_CHECK))
        begun = await self._marks.get(KEY_SEALS)
        if not self._opens(checked):
            raise WrongKeyError(OLDER_GONE if begun is not None and self._opens(begun) else STRANGE)
        if begun is not None and not self._opens(begun):
            raise WrongKeyError(NEWEST_GONE)
        secret = await self._marks.set_once(KEY_MARKS, self._sealed(secrets.token_hex(SECRET_BYTES)))
        return self._codec.marking_with(bytes.fromhex(self._codec.decrypt(secret.encode())))

    async def begin(self) -> None:
        """Note that somebody begins to serve who seals with our newest key."""
        if not await self.is_begun():
            await self._marks.set(KEY_SEALS, self._sealed(KEY_SEALS))

    async def is_begun(self) -> bool:
        """Say whether who began to serve last seals with our newest key: only then can what is sealed anew be read by the others."""
        begun = await self._marks.get(KEY_SEALS)
        return begun is not None and self._codec.is_newest(begun.encode())

    async def finish(self) -> None:
        """Note that nothing is sealed with an older key any more: from now on they may be missing."""
        for key in (KEY_CHECK, KEY_MARKS):
            was = await self._marks.get(key)
            anew = None if was is None else self._codec.anew(was.encode())
            if was is not None and anew is not None:
                await self._marks.swap(key, was, anew.decode())

    def _sealed(self, word: str) -> str:
        return self._codec.encrypt(word).decode()

    def _opens(self, sealed: str) -> bool:
        return self._codec.opens(sealed.encode())
