"""The bytes of a folder's files, and the version that they make.

What counts of a folder: the facts, the general facts, the contradictions, the policies, the clause lists, the forms, and the words of
``search`` and ``drafting`` that it has of its own; the others are the program's (``SHIPPED``).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from knowledge.errors import Problem
from knowledge.reading.forms import FORMS, LARGEST_FORM, forms_of
from knowledge.reading.source import LARGEST

Files = Mapping[str, bytes]
"""The bytes of files by their place in the folder, with forward slashes."""

SHIPPED = Path(__file__).resolve().parent.parent / "data"
"""The files that come with the program."""

FACTS = "facts.yaml"
GENERAL = "general.yaml"
"""May be missing: a folder without general facts answers from its policies alone."""
CONTRADICTIONS = "contradictions.yaml"
"""May be missing: then no answers contradict each other."""
POLICIES = "policies"
CLAUSES = "clauses"
SEARCH = "search"
DRAFTING = "drafting"
WORDS = (SEARCH, DRAFTING)
"""Folders of words. A folder without some of them, or without any, goes by the program's."""


def bytes_of(folder: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """The bytes of each file by its name within the folder, never much more than is allowed, and the files that cannot be read."""
    raws: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in _yaml_files(folder):
        name = path.relative_to(folder).as_posix()
        if path.suffix != ".yaml":
            problems.append(Problem(name, None, "", f"文件名须以 .yaml 结尾，请改名为 {path.stem}.yaml"))
            continue
        try:
            raws[name] = head_of(path, LARGEST + 1)
        except FileNotFoundError:
            problems.append(Problem(name, None, "", "没有这个文件，请补上"))
        except OSError as error:
            problems.append(Problem(name, None, "", f"文件读不了，请检查它是不是普通文件、有没有读取权限（{error.strerror}）"))
    for place, form in forms_of(folder).items():
        with suppress(OSError):  # told where a policy names it
            if form.size <= LARGEST_FORM:
                raws[f"{FORMS}/{place}"] = head_of(form.path, LARGEST_FORM)
    return raws, problems


def missing(files: Files, problems: Iterable[Problem]) -> Iterator[Problem]:
    """What must be there and is neither among the files nor told of already."""
    told = {problem.file.partition("/")[0] for problem in problems}
    if POLICIES not in told and not any(name.startswith(f"{POLICIES}/") for name in files):
        yield Problem(POLICIES, None, "", "这里一个政策文件也没有，请放入“政策编号.yaml”")
    if FACTS not in told and FACTS not in files:
        yield Problem(FACTS, None, "", "没有这个文件，请补上")


def head_of(path: Path, most: int) -> bytes:
    """At most so many bytes of a file; OSError where it cannot be read."""
    with path.open("rb") as file:
        return file.read(most)


def with_shipped_words(files: Files) -> Files:
    """The files, with the program's words where there are none of that name among them."""
    return {**_shipped_words(), **files}


@cache
def _shipped_words() -> Files:
    """Read once: words that come with an update of the program are for the next start, as the program is."""
    shipped = (path for folder in WORDS for path in _files_in(SHIPPED / folder))
    return {path.relative_to(SHIPPED).as_posix(): path.read_bytes() for path in shipped}


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
    for path in _yaml_files(folder):
        with suppress(OSError):
            stat = path.stat()
            found[path.relative_to(folder).as_posix()] = (stat.st_mtime_ns, stat.st_size)
    return found | {f"{FORMS}/{name}": form.stamp for name, form in forms_of(folder).items()}


def _yaml_files(folder: Path) -> tuple[Path, ...]:
    return (*_single(folder), *(path for name in (POLICIES, CLAUSES, *WORDS) for path in _files_in(folder / name)))


def _single(folder: Path) -> list[Path]:
    """The files that stand by themselves."""
    return [folder / FACTS, *(path for path in (folder / GENERAL, folder / CONTRADICTIONS) if path.exists() or path.is_symlink())]


def _files_in(folder: Path) -> list[Path]:
    """The YAML files of a folder; hidden files, which editors leave behind, are none."""
    return sorted(path for path in folder.glob("*") if not path.name.startswith(".") and path.suffix.lower() in {".yaml", ".yml"})
