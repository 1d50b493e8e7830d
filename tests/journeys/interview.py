"""A person at a self-check. What is asked is read from the buttons' data, so that the wording may change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.callbacks import code, read_press
from bot.sandbox.driver import Driver, Seen
from bot.usecases.checking import check
from bot.views.verdicts import headline_of, lead_of
from knowledge.base import KnowledgeBase
from knowledge.facts import YesNoFact, option_ids

MOST_STEPS = 30

Value = bool | int | str
"""An option's id, yes or no, or what is typed."""

SUITED: dict[str, Value] = {"age": 40, "professional_title": "senior", "unit_place": "baotou", "ethnic_minority": True, "healthy": True}
"""Somebody who may apply to study outside the region."""


def verbs(seen: Seen) -> set[str]:
    """What the buttons of a message do; links are none."""
    rows = seen.raw.get("message", {}).get("reply_markup", {}).get("inline_keyboard", [])
    return {read_press(button["callback_data"]).verb for row in rows for button in row if "callback_data" in button}


def data_with(seen: Seen, verb: str) -> list[str]:
    """The data of all buttons with this verb."""
    rows = seen.raw["message"]["reply_markup"]["inline_keyboard"]
    return [button["callback_data"] for row in rows for button in row if read_press(button.get("callback_data", "")).verb == verb]


def is_question(seen: Seen) -> bool:
    return "a" in verbs(seen)


def is_result(seen: Seen) -> bool:
    return {"b", "r"} <= verbs(seen)


@dataclass(frozen=True)
class Interview:
    """Somebody who knows the answers."""

    driver: Driver
    base: KnowledgeBase
    user: str = "测试员"
    said: dict[str, Value] = field(default_factory=dict)
    """What was answered so far, by fact."""

    def fact_of(self, seen: Seen) -> str:
        """Which fact a question asks for."""
        unknown = next(data for data in data_with(seen, "a") if data.endswith(":?"))
        coded = read_press(unknown).arguments[0]
        return next(fact for fact in self.base.facts if code("fact", fact) == coded)

    async def press(self, seen: Seen, verb: str, *arguments: str) -> Seen:
        """Press the button with this data, or the first with this verb, and see what comes."""
        data = ":".join((verb, *arguments)) if arguments else data_with(seen, verb)[0]
        assert data in data_with(seen, verb)
        return await self.click(seen, data)

    async def click(self, seen: Seen, data: str) -> Seen:
        """Press any data under a message, see the spinner stop and what comes in the chat."""
        await self.driver.click(seen, data=data, user=self.user, stale=True)
        shown = await self.driver.expect(chat_id=seen.chat_id)
        await self.driver.expect(kinds="answer", chat_id=seen.chat_id)
        return shown

    async def open_question(self) -> str:
        """Which fact /check asks for, once all that was said before is dealt with."""
        await self.driver.say("/check", user=self.user)
        while True:
            seen = await self.driver.expect(chat_id=await self.driver.person(self.user))
            if is_question(seen):
                return self.fact_of(seen)

    async def choose(self, policy: str, track: str | None) -> Seen:
        """From /check to the first question or the consent. ``track`` may be ``all``."""
        await self.driver.say("/check", user=self.user)
        seen = await self.driver.expect()
        seen = await self.press(seen, "c", code("policy", policy))
        if track == "all":
            return await self.press(seen, "cp", code("policy", policy))
        return await self.press(seen, "ct", code("track", f"{policy}/{track}")) if track else seen

    async def begin(self, policy: str, track: str | None = None) -> Seen:
        """The same, consent given where it is asked for."""
        seen = await self.choose(policy, track)
        return await self.press(seen, "ok") if "ok" in verbs(seen) else seen

    async def one_in(self, policy: str, track: str | None = None, answers: Mapping[str, Value] = SUITED) -> Seen:
        """From /check to the second question."""
        first = await self.begin(policy, track)
        return await self.answer(first, answers.get(self.fact_of(first), "?"))

    async def answer(self, seen: Seen, value: Value) -> Seen:
        """Answer the question that is shown: an option's id, true or false and ``?`` by its button, all else typed."""
        fact = self.base.facts[self.fact_of(seen)]
        coded = code("fact", fact.id)
        self.said[fact.id] = value
        if value in {"?", "-"}:
            return await self.click(seen, f"a:{coded}:{value}")
        if isinstance(fact, YesNoFact) and isinstance(value, bool):
            return await self.press(seen, "a", coded, "y" if value else "n")
        if value in option_ids(fact):
            return await self.press(seen, "a", coded, code("option", f"{fact.id}={value}"))
        await self.driver.say(str(value), user=self.user)
        return await self.driver.expect(chat_id=seen.chat_id)

    async def walk(self, seen: Seen, answers: Mapping[str, Value], *, sensitive: bool = True) -> Seen:
        """Answer whatever is asked until something else than a question comes; what is not in ``answers`` is not known.

        An exact day that is wanted is not known, answers that clash are all right, and what cannot be applied for now is asked about too.
        """
        for _ in range(MOST_STEPS):
            left = verbs(seen) & {"ld", "lr", "sg"}
            if "so" in verbs(seen):
                seen = await self.press(seen, "so" if sensitive else "sn")
            elif left:
                seen = await self.press(seen, left.pop())
            elif is_question(seen):
                seen = await self.answer(seen, answers.get(self.fact_of(seen), "?"))
            else:
                return seen
        raise AssertionError(f"still asked after {MOST_STEPS} answers: {seen.text}")

    async def reach(self, seen: Seen, fact: str, answers: Mapping[str, Value]) -> Seen:
        """Answer what is asked before a fact's turn comes; the question for it."""
        for _ in range(MOST_STEPS):
            if is_question(seen) and self.fact_of(seen) == fact:
                return seen
            seen = await self.press(seen, "so") if "so" in verbs(seen) else await self.answer(seen, answers.get(self.fact_of(seen), "?"))
        raise AssertionError(f"{fact} is not asked within {MOST_STEPS} answers: {seen.text}")

    def expected(self, policy: str, track: str | None, as_of: date) -> list[tuple[str, set[str]]]:
        """For each track: the verdict's line and its reasons' clauses, as judged without a chat from what was said in it."""
        results = check(self.base, policy, track, self.said, as_of)
        lead = headline_of if len(results) == 1 else lead_of
        return [
            (lead(one.verdict), {reason.clause for reason in one.verdict.reasons if reason.state != "not_concerned"}) for one in results
        ]
