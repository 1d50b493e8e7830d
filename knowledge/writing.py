"""Files put into a folder all at once or not at all: neither a full disk nor a kill leaves half a file, nor is an edit overwritten."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

from knowledge.reading.files import Files


class ChangedMeanwhileError(OSError):
    """A file is not what it was when it was looked at: somebody wrote to it since."""


class Placing:
    """What makes a folder hold other files than before. All of it blocks."""

    def __init__(self, folder: Path, before: Files, after: Files) -> None:
        """``before``: the files as they were found there; of ``after``, only what differs is written, and what it lacks is removed."""
        self._folder = folder
        self._before = before
        self._after = {path: after.get(path) for path in sorted(before.keys() | after.keys()) if before.get(path) != after.get(path)}
        self._put: list[Callable[[], object]] = []

    def write(self) -> Self:
        """Write everything beside its place and make sure that it is on the disk; OSError: nothing is left of it."""
        try:
            for path, content in self._after.items():
                if content is not None:
                    _write(self._place(path), content)
        except OSError:
            self.close()
            raise
        return self

    def put(self) -> None:
        """Put everything into its place; OSError: all is as it was."""
        try:
            for path, content in self._after.items():
                place = self._place(path)
                self._look_again(path, place)
                _keep(place)
                self._put.append(lambda place=place, old=path in self._before: _take_back(place, old=old))  # type: ignore[misc]  # bound now
                if content is None:
                    place.unlink()
                else:
                    _part(place).replace(place)
            for parent in {self._place(path).parent for path in self._after}:
                _sync(parent)
        except OSError:
            self.undo()
            raise

    def undo(self) -> None:
        """Bring back what stood there, as far as it was put."""
        while self._put:
            with suppress(OSError):  # the rest is brought back all the same
                self._put.pop()()

    def close(self) -> None:
        """Leave nothing beside the files. Nothing can be undone after this."""
        for path in self._after:
            for rest in (_part(self._place(path)), _old(self._place(path))):
                with suppress(OSError):
                    rest.unlink()

    def _place(self, path: str) -> Path:
        """Where a file really lies, so that a link to it stays one."""
        return (self._folder / path).resolve()

    def _look_again(self, path: str, place: Path) -> None:
        there = place.read_bytes() if place.exists() else None
        if there != self._before.get(path):
            raise ChangedMeanwhileError(0, "changed meanwhile", path)


def _write(place: Path, content: bytes) -> None:
    part = _part(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    with part.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if place.exists():
        shutil.copymode(place, part)


def _keep(place: Path) -> None:
    """A second name for what stands there, which costs no room on the disk; a copy where the disk knows no such thing."""
    if not place.exists():
        return
    old = _old(place)
    old.unlink(missing_ok=True)
    try:
        old.hardlink_to(place)
    except OSError:
        shutil.copy2(place, old)


def _take_back(place: Path, *, old: bool) -> None:
    if old:
        _old(place).replace(place)
    else:
        place.unlink()


def _part(place: Path) -> Path:
    """Hidden, so that nobody reads it, and this process' own: several may write to one folder."""
    return place.with_name(f".{place.name}.{os.getpid()}.part")


def _old(place: Path) -> Path:
    return place.with_name(f".{place.name}.{os.getpid()}.old")


def _sync(folder: Path) -> None:
    with suppress(OSError):  # not every system lets a folder be opened
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
