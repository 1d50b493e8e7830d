"""A self-check's questions: one at a time, with progress, buttons and a way back."""

from bot import texts
from bot.callbacks import code, press
from bot.usecases.answer_marks import mask_of
from bot.usecases.interviewing import Asking, AskingConsent, AskingWhich, Finished, Pausing, Step
from bot.usecases.scope import PolicyScope, Scope, Screening, scope_code
from bot.views.citing import name_of
from bot.views.dates import day_text
from bot.views.explaining import date_wanted_text, forewarning_lines
from bot.views.message import Block, Button, Keyboard, Message, column, grid
from eligibility.answers import Given
from eligibility.describing import describe
from eligibility.questionnaire import Because
from eligibility.reading import Refusal, accepts
from knowledge.base import KnowledgeBase
from knowledge.facts import ChoicesFact, Fact, NumberFact, Subject, YesNoFact, options_of
from knowledge.policy import Policy

SCREENINGS: dict[Subject, str] = {"person": "看看我能报什么", "unit": "看看单位能报什么"}
SIDE_MARKS: dict[Subject, str] = {"person": "👤", "unit": "🏢"}
"""Who applies, in one sign."""
SAID = "您说："
"""Begins the line that carries what somebody told; a button below it reads it again, so that nothing is stored before they agree."""
FEW = 2
MOST_CLAUSES = 6
"""Clauses told at once when somebody asks why; a screening can touch dozens."""
HOW_TO_TYPE = {
    "age": "请直接打字：年龄写“45”，或出生日期写“1980年5月1日”。",
    "duration": "请直接打字：写“8年”“12年半”，或起始时间“2012年7月”。",
    "date": "请直接打字，例如“1980年5月1日”。",
    "choices": "可以选几项，选完点“选好了”；一项也没有就点“都没有”。",
}
SHORT_LABEL = 9
"""Labels up to this many characters stand two in a row on a phone."""


def question_message(base: KnowledgeBase, step: Asking, chosen: frozenset[str] | None = None, refused: Refusal | None = None) -> Message:
    """The question that is due; ``chosen`` are the options ticked so far, ``refused`` says why the last text was not taken."""
    fact = step.question.fact
    blocks = [Block(forewarning_lines(base.policies[step.targets[0].policy], step.hanging))] if step.hanging else []
    blocks.append(Block((f"{scope_name(base, step.scope)} · {progress_text(step)}", *_concerned(base, step)), "small"))
    blocks += [Block((refused.short,))] if refused else []
    blocks.append(Block((_asked(base, step),), "lead"))
    how = (*_standing(step), *((fact.help,) if fact.help and step.wanted is None else ()), *_how_to_type(step))
    blocks += [Block(how)] if how else []
    ticked = _held(step) if chosen is None else chosen
    answers = () if step.wanted else _answer_buttons(fact, ticked)
    return Message(tuple(blocks), (*_meant(fact, refused), *answers, *_steering(step)))


def _meant(fact: Fact, refused: Refusal | None) -> Keyboard:
    """Yes, the option that was guessed."""
    if refused is None or refused.option is None:
        return ()
    return ((Button(f"是，{refused.accepts[0]}", press("a", code("fact", fact.id), code("option", f"{fact.id}={refused.option}"))),),)


def _asked(base: KnowledgeBase, step: Asking) -> str:
    if step.wanted is not None:
        return date_wanted_text(base, step.wanted)
    return step.question.fact.ask.replace("{day}", day_text(step.day))


def _standing(step: Asking) -> tuple[str, ...]:
    """The answer that is about to be changed."""
    if step.standing is None or step.wanted is not None:
        return ()
    return (f"您原来答：{describe(step.question.fact, step.standing)}",)


def _held(step: Asking) -> frozenset[str]:
    """The options that were ticked before, where it is asked once more."""
    value = step.standing.value if isinstance(step.standing, Given) else None
    return value if isinstance(value, frozenset) else frozenset()


def scope_name(base: KnowledgeBase, scope: Scope) -> str:
    """What a questionnaire is called."""
    if isinstance(scope, PolicyScope):
        policy = base.policies[scope.policy]
        return name_of(policy) + (policy.track(scope.track).name if scope.track else "")
    return SCREENINGS[scope.subject]


def _concerned(base: KnowledgeBase, step: Asking) -> tuple[str, ...]:
    """In a screening: which programmes a question is asked for, where they are few."""
    names = tuple(dict.fromkeys(base.policies[reason.policy].short_title for reason in step.question.because))
    return (f"为了：{'、'.join(names)}",) if isinstance(step.scope, Screening) and len(names) <= FEW else ()


def progress_text(step: Asking) -> str:
    """How far along it is."""
    if step.standing is not None:
        return "还差一个准日子" if step.wanted else "改答案"
    asked, left = step.question.answered, step.question.remaining_at_most
    return f"第 {asked + 1} 题，最多共 {asked + left} 题"


def _how_to_type(step: Asking) -> tuple[str, ...]:
    fact = step.question.fact
    if step.wanted is not None:
        return (HOW_TO_TYPE["date"],)
    if isinstance(fact, NumberFact):
        return (_how_to_count(fact),)
    return (HOW_TO_TYPE[fact.kind],) if fact.kind in HOW_TO_TYPE else ()


def _how_to_count(fact: NumberFact) -> str:
    if fact.ratio or fact.unit == "%":
        return f"请直接打字，例如“{'”“'.join(accepts(fact))}”。"
    return f"请直接打数字，例如“20”（单位：{fact.unit}）。"


def _answer_buttons(fact: Fact, chosen: frozenset[str]) -> Keyboard:
    coded = code("fact", fact.id)
    if isinstance(fact, YesNoFact):
        return ((Button(fact.yes, press("a", coded, "y")), Button(fact.no, press("a", coded, "n"))),)
    if isinstance(fact, ChoicesFact):
        done = Button(f"选好了（{len(chosen)} 项）" if chosen else "都没有", press("md", coded, mask_of(fact, chosen)))
        return (*_ticks(fact, coded, chosen), (done,))
    buttons = tuple(Button(option.label, press("a", coded, code("option", f"{fact.id}={option.id}"))) for option in options_of(fact))
    short = all(len(button.label) <= SHORT_LABEL for button in buttons)
    return grid(buttons) if short else column(*buttons)


def _ticks(fact: ChoicesFact, coded: str, chosen: frozenset[str]) -> Keyboard:
    return column(
        *(
            Button(f"{'☑' if option.id in chosen else '☐'} {option.label}", press("m", coded, mask_of(fact, chosen ^ {option.id})))
            for option in fact.options
        )
    )


def _steering(step: Asking) -> Keyboard:
    scope, coded = scope_code(step.scope), code("fact", step.question.fact.id)
    why = Button("为什么问这个", press("w", coded))
    if step.wanted is not None:
        settled = "就是那天的，没错" if step.wanted.confirms else "说不准了，先这样"
        return ((Button(settled, press("ld", scope, coded)),), (why, Button("先不测了", press("x"))))
    skip = _skip(step)
    rows = ((skip, Button("不想答", press("a", coded, "-"))), (why,)) if step.question.fact.sensitive else ((skip, why),)
    if step.standing is not None:
        return (*rows, (Button("⬅ 不改了", press("lk", scope)),))
    second = (back_button(step), Button("改答案", press("l", scope))) if step.question.answered else ()
    so_far = ((Button("先看结果", press("sp", scope)),),) if isinstance(step.scope, Screening) and step.question.answered else ()
    return (*rows, (*second, Button("先不测了", press("x"))), *so_far)


def _skip(step: Asking) -> Button:
    """Nobody has to know."""
    return Button("不清楚，跳过", press("a", code("fact", step.question.fact.id), "?"))


def back_button(step: Step) -> Button:
    """One step back from just here: pressed elsewhere or twice, it is stale."""
    return Button("⬅ 上一步", press("b", scope_code(step.scope), open_code(step)))


def open_code(step: Step) -> str:
    """The code of the question that is open; ``end`` when none is, ``rest`` where what can be applied for is settled."""
    match step:
        case Finished():
            return "end"
        case AskingWhich():
            return code("clash", step.clash.id)
        case Pausing():
            return "rest"
        case _:
            return code("fact", step.question.fact.id)


def why_message(base: KnowledgeBase, step: Asking) -> Message:
    """Which clauses the question comes from and what hangs on it."""
    asked: dict[tuple[str, str], list[Because]] = {}
    for one in step.question.because:
        asked.setdefault((one.policy, one.condition.id), []).append(one)
    lines = [f"· {_where(base, step, same)}{same[0].condition.clause}：{same[0].condition.text}" for same in asked.values()]
    skip = (_skip(step),) if step.wanted is None else ()
    more = [f"另有 {len(lines) - MOST_CLAUSES} 条也要看它。"] if len(lines) > MOST_CLAUSES else []
    return Message(
        (
            Block((f"为什么问“{step.question.fact.name}”",), "lead"),
            Block((*lines[:MOST_CLAUSES], *more)),
            Block(("这些条款够不够要看它；不清楚可以跳过，结果里会标明。您的回答只用于自测。",)),
        ),
        ((Button("⬅ 回到这一题", press("q", scope_code(step.scope))), *skip),),
    )


def _where(base: KnowledgeBase, step: Asking, same: list[Because]) -> str:
    """The programme, in a screening, and the tracks that share a condition."""
    policy = base.policies[same[0].policy]
    screened = f"{policy.short_title} " if isinstance(step.scope, Screening) else ""
    tracks = "、".join(policy.track(one.track).name for one in same if one.track)
    return screened + (f"{tracks} " if tracks else "")


def sensitive_message(step: AskingConsent) -> Message:
    """Before a sensitive question: may it be asked at all?"""
    lead, *rest = texts.SENSITIVE
    name = step.question.fact.name
    return Message(
        (Block((lead.format(name=name),), "lead"), Block(tuple(rest))),
        (
            *column(Button("同意，继续", press("so")), Button("不想回答这类问题", press("sn"))),
            (*((back_button(step),) if step.question.answered else ()), Button("先不测了", press("x"))),
        ),
    )


def consent_message(base: KnowledgeBase, scope: Scope, said: str = "") -> Message:
    """Before the first stored answer: what is kept, where it travels, how to end it; ``said`` is what they told and agreed to."""
    lead, *rest = texts.CONSENT
    told = (Block((SAID + said,)),) if said else ()
    return Message(
        (Block((lead,), "lead"), *told, Block(tuple(rest))),
        column(Button(f"同意，开始：{scope_name(base, scope)}", press("ok", scope_code(scope))), Button("先不了", press("no"))),
    )


def policies_to_check_message(base: KnowledgeBase, latest: Scope | None = None) -> Message:
    """Which policy to check oneself against, newest first; the one last worked on leads."""
    newest = sorted(base.policies.values(), key=lambda policy: (-policy.year, policy.id))
    people = [policy for policy in newest if policy.applicant == "person"]
    units = [policy for policy in newest if policy.applicant == "unit"]
    going = ((Button(f"接着上次：{scope_name(base, latest)}", press("q", scope_code(latest))),),) if latest else ()
    screenings = tuple((Button(label, press("s", scope_code(Screening(subject)))),) for subject, label in SCREENINGS.items())
    buttons = [Button(f"{side_marks(policy)} {name_of(policy)}", press("c", code("policy", policy.id))) for policy in (*people, *units)]
    return Message(
        (Block(("想自测哪一个？",), "lead"), Block(("不知道报哪个，点最上面的；👤 个人报的，🏢 单位报的",))),
        (*screenings, *going, *column(*buttons, Button("📋 批量核对很多人（单位用）", press("tb")))),
    )


def side_marks(policy: Policy) -> str:
    """Who applies for it, as marks: both where its tracks differ."""
    return "".join(SIDE_MARKS[side] for side in policy.applicants)


def tracks_message(policy: Policy) -> Message:
    """Which track to check, or all of them; with whose it is where they differ."""
    sides = {track.id: policy.applicant_of(track.id) for track in policy.tracks} if len(policy.applicants) > 1 else {}
    marks = {track: f"{SIDE_MARKS[side]} " for track, side in sides.items() if side}
    tracks = tuple(
        Button(f"{marks.get(track.id, '')}{track.name}", press("ct", code("track", f"{policy.id}/{track.id}"))) for track in policy.tracks
    )
    return Message(
        (Block((f"{name_of(policy)}分 {len(policy.tracks)} 类，测哪一类？",), "lead"),),
        (*column(*tracks), (Button("都测一遍", press("cp", code("policy", policy.id))),)),
    )


def go_on_button(scope: Scope) -> Button:
    """Back into a questionnaire, from anywhere and at any time."""
    return Button("接着自测", press("q", scope_code(scope)))
