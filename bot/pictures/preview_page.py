"""A preview as one page that needs nothing beside it: the chat as bubbles, the pictures; for phone, desktop and paper."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby

from bot.pictures.rules import rules_scene
from bot.pictures.scene import Scene
from bot.pictures.svg import svg
from bot.pictures.timeline import timeline_scene
from bot.views.message import Button, Keyboard
from bot.views.preview import UNSAID, Preview
from bot.views.render import to_html
from bot.views.topics.section import View

STYLE = """
:root { color-scheme: light; font-family: "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; line-height: 1.5; }
* { box-sizing: border-box; }
body { margin: 0; background: #e9eef3; color: #16202a; }
header, section { max-width: 42rem; margin: 0 auto; padding: 1rem .75rem 0; }
h1 { font-size: 1.3rem; margin: 0; }
h2 { font-size: 1.05rem; margin: 0 0 .75rem; padding-top: .5rem; }
.about { color: #52606d; margin: .25rem 0 .75rem; font-size: .9rem; }
nav a { display: inline-block; margin: 0 .5rem .5rem 0; padding: .3rem .7rem; border-radius: 1rem; background: #fff; color: #1c5fa8;
  text-decoration: none; }
.asked, .told { width: fit-content; max-width: 90%; padding: .5rem .75rem; border-radius: .9rem; white-space: pre-wrap;
  overflow-wrap: anywhere; }
.asked { margin: 1rem 0 .4rem auto; background: #d3f0c6; }
.told { margin: 0 0 .3rem; background: #fff; }
.due { margin: 1rem auto .4rem; color: #52606d; font-size: .9rem; text-align: center; }
blockquote { margin: .2rem 0; padding-left: .6rem; border-left: 3px solid #7aa7d9; }
blockquote.more { max-height: 4.5rem; overflow: hidden; cursor: pointer; mask-image: linear-gradient(#000 55%, transparent); }
blockquote.more:focus { max-height: none; mask-image: none; outline: none; }
.keys { display: grid; gap: .25rem; max-width: 90%; margin-bottom: .3rem; }
.keys div { display: flex; gap: .25rem; }
.keys span { flex: 1; padding: .35rem .5rem; border-radius: .5rem; background: #c9d8e8; text-align: center; font-size: .9rem; }
figure { margin: 0 0 1rem; padding: .5rem; background: #fff; border-radius: .9rem; }
figure svg { display: block; width: 100%; max-width: 100%; height: auto; }
@media (min-width: 70rem) {
  header { max-width: 76rem; }
  main { display: grid; grid-template-columns: 40rem 1fr; gap: 1rem; max-width: 76rem; margin: 0 auto; align-items: start; }
  .pictures { width: 100%; position: sticky; top: 0; max-height: 100vh; overflow: auto; }
  .told, .keys { max-width: 85%; }
}
@media print { body { background: #fff; } blockquote.more { max-height: none; mask-image: none; } nav { display: none; } }
"""


def pictures_of(view: View) -> dict[str, Scene]:
    """What can be drawn of a policy, under its name."""
    drawn: dict[str, Scene] = {}
    if view.policy.stages:
        drawn["时间表"] = timeline_scene([view])
    if view.policy.conditions:
        drawn["条件图"] = rules_scene(view.base, view.policy, view.track)
    return drawn


def preview_page(title: str, about: str, shown: Sequence[Preview], pictures: Mapping[str, Scene]) -> str:
    """The whole page; ``about`` is one line on which version it shows and as of when, ``pictures`` come under their names."""
    groups = [(name, list(own)) for name, own in groupby(shown, key=lambda one: one.group)]
    links = "".join(f'<a href="#{_anchor(name)}">{escape(name)}</a>' for name in (*(name for name, _ in groups), *pictures))
    drawn = "".join(f'<h2 id="{_anchor(name)}">{escape(name)}</h2><figure>{svg(scene)}</figure>' for name, scene in pictures.items())
    beside = f'<section class="pictures">{drawn}</section>' if drawn else ""
    talk = "".join(_section(name, own) for name, own in groups)
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n"
        f'<header><h1>{escape(title)}</h1><p class="about">{escape(about)}</p><nav>{links}</nav></header>\n'
        f"<main><div>{talk}</div>{beside}</main>\n</html>\n"
    )


def _anchor(name: str) -> str:
    return escape(name, quote=True)


def _section(name: str, shown: Iterable[Preview]) -> str:
    return f'<section><h2 id="{_anchor(name)}">{escape(name)}</h2>{"".join(_turn(one) for one in shown)}</section>\n'


def _turn(one: Preview) -> str:
    """What was asked, on the right; what is told, on the left, in as many messages as it takes; the buttons below."""
    kind = "due" if one.group in UNSAID else "asked"
    told = "".join(f'<div class="told">{_foldable(piece)}</div>' for piece in to_html(one.message))
    return f'<div class="{kind}">{escape(one.asked)}</div>{told}{_keys(one.message.keyboard)}\n'


def _foldable(piece: str) -> str:
    """Telegram's folded quotes, opened by a tap here too."""
    return piece.replace("<blockquote expandable>", '<blockquote class="more" tabindex="0">')


def _keys(keyboard: Keyboard) -> str:
    rows = "".join(f"<div>{''.join(_key(button) for button in row)}</div>" for row in keyboard)
    return f'<div class="keys">{rows}</div>' if rows else ""


def _key(button: Button) -> str:
    return f"<span>{escape(button.label)}</span>"
