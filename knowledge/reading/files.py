"""The bytes of a folder's files, and the version that they make."""

from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from knowledge.errors import Problem
from knowledge.reading.forms import FORMS, forms_of
from knowledge.reading.source import LARGEST

FACTS = "facts.yaml"
GENERAL = "general.yaml"
"""May be missing: a folder without general facts answers from its policies alone."""
CONTRADICTIONS = "contradictions.yaml"
"""May be missing: then no answers contradict each other."""
POLICIES = "policies"
CLAUSES = "clauses"


def bytes_of(folder: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """The bytes of each file by its name within the folder, never much more than is allowed, and the files that cannot be read."""
    raws: dict[str, bytes] = {}
    problems: list[Problem] = []
    paths = _files_in(folder / POLICIES)
    if not paths:
        problems.append(Problem(POLICIES, None, "", "这里一个政策文件也没有，请放入“政策编号.yaml”"))
    for path in (*_single(folder), *paths, *_files_in(folder / CLAUSES)):
        name = path.relative_to(folder).as_posix()
        if path.suffix != ".yaml":
            problems.append(Problem(name, None, "", f"文件名须以 .yaml 结尾，请改名为 {path.stem}.yaml"))
            continue
        try:
            with path.open("rb") as file:
                raws[name] = file.read(LARGEST + 1)
        except FileNotFoundError:
            problems.append(Problem(name, None, "", "没有这个文件，请补上"))
        except OSError as error:
            problems.append(Problem(name, None, "", f"文件读不了，请检查它是不是普通文件、有没有读取权限（{error.strerror}）"))
    return raws, problems


def version_of(raws: Mapping[str, bytes]) -> str:
    """The first twelve hex digits of the SHA-256 over names and bytes, lengths included so that no border between them can shift."""
    digest = sha256()
    for name, raw in sorted(raws.items()):
        encoded = name.encode("utf-8", "surrogateescape")
        digest.update(b"%d:%d:" % (len(encoded), len(raw)) + encoded + raw)
    return digest.hexdigest()[:12]


def stamps_of(folder: Path) -> Mapping[str, tuple[int, int]]:
    """When each file was written last and how long it is, by its name: a cheap sign that something changed."""
    found: dict[str, tuple[int, int]] = {}
    for path in (*_single(folder), *_files_in(folder / POLICIES), *_files_in(folder / CLAUSES)):
        with suppress(OSError):
            stat = path.stat()
            found[path.relative_to(folder).as_posix()] = (stat.st_mtime_ns, stat.st_size)
    return found | {f"{FORMS}/{name}": form.stamp for name, form in forms_of(folder).items()}


def _single(folder: Path) -> list[Path]:
    """The files that stand by themselves."""
    return [folder / FACTS, *(path for path in (folder / GENERAL, folder / CONTRADICTIONS) if path.exists() or path.is_symlink())]


def _files_in(folder: Path) -> list[Path]:
    """The YAML files of a folder; hidden files, which editors leave behind, are none."""
    return sorted(path for path in folder.glob("*") if not path.name.startswith(".") and path.suffix.lower() in {".yaml", ".yml"})
