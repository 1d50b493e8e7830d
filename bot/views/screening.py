"""What can I apply for? What was told, the result with what is open first, and why the rest does not fit."""

from dataclasses import replace
from datetime import datetime

from bot import texts
from bot.callbacks import press
from bot.usecases.interviewing import Asking, Finished, Pausing
from bot.usecases.scope import Screening, scope_code
from bot.usecases.screening import CURRENT, Result, Standing
from bot.views import verdicts
from bot.views.citing import name_of
from bot.views.dates import day_text, state_text
from bot.views.message import Block, Button, Keyboard, Message, column, telling
from bot.views.misfits import verdict_line
from bot.views.questions import SAID, back_button
from bot.views.topics.deadlines import LIGHTS
from eligibility.answers import Answers
from eligibility.describing import describe
from knowledge.base import KnowledgeBase
from knowledge.facts import Subject
from knowledge.policy import VerdictName

MOST_NAMED = 3
NOTHING_NOW = "现在没有正在受理的"
WHO: dict[Subject, str] = {"person": "👤 给我自己看", "unit": "🏢 给单位看"}
WHOSE: dict[Subject, str] = {"person": "由个人报的", "unit": "由单位报的"}
HEADINGS: dict[VerdictName, str] = {"eligible": "✅ 符合", "undetermined": "❓ 可能符合"}


def told_message(base: KnowledgeBase, text: str, told: Answers, subject: Subject | None, *, consented: bool) -> Message:
    """What somebody told of themselves, for them to confirm; without a subject: who is it for?

    Who has not agreed yet to have answers stored is asked for that at once: the button that confirms says so.
    """
    lines = tuple(f"· {base.facts[fact].name}：{describe(base.facts[fact], answer)}" for fact, answer in told.items())
    heard = [Block(("我听到的是：", *lines, "对的话就不再问这些。"))] if lines else []
    blocks = (Block(("我来看看能报什么",), "lead"), Block((said_line(text),)), *heard)
    if not consented:
        blocks = (*blocks, Block(texts.CONSENT))
    agree, later = ("", ()) if consented else ("同意，", (Button("先不了", press("no")),))

    def begin(one: Subject) -> str:
        return screen_press(one, told) if consented else press("ok", scope_code(Screening(one)))

    if subject is None:
        chosen = (Button(f"{agree}{label}", begin(one)) for one, label in WHO.items())
        return Message((*blocks, Block(("给谁看？",))), column(*chosen, *later))
    if not lines:
        return Message(blocks, column(Button(f"{agree}开始，一题一题点", begin(subject)), *later))
    wrong = Button("不对，从头答", screen_press(subject, {}))
    return Message(blocks, column(Button(f"对，{agree}开始", begin(subject)), wrong, *later))


def said_line(text: str) -> str:
    """What somebody told, in one line."""
    return SAID + " ".join(text.split())


def screen_press(subject: Subject, told: Answers) -> str:
    """The button data that begins a screening, with what was told or without."""
    return press("s", scope_code(Screening(subject)), *(("y",) if told else ()))


def result_message(base: KnowledgeBase, result: Result, finished: Finished, done: str = "看完了") -> Message:
    """What fits, what may fit and what is missing, what time will bring; the rest behind one button. ``done``: how far it is."""
    told = finished.answers
    blocks = [*_leads(base, result, done)]
    for name, heading in HEADINGS.items():
        if found := result.named(name):
            blocks.append(Block((f"{heading} {len(found)} 个", *(_line(base, one, told) for one in found))))
    if result.ripening:
        blocks.append(Block(("⏳ 现在只差时间", *(_later_line(base, one, told) for one in result.ripening))))
    blocks.append(Block((f"已截止的按今天的情况算，下一轮条件可能会变。{texts.DISCLAIMER}",), "small"))
    shown = (*(one for name in HEADINGS for one in result.named(name)), *result.ripening)
    tells = frozenset(one for standing in shown for one in telling(standing.policy.id, "conditions", "deadline"))
    return Message(tuple(blocks), _buttons(result, finished), tells=tells)


def pause_message(base: KnowledgeBase, result: Result, step: Pausing) -> Message:
    """What can be applied for now or soon is settled; on with what is over, or has no dates?"""
    scope, left = scope_code(step.scope), step.question.remaining_at_most
    rest = [standing for standing in result.standings if standing not in result.current]
    unclear = sum(standing.name == "undetermined" for standing in rest)
    others = f"其余 {len(rest)} 个已截止或没写日期" + (f"，{unclear} 个还没看清" if unclear else "")
    open_ones = Block(tuple(_line(base, one, step.answers) for one in result.current))
    return Message(
        (
            Block((_lead("能报的看清了", result.current),), "lead"),
            *((open_ones,) if open_ones.lines else ()),
            Block((f"{others}：再答最多 {left} 题，就知道下一轮适不适合您。",)),
        ),
        (
            *column(Button("先看结果", press("sp", scope)), Button(f"接着答（最多 {left} 题）", press("sg", scope))),
            (back_button(step), Button("改答案", press("l", scope)), Button("先不测了", press("x"))),
        ),
    )


def so_far_message(base: KnowledgeBase, result: Result, finished: Finished, step: Asking | Pausing) -> Message:
    """The result before everything is answered."""
    message = result_message(base, result, finished, "到现在")
    leads = _leads(base, result, "到现在")
    others = message.blocks[len(leads) :]
    going = Block((f"还有最多 {step.question.remaining_at_most} 题没答，接着答会更准。",))
    onward = Button("接着答", press("sg" if isinstance(step, Pausing) else "q", scope_code(result.scope)))
    return Message((*leads, going, *others), ((onward,), *message.keyboard[:-1]), tells=message.tells)


def standing_message(base: KnowledgeBase, standing: Standing, finished: Finished, now: datetime) -> Message:
    """One policy of the result, condition by condition."""
    message = verdicts.result_message(base, finished, now, screened=True)
    rows = tuple(row for row in message.keyboard if not any((button.data or "").startswith(("b:", "r:")) for button in row))
    scope = Screening(standing.subject)
    return replace(message, keyboard=(*rows, (Button("⬅ 回到结果", press("q", scope_code(scope))),)))


def misfits_message(base: KnowledgeBase, result: Result, answers: Answers) -> Message:
    """Why each of the rest does not fit and by how much, each with the way to its details: none is dropped silently."""
    lines = tuple(f"· {name_of(one.policy)}\n　{verdict_line(base, one.best[0], answers)}" for one in result.misfits)
    details = (Button(f"{name_of(one.policy)} 详细", press("sd", scope_code(one.scope))) for one in result.misfits)
    return Message(
        (Block((f"其余 {len(lines)} 个为什么不适合",), "lead"), Block(lines or ("没有别的了。",))),
        column(*details, Button("⬅ 回到结果", press("q", scope_code(result.scope)))),
    )


def followed_message(subject: Subject) -> Message:
    """New programmes that fit will be told."""
    return Message(
        (
            Block(("🔔 好的，有适合您的新项目就告诉您",), "lead"),
            Block(("新通知录入后，我拿您存下的回答对一遍，符合或可能符合才打扰您。删掉回答或点“不用了”就停。",)),
        ),
        column(Button("不用了", press("su", scope_code(Screening(subject)))), Button("我的提醒", press("my"))),
    )


def reminded_message(standings: tuple[Standing, ...]) -> Message:
    """Everything that fits or may is followed."""
    closed = {"closed", "none"}
    lines = tuple(f"· {name_of(one.policy)}：{'下一轮通知' if one.window.state in closed else '截止前'}提醒" for one in standings)
    return Message((Block(("🔔 好的，会提醒您",), "lead"), Block(lines)), column(Button("我的提醒", press("my"))))


def match_message(base: KnowledgeBase, standing: Standing) -> Message:
    """A newly published policy fits a saved profile, or may."""
    fits = standing.name == "eligible"
    return Message(
        (
            Block((f"🆕 新项目{'您符合' if fits else '您可能符合'}：{name_of(standing.policy)}",), "lead"),
            Block((_line(base, standing, {}), standing.policy.summary)),
            Block((f"按您存下的回答判断。{texts.DISCLAIMER}",), "small"),
        ),
        column(
            Button("看详细", press("sd", scope_code(standing.scope))),
            Button("不用再告诉我", press("su", scope_code(Screening(standing.subject)))),
        ),
    )


def ripe_message(base: KnowledgeBase, standing: Standing) -> Message:
    """The day has come from which time no longer stands against a policy."""
    return Message(
        (
            Block((f"⏰ 从今天起，时间够了：{standing_name(standing)}",), "lead"),
            Block((_line(base, standing, {}),)),
            Block((f"按您存下的回答判断。{texts.DISCLAIMER}",), "small"),
        ),
        column(Button("看详细", press("sd", scope_code(standing.scope)))),
    )


def ripening_message(standing: Standing) -> Message:
    """The day was noted."""
    day = standing.ripe_on
    when = day_text(day) if day else "到那天"
    return Message(
        (Block((f"🔔 好的，{when}提醒您：{standing_name(standing)}",), "lead"), Block(("到时按您存下的回答再对一遍。",))),
        column(Button("我的提醒", press("my"))),
    )


def _lead(done: str, standings: tuple[Standing, ...]) -> str:
    fits, may = (sum(one.name == name for one in standings) for name in HEADINGS)
    if not fits and not may:
        return f"{done}，目前没有符合的"
    parts = [f"符合 {fits} 个"] if fits else []
    parts += [f"可能符合 {may} 个"] if may else []
    return f"{done}：" + "，".join(parts)


def _leads(base: KnowledgeBase, result: Result, done: str) -> tuple[Block, ...]:
    """How many fit; where nothing takes applications, that first, and that what is on file is not all there is."""
    found = _lead(done, result.standings)
    if result.current:
        return (Block((found,), "lead"),)
    return (
        Block((NOTHING_NOW,), "lead"),
        Block(
            (
                f"{found}（按下一轮看）。" if result.fitting else f"{found}。",
                f"我这里一共 {len(base.policies)} 份通知，{WHOSE[result.scope.subject]} {len(result.standings)} 个。",
                "没查到不等于没有，可以打 12333 问当地。",
            )
        ),
    )


def _line(base: KnowledgeBase, standing: Standing, answers: Answers) -> str:
    policy, tracks = standing.policy, [policy_track(standing, verdict.track) for verdict in standing.best if verdict.track]
    name = name_of(policy) + (f"（{'、'.join(tracks)}）" if tracks and len(tracks) < len(policy.tracks) else "")
    said = f"还缺：{_missing(base, standing)}" if standing.name == "undetermined" else verdict_line(base, standing.best[0], answers)
    return f"· {name}\n　{said}\n　{LIGHTS[standing.window.state]} {state_text(standing.window)}"


def standing_name(standing: Standing) -> str:
    """The policy's name, with the one track that is looked at."""
    return name_of(standing.policy) + (f"{standing.policy.track(standing.track).name}" if standing.track else "")


def policy_track(standing: Standing, track: str) -> str:
    """A track's name."""
    return standing.policy.track(track).name


def _missing(base: KnowledgeBase, standing: Standing) -> str:
    missing = tuple(dict.fromkeys(fact for verdict in standing.best for fact in verdict.missing))
    names = "、".join(base.facts[fact].name for fact in missing[:MOST_NAMED])
    return f"{names}等 {len(missing)} 项" if len(missing) > MOST_NAMED else names or "通知没给的附件内容"


def _later_line(base: KnowledgeBase, standing: Standing, answers: Answers) -> str:
    assert standing.ripe_on is not None  # noqa: S101 - the caller chose those
    return (
        f"· {name_of(standing.policy)}\n　{day_text(standing.ripe_on)}起时间就够了（现在{verdict_line(base, standing.best[0], answers)}）"
    )


def _buttons(result: Result, finished: Finished) -> Keyboard:
    scope = scope_code(result.scope)
    details = [Button(f"{name_of(one.policy)} 详细", press("sd", scope_code(one.scope))) for one in result.fitting]
    waits = [Button(f"⏳ {name_of(one.policy)}到那天提醒我", press("sl", scope_code(one.scope))) for one in result.ripening]
    folded = [Button(f"其余 {len(result.misfits)} 个为什么不适合", press("sr", scope))] if result.misfits else []
    remind = [Button(_remind_label(result.fitting), press("sa", scope))] if result.fitting else []
    return (
        *column(*details, *waits, *folded, *remind, Button("🆕 有适合我的新项目告诉我", press("sw", scope))),
        (back_button(finished), Button("重新回答", press("r", scope))),
    )


def _remind_label(fitting: tuple[Standing, ...]) -> str:
    """Of the deadline where that is to come, of the next round where it is over."""
    coming = sum(one.window.state in CURRENT for one in fitting)
    when = "下一轮提醒我" if not coming else "截止前提醒我" if coming == len(fitting) else "截止前、下一轮提醒我"
    return f"🔔 这 {len(fitting)} 个{when}"
