"""The files that commands about a notice read and write: never much more than is allowed, and nothing over what is there."""

import re
from pathlib import Path

from bot.usecases.checking import BadInputError
from knowledge.reading.files import head_of


def bytes_in(path: Path, most: int) -> bytes:
    """The bytes of a file; of one that is larger than ``most`` as many as show it.

    Raises:
        BadInputError: it cannot be read.
    """
    try:
        return head_of(path, most + 1)
    except OSError as error:
        raise BadInputError(f"{path} 读不了（{error.strerror}），请检查文件名和位置") from None


def stem_of(path: Path, suffix: str, allowed: re.Pattern[str]) -> str:
    """The name of a file without its suffix.

    Raises:
        BadInputError: it may not be called so.
    """
    if path.suffix != suffix or not allowed.fullmatch(path.stem):
        raise BadInputError(
            f"{path.name}：文件名请用 3 到 80 个小写字母、数字、- 和 _，以字母开头，{suffix} 结尾，例如 yq-yunjiang-2026{suffix}"
        )
    return path.stem


def write_new(path: Path, made: str) -> None:
    """Write a file that is not there yet.

    Raises:
        BadInputError: it is there, or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(made)
    except FileExistsError:
        raise BadInputError(f"{path} 已经有了，没有改动它；请换一个名字，或先删掉它再运行") from None
    except OSError as error:
        raise BadInputError(f"{path} 写不了（{error.strerror}），请检查文件夹") from None
