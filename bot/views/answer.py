"""A whole answer to a question: what was asked, from which notice, with what doubts, and what one can do next."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from bot import texts
from bot.callbacks import code, press
from bot.clock import SHANGHAI
from bot.usecases.day_asked import day_asked
from bot.usecases.units.inner import InnerDays
from bot.views.asking_back import asked_back
from bot.views.citing import caveat_text, name_of, source_text
from bot.views.dates import state_text
from bot.views.doubts import about_dates, tells_dates
from bot.views.general import NEXT_STEPS, asked_blocks, beside_lines, cited_policies, general_blocks
from bot.views.lookup import lookup_blocks
from bot.views.message import Block, Button, Message, column, say, telling
from bot.views.next_steps import LABELS, MOST_CHOICES, next_steps, policy_choice, whole_button
from bot.views.topics.absences import absence_text, absences_of
from bot.views.topics.deadlines import LIGHTS, deadline, process
from bot.views.topics.money import benefit, quota
from bot.views.topics.narrow import narrow
from bot.views.topics.papers import how_to_apply, materials
from bot.views.topics.people import contact, overview
from bot.views.topics.requirements import conditions, scope
from bot.views.topics.section import Section, View
from bot.views.unknown import unknown_message
from bot.views.unsure import unsure_message
from bot.views.withheld import is_withheld, withheld_message, withheld_section
from eligibility.answers import Answers
from knowledge.base import KnowledgeBase
from knowledge.entries import Entry, Topic
from knowledge.general import GeneralFact
from knowledge.policy import Policy
from knowledge.search.understanding import Leaning, Narrow, Understanding

SECTIONS: dict[Topic, Callable[[View], Section]] = {
    "overview": overview,
    "deadline": deadline,
    "conditions": conditions,
    "materials": materials,
    "how_to_apply": how_to_apply,
    "benefit": benefit,
    "quota": quota,
    "process": process,
    "contact": contact,
    "scope": scope,
}
_MOST_OPEN = 5
"""Topics that are told one after the other; of more the first lines come together, and the rest of all behind one tap."""


def answer_message(  # noqa: PLR0913 - to what, when, and all that is known of who asks
    base: KnowledgeBase,
    understood: Understanding,
    now: datetime,
    answers: Answers | None = None,
    topic: Leaning | None = None,
    *,
    inner: InnerDays | None = None,
) -> Message:
    """What to say to a question that was understood, or not, to somebody of whom these answers are known.

    ``topic``: what they were told about last. ``inner``: by policy, the day by which their unit wants it.
    """
    if understood.small_talk is not None:
        return say(*texts.SMALL_TALK[understood.small_talk])
    if understood.asks_screening:
        return _screening(base, understood)
    if understood.general is not None and not understood.policies:
        return general_answer(base, base.general[understood.general])
    match understood.action:
        case "answer":
            return _answered(base, understood, now, answers or {}, inner or {})
        case "clarify":
            return _ask_back(base, understood)
        case "none":
            return unknown_message(base, understood, topic)


def general_answer(base: KnowledgeBase, fact: GeneralFact) -> Message:
    """A general fact, the policies on file that it rests on, and what else there is."""
    return Message(general_blocks(base, fact), policy_choice(base, cited_policies(fact), ("overview",)) + NEXT_STEPS)


def policy_answer(asked_of: View, topics: Iterable[Topic], general: GeneralFact | None = None, slots: tuple[Narrow, ...] = ()) -> Message:
    """What a policy's notice says on these topics, or on the ``slots`` of them that are asked alone.

    ``general``: the general fact that was asked for beside them, told first.
    """
    view = replace(asked_of, now=asked_of.now.astimezone(SHANGHAI))
    base, policy = view.base, view.policy
    asked = tuple(dict.fromkeys(topics)) or ("overview",)
    if base.is_withdrawn(policy.id):
        return withheld_message(base, policy)
    narrowed = {topic: section for topic in asked if (section := narrow(view, topic, slots))}
    sections = [(topic, narrowed.get(topic) or SECTIONS[topic](view)) for topic in asked]
    withheld = {topic for topic, section in sections if is_withheld(base, policy, (*section.entries, *_behind(policy, topic)))}
    sections = [(topic, withheld_section(base, policy, LABELS[topic]) if topic in withheld else section) for topic, section in sections]
    blocks = list(asked_blocks(view, general))
    details: list[str] = []
    for topic, section in sections:
        alone = len(sections) == 1 or section.lead.startswith(LABELS[topic])
        lead = section.lead if alone else f"{LABELS[topic]}：{section.lead}"
        blocks.append(Block((lead,), "lead"))
        if topic == asked[0]:
            blocks.append(Block((_heading(view, asked),)))
        absences = () if topic in narrowed or topic in withheld else absences_of(policy, topic, view.track)
        absent = tuple(absence_text(policy, absence) for absence in absences)
        lines = (*section.lines, *(f"· {text}" for text in absent), *(() if topic in withheld else beside_lines(view, topic, general)))
        if lines and len(sections) > _MOST_OPEN:
            details += (f"▪ {LABELS[topic]}", *lines)
        elif lines:
            blocks.append(Block(lines))
    blocks += [Block(tuple(details), "folded")] if details else []
    blocks.append(Block(_small_print(view, sections), "small"))
    window = () if is_withheld(base, policy, policy.stages) else ("deadline",)  # which the heading tells, whatever is asked
    told = telling(policy.id, *(topic for topic in asked if topic not in withheld), *window)
    return Message(tuple(blocks), column(*(whole_button(view, topic) for topic in narrowed)) + next_steps(view, asked), tells=told)


def _behind(policy: Policy, topic: Topic) -> tuple[Entry, ...]:
    """What an answer stands on although it is not cited: the days that make a window."""
    return policy.stages if topic in {"deadline", "overview", "how_to_apply", "process"} else ()


def _answer_on(view: View, understood: Understanding) -> Message:
    base, now = view.base, view.now
    day = day_asked(understood.question, now.astimezone(SHANGHAI).date()) if "deadline" in understood.intents else None
    view = replace(view, track=only_track(view.policy, understood.tracks), day=day)
    told = policy_answer(view, understood.intents, base.general.get(understood.general or ""), understood.slots)
    return unsure_message(view, told, understood.likely) if understood.likely else told


def _answered(base: KnowledgeBase, understood: Understanding, now: datetime, answers: Answers, inner: InnerDays) -> Message:
    """One policy's answer, several side by side; below what was looked up, a button for each that bears it."""
    told = lookup_blocks(base, understood.looked_up) if understood.looked_up else ()
    if told and len(understood.policies) > 1:
        return Message(told, policy_choice(base, understood.policies, understood.intents))
    views = (View(base, base.policies[one], None, now, answers, inner=inner.get(one)) for one in understood.policies)
    found = [_answer_on(view, understood) for view in views]
    return replace(found[0], blocks=told + found[0].blocks) if len(found) == 1 else _side_by_side(base, understood, found)


def _side_by_side(base: KnowledgeBase, understood: Understanding, answers: list[Message]) -> Message:
    """One answer after the other, each with its source; below them a button for each policy."""
    blocks = tuple(block for answer in answers for block in answer.blocks)
    tells = frozenset(one for answer in answers for one in answer.tells)
    return Message(blocks, policy_choice(base, understood.policies, ("overview",)), tells=tells)


def only_track(policy: Policy, tracks: tuple[str, ...]) -> str | None:
    """The one track of a policy that was asked about; None for several or none."""
    mine = [track.partition("/")[2] for track in tracks if track.partition("/")[0] == policy.id]
    return mine[0] if len(mine) == 1 else None


def _heading(view: View, asked: tuple[Topic, ...]) -> str:
    policy = view.policy
    track = f" · {policy.track(view.track).name}" if view.track else ""
    state = view.route.window(view.now)
    told = "deadline" in asked or "overview" in asked or state.state == "none" or is_withheld(view.base, policy, policy.stages)
    return f"{name_of(policy)}{track}" + ("" if told else f"　{LIGHTS[state.state]} {state_text(state)}")


def _small_print(view: View, sections: list[tuple[Topic, Section]]) -> tuple[str, ...]:
    policy, topics = view.policy, {topic for topic, _ in sections}
    shown = [entry for _, section in sections for entry in section.entries]
    scope = policy.scope_clause if "scope" in topics else None
    clauses = dict.fromkeys(clause for clause in (scope, *(entry.clause for entry in shown)) if clause)
    # What is doubtful about the paper as a whole belongs to what it is in short.
    papers = [document.id for document in policy.documents] if "overview" in topics else []
    touched = frozenset([*(entry.id for entry in shown), *papers])
    # Without conditions, nothing but its clause tells what is doubtful about whom a paper concerns.
    told = scope if policy.applicant is None else None
    dateless = frozenset() if tells_dates(view, topics) else about_dates(policy)
    doubts = (caveat for caveat in policy.caveats if not view.base.is_withdrawn(policy.id, caveat.touches))
    caveats = tuple(
        caveat for caveat in doubts if caveat.clause == told or (touched.intersection(caveat.touches) and caveat not in dateless)
    )
    cited = ("条款：" + "、".join(clauses),) if clauses else ()
    checked = view.base.checked.get(policy.id)
    known = (f"最后核对：{checked:%Y-%m-%d}",) if checked else ()
    return (*(caveat_text(caveat) for caveat in caveats), source_text(view.policy), *cited, *known)


def _screening(base: KnowledgeBase, understood: Understanding) -> Message:
    """Somebody told about themselves: which programmes they can check themselves against."""
    offered = [base.policies[one] for one in understood.policies]
    lines = tuple(f"· {name_of(policy)}：{policy.summary}" for policy in offered)
    return Message(
        (Block((texts.SCREEN[understood.applicant],), "lead"), Block(lines), Block((texts.NOTHING_FITS,))),
        column(*(Button(f"✅ {name_of(policy)}", press("c", code("policy", policy.id))) for policy in offered)),
    )


def _ask_back(base: KnowledgeBase, understood: Understanding) -> Message:
    choices = policy_choice(base, understood.policies[:MOST_CHOICES], understood.intents)
    return asked_back(understood, [base.policies[one] for one in understood.policies], choices)
