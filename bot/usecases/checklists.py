"""What a checklist of materials is about. Pure."""

from bot.usecases.scope import PolicyScope
from knowledge.entries import Material
from knowledge.policy import Policy, holds_for


def list_about(policy: Policy, track: str | None) -> PolicyScope | None:
    """The policy, or its track where the materials of its tracks differ; None: the track has to be chosen first."""
    listed = {tuple(one.id for one in policy.materials if holds_for(one, other.id)) for other in policy.tracks}
    if len(listed) <= 1:
        return PolicyScope(policy.id)
    return PolicyScope(policy.id, track) if track is not None else None


def is_own(policy: Policy, material: Material, track: str | None) -> bool:
    """Whether whoever applies prepares it, so that it is theirs to tick and counts; the unit's papers only where the unit applies."""
    return material.prepared_by == "applicant" or (material.prepared_by == "unit" and policy.applicant_of(track) == "unit")


def material_ids(policy: Policy, track: str | None) -> tuple[str, ...]:
    """The materials of a list in the notice's order, those that concern only some applicants, or that others prepare, included."""
    return tuple(one.id for one in policy.materials if holds_for(one, track))
