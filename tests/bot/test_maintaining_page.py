"""``docs/maintaining.md`` followed to the letter: what it shows is what comes out."""

import re
from pathlib import Path

import pytest
import yaml

from tests.bot.cli import run
from tests.knowledge.factories import spoilt

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "maintaining.md").read_text(encoding="utf-8")
_STAGE = "receiver: 单位所在旗县区的人力资源和社会保障局\n    action: 审核后报送申请表和本单位推荐汇总表\n    "


def block(name: str) -> str:
    (found,) = re.findall(rf"^```\w+ {name}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The old file, and the new one in a folder of its own, with the three edits of the table."""
    folder = tmp_path / "lianxi"
    assert run("knowledge", "init", str(folder)).exit_code == 0
    monkeypatch.setenv("KNOWLEDGE_DIR", str(folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    new = folder / "policies" / "bt-shibaiqian-2024.yaml"
    text = new.read_text("utf-8")
    old = tmp_path / "gaizhiqian.yaml"
    old.write_text(text, "utf-8")
    around = {"ends: 2024-12-10": _STAGE, "at_least: technician}": "rule: {fact: skill_level, "}
    rows = re.findall(r"^\| .+ \| `(.+)` \| `(.+)` \|$", PAGE, re.MULTILINE)
    assert len(rows) == 3
    for before, after in rows:
        text = spoilt(text, around.get(before, "") + before, around.get(before, "") + after)
    new.write_text(text, "utf-8")
    return old, new


def test_lint_says_what_the_page_shows(edited: tuple[Path, Path]) -> None:
    assert edited
    assert run("knowledge", "lint").stderr == block("lint")


def test_diff_says_what_the_page_shows(edited: tuple[Path, Path]) -> None:
    assert run("knowledge", "diff", *map(str, edited)).stdout == block("diff")


def test_with_the_slip_mended_nothing_flips_and_the_preview_opens(edited: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = edited
    new.write_text(
        new.read_text("utf-8").replace(
            "skill_level, at_least: senior_technician}\n  - id: level-senior", "skill_level, at_least: technician}\n  - id: level-senior"
        ),
        "utf-8",
    )
    assert run("knowledge", "lint", "--strict").exit_code == 0
    assert run("knowledge", "diff", str(old), str(new)).stdout.startswith("改了 2 处，没有例子的结论会变\n")
    page = tmp_path / "kanyikan.html"
    assert run("knowledge", "preview", "bt-shibaiqian-2024", "--as-of", "2024-11-28", "--html", str(page)).exit_code == 0
    assert "鹿城金蓝领" not in page.read_text("utf-8")
    assert "2024年12月16日" in page.read_text("utf-8")


def test_what_it_points_to_is_there() -> None:
    (hook,) = yaml.safe_load(block("precommit"))["repos"][0]["hooks"]
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["id"] in {one["id"] for one in offered}
    for link in re.findall(r"\]\(([^)#:]+)\)", PAGE):
        assert (ROOT / "docs" / link).exists(), link
