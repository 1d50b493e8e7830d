"""The cipher and its key file."""

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from storage.codec import Codec, load_or_make_key
from storage.errors import KeyDamagedError, StorageError, WrongKeyError

CODEC = Codec([Fernet.generate_key()])


@given(st.text())
def test_what_is_sealed_opens_again_and_does_not_show(plain: str) -> None:
    sealed = CODEC.encrypt(plain)
    assert CODEC.decrypt(sealed) == plain
    assert len(plain) < 8 or plain.encode() not in sealed


def test_the_first_key_seals_and_every_key_opens() -> None:
    old, new = Fernet.generate_key(), Fernet.generate_key()
    rotated = Codec([new, old])
    assert rotated.decrypt(Codec([old]).encrypt("四十五")) == "四十五"
    assert Codec([new]).decrypt(rotated.encrypt("四十五")) == "四十五"


def test_another_key_is_told_apart() -> None:
    with pytest.raises(WrongKeyError, match="another key"):
        Codec([Fernet.generate_key()]).decrypt(CODEC.encrypt("x"))


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "key"
    first = load_or_make_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_or_make_key(path).decrypt(first.encrypt("x")) == "x"


@pytest.mark.parametrize("content", [b"", b"\n", b"too short", b"\xff\xfe", b"A" * 43 + b"=\nrest"])
def test_a_damaged_key_file_is_one_sentence_and_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(KeyDamagedError, match=r"key file .* is damaged: put its backup back") as told:
        load_or_make_key(path)
    assert path.read_bytes() == content
    assert "A" * 10 not in str(told.value)


def test_a_key_file_that_cannot_be_made_names_the_path(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be read or made"):
        load_or_make_key(tmp_path / "file" / "key")
    with pytest.raises(StorageError, match="cannot be read or made"):
        load_or_make_key(tmp_path)
