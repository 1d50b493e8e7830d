"""A question in the middle of a questionnaire is understood as anywhere else, and the questionnaire waits."""

import threading
from datetime import date, timedelta

import pytest

from bot.sandbox.driver import Driver
from bot.usecases.leaning import FADES
from bot.usecases.situating import heard
from bot.usecases.snapshot import Snapshot
from bot.views.last_row import MOST_ROWS
from knowledge.base import KnowledgeBase
from knowledge.search.index import Index
from knowledge.search.understanding import Leaning, Understanding
from tests.journeys.interview import SUITED, Interview, is_question, verbs

TEPEI = "nmg-tepei-2023"
ASKED = {
    "单位不给推荐怎么办": "单位不推荐：不行",
    "单位不给推荐": "单位不推荐：不行",
    "没有单位": "没有单位：不行",
    "那材料呢": "特培学员申报表",
    "区外的一年给多少钱": "3万元",
    "包头金蓝领啥时候截止": "2024年12月10日",
    "12333是什么": "12333",
    "技师是几级": "二级",
    "谢谢": "不客气",
    "给发钱不": "3万元",
    "年龄有要求没": "45周岁",
    "区外要多大年纪": "45周岁",
    "区内补贴": "万元",
    "把申请表发我": "特培学员申报表",
    "今天天气咋样": "不知道",
    "怀孕了能请假吗": "不知道",
}


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


@pytest.mark.parametrize("text", ASKED)
async def test_it_is_answered_and_the_question_stays_open(person: Interview, text: str) -> None:
    question = await person.reach(await person.begin(TEPEI, "outside"), "unit_place", SUITED)
    await person.driver.say(text)
    assert ASKED[text] in (await person.driver.expect()).text
    going = await person.driver.expect("自测还没完")
    assert person.fact_of(await person.press(going, "q")) == person.fact_of(question)


async def test_the_way_back_takes_no_more_rows_than_fit(person: Interview) -> None:
    await person.reach(await person.begin(TEPEI, "outside"), "unit_place", SUITED)
    await person.driver.say("什么时候截止")
    await person.driver.expect("自测还没完")
    for text in ("什么时候截止", "要什么条件", "要交什么"):
        await person.driver.say(text)
        answer = await person.driver.expect("内蒙古特培计划")
        assert len(answer.buttons) == MOST_ROWS
        assert answer.buttons[-1] == ("接着自测",)
        assert "有用" in answer.buttons[-2]


async def test_half_a_question_leans_on_what_was_last_told_and_else_on_the_questionnaire(person: Interview) -> None:
    await person.begin(TEPEI, "outside")
    await person.driver.say("包头金蓝领要什么条件")
    await person.driver.expect("自测还没完")
    await person.driver.say("啥时候截止")
    assert "q" in verbs(await person.driver.expect("2024年12月10日"))
    await person.driver.move_clock(FADES + timedelta(minutes=1))
    await person.driver.say("啥时候截止")
    await person.driver.expect("2023年3月20日")


@pytest.mark.parametrize("slip", ["包包头头", "高工", "特培"])
async def test_a_slip_is_told_what_would_be_understood(person: Interview, slip: str) -> None:
    question = await person.reach(await person.begin(TEPEI, "outside"), "unit_place", SUITED)
    await person.driver.say(slip)
    again = await person.driver.expect()
    if slip == "特培":
        assert "自测还没完" in (await person.driver.expect()).text, "a programme's name is a question"
        return
    assert is_question(again)
    assert person.fact_of(again) == person.fact_of(question)


async def test_it_is_understood_away_from_the_event_loop_and_an_answer_needs_no_search(
    person: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[bool] = []

    def noted(snapshot: Snapshot, text: str, today: date, topic: Leaning | None) -> tuple[Understanding, bool]:
        threads.append(threading.current_thread() is threading.main_thread())
        return heard(snapshot, text, today, topic)

    monkeypatch.setattr("bot.handlers.asking.heard", noted)
    monkeypatch.setattr(Index, "is_ready", False)  # as after a start; other tests of this process may have loaded the tables
    await person.reach(await person.begin(TEPEI, "outside"), "unit_place", SUITED)
    await person.driver.say("包头")
    assert is_question(await person.driver.expect())
    assert threads == []
    await person.driver.say("单位不给推荐怎么办")
    await person.driver.expect("自测还没完")
    assert threads == [False]
