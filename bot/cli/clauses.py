"""``knowledge clauses``: a first clause list from a notice's text, for an admin to correct."""

import re
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import wiring
from bot.cli.notice_files import bytes_in, stem_of, write_new
from bot.usecases.checking import BadInputError
from bot.usecases.keeping.drafting import ID
from knowledge.coverage.proposal import Proposed, proposed, written
from knowledge.reading.source import LARGEST
from knowledge.schema import HEADER, NOTICE_SCHEMA

_TEXT = re.compile("[0-9a-z][0-9a-z_-]{2,79}")
_CLAUSE = re.compile(r"[^\s()\[\]{},:#&*!|>'\"%@`]{1,60}")


def clauses(
    notice: Annotated[Path, typer.Argument(metavar="NOTICE.txt", help="The text of one notice, in UTF-8.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write a new file there; its name is the notice's id.")] = None,
    policies: Annotated[list[str] | None, typer.Option("--policy", help="A policy of this notice; else the notice's id.")] = None,
    settled: Annotated[
        list[str] | None, typer.Option("--at", metavar="LINE=CLAUSE", help="What begins at a line; LINE= for nothing. May be repeated.")
    ] = None,
) -> None:
    """Propose the clause list of a notice: where each clause begins and ends. No sentence of the notice goes into it."""
    try:
        text = _text(notice)
        name = stem_of(output, ".yaml", ID) if output else stem_of(notice, ".txt", ID)
        found = proposed(text, _settled(settled or [], text))
        head = [HEADER.format(f"../schema/{NOTICE_SCHEMA}"), f"id: {name}", f"text: {stem_of(notice, '.txt', _TEXT)}"]
        made = written("\n".join([*head, f"policies: [{', '.join(policies or [name])}]"]), found)
        if output is None:
            typer.echo(made, nl=False)
        else:
            write_new(output, made)
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=False) from None
    _tell(found, output)


def _text(path: Path) -> str:
    raw = bytes_in(path, LARGEST)
    if len(raw) > LARGEST:
        raise BadInputError(f"{path} 太大，一份通知的原文不超过 {LARGEST // 1000} KB；请只留通知的文字")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise BadInputError(f"{path} 不是 UTF-8 文本。Word、PDF 请把文字复制到记事本，另存为 .txt，编码选 UTF-8") from None
    if not text.strip():
        raise BadInputError(f"{path} 是空的")
    return text


def _settled(pairs: list[str], text: str) -> dict[int, str | None]:
    lines = text.count("\n") + 1
    found: dict[int, str | None] = {}
    for pair in pairs:
        line, equals, clause = pair.partition("=")
        if not equals or not line.isdecimal() or not 1 <= int(line) <= lines:
            raise BadInputError(f"--at {pair}：请写“第几行=条款号”，例如 12=二（一），行数从 1 到 {lines}；那一行没有条款起头就写 12=")
        if clause and not _CLAUSE.fullmatch(clause):
            raise BadInputError(f"--at {pair}：条款号用中文括号、不留空格，例如 二（一）3、第五条（二）、附件1、落款")
        found[int(line)] = clause or None
    return found


def _tell(found: tuple[Proposed, ...], output: Path | None) -> None:
    """What to look at next, on standard error, so that the list itself can go into a file."""
    doubts = sum(one.doubt is not None for one in found)
    if output is not None:
        typer.echo(f"写好 {output}：{len(found)} 条。", err=True)
    if doubts:
        typer.echo(f"{doubts} 条后面写着“请核对”。", err=True)
    typer.echo("请对着原文看一遍行号：不对的用 --at 改，例如 --at 12=二（一）；没有可收录内容的条款加 nothing。", err=True)
