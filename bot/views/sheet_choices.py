"""What goes onto a sheet for the unit: first the track, where there are several, then the conditions, all required ones to begin with."""

from bot.callbacks import press, target_code
from bot.usecases.sheets import choosable, marks_of, required
from bot.views.changing import short_text
from bot.views.checklists import OPEN, TICKED
from bot.views.citing import name_of
from bot.views.message import Attachment, Block, Button, Message, column, grid, say
from bot.views.topics.requirements import condition_text
from bot.views.topics.section import View
from knowledge.policy import Policy

_ROW = 5
_LONGEST = 60
"""Characters of a condition on the list to choose from; the sheet has it whole."""


def sheet_tracks_message(policy: Policy) -> Message:
    """For which track?"""
    tracks = (Button(short_text(one.name), press("yt", target_code(policy.id, one.id))) for one in policy.tracks)
    return Message((Block((f"{name_of(policy)}：拿哪一类的给单位看？",), "lead"),), column(*tracks))


def sheet_choice_message(view: View, chosen: frozenset[str]) -> Message:
    """The conditions with a box each: made at once by the first button, chosen from by the others."""
    policy, target = view.policy, target_code(view.policy.id, view.track)
    conditions = choosable(policy, view.track)
    offered = view.concerning(conditions)
    lines = tuple(_line(number, condition_text(view, one), ticked=one.id in chosen) for number, one in enumerate(offered, 1))
    boxes = grid(
        tuple(
            Button(f"{TICKED if one.id in chosen else OPEN} {number}", press("yt", target, *marks_of(conditions, chosen ^ {one.id})))
            for number, one in enumerate(offered, 1)
        ),
        _ROW,
    )
    make = Button("✅ 就这样，做出来", press("yg", target, *marks_of(conditions, chosen)))
    other = tuple(
        Button(label, press("yt", target, *marks_of(conditions, wanted)))
        for label, wanted in (("只要必须符合的", required(conditions)), ("全都带上", frozenset(one.id for one in conditions)))
        if wanted != chosen and lines
    )
    track = f" · {policy.track(view.track).name}" if view.track else ""
    blocks = (
        Block((f"给单位看：{name_of(policy)}{track}",), "lead"),
        Block(("做成一段文字和一张图，能转发、能打印。带上哪些条件？点号码增减：", *lines)),
    )
    return Message(blocks, ((make,), *boxes, *((other,) if other else ())))


def _line(number: int, text: str, *, ticked: bool) -> str:
    line = f"{TICKED if ticked else OPEN} {number}. {text}"
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def picture_message(name: str, content: bytes) -> Message:
    """The picture, as a file: a photo would lose its sharp letters."""
    lines = Block(("图在这里：点开看，长按可以转发；打印选“适合页面”，黑白也看得清。",))
    return Message((lines,), document=Attachment(name, content))


def no_picture_message() -> Message:
    """It got too long to be drawn."""
    return say("这张图太长，画不下。", "上面的文字是全的，可以直接转发；想要图，少带几条条件再做一次。")
