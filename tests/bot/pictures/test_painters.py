"""A scene as SVG and as PNG."""

import subprocess
import sys
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.lettering import legible
from bot.pictures.marks import _SIGNS, mark
from bot.pictures.palette import BLUE, GREEN, INK, PAGE, RED
from bot.pictures.png import TALLEST, TooTallError, png
from bot.pictures.scene import Box, Dot, Line, Scene, Words
from bot.pictures.svg import svg
from bot.settings import ROOT

SVG = "{http://www.w3.org/2000/svg}"
ODD = st.text(st.sampled_from("<>&\"'中文😀 \ud800\x00\u200b]]>{}%"), max_size=20) | st.text(max_size=20)


def _scene(*shapes: Box | Dot | Line | Words, height: float = 100) -> Scene:
    return Scene("一张图", 120.5, height, shapes)


def _opened(scene: Scene) -> Image.Image:
    return Image.open(BytesIO(png(scene))).convert("RGB")


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


@given(st.lists(ODD, min_size=1, max_size=3), ODD)
def test_any_text_makes_well_formed_svg_that_says_it(lines: list[str], title: str) -> None:
    kept = tuple(legible(line) for line in lines)
    root = ET.fromstring(svg(Scene(title, 100, 100, (Words(0, 0, kept, 15, 22),))))  # noqa: S314 - it is our own
    assert tuple(text.text or "" for text in root.iter(f"{SVG}text")) == kept
    assert root.findtext(f"{SVG}title", "") == legible(title)


def test_every_shape_has_its_element() -> None:
    drawn = svg(
        _scene(
            Box(1, 2, 30, 40, BLUE.ground, BLUE.edge, 6, dashed=True),
            Dot(5, 5, 3, None, RED.edge, 2),
            Line(((0, 0), (1.25, 2)), INK, 1.5),
            Words(1, 1, ("一", "二"), 15, 22, INK),
        )
    )
    root = ET.fromstring(drawn)  # noqa: S314 - it is our own
    rect, circle, line = (root.findall(f"{SVG}{name}")[-1] for name in ("rect", "circle", "polyline"))
    assert (rect.get("width"), rect.get("stroke"), rect.get("rx"), rect.get("stroke-dasharray")) == ("30", BLUE.edge, "6", "4 3")
    assert (circle.get("fill"), circle.get("stroke"), circle.get("stroke-width")) == ("none", RED.edge, "2")
    assert (line.get("points"), line.get("fill")) == ("0,0 1.25,2", "none")
    assert [text.get("y") for text in root.findall(f"{SVG}text")] == ["17.7", "39.7"]
    assert (root.get("viewBox"), root.get("width")) == ("0 0 120.5 100", "120.5")
    assert "Noto Sans SC" in str(root.get("font-family"))


def test_a_png_is_as_large_as_it_says_and_shows_its_shapes() -> None:
    image = _opened(
        _scene(
            Box(10, 10, 60, 40, GREEN.ground, GREEN.edge, 6),
            Dot(100, 30, 8, RED.edge),
            Dot(100, 70, 8, None, RED.edge, 2),
            Line(((10, 80), (60, 80)), INK, 3),
            Line(((10, 90), (60, 90)), INK, 3, dashed=True),
            Box(70, 80, 10, 10, PAGE, INK, dashed=True),
        )
    )
    assert image.size == (241, 200)
    seen = {place: image.getpixel((place[0] * 2, place[1] * 2)) for place in [(40, 30), (100, 30), (100, 70), (30, 80), (12, 90), (15, 90)]}
    expected = [GREEN.ground, RED.edge, PAGE, INK, INK, PAGE]
    for (place, found), colour in zip(seen.items(), expected, strict=True):
        assert found == _rgb(colour), place
    assert image.getpixel((200, 125)) == _rgb(RED.edge)


def test_words_are_drawn_where_they_were_measured() -> None:
    image = _opened(_scene(Words(10, 10, ("国国", "国"), 15, 22, INK)))
    inked = image.point(lambda value: 255 if value < 128 else 0).convert("L").getbbox()
    assert inked is not None
    left, top, right, bottom = (value / 2 for value in inked)
    assert 10 <= left <= right <= 10 + 2 * 15
    assert 10 <= top <= bottom <= 10 + 2 * 22


@pytest.mark.parametrize("sign", list(_SIGNS))
def test_signs_stay_within_their_disc(sign: str) -> None:
    image = _opened(_scene(*mark(sign, 50, 50, 20, INK)))  # type: ignore[arg-type]  # a sign from the table
    assert image.getpixel((100, 63)) in {_rgb(INK), _rgb(PAGE)}
    light = [(x, y) for x in range(60, 140, 2) for y in range(60, 140, 2) if image.getpixel((x, y)) == _rgb(PAGE)]
    assert any((x - 100) ** 2 + (y - 100) ** 2 < 39**2 for x, y in light)
    assert image.getpixel((100, 100 + 42)) == _rgb(PAGE)


def test_a_picture_over_many_bands_has_no_seams() -> None:
    image = _opened(_scene(Box(10, 10, 60, 2480, BLUE.ground), height=2500))
    assert {image.getpixel((60, y)) for y in range(24, 4970)} == {_rgb(BLUE.ground)}


def test_what_nobody_could_look_at_is_refused_as_png_only() -> None:
    scene = _scene(height=TALLEST)
    with pytest.raises(TooTallError):
        png(scene)
    assert svg(scene)


def test_starting_the_command_line_and_the_bot_reads_no_heavy_library() -> None:
    heavy = {"PIL", "pylopdf_fonts_zh_cn", "openpyxl", "numpy", "pypinyin", "opencc", "pypdf"}
    code = f"import sys, bot.cli.main, bot.app; sys.exit(bool({heavy} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0  # noqa: S603 - our own line
