"""What a questionnaire keeps: resumed weeks later, after the policy changed, with what turned pointed out; and forgotten on demand."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot import texts
from bot.callbacks import code, target_code
from bot.sandbox.driver import Driver, Seen
from bot.settings import ROOT
from bot.usecases.snapshot import Snapshots
from bot.views.verdicts import LEADS
from eligibility.examples import check_example
from knowledge.base import KnowledgeBase
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from tests.journeys.conftest import Bot
from tests.journeys.interview import Interview, Value, data_with, is_question, is_result, verbs
from tests.journeys.rows import Rows
from tests.journeys.test_screening import IN_PILOT, LATER, PILOT, RIPE_ON

SENIOR_TRACK = "bt-shibaiqian-2024", "senior"
WORKER: dict[str, Value] = {"unit_place": "baotou", "unit_type": "enterprise", "employed": True, "skill_level": "senior_technician"}


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


async def test_a_result_is_kept_and_found_again(person: Interview, driver: Driver) -> None:
    result = await person.walk(await person.begin(*SENIOR_TRACK), WORKER)
    assert "/my" in result.text
    await person.begin("xj-craftsman-2022")
    await driver.say("/my")
    kept = await driver.expect("存下的自测")
    assert "包头十百千（金蓝领）（2024）高级技师 · 11月28日：符合" in kept.text
    assert "新疆工匠培养项目（2022）：还没答完" in kept.text
    again = await person.press(kept, "lo", target_code(*SENIOR_TRACK))
    assert is_result(again)
    assert again.text == result.text
    await person.press(again, "r")
    await driver.say("/my")
    anew = await driver.expect("存下的自测")
    assert "包头十百千（金蓝领）（2024）高级技师：正在答（上次11月28日：符合）" in anew.text


async def test_what_is_kept_is_changed_and_deleted_from_its_list(person: Interview, driver: Driver, rows: Rows) -> None:
    await person.walk(await person.begin(*SENIOR_TRACK), WORKER)
    question = await person.begin("nmg-tepei-2023", "outside")
    if not is_question(question):
        question = await person.press(question, "q")
    await driver.say("/my")
    kept = await driver.expect("存下的自测")
    coded = target_code(*SENIOR_TRACK)
    listed = await person.press(kept, "lo", coded, "l")
    asked = await person.press(listed, "lc", coded, code("fact", "employed"))
    result = await person.answer(asked, value=False)
    assert LEADS["not_eligible"] in result.text
    assert "和上次不同" in result.text
    await driver.say("/my")
    kept = await driver.expect("存下的自测")
    assert "高级技师 · 11月28日：不符合" in kept.text
    await person.press(await person.press(kept, "lo", coded, "d"), "lz")
    assert rows.count("interviews") == 1
    await driver.click(kept, data=f"lo:{coded}:l", stale=True)
    assert (await driver.expect()).text == texts.STALE_GONE
    assert is_question(await person.press(kept, "lo", target_code("nmg-tepei-2023", "outside")))


async def test_the_answers_of_one_check_are_deleted_after_one_question(person: Interview, driver: Driver, rows: Rows) -> None:
    result = await person.walk(await person.begin(*SENIOR_TRACK), WORKER)
    asked = await person.press(result, "ly")
    assert "4 个回答" in asked.text
    assert is_result(await person.press(asked, "q"))
    gone = await person.press(asked, "lz")
    assert rows.count("answers") == rows.count("interviews") == 0
    await driver.click(gone, data=data_with(asked, "lz")[0], stale=True)
    assert (await driver.expect()).text == texts.STALE_GONE
    for verb in ("l", "h", "ly"):
        await driver.click(result, data=data_with(result, verb)[0], stale=True)
        assert (await driver.expect()).text == texts.STALE_GONE
    assert is_question(await person.begin(*SENIOR_TRACK)), "the consent stands"


async def test_everything_deleted_in_the_middle_leaves_stale_buttons_only(person: Interview, driver: Driver, rows: Rows) -> None:
    result = await person.walk(await person.begin(*SENIOR_TRACK), WORKER)
    listed = await person.press(result, "l")
    await person.press(listed, "lc")
    await driver.say("/delete")
    await person.press(await driver.expect(), "dd")
    for seen in (listed, result):
        for verb in verbs(seen) & {"l", "lc", "lk", "h", "ly"}:
            await driver.click(seen, data=data_with(seen, verb)[0], stale=True)
            assert (await driver.expect()).text == texts.STALE_GONE
    assert rows.count("answers") == rows.count("interviews") == 0


async def test_a_document_not_in_hand_that_decides_is_told_before_the_first_question(person: Interview) -> None:
    first = await person.begin("xj-craftsman-2022")
    assert is_question(first)
    assert first.text.index("申报指南") < first.text.index("第 1 题")
    answers: dict[str, Value] = {"unit_place": "xinjiang", "employed": True}
    second = await person.answer(first, answers[person.fact_of(first)])
    assert "先说明" not in second.text


async def test_many_earlier_answers_are_confirmed_shortly_or_looked_through(person: Interview) -> None:
    await person.walk(await person.begin(*SENIOR_TRACK), WORKER)
    offered = await person.begin("nmg-tepei-2023", "inside")
    assert {"q", "l", "r"} <= verbs(offered)
    listed = await person.press(offered, "l")
    assert data_with(listed, "lc")
    assert is_question(await person.press(listed, "lk"))


@pytest.mark.parametrize("start", [LATER])
async def test_one_policy_that_only_time_stands_against_is_waited_for(person: Interview, driver: Driver, bot: Bot) -> None:
    result = await person.walk(await person.begin(PILOT), IN_PILOT)
    assert LEADS["not_eligible"] in result.text
    noted = await person.press(result, "sl")
    assert "2028年3月22日" in noted.text
    await driver.move_clock(RIPE_ON)
    push = await driver.expect("从今天起，时间够了")
    assert is_question(await person.press(push, "sd")) is False
    await bot.stop()
    assert len([seen for seen in await driver.outbox() if "从今天起，时间够了" in seen.text]) == 1


class TestChangedPolicy:
    """A knowledge folder of one's own, in which the policy changes between two visits."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        shutil.copytree(ROOT / "knowledge" / "data", tmp_path / "data")
        return tmp_path / "data"

    @pytest.fixture
    def snapshots(self, folder: Path) -> Snapshots:
        return Snapshots(Library(folder, check_example), load_lexicon(folder / "search"))

    @pytest.fixture
    def base(self, snapshots: Snapshots) -> KnowledgeBase:
        return snapshots.current.base

    @staticmethod
    async def rewrite(folder: Path, bot: Bot, driver: Driver, old: str, new: str) -> None:
        """Another reading of the Baotou notice, without its worked examples, known to the bot."""
        path = folder / "policies" / "bt-shibaiqian-2024.yaml"
        text = path.read_text("utf-8")
        assert old in text
        head, examples, _ = text.replace(old, new).partition("\nexamples:")
        assert examples
        path.write_text(head + "\n", "utf-8")
        before = bot.snapshots.current.base.version
        await driver.move_clock(timedelta(weeks=3))
        while bot.snapshots.current.base.version == before:
            await driver.state()

    async def test_a_stricter_notice_is_pointed_out_weeks_later(self, person: Interview, driver: Driver, bot: Bot, folder: Path) -> None:
        result = await person.walk(await person.begin(*SENIOR_TRACK), WORKER)
        assert LEADS["eligible"] in result.text
        await self.rewrite(folder, bot, driver, "at_least: senior_technician", "at_least: chief_technician")
        again = await person.click(result, f"q:{target_code(*SENIOR_TRACK)}")
        assert "和上次不同" in again.text
        assert "原来符合，现在不符合（通知资料更新了）" in again.text
        await driver.say("/my")
        kept = await driver.expect("存下的自测")
        once_more = await person.press(kept, "lo")
        assert "和上次不同" not in once_more.text, "pointed out once"

    async def test_a_fact_that_is_asked_no_more_is_dropped_and_a_new_one_asked(
        self, person: Interview, driver: Driver, bot: Bot, folder: Path
    ) -> None:
        result = await person.walk(await person.begin(*SENIOR_TRACK), WORKER)
        await self.rewrite(folder, bot, driver, "fact: employed, is: true", "fact: still_in_trade, is: true")
        asked = await person.click(result, f"q:{target_code(*SENIOR_TRACK)}")
        assert person.fact_of(asked) == "still_in_trade"
        listed = await person.press(asked, "l")
        assert not [data for data in data_with(listed, "lc") if data.endswith(code("fact", "employed"))]
        after = await person.walk(await person.press(listed, "lk"), {"still_in_trade": False})
        assert "通知资料更新了" in after.text

    async def test_a_change_while_a_question_is_open_draws_the_one_that_is_open_now(
        self, person: Interview, driver: Driver, bot: Bot, folder: Path, rows: Rows
    ) -> None:
        seen: Seen = await person.reach(await person.begin(*SENIOR_TRACK), "employed", WORKER)
        await self.rewrite(folder, bot, driver, "fact: employed, is: true", "fact: still_in_trade, is: true")
        before = rows.all("SELECT fact, value FROM answers")
        await driver.click(seen, data=data_with(seen, "a")[0], stale=True)
        assert (await driver.expect(kinds="answer")).text == texts.STALE
        assert rows.all("SELECT fact, value FROM answers") == before
