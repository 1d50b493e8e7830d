"""Which step is mine: told for every way until the affiliation is known, asked for with consent, and then the reader's own."""

from datetime import datetime

import pytest

from bot import texts
from bot.callbacks import code, press
from bot.clock import SHANGHAI
from bot.sandbox.driver import Driver, Seen
from knowledge.base import KnowledgeBase
from knowledge.facts import option_ids
from tests.journeys.interview import Interview, data_with, verbs
from tests.journeys.rows import Rows

TEPEI = "nmg-tepei-2023"
STATION = "jc-technician-station-2022"
QUESTION = "特培计划啥时候截止"


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


def option_of(fact: str, option: str) -> str:
    """What the button of an option carries."""
    return code("option", f"{fact}={option}")


async def asked(driver: Driver, text: str = QUESTION) -> Seen:
    await driver.say(text)
    return await driver.expect("截止")


async def choose(person: Interview, question: Seen, option: str) -> Seen:
    """Answer the question of the affiliation."""
    wanted = "?" if option == "?" else option_of("unit_affiliation", option)
    (data,) = [data for data in data_with(question, "ra") if data.endswith(f":{wanted}")]
    return await person.click(question, data)


async def to_the_question(person: Interview) -> Seen:
    """From the deadline over the consent to the question."""
    consent = await person.press(await asked(person.driver), "rt")
    assert {"rk", "no"} <= verbs(consent)
    return await person.press(consent, "rk")


async def test_every_way_is_told_and_the_affiliation_asked(person: Interview, rows: Rows) -> None:
    answer = await asked(person.driver)
    assert "看单位隶属，截止日都一样" in answer.text
    assert "盟市报送" in answer.text
    assert "厅局（高校）报送" in answer.text
    consent = await person.press(answer, "rt")
    assert texts.CONSENT[1] in consent.text
    question = await person.press(consent, "rk")
    assert "单位归哪一级管" in question.text
    assert len(data_with(question, "ra")) == len(option_ids(person.base.facts["unit_affiliation"])) + 1
    told = await choose(person, question, "province")
    assert "📍 您的这一步（单位隶属：自治区（省）直属）：个人申请" in told.text
    assert "要赶上厅局（高校）报送（截至2023年3月20日" in told.text
    assert "盟市报送 →" not in told.text
    assert rows.all("SELECT fact, state FROM answers") == [("unit_affiliation", "given")]


async def test_what_was_answered_holds_for_the_next_question_too(person: Interview) -> None:
    await choose(person, await to_the_question(person), "county")
    answer = await asked(person.driver)
    assert "📍 您的这一步（单位隶属：县（市区旗）及以下）" in answer.text
    assert {"rc"} <= verbs(answer)
    await person.driver.say("晋城技师工作站什么时候截止")
    assert "先过县区初审，然后单位报送（截至2022年12月8日" in (await person.driver.expect("技师工作站")).text
    await person.driver.say("特培计划怎么报")
    assert "厅局（高校）报送" not in (await person.driver.expect("特培")).text


async def test_who_does_not_know_keeps_every_way_and_may_answer_anew(person: Interview, rows: Rows) -> None:
    told = await choose(person, await to_the_question(person), "?")
    assert "看单位隶属，截止日都一样" in told.text
    assert rows.all("SELECT fact, state FROM answers") == [("unit_affiliation", "unknown")]
    again = await person.press(told, "rc")
    assert rows.count("answers") == 0
    assert "要赶上盟市报送" in (await choose(person, again, "city")).text


async def test_without_consent_nothing_is_stored(person: Interview, rows: Rows) -> None:
    consent = await person.press(await asked(person.driver), "rt")
    declined = await person.press(consent, "no")
    assert declined.text == texts.CONSENT_DECLINED
    forged = f"ra:{code('policy', TEPEI)}:{code('fact', 'unit_affiliation')}:{option_of('unit_affiliation', 'city')}"
    assert {"rk"} <= verbs(await person.click(declined, forged))
    assert rows.count("answers") == 0


async def test_an_old_button_changes_nothing(person: Interview, rows: Rows) -> None:
    question = await to_the_question(person)
    old = data_with(question, "ra")[0]
    told = await choose(person, question, "city")
    before = rows.all("SELECT fact, state, value FROM answers")
    for data in (old, old[:-12] + "zzzzzzzzzzzz", f"ra:{code('policy', STATION)}:{code('fact', 'employed')}:y"):
        await person.driver.click(told, data=data, stale=True)
        assert (await person.driver.expect(kinds="answer")).text == texts.STALE
        assert rows.all("SELECT fact, state, value FROM answers") == before
    for data in ("rt", "rt:zzz", "rk:zzz", "ra:zzz:x:y", "rc:", f"rt:{code('screening', 'person')}"):
        assert (await person.click(told, data)).text == texts.STALE_GONE


async def test_a_wrong_option_leaves_the_question_open(person: Interview, rows: Rows) -> None:
    question = await to_the_question(person)
    target, fact = data_with(question, "ra")[0].split(":")[1:3]
    await person.driver.click(question, data=f"ra:{target}:{fact}:zzzzzzzzzzzz", stale=True)
    assert (await person.driver.expect(kinds="answer")).text == texts.STALE
    assert rows.count("answers") == 0
    assert "您的这一步" in (await choose(person, question, "city")).text


async def test_a_self_check_under_way_is_not_disturbed(person: Interview) -> None:
    open_fact = person.fact_of(await person.one_in(TEPEI, "outside"))
    await person.driver.say("晋城技师工作站什么时候截止？")
    answer = await person.driver.expect("技师工作站")
    await person.driver.expect("自测还没完")
    told = await choose(person, await person.press(answer, "rt"), "city")
    assert "您的这一步" in told.text
    assert await person.open_question() == open_fact


async def test_a_group_hears_nothing_of_somebodys_affiliation(person: Interview, driver: Driver) -> None:
    await choose(person, await to_the_question(person), "province")
    room = await driver.do("group", user=person.user, title="同事群")
    group = int(room["chat"]["id"])
    await driver.say(f"@shenbao_sandbox_bot {QUESTION}", chat_id=group)
    answer = await driver.expect("看单位隶属", chat_id=group)
    assert "您的这一步" not in answer.text
    assert "rt" not in verbs(answer), "a link leads to the reader's own chat instead"
    await driver.click(answer, data=press("rt", code("policy", "nmg-tepei-2023")), stale=True)
    assert (await driver.expect(kinds="answer", chat_id=group)).text == texts.PRIVATE_ONLY


async def test_a_policy_whose_notice_settles_it_asks_nothing(driver: Driver) -> None:
    await driver.say("包头金蓝领啥时候截止")
    answer = await driver.expect("2024年12月10日")
    assert not {"rt", "rc"} & verbs(answer)


@pytest.mark.parametrize("start", [datetime(2023, 3, 1, 12, tzinfo=SHANGHAI)])
async def test_a_follower_is_reminded_of_their_own_way(person: Interview) -> None:
    answer = await asked(person.driver)
    followed = await person.press(answer, "f")
    assert "走哪条路，看单位隶属，哪条路都是这一天截止" in followed.text
    await person.driver.move_clock(datetime(2023, 3, 6, 9, tzinfo=SHANGHAI))
    every = await person.driver.expect("还有 14 天，市级人社部门、主管部门这一步截止")
    assert "盟市人社局" in every.text
    assert "自治区厅局、高校" in every.text
    consent = await person.press(every, "rt")
    await choose(person, await person.press(consent, "rk"), "province")
    await person.driver.move_clock(datetime(2023, 3, 13, 9, tzinfo=SHANGHAI))
    mine = await person.driver.expect("还有 7 天，主管部门这一步截止")
    assert "自治区厅局、高校" in mine.text
    assert "盟市人社局" not in mine.text.split("⚠")[0]
