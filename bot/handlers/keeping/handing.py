"""A file of the knowledge handed out as it was published last, under a name by which it is known when it comes back."""

from collections.abc import Iterable

from bot.handlers.units.pressed import GONE
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.keeping.placing import name_of
from bot.views.citing import name_of as title_of
from bot.views.keeping import handing as words
from bot.views.message import Attachment, Message, say
from bot.views.paging import page_of
from knowledge.reading.files import CLAUSES, CONTRADICTIONS, FACTS, GENERAL, POLICIES, with_shipped_words


async def on_hand_out(visit: Visit) -> Outcome:
    """A policy's file or another one, or a page of either."""
    base = visit.snapshot.base
    match visit.argument():
        case "o":
            paths = _beside(await visit.rows.publications.digests(await visit.rows.publications.latest_number()))
            return redraw(visit, words.others_message(base, paths, page_of(visit.argument(1))))
        case "x":
            return await _beside_handed(visit)
    policy = visit.policy()
    if policy is not None:
        return await _handed(visit, f"{POLICIES}/{policy.id}.yaml", title_of(policy))
    listed = words.policies_message(sorted(base.policies.values(), key=lambda one: (one.region, -one.year)), page_of(visit.argument(1)))
    return redraw(visit, listed) if visit.argument() else reply(listed)


async def _beside_handed(visit: Visit) -> Outcome:
    """The file that a button names; words that the folder has none of are the program's."""
    latest = await visit.rows.publications.latest_number()
    paths = _beside(await visit.rows.publications.digests(latest))
    path = next((one for one in paths if words.file_press(one) == str(visit.press)), None)
    return await _handed(visit, path, words.label_of(visit.snapshot.base, path)) if path else GONE


async def _handed(visit: Visit, path: str, title: str) -> Outcome:
    latest = await visit.rows.publications.latest_number()
    raw = await visit.rows.publications.file(latest, path) or with_shipped_words({}).get(path)
    if raw is None:
        return GONE
    return reply(Message(say(*words.file_words(title, latest)).blocks, document=Attachment(name_of(path, latest), raw)))


def _beside(published: Iterable[str]) -> tuple[str, ...]:
    """The files beside the policies that are checked and read as text, those of all policies first."""
    there = {FACTS, GENERAL, CONTRADICTIONS} & set(published)
    lists = sorted(path for path in published if path.startswith(f"{CLAUSES}/"))
    return (*(path for path in words.LABELS if path in there), *lists, *(path for path in words.LABELS if path in with_shipped_words({})))
