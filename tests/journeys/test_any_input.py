"""Whatever is typed and whatever a forged button carries: an answer within Telegram's limits, no error, nobody else's data touched.

One bot runs through all of it, as it would; hypothesis chooses what comes in.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.callbacks import LIMIT, code
from bot.handlers.table import LINKED_PRESSES, PRESSES, PUBLIC_PRESSES
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver, Seen
from bot.sandbox.errors import ActionError
from bot.sandbox.people import START_PAYLOAD
from bot.sandbox.sandbox import Sandbox
from bot.usecases.braking import Pace, Paces
from bot.usecases.snapshot import Snapshots
from bot.views.render import LIMIT as TEXT_LIMIT
from bot.views.render import units
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import START, Bot
from tests.journeys.interview import Interview
from tests.journeys.rows import Rows

TEPEI, BAOTOU = "nmg-tepei-2023", "bt-shibaiqian-2024"
FORGER, OTHER = "伪造者", "老实人"
UNHURRIED = Paces(Pace(100_000, timedelta(seconds=1)), Pace(100_000, timedelta(seconds=1)))
often = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@dataclass
class Stage:
    """A running bot, somebody whose data must stay theirs, and a group."""

    runner: asyncio.Runner
    driver: Driver
    rows: Rows
    group: int
    seen: dict[str, Seen]

    def others(self) -> list[list[tuple[object, ...]]]:
        """All that is stored of the other person, but for when they were seen last."""
        number = self.runner.run(self.driver.person(OTHER))
        (person,) = self.rows.all("SELECT id FROM people WHERE telegram_user_id = ?", number)
        return [
            self.rows.all("SELECT state, value FROM answers WHERE profile_id IN (SELECT id FROM profiles WHERE person_id = ?)", *person),
            self.rows.all("SELECT about, finished_at FROM interviews WHERE person_id = ?", *person),
            self.rows.all("SELECT kind, target, ended_at FROM subscriptions WHERE person_id = ?", *person),
            self.rows.all("SELECT consented_at FROM people WHERE id = ?", *person),
        ]

    def all_is_well(self) -> None:
        assert self.rows.all("SELECT update_id FROM inbox WHERE state = 'failed'") == []
        assert self.rows.all("SELECT id FROM outbox WHERE state = 'dead'") == []

    def says(self, text: str) -> Seen:
        """Type it, and see the first thing that comes back."""

        async def said() -> Seen:
            await self.driver.say(text, user=FORGER)
            return await self.driver.expect(kinds="message,edit", chat_id=await self.driver.person(FORGER))

        return self.runner.run(said())

    def presses(self, data: str, *, in_group: bool) -> Seen:
        """Press it under something of the bot's, and see the spinner stop."""

        async def pressed() -> Seen:
            seen = self.seen["group" if in_group else "private"]
            await self.driver.click(seen, data=data, user=FORGER, stale=True)
            return await self.driver.expect(kinds="answer", chat_id=seen.chat_id)

        return self.runner.run(pressed())


@asynccontextmanager
async def staged(folder: Path, snapshots: Snapshots, base: KnowledgeBase) -> AsyncIterator[tuple[Driver, int, dict[str, Seen]]]:
    clock = MovableClock(lambda: datetime.now(UTC))  # noqa: TID251 - the sandbox's clock runs on real time
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(folder / "telegram", clock=clock, at=START))
        bot = Bot(sandbox, clock, folder, snapshots, paces=UNHURRIED)
        bot.start()
        stack.push_async_callback(bot.stop)
        driver = await stack.enter_async_context(Driver(sandbox.base_url))
        await driver.do("privacy", on=False)
        await Interview(driver, base, OTHER).one_in(TEPEI, "outside")
        await driver.say("/remind 包头金蓝领", user=OTHER)
        await driver.expect("🔔", chat_id=await driver.person(OTHER))
        await driver.say("特培计划什么时候截止", user=FORGER)
        private = await driver.expect("2023年3月20日", chat_id=await driver.person(FORGER))
        room = await driver.do("group", user=FORGER, title="群", members=[OTHER])
        group = int(room["chat"]["id"])
        hello = await driver.expect(chat_id=group)
        yield driver, group, {"private": private, "group": hello}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, snapshots: Snapshots, base: KnowledgeBase) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("any-input")
    with capture_logs() as logged, asyncio.Runner() as runner:
        context = staged(folder, snapshots, base)
        driver, group, seen = runner.run(context.__aenter__())
        with Rows(folder / "bot.db") as rows:
            yield Stage(runner, driver, rows, group, seen)
        runner.run(context.__aexit__(None, None, None))
    assert not [entry for entry in logged if entry["log_level"] in {"error", "critical"}]


PIECES = st.sampled_from([
    "特培", "包头金蓝领", "什么时候截止", "要交什么", "?", "/", "/start ", "/deadline ", "/check ", "/ask ", "@", "<b>", "</i>", "&",
    "*_`[]()~", "\u202e", "\u200b", "\ufeff", "🏳️‍🌈", "45", "1980年5月", "https://example.org/?a=<b>", "𠮷", "ᠮᠣᠩ", "བོད", "ئۇي",
    "what is ", "\n\n", "；", "5个学员三年要多少钱", "12333", "没有单位能报吗", "我52岁，能报啥", "两个有什么区别", "把申请表发我",
    "交2000包过", "1e400", "-1", "NaN", "９９",
])  # fmt: skip
texts_of_people = st.text(max_size=400) | st.lists(PIECES | st.text(max_size=5), min_size=1, max_size=30).map("".join)
PLANES = st.text(
    st.characters(min_codepoint=0x10000, exclude_categories=["Cs"]) | st.characters(categories=["Cf", "Co", "Mn", "Zs"]), max_size=60
)


@often
@given(texts_of_people | PLANES)
def test_any_text_gets_an_answer_that_fits(stage: Stage, text: str) -> None:
    try:
        answer = stage.says(text[:4096])
    except ActionError:
        assume(False)  # the app sends no empty message
        return
    assert answer.text
    assert units(answer.text) <= TEXT_LIMIT
    stage.all_is_well()


def arguments(base: KnowledgeBase) -> st.SearchStrategy[str]:
    """Codes of what there is, row numbers, marks, and noise."""
    coded = [
        *(code("policy", one) for one in (TEPEI, BAOTOU)),
        *(code("track", f"{TEPEI}/{one}") for one in ("outside", "inside")),
        *(code("fact", one) for one in list(base.facts)[:6]),
        *(code("screening", one) for one in ("person", "unit")),
        *(code("series", policy.series.id) for policy in list(base.policies.values())[:3]),
        *(code("clash", one.id) for one in base.contradictions),
    ]
    numbers = st.integers(-2, 40).map(str) | st.integers(min_value=0).map(str)
    return (
        st.sampled_from(coded)
        | numbers
        | st.sampled_from(["", "y", "n", "?", "-", "0", "f", "01", "²", "٣", "1e3", "z" * 12])
        | st.text(max_size=8)
    )


def forged(base: KnowledgeBase) -> st.SearchStrategy[str]:
    """Button data of every verb with any arguments, and some of none."""
    verbs = st.sampled_from(sorted(PRESSES)) | st.text(max_size=3)
    data = st.builds(lambda verb, rest: ":".join((verb, *rest)), verbs, st.lists(arguments(base), max_size=4))
    return data.filter(lambda one: 0 < len(one.encode()) <= LIMIT)


@settings(often, max_examples=150)
@given(data=st.data())
def test_any_button_is_acknowledged_and_touches_nobody_elses_data(stage: Stage, base: KnowledgeBase, data: st.DataObject) -> None:
    before = stage.others()
    pressed = data.draw(forged(base))
    in_group = data.draw(st.booleans())
    toast = stage.presses(pressed, in_group=in_group)
    assert len(toast.text) <= 200
    assert stage.others() == before
    stage.all_is_well()


@pytest.mark.parametrize("verb", sorted(PRESSES))
def test_every_verb_alone_and_with_the_commonest_arguments(stage: Stage, verb: str) -> None:
    before = stage.others()
    for rest in (
        "",
        f":{code('policy', TEPEI)}",
        f":{code('track', f'{TEPEI}/outside')}:0",
        ":1",
        f":{code('screening', 'person')}:99:x",
        ":::",
    ):
        for in_group in (False, True):
            toast = stage.presses(f"{verb}{rest}", in_group=in_group)
            assert not in_group or verb in PUBLIC_PRESSES or toast.text
    assert stage.others() == before
    stage.all_is_well()


@often
@given(data=st.data())
def test_any_link_is_answered(stage: Stage, base: KnowledgeBase, data: st.DataObject) -> None:
    verbs = st.sampled_from(sorted(LINKED_PRESSES)) | st.sampled_from(sorted(PRESSES))
    payload = data.draw(st.builds(lambda verb, rest: "-".join((verb, *rest)), verbs, st.lists(arguments(base), max_size=3)))
    assume(START_PAYLOAD.fullmatch(payload))
    before = stage.others()
    assert stage.says(f"/start {payload}").text
    assert stage.others() == before
    stage.all_is_well()
