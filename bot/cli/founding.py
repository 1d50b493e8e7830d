"""``knowledge init``: a knowledge folder of one's own, begun with the files that come with the program."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import wiring
from knowledge.reading.files import CLAUSES, CONTRADICTIONS, FACTS, GENERAL, POLICIES, SHIPPED
from knowledge.reading.forms import FORMS
from knowledge.schema import schema_texts

KNOWLEDGE = (FACTS, GENERAL, CONTRADICTIONS, POLICIES, CLAUSES, FORMS)
"""What is copied. Words are left out: a folder without them goes by the program's, which grow with it."""
SCHEMA = "schema"


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make, or one whose schemas are to be renewed.")],
) -> None:
    """Begin a knowledge folder of one's own with the files that come with the program. Nothing that lies there is touched but schemas."""
    folder = folder.expanduser().resolve()
    try:
        begun = _begin(folder)
        _write_schemas(folder)
    except OSError as error:
        raise wiring.stop(f"{error.filename or folder} 写不了（{error.strerror}）。请检查位置和权限，或者换一个文件夹。") from None
    if begun:
        typer.echo(f"资料已复制到 {folder}。在 .env 里写上 KNOWLEDGE_DIR={folder}，以后改那里的文件；程序更新不会动它们。")
    else:
        typer.echo(f"{folder} 里已经有资料，没有动；只把 {SCHEMA}/ 换成了这一版程序的。")


def _begin(folder: Path) -> bool:
    """Copy what is to be copied into a folder without any knowledge; whether it was one."""
    if any((folder / name).exists() for name in KNOWLEDGE):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    for name in KNOWLEDGE:
        source = SHIPPED / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        elif source.exists():
            shutil.copyfile(source, folder / name)
    return True


def _write_schemas(folder: Path) -> None:
    (folder / SCHEMA).mkdir(exist_ok=True)
    for name, text in schema_texts().items():
        (folder / SCHEMA / name).write_text(text, "utf-8")
