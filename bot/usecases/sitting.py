"""A person at a self-check: the questionnaire's answers in rows, read and written inside one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from bot.clock import SHANGHAI
from bot.usecases.answer_rows import answers_of, row_of
from bot.usecases.interviewing import Asking, AskingConsent, Finished, Step
from bot.usecases.scope import Scope, targets_of
from bot.usecases.shown import Shown, differences, read_shown, with_result
from bot.usecases.stepping import next_step
from bot.usecases.tallying import note_judged
from eligibility.answers import Answer, Answers, Declined
from eligibility.questionnaire import questions_of
from knowledge.base import KnowledgeBase
from storage.database import Transaction
from storage.records import InterviewRecord, PersonRecord

QUIET = timedelta(hours=1)
"""How long it is not said again that a questionnaire waits."""


@dataclass(frozen=True)
class Sitting:
    """A person at a questionnaire, inside one transaction; a fresh one after each change."""

    rows: Transaction
    base: KnowledgeBase
    person: PersonRecord
    interview: InterviewRecord
    scope: Scope
    now: datetime

    @cached_property
    def shown(self) -> Shown:
        """What was shown there last; a sensitive fact is not reopened for who would not be asked."""
        shown = read_shown(self.interview.shown)
        fact = self.base.facts.get(shown.reopened or "")
        closed = fact is None or (fact.sensitive and self.person.sensitive_consented_at is None)
        return shown.model_copy(update={"reopened": None}) if closed else shown

    async def fresh(self) -> "Sitting":
        """The same as it is now: a consent may just have been given, an answer reopened."""
        person = await self.rows.people.get(self.person.id)
        interview = await self.rows.interviews.get(self.interview.id)
        return replace(self, person=person or self.person, interview=interview or self.interview)

    async def step(self) -> Step:
        """What comes next, to be shown: with a question it goes on; a result ends it, is compared with the one before, and noted."""
        step = await self.peek()
        if not isinstance(step, Finished):
            await self.rows.interviews.resume(self.interview.id, self.person.id, self.now)
            await self._note(self.shown.model_copy(update={"waiting": None}))
            return step
        if self.interview.finished_at is None:
            await note_judged(self.rows, self.scope, step.verdicts, self.now)
        await self.rows.interviews.finish(self.interview.id, self.now)
        changed = differences(self.shown, self.base, step.verdicts, step.answers)
        await self._note(with_result(self.shown, self.base, step.verdicts, step.answers, self.now.astimezone(SHANGHAI).date()))
        return replace(step, differences=changed)

    async def peek(self) -> Step:
        """What comes next, noting nothing.

        Sensitive facts of a person who would not be asked count as declined without being stored, so that they can think again.
        """
        answers = dict(await self._answers())
        while True:
            step = next_step(self.base, self.scope, answers, self.now, self.shown)
            may_be_asked = not isinstance(step, Asking) or not step.question.fact.sensitive
            if not isinstance(step, Asking) or may_be_asked or self.person.sensitive_consented_at is not None:
                return step
            if self.person.sensitive_declined_at is None:
                return AskingConsent(step.scope, step.targets, step.question)
            answers[step.question.fact.id] = Declined()

    async def store(self, fact: str, answer: Answer) -> None:
        """Keep an answer; it becomes the latest, and what was left as it is because of the old one may be asked about again."""
        await self.rows.answers.put(self.person.id, row_of(self.base, fact, answer), self.now)
        shown = self.shown
        about = {one.id for one in self.base.contradictions if fact in one.facts}
        await self._note(
            shown.model_copy(update={"reopened": None, "supposed": None, "kept": shown.kept - about, "rough": shown.rough - {fact}})
        )

    async def reopen(self, fact: str) -> bool:
        """Ask a fact once more; whether it was answered, or left out because it is sensitive, before."""
        if fact in await self._answers():
            await self._run(self.shown.model_copy(update={"reopened": fact, "supposed": None}))
            return True
        return fact in await self.left_out() and await self._think_again()

    async def say_that_it_waits(self) -> bool:
        """Whether to say so after a question of theirs: once, and again only when they went on with it or an hour is over."""
        said = self.shown.waiting
        if said is not None and self.now - said < QUIET:
            return False
        await self._note(self.shown.model_copy(update={"waiting": self.now}))
        return True

    async def leave_as_it_is(self) -> None:
        """Nothing is reopened or supposed any more."""
        await self._note(self.shown.model_copy(update={"reopened": None, "supposed": None}))

    async def suppose(self, fact: str) -> None:
        """The next text that is typed is what somebody supposes of a fact."""
        await self._run(self.shown.model_copy(update={"reopened": None, "supposed": fact}))

    async def go_onward(self, *, onward: bool) -> None:
        """Whether to ask about what cannot be applied for now, once the rest is settled, without a word between."""
        await self._note(self.shown.model_copy(update={"onward": onward}))

    async def keep_clash(self, clash: str) -> None:
        """The person says that answers which seem to contradict each other are all right."""
        await self._note(self.shown.model_copy(update={"kept": self.shown.kept | {clash}}))

    async def keep_rough(self, fact: str) -> None:
        """The person cannot tell an age or a length more exactly, or says that it holds as it is."""
        await self._note(self.shown.model_copy(update={"rough": self.shown.rough | {fact}}))

    async def take_back(self) -> bool:
        """Go one answer back in this questionnaire, a refusal to be asked included; whether there was one."""
        if await self._think_again():
            return True
        answered = tuple(await self.earlier())
        if answered:
            await self.rows.answers.remove(self.person.id, answered[-1])
        return bool(answered)

    async def forget(self) -> int:
        """Remove all answers that this questionnaire asks for; how many there were."""
        answered = tuple(await self.earlier())
        for fact in answered:
            await self.rows.answers.remove(self.person.id, fact)
        await self.rows.people.ask_sensitive_again(self.person.id)
        await self._note(
            self.shown.model_copy(update={"kept": frozenset(), "rough": frozenset(), "onward": False, "reopened": None, "supposed": None})
        )
        return len(answered)

    async def earlier(self) -> Answers:
        """What the person already answered of what this questionnaire asks, the latest last."""
        asked = {fact.id for fact in questions_of(self.base, targets_of(self.base, self.scope))}
        return {fact: answer for fact, answer in (await self._answers()).items() if fact in asked}

    async def left_out(self) -> tuple[str, ...]:
        """The sensitive facts that this questionnaire would ask and that the person would not be asked about."""
        step = await self.peek()
        stored = await self._answers()
        return () if isinstance(step, AskingConsent) else tuple(fact for fact in step.answers if fact not in stored)

    async def _think_again(self) -> bool:
        """Take back a refusal of sensitive questions that this questionnaire leans on; whether there was one."""
        if not await self.left_out():
            return False
        await self.rows.people.ask_sensitive_again(self.person.id)
        return True

    async def _answers(self) -> Answers:
        return answers_of(self.base, await self.rows.answers.of(self.person.id))

    async def _run(self, shown: Shown) -> None:
        """Note something that waits for an answer; a questionnaire that had ended goes on for it."""
        await self._note(shown)
        await self.rows.interviews.resume(self.interview.id, self.person.id, self.now)

    async def _note(self, shown: Shown) -> None:
        if shown != read_shown(self.interview.shown):
            await self.rows.interviews.note_shown(self.interview.id, shown.model_dump_json(exclude_defaults=True))
