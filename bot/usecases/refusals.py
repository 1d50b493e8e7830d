"""Why a version of the knowledge files is not published, each in a sentence that says what to do; and what admins are told unasked."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal

from knowledge.errors import Problem
from storage.keeping_records import PublicationRecord


class PublishingError(Exception):
    """The root. Nothing was changed."""

    may_pass: bool = False
    """Whether the same, tried once more, may be published."""


class ClashError(PublishingError):
    """Somebody else changed the same files since the version that an edit started from."""

    def __init__(self, paths: tuple[str, ...], latest: PublicationRecord | None) -> None:
        """``latest``: what was published meanwhile; ``None``: the other edit lies in the folder and is not published."""
        self.paths = paths
        self.latest = latest
        self.may_pass = latest is None
        where = f"第 {latest.number} 版里已经被别人改过" if latest else "在资料文件夹里有还没发布的改动"
        then = "请在最新的一版上重新改" if latest else "请先把那里的改动改好发布，或者移走"
        super().__init__(f"{'、'.join(paths)} {where}，没有发布，两边的改动都还在。{then}。")


class NothingNewError(PublishingError):
    """What is to be published is what was published last."""

    def __init__(self) -> None:
        super().__init__("和现在用的一版完全一样，没有可发布的。")


class UnknownVersionError(PublishingError):
    """There is no such version."""

    def __init__(self, number: int) -> None:
        super().__init__(f"没有第 {number} 版。用 knowledge history 看有哪些。")


class UnwrittenError(PublishingError):
    """The folder cannot be written."""

    may_pass = True

    def __init__(self, error: OSError) -> None:
        self.reason = reason_of(error)
        super().__init__(f"资料文件夹写不进去（{self.reason}），没有发布，原来的文件没有动。请检查磁盘空间和权限，再来一次。")


class BusyError(PublishingError):
    """Others published or wrote files all the while."""

    may_pass = True

    def __init__(self) -> None:
        super().__init__("别人正在改这些文件，没有发布。请过一会儿再来一次。")


class EndedError(PublishingError):
    """What was proposed was published or dropped meanwhile."""

    def __init__(self) -> None:
        super().__init__("这个改动已经发布了，或者已经放弃了，没有再发一次。")


class UnagreedError(PublishingError):
    """What was proposed is not what was agreed to any more, or somebody who agreed may no longer publish."""

    def __init__(self) -> None:
        super().__init__("点同意以后，这个改动里又加了文件，或者同意的人没有发布权限了。没有发布，请看看现在的内容再点。")


MOST_ALLOWED: Final = 3
"""Of the words that a place allows, so many are told in the chat; the nearest to what stands there is told anyway."""
TroubleKind = Literal["broken", "clash", "unwritten", "outgrown", "mended"]


@dataclass(frozen=True)
class Trouble:
    """Something about the files that admins have to know: once, as long as it is the same.

    ``broken``: the folder's files have mistakes; ``clash``: the folder and what was published both changed ``lines``; ``unwritten``: what
    was published cannot be written to the folder; ``outgrown``: this program finds mistakes in what was published; ``mended``: all well.
    """

    kind: TroubleKind
    lines: tuple[str, ...]
    number: int
    """Of the version that is served."""

    @property
    def key(self) -> str:
        """The same for the same trouble, in every process."""
        number = "" if self.kind == "broken" else str(self.number)  # the same mistakes stay the same whatever is served meanwhile
        return sha256("\n".join((self.kind, number, *self.lines)).encode()).hexdigest()[:16]


def reason_of(error: OSError) -> str:
    """What the machine says of a file."""
    return " ".join(filter(None, (error.strerror or type(error).__name__, str(error.filename or ""))))


def lines_of(problems: Iterable[Problem]) -> tuple[str, ...]:
    """Problems as admins read them on a phone: where, what is wrong, the cure, and of a long list of what is allowed the first few."""
    return tuple(problem.told(MOST_ALLOWED) for problem in problems)
