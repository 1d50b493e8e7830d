"""``knowledge lint``: every file checked, on disk or as git is about to commit it."""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bot.cli import wiring
from bot.cli.asking import AsJson
from bot.usecases.checking import BadInputError
from eligibility.examples import check_example
from knowledge.base import KnowledgeBase
from knowledge.checks.headers import header_problems, schema_problems
from knowledge.coverage.report import unlisted
from knowledge.errors import KnowledgeError, Problem
from knowledge.loader import load
from knowledge.reading.files import bytes_of, with_shipped_words
from knowledge.search.lexicon import lexicon_of


def lint(
    directory: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", show_default=False, help="A knowledge folder; by default KNOWLEDGE_DIR.")
    ] = None,
    as_json: AsJson = False,
    strict: Annotated[bool, typer.Option("--strict", help="Files without their schema's line, and old schemas, are mistakes too.")] = False,
    staged: Annotated[
        bool, typer.Option("--staged", help="Check what git is about to commit; at once content where no knowledge file is.")
    ] = False,
) -> None:
    """Check every file; all mistakes at once, with file, line and cure."""
    folder = (directory or wiring.settings().knowledge_dir).resolve()
    wiring.demand(folder)
    try:
        if not staged:
            _lint(folder, folder, as_json=as_json, strict=strict)
        elif _is_staged(folder):
            with _as_staged(folder) as copy:
                _lint(copy, folder, as_json=as_json, strict=strict)
        elif as_json:
            typer.echo("[]")
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=as_json) from None


def _lint(folder: Path, home: Path, *, as_json: bool, strict: bool) -> None:
    """Check a folder, which may be a copy of the one at ``home``."""
    base, problems = _checked(folder)
    hints = (*header_problems(bytes_of(folder)[0]), *schema_problems(home))
    told = (*problems, *(hints if strict else ()))
    if as_json:
        typer.echo(json.dumps([{"file": p.file, "line": p.line, "place": p.place, "message": p.message} for p in told], ensure_ascii=False))
        if told:
            raise typer.Exit(1)
    elif told or base is None:
        raise wiring.stop("\n".join((*map(str, told), f"{len(told)} 处要改。")))
    else:
        typer.echo("\n".join(_content(base, hints)))


def _checked(folder: Path) -> tuple[KnowledgeBase | None, tuple[Problem, ...]]:
    """The base that the files make, and all that is wrong with them and with the words that questions are understood by."""
    problems: list[Problem] = []
    base = None
    try:
        base = load(folder, check_example)
    except KnowledgeError as error:
        problems += error.problems
    try:
        lexicon_of(with_shipped_words(bytes_of(folder)[0]))
    except KnowledgeError as error:
        problems += error.problems
    return base, tuple(problems)


def _content(base: KnowledgeBase, hints: Sequence[Problem]) -> Iterator[str]:
    examples = sum(len(policy.examples) for policy in base.policies.values())
    counts = f"{len(base.policies)} 份政策，{len(base.facts)} 个事实，{len(base.general)} 条常识，{examples} 个示例"
    yield f"没有问题：{counts}，版本 {base.version}。"
    for policy in unlisted(base.policies, base.notices.values()):
        yield f"提示：{policy} 还没有条款清单，看不出漏了哪一条；用 knowledge clauses 原文.txt 生成。"
    yield from (f"提示：{hint}" for hint in hints)


def _is_staged(folder: Path) -> bool:
    return bool(_git(folder, "diff", "--cached", "--name-only", "-z", "--", str(folder)))


@contextmanager
def _as_staged(folder: Path) -> Iterator[Path]:
    """A copy of the folder as it is about to be committed; what is changed on disk and not staged is not in it."""
    top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    names = _git(folder, "ls-files", "-z", "--full-name", "--", str(folder))
    with TemporaryDirectory(prefix="knowledge-") as copy:
        _git(top, "checkout-index", "-z", "--stdin", f"--prefix={copy}/", stdin=names)
        yield Path(copy) / folder.relative_to(top.resolve())


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """What git says. In a hook it is asked from where the hook runs, since the index that it is given may be named from there.

    Raises:
        BadInputError: there is no git, or the folder is in no repository.
    """
    where = None if "GIT_INDEX_FILE" in os.environ else folder
    try:
        return subprocess.run(["git", *arguments], input=stdin, capture_output=True, check=True, cwd=where).stdout  # noqa: S603, S607 - the git of whoever commits
    except OSError as error:
        raise BadInputError(f"--staged 要用 git：{error.strerror}") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").partition("\n")[0]
        raise BadInputError(f"--staged 要在 git 仓库里用，git 说：{said}") from None
