"""Who does what when, of one policy or of several, with today in it: what is over above, what is to come below."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.clock import SHANGHAI
from bot.pictures.around import AroundToday, Step, around_today
from bot.pictures.page import BODY, LEAD, MARGIN, PAD, RIGHT, SMALL, TITLE, Page, Paragraph, end_of, stacked
from bot.pictures.palette import BLUE, GOLD, GREEN, GREY, HEADING, INK, RULE, SOFT, Tone
from bot.pictures.scene import Box, Dot, Line, Scene
from bot.views.citing import name_of, source_text
from bot.views.dates import day_text, state_text, when_text, working_day_advice
from bot.views.topics.deadlines import actor_text, inner_lines
from bot.views.topics.section import View, standing_text
from knowledge.calendar import Window
from knowledge.entries import Stage

Marks = tuple[float, float]
"""Where the rail ends above a mark and goes on below it."""

_TONES: Mapping[str, Tone] = {"past": GREY, "open": GREEN, "upcoming": BLUE, "undated": GREY}
_ORDER = ("open", "upcoming", "none", "closed")
_RAIL = MARGIN + 8
_LEFT = MARGIN + 28
_GAP = 10.0
_DOT = 6.0
_AIR = 2.0


def timeline_scene(views: Sequence[View]) -> Scene:
    """The timeline of one or more policies as they are looked at now; at least one, all at the same moment."""
    views = sorted(views, key=lambda view: _urgency(view.route.window(view.now)))
    first, alone = views[0], len(views) == 1
    name = name_of(first.policy) if alone else f"{len(views)} 个项目"
    what = f"{_track(first)}什么时候办什么" if alone else "什么时候办什么"
    page = Page(f"{name}{what}")
    page.write(Paragraph(name, TITLE), Paragraph(what, LEAD))
    for view in views:
        page.y += _GAP
        if not alone:
            page.y += 2 * _GAP
            page.panel(MARGIN, HEADING, (Paragraph(f"{_track(view)}{name_of(view.policy)}", LEAD, HEADING.words),))
            page.y += _GAP / 2
        page.panel(MARGIN, *_standing(view))
        for line in inner_lines(view.inner):
            page.y += _GAP / 2
            page.panel(MARGIN, GOLD, (Paragraph(line, BODY, GOLD.words),))
        _draw(page, view, around_today(view, whole=alone))
    version = f"资料版本 {first.base.version}"
    return page.scene(source_text(first.policy), version) if alone else page.scene("各项目都以发文单位的原件为准。", version)


def _urgency(stands: Window) -> tuple[int, int]:
    return _ORDER.index(stands.state), stands.days or 0


def _track(view: View) -> str:
    return f"{view.policy.track(view.track).name}：" if view.track else ""


def _standing(view: View) -> tuple[Tone, tuple[Paragraph, ...]]:
    """Whether one can apply, first of all."""
    stands = view.route.window(view.now)
    if view.policy.applicant is None:
        return GREY, (Paragraph(standing_text(view), BODY, GREY.words),)
    if stands.stage is None or stands.ends is None:
        return GREY, (Paragraph("通知里没有写申报截止日期。", BODY, GREY.words),)
    tone = _TONES.get(stands.state, GREY)
    more = (
        "下一期的日期和条件可能会变。"
        if stands.state == "closed"
        else working_day_advice(stands.ends, view.now.astimezone(SHANGHAI).date()) or ""
    )
    lead = f"{state_text(stands)}：{stands.stage.name}截至{day_text(stands.ends)}"
    return tone, (Paragraph(lead, BODY, tone.words), Paragraph(more, SMALL, tone.words))


def _draw(page: Page, view: View, found: AroundToday) -> None:
    """The steps along a rail; today stands where what is over ends."""
    marks = [_draw_step(page, view, step) for step in found.behind]
    marks.append(_draw_today(page, f"今天 {day_text(view.now.astimezone(SHANGHAI).date())}"))
    marks += [_draw_step(page, view, step) for step in found.ahead]
    if found.undated:
        over = found.behind and not found.ahead
        before = "再往后，" if found.behind or found.ahead else ""
        words = f"{before}没写日期或只有大致时间{'，可能已经办过' if over else ''}："
        texts = stacked((Paragraph(words, SMALL, SOFT),), _LEFT, page.y + _GAP, RIGHT - _LEFT)
        page.add(*texts)
        page.y += _GAP + texts[0].height - _GAP / 2
    marks += [_draw_step(page, view, step, told=True) for step in found.undated]
    page.add(*(Line(((_RAIL, upper), (_RAIL, lower)), RULE, 2) for (_, upper), (lower, _) in pairwise(marks)))


def _draw_step(page: Page, view: View, step: Step, *, told: bool = False) -> Marks:
    """A step that somebody can still keep to in full, the others in short; ``told`` where it was said that it has no date."""
    undated = step.state == "undated"
    own = undated and step.stage.applying and step.stage.actor == "applicant"
    ahead = own or step.state in {"open", "upcoming"}
    tone = GOLD if own else _TONES[step.state]
    page.y += _GAP if ahead else _GAP * 0.6
    top = page.y
    paragraphs = _full(view, step, tone) if ahead else _short(view, step, told=told)
    page.panel(_LEFT, tone, paragraphs, dashed=undated)
    middle = top + PAD + next(one for one in paragraphs if one.text).style.leading / 2
    page.add(Dot(_RAIL, middle, _DOT, None if undated or step.state == "upcoming" else tone.edge, tone.edge, 2))
    return middle - _DOT - _AIR, middle + _DOT + _AIR


def _full(view: View, step: Step, tone: Tone) -> tuple[Paragraph, ...]:
    stage = step.stage
    receiver = f" → {stage.receiver}" if stage.receiver else ""
    return (
        Paragraph(_when(stage), BODY, tone.words),
        Paragraph(_state_words(view, step), SMALL, tone.words),
        Paragraph(f"{view.track_names(stage)}{stage.name}", LEAD),
        Paragraph(f"{actor_text(stage)}{receiver}：{stage.action}", SMALL, SOFT),
    )


def _state_words(view: View, step: Step) -> str:
    """How it stands; who begins the way without a date is told whom to ask."""
    if step.state != "undated":
        return state_text(step.window)
    begins = any(step.stage == way.step for way in view.route.ways)
    return "" if not begins else "看上面的本单位内部截止" if view.inner else "单位通常会更早收，请马上问单位"


def _short(view: View, step: Step, *, told: bool) -> tuple[Paragraph, ...]:
    stage, past = step.stage, step.state == "past"
    when = when_text(stage) if told else f"{_when(stage)}{' · 已过' if past else ''}"
    return (
        Paragraph(when, SMALL, SOFT),
        Paragraph(f"{view.track_names(stage)}{stage.name}（{actor_text(stage)}）", BODY, SOFT if past else INK),
    )


def _when(stage: Stage) -> str:
    """The date as the notice has it, or that it has none."""
    if stage.starts or stage.ends or stage.about:
        return when_text(stage)
    return "，".join(part for part in ("日期没写", when_text(stage)) if part)


def _draw_today(page: Page, words: str) -> Marks:
    """Today, and a line from it to the margin."""
    page.y += _GAP * 1.5
    text = stacked((Paragraph(words, BODY, HEADING.words),), MARGIN + PAD, page.y + 4, RIGHT - MARGIN - 2 * PAD)
    top, height, end = page.y, text[0].height + 8, end_of(text[0]) + PAD
    page.add(Box(MARGIN, top, end - MARGIN, height, HEADING.ground, radius=height / 2), *text)
    page.add(Line(((end, top + height / 2), (RIGHT, top + height / 2)), HEADING.ground, 2))
    page.y += height + _GAP / 2
    return top, top + height
