"""A person at a self-check: the questionnaire's answers in rows, read and written inside one transaction."""

from dataclasses import dataclass
from datetime import datetime

from bot.usecases.answer_rows import answers_of, row_of
from bot.usecases.interviewing import AskingConsent, Finished, Step, decide
from bot.usecases.scope import Scope, targets_of
from eligibility.answers import Answer, Answers, Declined
from eligibility.questionnaire import questions_of
from knowledge.base import KnowledgeBase
from storage.database import Transaction
from storage.records import InterviewRecord, PersonRecord


@dataclass(frozen=True)
class Sitting:
    """A person at a questionnaire, inside one transaction."""

    rows: Transaction
    base: KnowledgeBase
    person: PersonRecord
    interview: InterviewRecord
    scope: Scope
    now: datetime

    async def step(self) -> Step:
        """What comes next; when nothing does, the questionnaire is noted as finished."""
        step = await self.peek()
        if isinstance(step, Finished):
            await self.rows.interviews.finish(self.interview.id, self.now)
        return step

    async def peek(self) -> Step:
        """What comes next, noting nothing.

        Sensitive facts of a person who would not be asked count as declined without being stored, so that they can think again.
        """
        answers = dict(answers_of(self.base, await self.rows.answers.of(self.person.id)))
        while True:
            step = decide(self.base, self.scope, answers, self.now)
            if isinstance(step, Finished) or not step.question.fact.sensitive or self.person.sensitive_consented_at is not None:
                return step
            if self.person.sensitive_declined_at is None:
                return AskingConsent(step.scope, step.targets, step.question)
            answers[step.question.fact.id] = Declined()

    async def store(self, fact: str, answer: Answer) -> None:
        """Keep an answer; it becomes the latest."""
        await self.rows.answers.put(self.person.id, row_of(self.base, fact, answer), self.now)

    async def take_back(self) -> bool:
        """Go one answer back in this questionnaire, a refusal to be asked included; whether there was one."""
        if await self._think_again():
            return True
        answered = tuple(await self.earlier())
        if answered:
            await self.rows.answers.remove(self.person.id, answered[-1])
        return bool(answered)

    async def _think_again(self) -> bool:
        """Take back a refusal of sensitive questions that this questionnaire leans on; whether there was one."""
        step = await self.peek()
        if isinstance(step, AskingConsent) or not step.answers.keys() - await self._stored():
            return False
        await self.rows.people.ask_sensitive_again(self.person.id)
        return True

    async def _stored(self) -> frozenset[str]:
        return frozenset(row.fact for row in await self.rows.answers.of(self.person.id))

    async def forget(self) -> None:
        """Remove all answers that this questionnaire asks for."""
        for fact in await self.earlier():
            await self.rows.answers.remove(self.person.id, fact)
        await self.rows.people.ask_sensitive_again(self.person.id)

    async def earlier(self) -> Answers:
        """What the person already answered of what this questionnaire asks, the latest last."""
        asked = {fact.id for fact in questions_of(self.base, targets_of(self.base, self.scope))}
        given = answers_of(self.base, await self.rows.answers.of(self.person.id))
        return {fact: answer for fact, answer in given.items() if fact in asked}
