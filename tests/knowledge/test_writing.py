"""Files are put into a folder all at once or not at all, whatever goes wrong and whenever."""

import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.writing import ChangedMeanwhileError, Placing

NAMES = st.sampled_from(["facts.yaml", "policies/a.yaml", "policies/b.yaml", "forms/x/y.docx"])
FILES = st.dictionaries(NAMES, st.binary(max_size=4))


def lay(folder: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def found(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@given(before=FILES, after=FILES)
def test_a_folder_holds_what_it_is_to_hold_and_undone_what_it_held(
    tmp_path_factory: pytest.TempPathFactory, before: dict[str, bytes], after: dict[str, bytes]
) -> None:
    folder = tmp_path_factory.mktemp("folder")
    lay(folder, before)
    placing = Placing(folder, before, after).write()
    assert {name: raw for name, raw in found(folder).items() if not Path(name).name.startswith(".")} == before, "nothing before put"
    placing.put()
    assert {name: raw for name, raw in found(folder).items() if not Path(name).name.startswith(".")} == after
    placing.undo()
    placing.close()
    assert found(folder) == before
    placing = Placing(folder, before, after).write()
    placing.put()
    placing.close()
    assert found(folder) == after, "and nothing beside"


BEFORE = {"facts.yaml": b"facts", "policies/a.yaml": b"a", "policies/b.yaml": b"b"}
AFTER = {"facts.yaml": b"new", "policies/a.yaml": b"A", "policies/c.yaml": b"C"}


@pytest.mark.parametrize("at", range(8))
@pytest.mark.parametrize("what", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.unlink", "pathlib.Path.hardlink_to"])
def test_a_disk_that_is_full_at_any_moment_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, at: int
) -> None:
    lay(tmp_path, BEFORE)
    module, _, name = what.rpartition(".")
    owner = os if module == "os" else Path
    real, left = getattr(owner, name), [at]

    def fail(*arguments: object, **named: object) -> object:
        left[0] -= 1
        if left[0] == -1:
            raise OSError(errno.ENOSPC, "No space left on device", "x")
        return real(*arguments, **named)

    monkeypatch.setattr(owner, name, fail)
    placing = Placing(tmp_path, BEFORE, AFTER)
    failed = False
    try:
        placing.write().put()
    except OSError:
        failed = True
    monkeypatch.undo()
    placing.close()
    assert found(tmp_path) == (BEFORE if failed else AFTER)


def test_a_folder_that_cannot_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, BEFORE)

    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(OSError, match="Read-only"):
        Placing(tmp_path, BEFORE, AFTER).write()
    monkeypatch.undo()
    assert found(tmp_path) == BEFORE


@pytest.mark.parametrize("path", ["policies/b.yaml", "policies/c.yaml"])
def test_what_somebody_wrote_meanwhile_is_not_overwritten(tmp_path: Path, path: str) -> None:
    lay(tmp_path, BEFORE)
    placing = Placing(tmp_path, BEFORE, AFTER).write()
    lay(tmp_path, {path: b"theirs"})
    with pytest.raises(ChangedMeanwhileError):
        placing.put()
    placing.close()
    assert found(tmp_path) == {**BEFORE, path: b"theirs"}


def test_a_file_keeps_its_mode_and_a_link_stays_one(tmp_path: Path) -> None:
    lay(tmp_path, {"real/b.yaml": b"b", "policies/a.yaml": b"a"})
    (tmp_path / "policies" / "b.yaml").symlink_to(tmp_path / "real" / "b.yaml")
    (tmp_path / "policies" / "a.yaml").chmod(0o640)
    before = {"policies/a.yaml": b"a", "policies/b.yaml": b"b"}
    placing = Placing(tmp_path, before, {"policies/a.yaml": b"A", "policies/b.yaml": b"B"}).write()
    placing.put()
    placing.close()
    assert (tmp_path / "policies" / "a.yaml").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "policies" / "b.yaml").is_symlink()
    assert (tmp_path / "real" / "b.yaml").read_bytes() == b"B"


def test_where_a_disk_knows_no_second_names_a_copy_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, BEFORE)

    def refuse(*_: object) -> NoReturn:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    placing = Placing(tmp_path, BEFORE, AFTER).write()
    placing.put()
    placing.undo()
    placing.close()
    assert found(tmp_path) == BEFORE


def test_what_a_kill_left_behind_does_not_stand_in_the_way(tmp_path: Path) -> None:
    lay(tmp_path, {**BEFORE, f"policies/.a.yaml.{os.getpid()}.part": b"half", f"policies/.a.yaml.{os.getpid()}.old": b"older"})
    placing = Placing(tmp_path, BEFORE, AFTER).write()
    placing.put()
    placing.close()
    assert found(tmp_path) == AFTER


def test_of_two_processes_that_write_to_one_folder_the_second_finds_it_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, BEFORE)
    first = Placing(tmp_path, BEFORE, AFTER).write()
    with monkeypatch.context() as other:
        other.setattr("knowledge.writing.os.getpid", lambda: 1)
        second = Placing(tmp_path, BEFORE, AFTER).write()
    first.put()
    first.close()
    with monkeypatch.context() as other:
        other.setattr("knowledge.writing.os.getpid", lambda: 1)
        with pytest.raises(ChangedMeanwhileError):
            second.put()
        second.close()
    assert found(tmp_path) == AFTER
