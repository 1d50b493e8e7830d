"""What can I apply for? From a sentence to a result, and what comes of it later, through the real application."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import texts
from bot.callbacks import target_code
from bot.clock import SHANGHAI
from bot.sandbox.driver import Driver, Seen
from bot.settings import ROOT
from bot.usecases.scope import Screening, targets_of
from bot.usecases.snapshot import Snapshots
from bot.views.citing import name_of
from bot.views.explaining import SOME_HANG
from eligibility.examples import check_example
from knowledge.base import KnowledgeBase
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from tests.journeys.conftest import Bot
from tests.journeys.interview import Interview, Value, data_with, is_question, verbs
from tests.journeys.rows import Rows

SENTENCE = "我52岁，高级技师，在包头一家国企，能报啥"
PILOT = "xj-special-technician-pilot"
WORKER: dict[str, Value] = {"employed": True, "frontline_skilled_work": True, "still_in_trade": True, "age": "52"}
IN_PILOT: dict[str, Value] = {
    **WORKER,
    "unit_place": "xinjiang",
    "unit_type": "enterprise",
    "xj_pilot_enterprise": "tbea",
    "skill_level": "senior_technician",
    "years_as_senior_technician": "3年8个月",
    "trade_in_pilot": True,
    "fit_for_post": True,
}
LATER = datetime(2026, 11, 22, 1, tzinfo=UTC)
RIPE_ON = datetime(2028, 3, 22, 9, tzinfo=SHANGHAI)
"""3 years 8 months on 2026-11-22; the notice wants five."""


def is_screened(seen: Seen) -> bool:
    return "sw" in verbs(seen)


async def tell(driver: Driver, base: KnowledgeBase, answers: dict[str, Value], sentence: str = SENTENCE) -> tuple[Interview, Seen]:
    """From the sentence to the result."""
    interview = Interview(driver, base)
    await driver.say(sentence, user=interview.user)
    seen = await driver.expect(chat_id=await driver.person(interview.user))
    seen = await interview.press(seen, "ok")
    return interview, await interview.walk(seen, answers)


async def test_what_was_told_is_confirmed_once_and_not_asked_again(driver: Driver, base: KnowledgeBase, rows: Rows) -> None:
    await driver.say(SENTENCE)
    heard = await driver.expect("52周岁")
    assert all(word in heard.text for word in ("高级技师（一级）", "包头市", "企业"))
    assert texts.CONSENT[1] in heard.text, "one screen confirms and asks for consent"
    interview = Interview(driver, base)
    assert rows.all("SELECT count(*) FROM answers") == [(0,)], "nothing is stored before they agree"
    seen = await interview.press(heard, "ok")
    assert is_question(seen)
    assert rows.all("SELECT count(*) FROM answers") == [(4,)]
    result = await interview.walk(seen, WORKER)
    assert is_screened(result)
    assert not {"age", "skill_level", "unit_place", "unit_type"} & interview.said.keys()


async def test_what_was_heard_wrongly_is_asked_instead(driver: Driver, base: KnowledgeBase) -> None:
    await driver.say(SENTENCE)
    heard = await driver.expect("52周岁")
    interview = Interview(driver, base)
    consent = await interview.press(heard, "s")
    result = await interview.walk(await interview.press(consent, "ok"), WORKER)
    assert is_screened(result)
    assert {"age", "skill_level", "unit_place"} <= interview.said.keys()


async def test_what_was_told_stays_when_the_earlier_answers_are_given_anew(driver: Driver, base: KnowledgeBase, rows: Rows) -> None:
    interview, _ = await tell(driver, base, WORKER)
    await driver.say("我50岁，技师")
    again = await interview.press(await driver.expect("50周岁"), "s")
    anew = await interview.press(again, "r")
    assert is_question(anew)
    assert rows.all("SELECT count(*) FROM answers") == [(2,)]
    assert interview.fact_of(anew) not in {"age", "skill_level"}


async def test_who_is_in_a_hurry_sees_the_result_so_far_and_goes_on(driver: Driver, base: KnowledgeBase) -> None:
    interview = Interview(driver, base)
    await driver.say(SENTENCE)
    seen = await interview.press(await driver.expect("52周岁"), "ok")
    fact = interview.fact_of(seen)
    so_far = await interview.press(seen, "sp")
    assert "还有最多" in so_far.text
    assert "可能符合" in so_far.text
    rest = await interview.press(so_far, "sr")
    assert "不适合" in rest.text
    going = await interview.press(so_far, "q")
    assert interview.fact_of(going) == fact


async def test_once_what_is_open_is_settled_that_is_said_and_the_rest_is_offered_once(
    driver: Driver, bot: Bot, base: KnowledgeBase
) -> None:
    interview = Interview(driver, base)
    await driver.say(SENTENCE)
    seen = await interview.press(await driver.expect("52周岁"), "ok")
    while is_question(seen):
        seen = await interview.answer(seen, WORKER.get(interview.fact_of(seen), "?"))
    assert interview.said.keys() == {"employed"}, "what Baotou asks beyond what was told"
    assert "能报的看清了：符合 1 个" in seen.text
    assert "进行中" in seen.text
    await bot.restart()
    await driver.say("/check")
    assert (await driver.expect()).text == seen.text
    so_far = await interview.press(seen, "sp")
    assert "到现在：符合 1 个" in so_far.text
    going = await interview.press(so_far, "sg")
    assert is_question(going)
    back = await interview.press(going, "b")
    assert interview.fact_of(back) == "employed"
    again = await interview.answer(back, value=True)
    assert interview.fact_of(again) == interview.fact_of(going), "it is offered once"
    while not is_screened(again):
        assert "sg" not in verbs(again)
        again = await interview.press(again, "so") if "so" in verbs(again) else await interview.answer(again, "?")


async def test_a_question_and_a_step_back_at_the_pause(driver: Driver, base: KnowledgeBase) -> None:
    interview = Interview(driver, base)
    await driver.say(SENTENCE)
    seen = await interview.press(await driver.expect("52周岁"), "ok")
    pause = await interview.answer(seen, value=True)
    await driver.say("特培计划要交什么材料")
    await driver.expect()
    waiting = await driver.expect("自测还没完")
    assert (await interview.press(waiting, "q")).text == pause.text
    assert interview.fact_of(await interview.press(pause, "b")) == "employed"


@pytest.mark.parametrize("start", [LATER])
async def test_that_nothing_is_open_is_said_before_the_first_question(driver: Driver, base: KnowledgeBase) -> None:
    interview = Interview(driver, base)
    await driver.say(SENTENCE)
    first = await interview.press(await driver.expect("52周岁"), "ok")
    assert first.text.startswith(f"{texts.NOTHING_OPEN}\n{SOME_HANG}")
    assert texts.NOTHING_OPEN not in (await interview.answer(first, value=True)).text


async def test_who_does_not_say_for_whom_is_asked(driver: Driver, base: KnowledgeBase) -> None:
    await driver.say("有啥能报的")
    seen = await driver.expect()
    assert len(data_with(seen, "ok")) == 2
    interview = Interview(driver, base)
    assert is_question(await interview.press(seen, "ok"))
    await driver.say("有啥能报的")
    again = await driver.expect()
    assert "ok" not in verbs(again), "they agreed before"
    assert len(data_with(again, "s")) == 2


@pytest.mark.parametrize("start", [LATER])
async def test_every_programme_is_in_the_result_and_that_nothing_is_open_is_said_first(driver: Driver, base: KnowledgeBase) -> None:
    interview, result = await tell(driver, base, WORKER)
    assert result.text.startswith("现在没有正在受理的")
    assert f"{len(base.policies)} 份通知" in result.text
    rest = await interview.press(result, "sr")
    for policy in {target.policy for target in targets_of(base, Screening("person"))}:
        name = name_of(base.policies[policy])
        assert (name in result.text) != (name in rest.text), f"{name} stands in one of the two"
    details = await interview.press(rest, "sd")
    assert "❌ 不符合" in details.text
    back = await interview.press(rest, "q")
    assert back.text == result.text


async def test_what_is_open_comes_first(driver: Driver, base: KnowledgeBase) -> None:
    _, result = await tell(driver, base, WORKER)
    assert "现在没有正在受理的" not in result.text
    first = result.text.split("✅ 符合", 1)[1].split("·")[1]
    assert "包头" in first
    assert "进行中" in first


async def test_details_and_reminders_hang_on_the_result(driver: Driver, base: KnowledgeBase, rows: Rows) -> None:
    interview, result = await tell(driver, base, WORKER)
    shown = await interview.press(result, "sd")
    assert {"t", "q", "v"} <= verbs(shown)
    details = await interview.press(shown, "v")
    assert "您答：高级技师" in details.text
    assert (await interview.press(details, "sd")).text == shown.text
    assert (await interview.press(shown, "q")).text == result.text
    await driver.say("单位不给推荐怎么办")
    assert "包头" in (await driver.expect("单位不推荐：不行")).text, "half a question means what was just shown"
    told = await interview.press(result, "sa")
    assert "截止前" in told.text
    followed = {kind for (kind,) in rows.all("SELECT kind FROM subscriptions")}
    assert followed == {"policy", "series"}, "the open one by its deadline, the closed ones by their next edition"


@pytest.mark.parametrize("start", [LATER])
async def test_who_only_lacks_time_is_told_the_day_and_reminded_on_it(driver: Driver, bot: Bot, base: KnowledgeBase) -> None:
    interview, result = await tell(driver, base, IN_PILOT, "我能报什么")
    assert "2028年3月22日" in result.text
    noted = await interview.press(result, "sl", target_code(PILOT, None))
    assert "2028年3月22日" in noted.text
    again = await interview.press(result, "sl", target_code(PILOT, None))
    assert again.text == noted.text
    await driver.move_clock(RIPE_ON - timedelta(minutes=1))
    await driver.move_clock(RIPE_ON)
    push = await driver.expect("从今天起，时间够了")
    assert name_of(base.policies[PILOT]) in push.text
    await driver.move_clock(RIPE_ON + timedelta(days=1))
    await bot.stop()
    assert len([seen for seen in await driver.outbox() if "从今天起，时间够了" in seen.text]) == 1


@pytest.mark.parametrize("start", [LATER])
@pytest.mark.parametrize("way", ["cancelled", "deleted"])
async def test_the_day_passes_in_silence_for_who_no_longer_waits(driver: Driver, bot: Bot, base: KnowledgeBase, way: str) -> None:
    interview, result = await tell(driver, base, IN_PILOT, "我能报什么")
    await interview.press(result, "sl", target_code(PILOT, None))
    if way == "cancelled":
        await driver.say("/my")
        mine = await driver.expect("订阅了")
        assert any("时间够的那天" in label for label in mine.labels)
        await interview.press(mine, "e")
    else:
        await driver.say("/delete")
        await interview.press(await driver.expect(), "dd")
    await driver.move_clock(RIPE_ON)
    await driver.move_clock(RIPE_ON + timedelta(days=1))
    await bot.stop()
    assert not [seen for seen in await driver.outbox() if "从今天起，时间够了" in seen.text]


async def test_a_screening_goes_on_after_a_restart_and_a_question_in_its_middle(driver: Driver, bot: Bot, base: KnowledgeBase) -> None:
    interview = Interview(driver, base)
    await driver.say(SENTENCE)
    first = await interview.press(await driver.expect("52周岁"), "ok")
    second = await interview.answer(first, WORKER.get(interview.fact_of(first), "?"))
    second = await interview.press(second, "sg")
    await bot.restart()
    await driver.say("特培计划要交什么材料")
    await driver.expect()
    going = await driver.expect("自测还没完")
    resumed = await interview.press(going, "q")
    assert interview.fact_of(resumed) == interview.fact_of(second)
    assert is_screened(await interview.walk(resumed, WORKER))


async def test_telling_about_oneself_in_the_middle_of_a_check_begins_a_screening(driver: Driver, base: KnowledgeBase) -> None:
    interview = Interview(driver, base)
    assert is_question(await interview.begin("bt-shibaiqian-2024", "senior"))
    await driver.say(SENTENCE)
    heard = await driver.expect("52周岁")
    seen = await interview.press(heard, "s")
    assert is_screened(await interview.walk(seen, WORKER)), "the consent was given before"


async def test_buttons_of_a_screening_that_is_gone_say_so(driver: Driver, base: KnowledgeBase) -> None:
    interview, result = await tell(driver, base, WORKER)
    await driver.say("/delete")
    await interview.press(await driver.expect(), "dd")
    for verb in ("sr", "sa", "sd"):
        await driver.click(result, data=data_with(result, verb)[0], stale=True)
        assert (await driver.expect()).text.startswith(texts.STALE_GONE[:6])
        await driver.expect(kinds="answer")


class TestNewProgramme:
    """A knowledge folder of one's own, in which a new programme appears."""

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
    def publish(folder: Path, series: str = "bt-shibaiqian", year: int = 2024) -> None:
        """The Baotou notice, or another, once more, for the next year."""
        policies = folder / "policies"
        text = (policies / f"{series}-{year}.yaml").read_text("utf-8")
        text = text.replace(f"{series}-{year}", f"{series}-{year + 1}").replace(f"year: {year}\n", f"year: {year + 1}\n")
        (policies / f"{series}-{year + 1}.yaml").write_text(text, "utf-8")

    async def test_it_is_told_to_those_whom_it_fits_and_who_agreed_once(
        self, driver: Driver, bot: Bot, base: KnowledgeBase, folder: Path
    ) -> None:
        interview, result = await tell(driver, base, WORKER)
        assert "告诉您" in (await interview.press(result, "sw")).text
        self.publish(folder)
        await driver.move_clock(timedelta(minutes=1))
        push = await driver.expect("🆕 新项目您符合")
        assert "2025" in push.text
        shown = await interview.press(push, "sd")
        assert "您答" in (await interview.press(shown, "v")).text
        await driver.move_clock(timedelta(minutes=1))
        await bot.stop()
        assert len([seen for seen in await driver.outbox() if "🆕" in seen.text]) == 1

    async def test_it_is_pointed_out_where_the_screening_is_opened_again(
        self, driver: Driver, bot: Bot, base: KnowledgeBase, folder: Path
    ) -> None:
        interview, result = await tell(driver, base, WORKER)
        self.publish(folder)
        await driver.move_clock(timedelta(minutes=1))
        while "bt-shibaiqian-2025" not in bot.snapshots.current.base.policies:
            await driver.state()
        await driver.say("/my")
        kept = await driver.expect("存下的自测")
        assert "看看我能报什么 · 11月28日：符合 1 个，可能符合 3 个" in kept.text
        again = await interview.press(kept, "lo")
        assert "和上次不同" in again.text
        assert "包头十百千（金蓝领）（2025）：🆕 新收录，符合" in again.text
        assert "和上次不同" not in (await interview.click(again, data_with(result, "l")[0].replace("l:", "q:"))).text

    @pytest.mark.parametrize("why", ["it does not fit", "they changed their mind"])
    async def test_it_is_not_told_to_others(self, driver: Driver, bot: Bot, base: KnowledgeBase, folder: Path, why: str) -> None:
        place = "我52岁，高级技师，在晋城一家国企，能报啥" if why == "it does not fit" else SENTENCE
        interview, result = await tell(driver, base, WORKER, place)
        followed = await interview.press(result, "sw")
        if why == "they changed their mind":
            assert "不再告诉您" in (await interview.press(followed, "su")).text
        self.publish(folder)
        await driver.move_clock(timedelta(minutes=1))
        while "bt-shibaiqian-2025" not in bot.snapshots.current.base.policies:
            await driver.state()
        await driver.move_clock(timedelta(minutes=1))
        await bot.stop()
        assert not [seen for seen in await driver.outbox() if "🆕" in seen.text]

    async def test_a_track_for_persons_of_a_notice_for_units_is_told_to_persons(
        self, driver: Driver, base: KnowledgeBase, folder: Path
    ) -> None:
        trainee: dict[str, Value] = {"startup_course": "founding", "startup_stage": "preparing"}
        interview, result = await tell(driver, base, trainee, "我30岁，没有单位，能报啥")
        await interview.press(result, "sw")
        self.publish(folder, "ah-startup-training", 2023)
        await driver.move_clock(timedelta(minutes=1))
        push = await driver.expect("🆕 新项目您")
        assert "安徽创业培训管理办法（2024）" in push.text
        shown = await interview.press(push, "sd")
        assert "学员" in shown.text
        assert "社会不良影响" not in shown.text, "a condition of institutions"
        assert "不再告诉您" in (await interview.press(push, "su")).text
