"""/unanswered: what people asked in vain; a group of it becomes another name for a policy, is not ours, or was dealt with."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Final

from bot.clock import SHANGHAI
from bot.handlers.dialogs import CHOOSE, Heard, Held, await_words, let_go
from bot.handlers.keeping import editing, proposals
from bot.handlers.keeping.allowed import commanding, hearing, pressing
from bot.handlers.visit import Handler, Outcome, Visit, redraw, reply
from bot.usecases.feedback import is_answered
from bot.usecases.keeping.likeness import Group, grouped, suggestions
from bot.usecases.keeping.mending import path_of
from bot.usecases.keeping.places import spots_of
from bot.usecases.keeping.proposing import propose
from bot.usecases.keeping.said import NotReadError, read_value
from bot.usecases.situating import understand
from bot.views.keeping import wondering as words
from bot.views.paging import PAGE, page_of
from knowledge.policy import Policy

POLICY: Final = "alias_policy"
WORDS: Final = "alias_words"
MOST: Final = 2000
"""Questions that are grouped in a turn, those asked most."""


async def on_list(visit: Visit) -> Outcome:
    """/unanswered: a page of groups."""
    groups, count = await _groups(visit)
    page = page_of(visit.argument(1))
    answered = await asyncio.to_thread(_answered, visit, groups[page * PAGE : (page + 1) * PAGE])
    message = words.list_message(visit.snapshot.base, groups, answered, page, most=MOST if count > MOST else None)
    return redraw(visit, message) if visit.argument() else reply(message)


async def on_group(visit: Visit) -> Outcome:
    """One group, or what a button wants done with it."""
    if visit.argument() in {"", "p"}:
        return await on_list(visit)
    if visit.argument(1) == "u":
        return redraw(visit, words.shown_again_message(await visit.rows.questions.show_again(visit.argument())))
    group = await _group(visit, visit.argument())
    if group is None:
        return redraw(visit, words.gone_message())
    keys = [one.key for one in group.questions]
    match visit.argument(1):
        case "h":
            await visit.rows.questions.hide(keys, visit.now)
            await _note(visit, "question.not_ours", group)
            return redraw(visit, words.hidden_message(group))
        case "d":
            await visit.rows.questions.remove(keys)
            await _note(visit, "question.dealt_with", group)
            return redraw(visit, words.removed_message(group))
    answered = await asyncio.to_thread(_answered, visit, [group])
    return redraw(visit, words.group_message(visit.snapshot.base, group, is_answered=bool(answered)))


async def on_alias(visit: Visit) -> Outcome:
    """Another name for the policy that a button names, or for one that is typed."""
    group = await _group(visit, visit.argument())
    if group is None:
        return redraw(visit, words.gone_message())
    policy = visit.policy(1)
    if policy is None:
        await await_words(visit, POLICY, {"group": group.key})
        return reply(words.which_message(group))
    return await _which_words(visit, group, policy)


async def on_policy_typed(visit: Visit, held: Held) -> Outcome:
    """The policy's name was typed."""
    group = await _group(visit, held["group"])
    if group is None:
        await let_go(visit)
        return reply(words.gone_message())
    snapshot = visit.snapshot
    found = await asyncio.to_thread(snapshot.finder.find, snapshot.index, visit.text, visit.now) if visit.text.strip() else ()
    if len(found) == 1:
        return await _which_words(visit, group, found[0].policy)
    return reply(words.which_message(group, [one.policy for one in found], is_searched=True))


async def _which_words(visit: Visit, group: Group, policy: Policy) -> Outcome:
    await await_words(visit, WORDS, {"group": group.key, "policy": policy.id})
    return reply(words.words_message(policy, group, CHOOSE))


async def on_words(visit: Visit, held: Held) -> Outcome:
    """The name was tapped or typed: it waits to be published like any other change."""
    group, policy = await _group(visit, held["group"]), visit.snapshot.base.policies.get(held["policy"])
    if group is None or policy is None:
        await let_go(visit)
        return reply(words.gone_message())
    field = spots_of(policy, "alias")[0].fields[0]
    offered = suggestions(group)
    said = offered[min(page_of(visit.argument()), len(offered) - 1)] if visit.press and offered else visit.text
    try:
        value = read_value(field, said, visit.now.astimezone(SHANGHAI).date())
    except NotReadError as error:
        return reply(words.words_message(policy, group, CHOOSE, why=error.why))
    made = await editing.mended(visit, policy, field, value)
    if isinstance(made, Outcome):
        return made
    await let_go(visit)
    number, mended = made
    why = words.why_text(str(value), group)
    proposal = await propose(visit.rows, number, {path_of(policy.id): mended.raw}, why, visit.person.id, visit.now)
    return await proposals.show(visit, proposal)


async def _groups(visit: Visit) -> tuple[Sequence[Group], int]:
    """The groups, and how many questions there are."""
    questions = await visit.rows.questions.listed()
    return await asyncio.to_thread(grouped, questions[:MOST], visit.snapshot.matters.of), len(questions)


async def _group(visit: Visit, key: str) -> Group | None:
    """The group that holds a question."""
    groups, _ = await _groups(visit)
    return next((group for group in groups if any(one.key == key for one in group.questions)), None)


def _answered(visit: Visit, groups: Sequence[Group]) -> frozenset[str]:
    """Those whose first question would be answered by now."""
    today = visit.now.astimezone(SHANGHAI).date()
    return frozenset(one.key for one in groups if is_answered(understand(visit.snapshot, one.questions[0].text, today)))


async def _note(visit: Visit, act: str, group: Group) -> None:
    """What was asked stands in no log."""
    await visit.rows.audit.note(act, json.dumps({"question": group.key[:8]}), visit.now, actor_id=visit.person.id)


COMMAND: Final[Handler] = commanding("editor", on_list)
PRESSES: Final[Mapping[str, Handler]] = {"vu": pressing("editor", on_group), "vv": pressing("editor", on_alias)}
DIALOGS: Final[Mapping[str, Heard]] = {POLICY: hearing("editor", on_policy_typed), WORDS: hearing("editor", on_words)}
