"""``knowledge diagram`` and ``knowledge timeline``: files that open, and refusals that say what to do."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from bot.cli import pictures
from bot.pictures.lettering import PIXELS
from knowledge.base import KnowledgeBase
from tests.bot.cli import refused, run, told

pytestmark = pytest.mark.usefixtures("at_hand")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every command runs in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _svg_says(file: Path) -> str:
    return "".join(ET.parse(file).getroot().itertext())  # noqa: S314 - our own file


def test_a_diagram_lies_where_it_is_said_to_lie(here: Path) -> None:
    assert "nmg-tepei-2023-outside.svg" in run("knowledge", "diagram", "nmg-tepei-2023/outside").stdout
    assert "年龄 不超过 45周岁" in _svg_says(here / "nmg-tepei-2023-outside.svg")
    assert "35周岁" not in _svg_says(here / "nmg-tepei-2023-outside.svg")
    run("knowledge", "diagram", "nmg-tepei-2023")
    assert "35周岁" in _svg_says(here / "nmg-tepei-2023.svg")


def test_a_png_has_the_size_that_json_tells(here: Path) -> None:
    (one,) = told("knowledge", "diagram", "xj-craftsman-2022", "-o", "图.PNG", "--json")
    with Image.open(here / "图.PNG") as image:
        image.verify()
        assert image.format == "PNG"
        assert image.width == one["width"] * PIXELS
        assert abs(image.height - one["height"] * PIXELS) < 1
    assert {key: one[key] for key in ("policy", "track", "file")} == {"policy": "xj-craftsman-2022", "track": None, "file": "图.PNG"}


def test_all_draws_every_policy_with_conditions_both_ways(here: Path, base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pictures.PAINTERS, ".png", lambda scene: scene.title.encode())
    drawn = told("knowledge", "diagram", "--all", "pictures/rules", "--json")
    expected = {f"{policy.id}{ending}" for policy in base.policies.values() if policy.conditions for ending in (".svg", ".png")}
    assert {Path(one["file"]).name for one in drawn} == {file.name for file in (here / "pictures" / "rules").iterdir()} == expected


def test_a_timeline_marks_the_day_it_is_drawn_for(here: Path) -> None:
    run("knowledge", "timeline", "bt-shibaiqian-2024/senior", "--as-of", "2024-11-28", "-o", "open.svg")
    assert "今天 2024年11月28日（周四）" in _svg_says(here / "open.svg")
    assert "进行中，还有 12 天" in _svg_says(here / "open.svg")
    run("knowledge", "timeline", "bt-shibaiqian-2024/senior", "--as-of", "2026-01-05", "-o", "closed.svg")
    assert "本期已截止" in _svg_says(here / "closed.svg")
    assert "进行中" not in _svg_says(here / "closed.svg")


def test_a_timeline_of_several_is_one_picture(here: Path) -> None:
    (one,) = told("knowledge", "timeline", "nmg-tepei-2023", "xj-master-studio-2023", "--as-of", "2023-03-18", "--json")
    assert one["policies"] == ["nmg-tepei-2023", "xj-master-studio-2023"]
    with Image.open(here / one["file"]) as image:
        assert image.height > image.width
    assert one["file"] == "nmg-tepei-2023-timeline.png"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("diagram", "nmg-tepai-2023"), "nmg-tepei-2023"),
        (("diagram", "nmg-tepei-2023/outsid"), "outside"),
        (("diagram", "nmg-tepei-2023", "-o", "tepei.pdf"), "tepei.png"),
        (("diagram", "nmg-tepei-2023", "-o", "nowhere/tepei.svg"), "nowhere/tepei.svg"),
        (("diagram", "cn-gig-market-2023"), "工作指导，不受理申报"),
        (("diagram",), "写一个政策"),
        (("diagram", "nmg-tepei-2023", "--all", "."), "写一个政策"),
        (("diagram", "--all", "taken/rules"), "taken/rules"),
        (("timeline", "nmg-tepai-2023"), "nmg-tepei-2023"),
        (("timeline", "nmg-hst-opinion-2007"), "没有写办理环节"),
        (("timeline", "nmg-tepei-2023", "--as-of", "soon"), "--as-of"),
        (("timeline", "nmg-tepei-2023", "-o", "tepei"), "tepei.png"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_line(here: Path, arguments: tuple[str, ...], said: str) -> None:
    (here / "taken").write_text("a file", "utf-8")
    assert said in refused("knowledge", *arguments)
    assert [file.name for file in here.iterdir()] == ["taken"]


def test_what_is_too_long_for_a_png_is_sent_to_svg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.pictures.png.TALLEST", 100)
    assert "存成 a.svg" in refused("knowledge", "diagram", "nmg-tepei-2023", "-o", "a.png")
