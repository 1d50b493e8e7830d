"""The stages of a policy around today: what is over, what is ahead, and what follows without a date."""

from dataclasses import dataclass
from typing import Literal

from bot.views.topics.section import View
from knowledge.calendar import Window, window_of
from knowledge.entries import Stage

State = Literal["past", "open", "upcoming", "undated"]


@dataclass(frozen=True, slots=True)
class Step:
    """A stage and where it stands."""

    stage: Stage
    state: State
    window: Window


@dataclass(frozen=True, slots=True)
class AroundToday:
    """The steps of one policy, each list in order."""

    behind: tuple[Step, ...]
    ahead: tuple[Step, ...]
    """Up to the last that has an end."""
    undated: tuple[Step, ...]
    """What follows without one."""


def around_today(view: View, *, whole: bool = True) -> AroundToday:
    """The steps that can concern somebody; unless ``whole`` only those that are dated or in which something is handed in."""
    steps = [_step(view, stage) for stage in view.route.possible if whole or stage.applying or stage.ends]
    rest = [step for step in steps if step.state != "past"]
    dated = max((place for place, step in enumerate(rest, 1) if step.state != "undated"), default=0)
    return AroundToday(tuple(step for step in steps if step.state == "past"), tuple(rest[:dated]), tuple(rest[dated:]))


def _step(view: View, stage: Stage) -> Step:
    stands = window_of(view.policy, stage, view.now)
    if _is_over(view, stage):
        return Step(stage, "past", stands)
    match stands.state:
        case "open" | "upcoming":
            return Step(stage, stands.state, stands)
        case _:
            return Step(stage, "undated", stands)


def _is_over(view: View, stage: Stage) -> bool:
    """Whether its end is past, or that of a stage behind it; where nothing is dated for it, applying is over with the window."""
    if stage.ends is not None:
        return window_of(view.policy, stage, view.now).state == "closed"
    if stage.applying and view.route.window(view.now).state == "closed":
        return True
    return any(_is_over(view, after) for after in view.route.stages if after.follows == stage.id)
