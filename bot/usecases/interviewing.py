"""A self-check: which question comes next, from the answers alone, and what the verdict is once none is left."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import SHANGHAI
from bot.usecases.answer_rows import answers_of, row_of
from eligibility.answers import Answer, Answers, Declined
from eligibility.questionnaire import Question, Target, next_question, questions_of
from eligibility.verdict import Verdict, judge
from knowledge.base import KnowledgeBase
from knowledge.calendar import judging_day
from storage.database import Transaction
from storage.records import InterviewRecord, PersonRecord


@dataclass(frozen=True)
class Asking:
    """A question is due."""

    targets: tuple[Target, ...]
    question: Question
    answers: Answers
    day: date
    """The day on which ages and lengths count for the first target that asks."""


@dataclass(frozen=True)
class AskingConsent:
    """A sensitive question is due, and the person has not said yet whether they may be asked."""

    targets: tuple[Target, ...]
    question: Question


@dataclass(frozen=True)
class Finished:
    """No further answer could change a verdict."""

    verdicts: tuple[Verdict, ...]
    answers: Answers


Step = Asking | AskingConsent | Finished


def targets_of(base: KnowledgeBase, policy: str, track: str | None) -> tuple[Target, ...]:
    """The policy's track, or all its tracks, or the policy itself when it has none."""
    tracks = base.policies[policy].tracks
    if track is not None or not tracks:
        return (Target(policy, track),)
    return tuple(Target(policy, one.id) for one in tracks)


def day_of(base: KnowledgeBase, target: Target, now: datetime) -> date:
    """The day on which ages and lengths are judged for a target."""
    return judging_day(base.policies[target.policy], target.track, now.astimezone(SHANGHAI).date()).day


def decide(base: KnowledgeBase, targets: tuple[Target, ...], answers: Answers, now: datetime) -> Asking | Finished:
    """What comes next; pure."""
    days = {target: day_of(base, target, now) for target in targets}
    question = next_question(base, targets, answers, days)
    if question is not None:
        return Asking(targets, question, answers, days[targets[0]])
    return Finished(tuple(judge(base, base.policies[target.policy], target.track, answers, days[target]) for target in targets), answers)


@dataclass(frozen=True)
class Sitting:
    """A person at a questionnaire, inside one transaction."""

    rows: Transaction
    base: KnowledgeBase
    person: PersonRecord
    interview: InterviewRecord
    now: datetime

    async def step(self) -> Step:
        """What comes next; when nothing does, the questionnaire is noted as finished."""
        targets = targets_of(self.base, self.interview.policy, self.interview.track)
        while True:
            answers = answers_of(self.base, await self.rows.answers.of(self.person.id))
            step = decide(self.base, targets, answers, self.now)
            if isinstance(step, Finished):
                await self.rows.interviews.finish(self.interview.id, self.now)
                return step
            if not step.question.fact.sensitive or self.person.sensitive_consented_at is not None:
                return step
            if self.person.sensitive_declined_at is None:
                return AskingConsent(targets, step.question)
            await self.store(step.question.fact.id, Declined())

    async def store(self, fact: str, answer: Answer) -> None:
        """Keep an answer; it becomes the latest."""
        await self.rows.answers.put(self.person.id, row_of(self.base, fact, answer), self.now)

    async def take_back(self) -> bool:
        """Remove the answer that was given last in this questionnaire; whether there was one."""
        answered = tuple(await self.earlier())
        if answered:
            await self.rows.answers.remove(self.person.id, answered[-1])
        return bool(answered)

    async def forget(self) -> None:
        """Remove all answers that this questionnaire asks for."""
        for fact in await self.earlier():
            await self.rows.answers.remove(self.person.id, fact)

    async def earlier(self) -> Answers:
        """What the person already answered of what this questionnaire asks, the latest last."""
        asked = {fact.id for fact in questions_of(self.base, targets_of(self.base, self.interview.policy, self.interview.track))}
        given = answers_of(self.base, await self.rows.answers.of(self.person.id))
        return {fact: answer for fact, answer in given.items() if fact in asked}
