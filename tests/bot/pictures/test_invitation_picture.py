"""The page of an invitation: its QR picture holds the exact link, whole and sharp, and the words beside it can be read."""

import io
from datetime import UTC, datetime

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.invitation import WIDTH, invitation_scene
from bot.pictures.lettering import PIXELS
from bot.pictures.png import png
from bot.pictures.qr import QUIET, Matrix, matrix_of
from bot.pictures.scene import Box, Scene
from bot.views.units.inviting import poster_of
from tests.bot.pictures.looking import look_at, said
from tests.bot.pictures.reading_qr import read

UNTIL = datetime(2025, 5, 27, tzinfo=UTC)
LINK = "https://t.me/shenbao_sandbox_bot?start=jm-abcdefghijklmnopqrstuvwx"
LINKS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=24, max_size=24).map(lambda token: LINK[:-24] + token)


def page(link: str = LINK, unit: str = "包头市第三机械厂") -> Scene:
    return invitation_scene(poster_of(unit, link, UNTIL))


def ground(scene: Scene) -> Box:
    """The white ground of the QR picture."""
    return next(shape for shape in scene.shapes if isinstance(shape, Box))


def scanned(content: bytes, scene: Scene, modules: int) -> Matrix:
    """The modules as they stand in the finished picture: dark where all but the rim of one is dark, read from its pixels."""
    image = Image.open(io.BytesIO(content)).convert("L")
    box = ground(scene)
    size = box.width / (modules + 2 * QUIET) * PIXELS
    left, top = box.x * PIXELS + QUIET * size, box.y * PIXELS + QUIET * size

    def dark(row: int, column: int) -> bool:
        spots = [
            image.getpixel((int(left + (column + x) * size), int(top + (row + y) * size)))
            for x, y in ((0.5, 0.5), (0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9))
        ]
        assert all(isinstance(spot, int) and (spot < 64 or spot > 192) for spot in spots)
        assert len({isinstance(spot, int) and spot < 128 for spot in spots}) == 1, "a module is of one colour to its corners"
        return isinstance(spots[0], int) and spots[0] < 128

    return tuple(tuple(dark(row, column) for column in range(modules)) for row in range(modules))


@given(link=LINKS)
@settings(max_examples=5, deadline=None)
def test_the_pixels_are_the_modules_of_the_exact_link(link: str) -> None:
    scene = page(link)
    wanted = segno.make_qr(link, error="q", boost_error=False)
    modules = tuple(tuple(bool(cell) for cell in row) for row in wanted.matrix)
    pixels = scanned(png(scene), scene, len(modules))
    assert pixels == modules
    assert read(pixels) == link


def test_a_quarter_of_it_may_be_dirty() -> None:
    assert segno.make_qr(LINK, error="q", boost_error=False).error == "Q"
    assert matrix_of(LINK) == tuple(tuple(map(bool, row)) for row in segno.make_qr(LINK, error="q", boost_error=False).matrix)


def test_the_ground_around_it_is_wide_enough_and_empty() -> None:
    scene = page()
    box = ground(scene)
    module = box.width / (len(matrix_of(LINK)) + 2 * QUIET)
    inner = (box.x + QUIET * module, box.y + QUIET * module, box.x + box.width - QUIET * module, box.y + box.height - QUIET * module)
    for shape in scene.shapes:
        if isinstance(shape, Box) and shape != box:
            assert inner[0] <= shape.x < shape.x + shape.width <= inner[2]
            assert inner[1] <= shape.y < shape.y + shape.height <= inner[3]


@pytest.mark.parametrize("unit", ["厂", "包头市青山区第三机械制造有限责任公司第二分公司设备维修中心" * 2, "A&B <机械>", "x" * 60])
def test_it_fits_a_page_of_paper_and_says_the_unit_and_the_link(unit: str) -> None:
    scene = page(unit=unit)
    texts = said(scene)
    assert unit.replace(" ", "") in texts
    assert LINK in texts
    assert any("2025年5月27日" in text for text in texts)
    assert scene.width == WIDTH
    assert scene.height / scene.width <= 297 / 210 or len(unit) > 20


def test_nothing_overlaps_and_every_word_can_be_read() -> None:
    scene = page()
    modules = {shape for shape in scene.shapes if isinstance(shape, Box) and shape != ground(scene)}
    look_at(Scene(scene.title, scene.width, scene.height, tuple(shape for shape in scene.shapes if shape not in modules)))
