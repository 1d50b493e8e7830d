"""``knowledge coverage``: clause by clause of each notice, which entries cite it; with the texts at hand, only what is wrong."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import wiring
from eligibility.examples import check_example
from knowledge.base import KnowledgeBase
from knowledge.coverage.collation import discrepancies, text_of, texts_in
from knowledge.coverage.report import WRONG, Row, State, rows, unlisted
from knowledge.errors import KnowledgeError
from knowledge.loader import load

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON (docs/command-line.md).")]
Notices = Annotated[
    Path | None,
    typer.Option("--notices", exists=True, file_okay=False, help="Folder of the notices' texts: hold lists and figures to them too."),
]

_SAID: dict[State, str] = {
    "cited": "{0}",
    "elsewhere": "（同一通知的其他项目引用）",
    "nothing": "（无可收录：{1}）",
    "uncited": "✗ 没有条目引用　{0}",
    "contradicted": "✗ 写着“无可收录：{1}”，却有条目引用：{0}",
}


@dataclass(frozen=True)
class _Covered:
    """One policy with a clause list."""

    policy: str
    notice: str
    rows: tuple[Row, ...]
    problems: tuple[str, ...] = ()
    """What the text of its notice says against it."""
    checked: bool = False
    """Whether its text was at hand."""

    @property
    def wrong(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.state in WRONG)


def coverage(as_json: AsJson = False, notices: Notices = None) -> None:
    """Clause by clause, which entries cite it; with --notices only what is wrong. Ends with code 1 where anything is."""
    covered: tuple[_Covered, ...] = ()
    missing: tuple[str, ...] = ()
    try:
        base = load(wiring.settings().knowledge_dir, check_example)
    except KnowledgeError as error:
        problems = [str(problem) for problem in error.problems]
    else:
        texts = {} if notices is None else _texts(notices)
        covered = tuple(_covered(base, texts))
        missing = unlisted(base.policies, base.notices.values())
        problems = list(dict.fromkeys(problem for one in covered for problem in one.problems))
        problems += [] if notices is None else _without_list(base, texts)
    if as_json:
        typer.echo(json.dumps(_object(covered, problems, missing), ensure_ascii=False))
    else:
        _tell(covered, problems, missing, brief=notices is not None)
    if problems or any(one.wrong for one in covered):
        raise typer.Exit(1)


def _texts(folder: Path) -> dict[str, str]:
    try:
        found = texts_in(folder)
    except (OSError, UnicodeDecodeError) as error:
        raise wiring.stop(f"--notices {folder}: {error}", 2) from None
    if not found:
        raise wiring.stop(f"--notices {folder}：这里没有 .txt 原文", 2)
    return found


def _covered(base: KnowledgeBase, texts: dict[str, str]) -> Iterator[_Covered]:
    """Each policy with its rows, and with what its text says against it where that is at hand."""
    held = {policy: notice for notice in base.notices.values() for policy in notice.policies}
    names = {notice.id: text_of(notice, texts) for notice in base.notices.values()}
    said = {name: tuple(_against(base, texts, name)) for name in set(names.values()) if name is not None}
    for policy in base.policies.values():
        if notice := held.get(policy.id):
            name = names[notice.id]
            about = tuple(one for one in said.get(name or "", ()) if one.startswith((f"{notice.id}：", f"{notice.id} ", f"{name}：")))
            yield _Covered(policy.id, notice.id, tuple(rows(policy, notice, base.policies)), about, name is not None)


def _against(base: KnowledgeBase, texts: dict[str, str], name: str) -> Iterator[str]:
    here = [notice for notice in base.notices.values() if text_of(notice, texts) == name]
    return discrepancies({name: texts[name]}, here, base.policies)


def _without_list(base: KnowledgeBase, texts: dict[str, str]) -> Iterator[str]:
    known = {text_of(notice, texts) for notice in base.notices.values()}
    return discrepancies({name: text for name, text in texts.items() if name not in known}, (), {})


def _object(covered: tuple[_Covered, ...], problems: list[str], missing: tuple[str, ...]) -> dict[str, Any]:
    return {
        "policies": [
            {"policy": one.policy, "notice": one.notice, "clauses": [asdict(row) for row in one.rows], "checked": one.checked}
            for one in covered
        ],
        "problems": problems,
        "unlisted": list(missing),
    }


def _tell(covered: tuple[_Covered, ...], problems: list[str], missing: tuple[str, ...], *, brief: bool) -> None:
    for one in covered:
        typer.echo(_line(one, brief=brief))
        for row in one.wrong if brief else one.rows:
            typer.echo(f"  {row.clause}　" + _SAID[row.state].format("、".join(row.cited_by), row.nothing))
    for policy in missing:
        typer.echo(f"– {policy}：还没有条款清单，用 knowledge clauses 原文.txt 生成")
    for problem in problems:
        typer.echo(problem, err=True)
    wrong = sum(len(one.wrong) for one in covered)
    every = sum(len(one.rows) for one in covered)
    typer.echo(f"{len(covered)} 份政策，{every} 条，其中 {wrong} 条要补，{len(problems)} 处对不上。")


def _line(one: _Covered, *, brief: bool) -> str:
    """One policy in one line: what is clean, or how much is not."""
    count = Counter(row.state for row in one.rows)
    if one.wrong or one.problems:
        return f"✗ {one.policy}（通知 {one.notice}）：{len(one.wrong)} 条要补，{len(one.problems)} 处与原文对不上"
    read = "；与原文逐字、逐个数字对得上" if one.checked else "；原文不在这个文件夹，没有核对" if brief else ""
    elsewhere = f"，{count['elsewhere']} 条由同一通知的其他项目引用" if count["elsewhere"] else ""
    return f"✓ {one.policy}（通知 {one.notice}）：{count['cited']} 条有条目引用{elsewhere}，{count['nothing']} 条无可收录{read}"
