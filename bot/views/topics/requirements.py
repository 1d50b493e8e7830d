"""Who fits: conditions and scope."""

from dataclasses import replace

from bot.views.topics.absences import nothing_on_file
from bot.views.topics.section import Section, View, clause_text, standing_text
from knowledge.conditions import Condition
from knowledge.facts import Subject
from knowledge.policy import Policy
from knowledge.search.regions import COUNTRY

_SIDES: dict[Subject, str] = {"person": "个人", "unit": "单位"}


def conditions(view: View) -> Section:
    """Every condition with its clause: hard ones, those that a jury settles, preferences."""
    wanted = view.keep(view.policy.conditions)
    if not wanted:
        what = "申报条件" if view.policy.applicant else "条件"
        return Section(standing_text(view) + nothing_on_file(view.policy, "conditions", view.track, what), (), ())
    hard = tuple(condition for condition in wanted if condition.kind != "preferred" and condition.decided_by != "jury")
    judged = tuple(condition for condition in wanted if condition.kind != "preferred" and condition.decided_by == "jury")
    preferred = tuple(condition for condition in wanted if condition.kind == "preferred")
    lines = _by_track(view, hard)
    lines += ["由评审认定的：", *(condition_line(view, condition) for condition in judged)] if judged else []
    lines += ["优先考虑的：", *(condition_line(view, condition) for condition in preferred)] if preferred else []
    return Section("必须符合的条件" + ("，另有评审认定的：" if judged else "："), tuple(lines), wanted)


def _by_track(view: View, hard: tuple[Condition, ...]) -> list[str]:
    """What holds for all first, then each track under its name."""
    if view.track is not None or not view.policy.tracks:
        return [condition_line(view, condition) for condition in hard]
    shared = [condition for condition in hard if not condition.tracks]
    lines = ["各类别都要：", *(condition_line(view, condition) for condition in shared)] if shared else []
    for track in view.policy.tracks:
        own = [condition for condition in hard if track.id in condition.tracks]
        one = replace(view, track=track.id)
        lines += [f"{track.name}：", *(condition_line(one, condition) for condition in own)] if own else []
    return lines


def condition_line(view: View, condition: Condition) -> str:
    """A condition with its clause, and what decides it."""
    return f"· {condition_text(view, condition)}"


def condition_text(view: View, condition: Condition) -> str:
    """One condition with its clause: whom it shuts out and which paper decides it are said."""
    bar = "【不能报】" if condition.kind == "excluding" else ""
    pending = f"（要看{_paper(view, condition)}，我们手上没有）" if condition.decided_by == "document" else ""
    return f"{view.track_names(condition)}{bar}{condition.text}{pending}{clause_text(condition.clause)}"


def _paper(view: View, condition: Condition) -> str:
    paper = next(document for document in view.policy.documents if document.id == condition.document)
    return paper.label or f"《{paper.title}》"


def _who_applies(policy: Policy, track: str | None) -> str:
    """Who applies: for one track, or for all; each track's own where they differ."""
    if track is None and len(policy.applicants) > 1:
        return "，".join(f"{one.name}由{_SIDES[side]}" for one in policy.tracks if (side := policy.applicant_of(one.id)))
    return "、".join(_SIDES[side] for side in (policy.applicant_of(track),) if side)


def scope(view: View) -> Section:
    """Who and where it is for; the doubts on the conditions of the clause of scope come along."""
    policy = view.policy
    # A notice of the ministries may still concern some regions only: its audience says which.
    lines = ["· 地区：全国性的通知，涉及哪里看上面的说明" if policy.region[-1] == COUNTRY else f"· 地区：{policy.region[-1]}"]
    if policy.applicant:
        lines.append(f"· 由谁申报：{_who_applies(policy, view.track)}")
    if policy.tracks and view.track is None:
        lines.append(f"· 分为：{'、'.join(track.name for track in policy.tracks)}")
    return Section(policy.audience, tuple(lines), _of_clause(view, policy.scope_clause))


def _of_clause(view: View, clause: str | None) -> tuple[Condition, ...]:
    """The conditions that stand in a clause itself, else those below it."""
    wanted = view.keep(view.policy.conditions) if clause else ()
    own = tuple(condition for condition in wanted if condition.clause == clause)
    return own or tuple(condition for condition in wanted if condition.clause.startswith(clause or ""))
