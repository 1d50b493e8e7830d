"""Why something does not fit: which condition stands against it, and by how much."""

from bot.views.explaining import gap_text, span_text
from bot.views.verdicts import LEADS, MOST_NAMED, failed_of, headline_of
from eligibility.ahead import course, turns
from eligibility.answers import Answers
from eligibility.gaps import gaps
from eligibility.verdict import Reason, Verdict
from knowledge.base import KnowledgeBase
from knowledge.facts import DurationFact


def verdict_line(base: KnowledgeBase, verdict: Verdict, answers: Answers) -> str:
    """The verdict in one line; what fails is said in words and by how much: ❌ 不符合：45周岁以下，含45周岁（超1岁）."""
    if verdict.name != "not_eligible":
        return headline_of(verdict)
    failed = failed_of(verdict)
    more = f"（共 {len(failed)} 条）" if len(failed) > MOST_NAMED else ""
    return f"{LEADS['not_eligible']}：{'；'.join(_failed(base, verdict, reason, answers) for reason in failed[:MOST_NAMED])}{more}"


def _failed(base: KnowledgeBase, verdict: Verdict, reason: Reason, answers: Answers) -> str:
    missed = [gap_text(base.facts[gap.fact], gap) for gap in gaps(base, verdict, reason, answers)]
    missed = missed or [*_time_lacking(base, verdict, reason, answers)]
    return reason.condition.text + (f"（{'，'.join(missed)}）" if missed else "")


def _time_lacking(base: KnowledgeBase, verdict: Verdict, reason: Reason, answers: Answers) -> tuple[str, ...]:
    """还差1年4个月, of a length of time that will do from a day on; 最多还差 where it was told roughly."""
    if not any(isinstance(base.facts[fact], DurationFact) and fact in answers for fact in reason.facts):
        return ()
    turn = next((one for one in turns(course(base, verdict, answers)) if one.condition.id == reason.condition.id and one.holds), None)
    if turn is None or turn.latest is None:
        return ()
    return (f"{'还差' if turn.earliest == turn.latest else '最多还差'}{span_text(verdict.day, turn.latest)}",)
