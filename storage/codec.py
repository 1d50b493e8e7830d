"""The cipher that personal text passes on its way to and from a row. The key lives in a file of its own, apart from the database."""

import base64
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from storage.errors import KeyDamagedError, WrongKeyError


class Codec:
    """Text to sealed bytes and back: the first key seals, every key opens, so that a new key can be put in front of the old ones."""

    def __init__(self, keys: Sequence[str | bytes], marking: bytes | None = None) -> None:
        """Take Fernet keys (32 bytes in URL-safe base 64), newest first; ``ValueError`` if one is none.

        ``marking``: the database's own secret, by which marks stay the same when keys change.
        """
        self._keys = tuple(keys)
        every = [Fernet(key) for key in keys]
        self._fernet = MultiFernet(every)
        self._newest = every[0]
        self._secrets = [base64.urlsafe_b64decode(key) for key in keys]
        self._marking = [marking] if marking is not None else []

    def marking_with(self, secret: bytes) -> "Codec":
        """Give the same keys with a database's own secret for marks."""
        return Codec(self._keys, secret)

    def encrypt(self, plain: str) -> bytes:
        """Seal a text."""
        return self._fernet.encrypt(plain.encode())

    def decrypt(self, sealed: bytes) -> str:
        """Open what ``encrypt`` sealed."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise WrongKeyError(
                "Stored text was encrypted with another key: put the key file that belongs to this database back."
            ) from None

    def anew(self, sealed: bytes) -> bytes | None:
        """Seal with the newest key what an older one sealed; ``None`` where it is under the newest already."""
        if self.is_newest(sealed):
            return None
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken:
            raise WrongKeyError("What is stored was sealed with a key that is not in the key file.") from None

    def is_newest(self, sealed: bytes) -> bool:
        """Say whether the newest key sealed it."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return False
        return True

    def opens(self, sealed: bytes) -> bool:
        """Say whether any key at hand sealed it."""
        try:
            self._fernet.decrypt(sealed)
        except InvalidToken:
            return False
        return True

    def mark(self, purpose: str, text: str) -> bytes:
        """Make 16 bytes that nobody makes without the key, others for each purpose (at most 16 bytes long); a new key leaves them."""
        return self.marks(purpose, text)[0]

    def marks(self, purpose: str, text: str) -> tuple[bytes, ...]:
        """Make the mark, and those of every key, the newest first: so it was marked before the database had a secret for it."""
        return tuple(_digest(one, purpose, text) for one in (*self._marking, *self._secrets))

    def pseudonym(self, text: str) -> str:
        """Give a word in the place of a name, the same each time, that only who has the newest key can make."""
        return _digest(self._secrets[0], "log", text).hex()[:10]


def load_or_make_key(path: Path) -> Codec:
    """Read the key file, or make one that only its owner can read."""
    with _usable(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_key(path)
    return load_key(path)


def load_key(path: Path) -> Codec:
    """Read the key file: one key a line, newest first."""
    try:
        with _usable(path):
            lines = path.read_text("ascii").split()
    except UnicodeDecodeError:
        lines = []
    if len(set(lines)) < len(lines):
        raise KeyDamagedError(f"The key file {path} holds a key twice: leave each line once, the newest first.")
    try:
        return Codec(lines)
    except ValueError:
        raise KeyDamagedError(
            f"The key file {path} is damaged: put its backup back. (Without one, what was encrypted is lost for good:"
            " move the key file and the database away and start afresh.)"
        ) from None


def _digest(secret: bytes, purpose: str, text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16, key=secret, person=purpose.encode()).digest()


@contextmanager
def _usable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise KeyDamagedError(
            f"The key file {path} cannot be read or made ({error.strerror}): check the path and its permissions."
        ) from error


def _make_key(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "wb") as file:
        file.write(Fernet.generate_key() + b"\n")
        file.flush()
        os.fsync(file.fileno())  # a key lost in a power cut takes every answer with it
