"""``knowledge draft``: a policy file to finish by hand, drafted from a notice."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import wiring
from bot.cli.notice_files import bytes_in, stem_of, write_new
from bot.usecases.checking import BadInputError
from bot.usecases.keeping.drafting import ID
from knowledge.drafting.draft import draft_of
from knowledge.drafting.formats import LARGEST, UnreadableError, text_in
from knowledge.drafting.words import words_for
from knowledge.drafting.written import open_places, written
from knowledge.errors import KnowledgeError


def draft(
    notice: Annotated[Path, typer.Argument(metavar="NOTICE", help="The notice: .txt in UTF-8, .html, .docx or .pdf.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write a new file there; its name is the policy's id.")] = None,
) -> None:
    """Draft a policy file from a notice. It does not load until every open place is settled; lint tells each of them."""
    folder = wiring.settings().knowledge_dir
    try:
        text = _text(notice)
        name = stem_of(output, ".yaml", ID) if output else "draft"
        facts = wiring.library(folder).base.facts
        made = written(draft_of(text, facts, words_for(folder)), name, facts)
        if output is None:
            typer.echo(made, nl=False)
        else:
            write_new(output, made)
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=False) from None
    except KnowledgeError as error:
        raise wiring.stop(str(error)) from None
    where = f"写好 {output}，" if output else ""
    typer.echo(f"{where}{open_places(made)} 处要您定。放进 policies/ 后运行 knowledge lint，会一处一处列出来。", err=True)


def _text(path: Path) -> str:
    raw = bytes_in(path, LARGEST)
    try:
        return text_in(path.suffix, raw)
    except UnreadableError as error:
        raise BadInputError(f"{path}：{error}") from None
