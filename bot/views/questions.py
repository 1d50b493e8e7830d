"""A self-check's questions: one at a time, with progress, buttons and a way back."""

from bot import texts
from bot.callbacks import code, press
from bot.usecases.interviewing import Asking, AskingConsent, Finished, Step
from bot.usecases.scope import PolicyScope, Scope, Screening, scope_code
from bot.views.answer import name_of
from bot.views.dates import day_text
from bot.views.message import Block, Button, Keyboard, Message, column, grid
from eligibility.answers import Answers
from eligibility.describing import describe
from knowledge.base import KnowledgeBase
from knowledge.facts import AgeFact, ChoicesFact, DateFact, DurationFact, Fact, NumberFact, Subject, YesNoFact, options_of
from knowledge.policy import Policy

SCREENINGS: dict[Subject, str] = {"person": "看看我能报什么", "unit": "看看单位能报什么"}
SAID = "您说："
"""Begins the line that carries what somebody told; a button below it reads it again, so that nothing is stored before they agree."""
FEW = 2
SHORT_LABEL = 9
"""Labels up to this many characters stand two in a row on a phone."""


def question_message(base: KnowledgeBase, step: Asking, chosen: frozenset[str] = frozenset(), hint: str | None = None) -> Message:
    """The question that is due; ``chosen`` are the options ticked so far, ``hint`` says why the last text was not understood."""
    fact = step.question.fact
    blocks = [Block((f"{scope_name(base, step.scope)} · {progress_text(step)}", *_concerned(base, step)), "small")]
    blocks += [Block((hint,))] if hint else []
    blocks.append(Block((fact.ask.replace("{day}", day_text(step.day)),), "lead"))
    how = (*((fact.help,) if fact.help else ()), *_how_to_type(fact))
    blocks += [Block(how)] if how else []
    return Message(tuple(blocks), (*_answer_buttons(fact, chosen), *_steering(step)))


def scope_name(base: KnowledgeBase, scope: Scope) -> str:
    """What a questionnaire is called."""
    if isinstance(scope, PolicyScope):
        return name_of(base.policies[scope.policy])
    return SCREENINGS[scope.subject]


def _concerned(base: KnowledgeBase, step: Asking) -> tuple[str, ...]:
    """In a screening: which programmes a question is asked for, where they are few."""
    names = tuple(dict.fromkeys(base.policies[reason.policy].short_title for reason in step.question.because))
    return (f"为了：{'、'.join(names)}",) if isinstance(step.scope, Screening) and len(names) <= FEW else ()


def progress_text(step: Asking) -> str:
    """How far along it is."""
    asked, left = step.question.answered, step.question.remaining_at_most
    return f"第 {asked + 1} 题，最多共 {asked + left} 题"


def _how_to_type(fact: Fact) -> tuple[str, ...]:
    match fact:
        case AgeFact():
            return ("请直接打字：年龄写“45”，或出生日期写“1980年5月1日”。",)
        case DurationFact():
            return ("请直接打字：写“8年”“12年半”，或起始时间“2012年7月”。",)
        case NumberFact():
            return (f"请直接打数字，例如“20”（单位：{fact.unit}）。",)
        case DateFact():
            return ("请直接打日期，例如“2024年5月1日”。",)
        case ChoicesFact():
            return ("可以选几项，选完点“选好了”。",)
        case _:
            return ()


def _answer_buttons(fact: Fact, chosen: frozenset[str]) -> Keyboard:
    coded = code("fact", fact.id)
    if isinstance(fact, YesNoFact):
        return ((Button(fact.yes, press("a", coded, "y")), Button(fact.no, press("a", coded, "n"))),)
    if isinstance(fact, ChoicesFact):
        return (*_ticks(fact, coded, chosen), (Button("选好了", press("md", coded, mask_of(fact, chosen))),))
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


def mask_of(fact: ChoicesFact, chosen: frozenset[str]) -> str:
    """The ticked options as hexadecimal bits, so that a half-made choice lives in its buttons."""
    return format(sum(1 << index for index, option in enumerate(fact.options) if option.id in chosen), "x")


def chosen_of(fact: ChoicesFact, mask: str) -> frozenset[str]:
    """The options that a mask ticks; ValueError when it is none."""
    bits = int(mask, 16)
    if format(bits, "x") != mask or bits >> len(fact.options):
        raise ValueError(f"no mask of {len(fact.options)} options: {mask}")
    return frozenset(option.id for index, option in enumerate(fact.options) if bits >> index & 1)


def _steering(step: Asking) -> Keyboard:
    coded = code("fact", step.question.fact.id)
    row = (Button("不清楚", press("a", coded, "?")), Button("为什么问这个", press("w", coded)))
    second = (*((back_button(step),) if step.question.answered else ()), Button("先不测了", press("x")))
    return (row, second)


def back_button(step: Step) -> Button:
    """One step back from just here: pressed elsewhere or twice, it is stale."""
    return Button("⬅ 上一步", press("b", scope_code(step.scope), open_code(step)))


def open_code(step: Step) -> str:
    """The code of the question that is open; ``end`` when none is."""
    return "end" if isinstance(step, Finished) else code("fact", step.question.fact.id)


def why_message(base: KnowledgeBase, step: Asking) -> Message:
    """Which clauses the question comes from and what hangs on it."""
    lines = tuple(
        f"· {_where(base.policies[reason.policy], reason.track)}{reason.condition.clause}：{reason.condition.text}"
        for reason in step.question.because
    )
    return Message(
        (Block((f"为什么问“{step.question.fact.name}”",), "lead"), Block(lines), Block(("这些条款要看它才能判断。您的回答只用于自测。",))),
        ((Button("⬅ 回到这一题", press("q", scope_code(step.scope))),),),
    )


def _where(policy: Policy, track: str | None) -> str:
    return f"{policy.track(track).name} " if track else ""


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
    buttons = [Button(f"👤 {name_of(policy)}", press("c", code("policy", policy.id))) for policy in people]
    buttons += [Button(f"🏢 {name_of(policy)}", press("c", code("policy", policy.id))) for policy in units]
    return Message(
        (Block(("想自测哪一个？",), "lead"), Block(("不知道报哪个，点最上面的；👤 个人报的，🏢 单位报的",))),
        (*screenings, *going, *column(*buttons, Button("📋 批量核对很多人（单位用）", press("tb")))),
    )


def tracks_message(policy: Policy) -> Message:
    """Which track to check, or all of them."""
    tracks = tuple(Button(track.name, press("ct", code("track", f"{policy.id}/{track.id}"))) for track in policy.tracks)
    return Message(
        (Block((f"{name_of(policy)}分 {len(policy.tracks)} 类，测哪一类？",), "lead"),),
        (*column(*tracks), (Button("都测一遍", press("cp", code("policy", policy.id))),)),
    )


def earlier_message(base: KnowledgeBase, scope: Scope, answers: Answers) -> Message:
    """Answers given before, for another policy or weeks ago: use them again?"""
    lines = tuple(f"· {base.facts[fact].name}：{describe(base.facts[fact], answer)}" for fact, answer in answers.items())
    coded = scope_code(scope)
    return Message(
        (Block((f"{scope_name(base, scope)}：这些您之前答过",), "lead"), Block(lines), Block(("还一样吗？",))),
        column(Button("一样，接着用", press("q", coded)), Button("重新回答", press("r", coded))),
    )


def go_on_button(scope: Scope) -> Button:
    """Back into a questionnaire, from anywhere and at any time."""
    return Button("接着自测", press("q", scope_code(scope)))
