"""How a self-check begins: which policy, which track, with whose consent, with which earlier answers."""

import re
from dataclasses import replace

from bot import texts
from bot.handlers.memory import last_told, remember
from bot.handlers.sitting import go_on, keep_told, message_of, said_on
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.interviewing import Asking, AskingConsent
from bot.usecases.scope import PolicyScope, Scope, Screening, find_scope, read_scope
from bot.usecases.screening import current_targets
from bot.usecases.sitting import Sitting
from bot.usecases.stepping import forewarned
from bot.usecases.tallying import note_begun
from bot.views.answer import policy_answer
from bot.views.changing import earlier_message
from bot.views.date_steps import BELOW
from bot.views.explaining import SOME_HANG, forewarning_lines
from bot.views.message import Block, Message, say
from bot.views.over import over_first
from bot.views.questions import consent_message, policies_to_check_message, tracks_message
from bot.views.topics.section import View
from eligibility.numerals import plain
from knowledge.search.understanding import Leaning, Understanding

ASKS_TO_CHECK = re.compile("自测|测一[下测]|测测")

ALL_TRACKS = frozenset({"都测一遍", "都测", "全测", "全部", "都要"})


async def on_check(visit: Visit) -> Outcome:
    """Which policy? A questionnaire under way comes first."""
    running = await visit.rows.interviews.running(visit.chat.id, visit.person.id)
    base = visit.snapshot.base
    if running is not None and visit.press is None and (scope := read_scope(base, running.about)) is not None:
        return reply(await message_of(visit, await Sitting(visit.rows, base, visit.person, running, scope, visit.now).step()))
    latest = await visit.rows.interviews.latest(visit.chat.id, visit.person.id)
    return redraw(visit, policies_to_check_message(base, read_scope(base, latest.about) if latest else None))


async def on_policy(visit: Visit) -> Outcome:
    """A policy was chosen for a self-check."""
    policy = visit.policy()
    return await begin(visit, policy.id) if policy is not None else reply(say(texts.STALE_GONE))


async def begin(visit: Visit, policy_id: str) -> Outcome:
    """Start with the choice of a track, where there are several; the earlier message stays as it was."""
    policy = visit.snapshot.base.policies[policy_id]
    if policy.applicant is None:
        return reply(policy_answer(View(visit.snapshot.base, policy, None, visit.now), ("overview",)))
    if policy.tracks:
        await remember(visit, Leaning(policy_id))  # its name alone, typed, then chooses a track
        return reply(tracks_message(policy))
    return await sit_down(visit, PolicyScope(policy_id))


async def on_track(visit: Visit) -> Outcome:
    """One track was chosen."""
    track = visit.snapshot.codes.find("track", visit.argument())
    if track is None:
        return reply(say(texts.STALE_GONE))
    policy, _, track_id = track.partition("/")
    return await sit_down(visit, PolicyScope(policy, track_id))


async def on_track_typed(visit: Visit, text: str) -> Outcome | None:
    """A track that is typed where one was asked for; None for anything else."""
    told = await last_told(visit) if visit.is_private else None
    policy = visit.snapshot.base.policies.get(told.policy) if told and told == Leaning(told.policy) else None
    if policy is None or policy.applicant is None:
        return None
    said = plain(text)
    if policy.tracks and said in ALL_TRACKS:
        return await sit_down(visit, PolicyScope(policy.id))
    track = next((one.id for one in policy.tracks if plain(one.name) == said), None)
    return await sit_down(visit, PolicyScope(policy.id, track)) if track else None


async def on_check_asked(visit: Visit, text: str, understood: Understanding) -> Outcome | None:
    """A text that names a policy and asks to be checked against it (特培计划自测)."""
    if not ASKS_TO_CHECK.search(text) or understood.action != "answer" or len(understood.policies) != 1:
        return None
    (policy,) = understood.policies
    tracks = [track.partition("/")[2] for track in understood.tracks]
    return await sit_down(visit, PolicyScope(policy, tracks[0])) if len(tracks) == 1 else await begin(visit, policy)


async def on_all_tracks(visit: Visit) -> Outcome:
    """All tracks at once were chosen."""
    policy = visit.policy()
    return await sit_down(visit, PolicyScope(policy.id)) if policy is not None else reply(say(texts.STALE_GONE))


async def on_consent(visit: Visit) -> Outcome:
    """The person agreed to have their answers stored; on with what they had chosen."""
    scope = find_scope(visit.snapshot.codes, visit.argument())
    if scope is None:
        return reply(say(texts.STALE_GONE))
    await visit.rows.people.give_consent(visit.person.id, "answers", visit.now)
    return await _start(visit, scope)


async def on_go_on(visit: Visit) -> Outcome:
    """On with a questionnaire: the one under way, or another that was left, from its answers; below where its button wants that."""
    outcome = await _gone_on(visit)
    return replace(outcome, replies=tuple(replace(one, edit=None) for one in outcome.replies)) if visit.argument(1) == BELOW else outcome


async def _gone_on(visit: Visit) -> Outcome:
    scope = find_scope(visit.snapshot.codes, visit.argument())
    latest = await visit.rows.interviews.latest(visit.chat.id, visit.person.id)
    if latest is not None and (scope is None or str(scope) == latest.about):
        return await go_on(visit)
    return await sit_down(visit, scope) if scope is not None else reply(say(texts.STALE_GONE))


async def on_no_consent(visit: Visit) -> Outcome:
    """Nothing is stored."""
    return redraw(visit, say(texts.CONSENT_DECLINED))


async def sit_down(visit: Visit, scope: Scope) -> Outcome:
    """Ask for consent where there is none yet, else start."""
    if visit.person.consented_at is None:
        base = visit.snapshot.base
        return redraw(visit, over_first(base, scope, consent_message(base, scope, _confirmed(visit)), visit.now))
    return await _start(visit, scope)


async def _start(visit: Visit, scope: Scope) -> Outcome:
    interview = await visit.rows.interviews.start(visit.chat.id, visit.person.id, str(scope), visit.now)
    await note_begun(visit.rows, scope, visit.now)
    sitting = Sitting(visit.rows, visit.snapshot.base, visit.person, interview, scope, visit.now)
    if isinstance(scope, PolicyScope):  # half a question asked in between means this one
        await remember(visit, Leaning(scope.policy, scope.track))
    else:
        await sitting.go_onward(onward=False)
        sitting = await sitting.fresh()
    told = await keep_told(visit, sitting) if _is_confirmed(visit) else frozenset()
    earlier = {fact: answer for fact, answer in (await sitting.earlier()).items() if fact not in told}
    warning = await _forewarning(visit, sitting)
    if earlier:
        return redraw(visit, _begun(visit, scope, earlier_message(visit.snapshot.base, scope, earlier, warning, _confirmed(visit))))
    step = await sitting.step()
    message = await message_of(visit, step)
    if isinstance(scope, Screening) and warning and isinstance(step, Asking | AskingConsent):
        message = replace(message, blocks=(Block(warning), *message.blocks))
    return redraw(visit, _begun(visit, scope, message) if isinstance(step, Asking | AskingConsent) else message)


def _begun(visit: Visit, scope: Scope, message: Message) -> Message:
    """The first message of a check: that the edition is over comes first, unless it was said with the consent just given."""
    is_said = visit.press is not None and visit.press.verb == "ok"
    return message if is_said else over_first(visit.snapshot.base, scope, message, visit.now)


async def _forewarning(visit: Visit, sitting: Sitting) -> tuple[str, ...]:
    """What to say before the first question: that it will stay open, or that nothing can be applied for now."""
    base, scope = visit.snapshot.base, sitting.scope
    if isinstance(scope, PolicyScope):
        return forewarning_lines(base.policies[scope.policy], forewarned(base, scope, visit.now))
    closed = () if current_targets(base, scope, await sitting.earlier(), visit.now) else (texts.NOTHING_OPEN,)
    return (*closed, *((SOME_HANG,) if forewarned(base, scope, visit.now) else ()))


def _is_confirmed(visit: Visit) -> bool:
    """Whether the pressed button says that what the person told of themselves was heard rightly."""
    return visit.press is not None and (visit.press.verb == "ok" or visit.argument(1) == "y")


def _confirmed(visit: Visit) -> str:
    return said_on(visit) if _is_confirmed(visit) else ""
