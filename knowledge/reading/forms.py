"""Form files beside the policies: what lies in their folder, found again by the place that a policy writes."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

FORMS = "forms"
"""May be missing: then no form can be attached."""
LARGEST_FORM = 20 * 1024 * 1024
"""Bytes; what people can open on a phone, and well under what Telegram lets a bot send."""
_HEAD = 8


@dataclass(frozen=True)
class FormOnDisk:
    """A file that lies there."""

    path: Path
    """Resolved: where it really is."""
    stamp: tuple[int, int]
    """When it was written last (nanoseconds), and its bytes."""
    head: bytes
    """Its first bytes, which tell what kind it is; empty where it cannot be read."""

    @property
    def size(self) -> int:
        """Bytes."""
        return self.stamp[1]


def forms_of(folder: Path) -> Mapping[str, FormOnDisk]:
    """The files under a knowledge folder's forms by their place in there (``/`` between the parts); what is hidden or leads out is none."""
    root = folder / FORMS
    found: dict[str, FormOnDisk] = {}
    for path in sorted(path for path in root.rglob("*") if not path.name.startswith(".")):
        with suppress(OSError):
            real = path.resolve(strict=True)
            if real.is_file() and real.is_relative_to(root.resolve()):
                stat = real.stat()
                found[path.relative_to(root).as_posix()] = FormOnDisk(real, (stat.st_mtime_ns, stat.st_size), _head(real))
    return found


def forms_among(files: Mapping[str, bytes], folder: Path) -> Mapping[str, FormOnDisk]:
    """The forms among the bytes of files, as they will be once these lie in a folder."""
    return {
        name.removeprefix(f"{FORMS}/"): FormOnDisk(folder / name, (0, len(raw)), raw[:_HEAD])
        for name, raw in files.items()
        if name.startswith(f"{FORMS}/")
    }


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""
