"""Buttons that speak of what is being verified: they say so, whom to ask, and nothing else."""

from collections.abc import Mapping
from typing import Final

from bot.handlers.visit import Handler, Outcome, Visit, reply
from bot.usecases.keeping.withdrawing import are_withdrawn
from bot.views.withheld import withheld_message
from knowledge.policy import Policy

_JUDGED: Final = ("conditions", "gates", "duties")
SPEAKS: Final[Mapping[str, tuple[str, ...]]] = {
    "n": ("quotas",),
    "g": ("benefits", "quotas", "shares", "stages"),
    "si": _JUDGED,
    "c": _JUDGED,
    "ct": _JUDGED,
    "cp": _JUDGED,
    "rt": ("stages",),
    "k": ("materials", "stages"),
    "ko": ("materials", "stages"),
    "y": (*_JUDGED, "quotas"),
    "yg": (*_JUDGED, "quotas"),
    "v": _JUDGED,
    "z": (),
    "fl": ("stages",),
    "fo": ("stages",),
    "ic": ("stages",),
    "pt": ("stages",),
    "tbp": _JUDGED,
    "tbt": _JUDGED,
    "zo": ("contacts",),
}
"""By verb, the lists of a policy that its answer stands on; what answers questions (``t``) withholds topic by topic."""


def guarded(presses: Mapping[str, Handler]) -> dict[str, Handler]:
    """Buttons, held back where what they would tell is being verified."""
    return {verb: _guarded(SPEAKS[verb], handler) if verb in SPEAKS else handler for verb, handler in presses.items()}


def _guarded(sections: tuple[str, ...], handler: Handler) -> Handler:
    async def held(visit: Visit) -> Outcome:
        policy, base = _named(visit), visit.snapshot.base
        if policy is not None and are_withdrawn(base, policy, sections):
            return reply(withheld_message(base, policy))
        return await handler(visit)

    return held


def _named(visit: Visit) -> Policy | None:
    """The policy that a button speaks of, if any."""
    if not visit.snapshot.base.withdrawn or visit.press is None:
        return None
    targets = (visit.snapshot.codes.find_target(argument) for argument in visit.press.arguments)
    found = next((target for target in targets if target is not None), None)
    return visit.snapshot.base.policies[found[0]] if found else None
