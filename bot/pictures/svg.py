"""A scene as SVG: text stays text, so that it can be searched, copied and read aloud."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from bot.pictures.lettering import legible
from bot.pictures.scene import Box, Dot, Line, Scene, Shape, Words

FONTS = "'Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei',sans-serif"
_DASHES = "4 3"


def svg(scene: Scene) -> str:
    """The whole file; a unit is a pixel of the page that shows it."""
    title = escape(legible(scene.title))
    body = "\n".join(line for shape in scene.shapes for line in _drawn(shape))
    width, height = _number(scene.width), _number(scene.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" lang="zh-CN" font-family="{FONTS}">\n'
        f'<title>{title}</title>\n<rect width="100%" height="100%" fill="{scene.background}"/>\n{body}\n</svg>\n'
    )


def _drawn(shape: Shape) -> Iterator[str]:
    match shape:
        case Box():
            corners = _attributes(x=shape.x, y=shape.y, width=shape.width, height=shape.height, rx=shape.radius)
            yield f"<rect{corners}{_painted(shape.fill, shape.stroke, 1, dashed=shape.dashed)}/>"
        case Dot():
            yield f"<circle{_attributes(cx=shape.x, cy=shape.y, r=shape.radius)}{_painted(shape.fill, shape.stroke, shape.weight)}/>"
        case Line():
            points = " ".join(f"{_number(x)},{_number(y)}" for x, y in shape.points)
            ends = "" if shape.dashed else ' stroke-linecap="round" stroke-linejoin="round"'
            yield f'<polyline points="{points}"{_painted(None, shape.colour, shape.weight, dashed=shape.dashed)}{ends}/>'
        case Words():
            for line, baseline in shape.baselines():
                place = _attributes(x=shape.x, y=baseline, font_size=shape.size)
                yield f"<text{place} fill={quoteattr(shape.colour)}>{escape(line)}</text>"


def _painted(fill: str | None, stroke: str | None, weight: float, *, dashed: bool = False) -> str:
    edge = f' stroke="{stroke}" stroke-width="{_number(weight)}"' if stroke else ""
    return f' fill="{fill or "none"}"{edge}' + (f' stroke-dasharray="{_DASHES}"' if dashed else "")


def _attributes(**values: float) -> str:
    return "".join(f' {name.replace("_", "-")}="{_number(value)}"' for name, value in values.items())


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
