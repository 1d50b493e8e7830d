"""``knowledge draft``: a policy file to finish by hand, drafted from a notice."""

import re
from pathlib import Path
from typing import Annotated

import typer

import knowledge
from bot.cli import wiring
from bot.usecases.checking import BadInputError
from knowledge.drafting.draft import draft_of
from knowledge.drafting.formats import LARGEST, UnreadableError, text_in
from knowledge.drafting.words import Words, load_words
from knowledge.drafting.written import open_places, written
from knowledge.errors import KnowledgeError

_ID = re.compile("[a-z][a-z0-9_-]{2,79}")


def draft(
    notice: Annotated[Path, typer.Argument(metavar="NOTICE", help="The notice: .txt in UTF-8, .html, .docx or .pdf.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write a new file there; its name is the policy's id.")] = None,
) -> None:
    """Draft a policy file from a notice. It does not load until every open place is settled; lint tells each of them."""
    folder = wiring.settings().knowledge_dir
    try:
        text = _text(notice)
        name = _name(output) if output else "draft"
        facts = wiring.library(folder).base.facts
        made = written(draft_of(text, facts, _words(folder)), name, facts)
        if output is None:
            typer.echo(made, nl=False)
        else:
            _write(output, made)
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=False) from None
    except KnowledgeError as error:
        raise wiring.stop(str(error)) from None
    where = f"写好 {output}，" if output else ""
    typer.echo(f"{where}{open_places(made)} 处要您定。放进 policies/ 后运行 knowledge lint，会一处一处列出来。", err=True)


def _words(folder: Path) -> Words:
    """The folder's own words for drafting, else the program's."""
    own = folder / "drafting"
    return load_words(own if own.is_dir() else Path(knowledge.__file__).parent / "data" / "drafting")


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadInputError(f"{path} 读不了（{error.strerror}），请检查文件名和位置") from None
    if len(raw) > LARGEST:
        raise BadInputError(f"{path} 太大，一份通知不超过 {LARGEST // 1_000_000} MB")
    try:
        text = text_in(path.suffix, raw)
    except UnreadableError as error:
        raise BadInputError(f"{path}：{error}") from None
    if not text.strip():
        raise BadInputError(f"{path} 里没有文字")
    return text


def _name(path: Path) -> str:
    if path.suffix != ".yaml" or not _ID.fullmatch(path.stem):
        raise BadInputError(f"{path.name}：文件名请用小写字母、数字、- 和 _，以字母开头，.yaml 结尾，例如 yq-yunjiang-2026.yaml")
    return path.stem


def _write(path: Path, made: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(made)
    except FileExistsError:
        raise BadInputError(f"{path} 已经有了，没有改动它；请换一个名字，或先删掉它再运行") from None
    except OSError as error:
        raise BadInputError(f"{path} 写不了（{error.strerror}），请检查文件夹") from None
