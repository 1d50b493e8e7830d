"""What somebody still lacks of a policy, in words, and the buttons that lead straight to it."""

from datetime import datetime

from bot.callbacks import code, press
from bot.usecases.checklists import is_own
from bot.usecases.lacking import Lacks
from bot.usecases.scope import scope_code
from bot.usecases.screening import Standing
from bot.views.date_steps import BELOW
from bot.views.message import Button
from bot.views.next_steps import topic_press
from bot.views.topics.section import View
from eligibility.answers import Answers
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy

MOST_NAMED = 3


def lacking_view(base: KnowledgeBase, policy: Policy, lacks: Lacks, now: datetime, answers: Answers) -> View:
    """The policy, or the track that somebody's list of materials is about."""
    return View(base, policy, lacks.about.track if lacks.about else None, now, answers)


def lacking_lines(view: View, lacks: Lacks) -> tuple[str, ...]:
    """Materials that are not ticked, and what the check left open; ``view``: of what the list of materials is about."""
    lines: list[str] = []
    left: list[str] = []
    if lacks.about is not None:
        found = _materials(view, lacks)
        left = [name for name, ticked in found if not ticked]
        done = ["· 清单上的材料都勾了。"] if found else []
        lines += [f"· 材料还有 {len(left)} 样没勾：{_some(left)}"] if left else done
    if lacks.check is not None:
        facts = _open_facts(lacks.check)
        failed = dict.fromkeys(clause for verdict in lacks.check.best for clause in verdict.failed)
        if lacks.check.name == "not_eligible":
            lines.append(f"· 按您自测的回答，现在还不符合〔{'、'.join(failed)}〕。")
        elif facts:
            lines.append(f"· 自测还有 {len(facts)} 项没答清：{_some([view.base.facts[fact].name for fact in facts])}")
        else:
            lines.append("· 自测符合，只差交上去。" if lacks.about is not None and not left else "· 自测符合，材料备齐就能交。")
    return ("您的准备：", *lines) if lines else ()


def preparing_buttons(policy: Policy, lacks: Lacks) -> tuple[Button, ...]:
    """Straight to the list of materials and to the self-check, where they were left or to begin them."""
    check = check_button(lacks.check, press("c", code("policy", policy.id)))
    return (_papers_button(policy, lacks), check) if policy.applicant else (_papers_button(policy, lacks),)


def check_button(check: Standing | None, begin: str) -> Button:
    """On with the self-check that is kept, or to its result; ``begin``: what begins one where none is."""
    if check is None:
        return Button("✅ 自测", begin)
    return Button("✅ 接着自测" if _open_facts(check) else "📋 自测结果", press("q", scope_code(check.scope), BELOW))


def _papers_button(policy: Policy, lacks: Lacks) -> Button:
    """To the list, begun or not; to what is to be handed in where nothing of it is the applicant's to tick."""
    if lacks.about is not None:
        return Button("☑ 接着勾材料", press("k", scope_code(lacks.about)))
    applicants = (None, *(track.id for track in policy.tracks))
    if any(is_own(policy, one, track) for one in policy.materials for track in applicants):
        return Button("☑ 勾材料", press("k", code("policy", policy.id)))
    return Button("要交什么", topic_press(policy, None, ("materials",)))


def _open_facts(check: Standing) -> tuple[str, ...]:
    """What the check would still ask."""
    if check.name == "not_eligible":
        return ()
    return tuple(dict.fromkeys(fact for verdict in check.best for fact in verdict.missing))


def _materials(view: View, lacks: Lacks) -> list[tuple[str, bool]]:
    """Their own materials that their answers do not exclude, and whether they are ticked: as the list itself counts them."""
    ticked = {row.material for row in lacks.materials if row.ticked_at is not None}
    return [
        (material.name, material.id in ticked)
        for material in view.concerning(view.policy.materials)
        if is_own(view.policy, material, view.track)
    ]


def _some(names: list[str]) -> str:
    return "、".join(names[:MOST_NAMED]) + ("等" if len(names) > MOST_NAMED else "")
