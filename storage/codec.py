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

    def __init__(self, keys: Sequence[str | bytes]) -> None:
        """Take Fernet keys (32 bytes in URL-safe base 64), newest first; ``ValueError`` if one is none."""
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._secrets = [base64.urlsafe_b64decode(key) for key in keys]

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

    def mark(self, purpose: str, text: str) -> bytes:
        """Make 16 bytes that nobody makes without the newest key, others for each purpose (at most 16 bytes long)."""
        return self.marks(purpose, text)[0]

    def marks(self, purpose: str, text: str) -> tuple[bytes, ...]:
        """Make the mark of every key, the newest first: what was marked before a key was put in front is found by another."""
        return tuple(hashlib.blake2b(text.encode(), digest_size=16, key=one, person=purpose.encode()).digest() for one in self._secrets)


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
    try:
        return Codec(lines)
    except ValueError:
        raise KeyDamagedError(
            f"The key file {path} is damaged: put its backup back. (Without one, what was encrypted is lost for good:"
            " move the key file and the database away and start afresh.)"
        ) from None


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
