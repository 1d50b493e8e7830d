"""Old and forged buttons: nothing is stored that was not asked, the spinner always stops, and the question stays open."""

import pytest

from bot.callbacks import code
from bot.sandbox.driver import Driver, Seen
from knowledge.base import KnowledgeBase
from tests.journeys.interview import Interview, Value, data_with, is_question, verbs
from tests.journeys.rows import Rows

TEPEI = "nmg-tepei-2023"


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


FORGED = [
    "",
    " ",
    ":",
    "a",
    "a:",
    "a::",
    "a:zzzzzzzzzzzz:y",
    "a:zzzzzzzzzzzz:?",
    "m",
    "m::",
    "m:zzz:zz",
    "md:zzz:-1",
    "c",
    "c:zzz",
    "ct:zzz",
    "cp:",
    "ok",
    "ok:zzz",
    "t",
    "t:zzz:0",
    "t::",
    "f:",
    "fs:zzz",
    "uf:",
    "us:zzz",
    "e:",
    "e:0",
    "rt",
    "rk:zzz",
    "ra:::",
    "rc:zzz",
    "e:-1",
    "e:９",
    "e:99999999999999999999",
    "e:²",
    "nope",
    "xx:y:z",
    "'; DROP TABLE answers; --",
    "一二三四五六七八九十",
    "\x00",
    "a" * 64,
]


async def test_forged_data_changes_nothing_and_the_questionnaire_holds(person: Interview, rows: Rows) -> None:
    question = await person.one_in(TEPEI, "outside")
    fact = person.fact_of(question)
    before = rows.all("SELECT fact, state FROM answers")
    for data in FORGED:
        await person.driver.click(question, data=data, stale=True)
        await person.driver.expect(kinds="answer")
        assert rows.all("SELECT fact, state FROM answers") == before, data
        assert await person.open_question() == fact, data
    assert rows.count("subscriptions") == 0
    assert rows.all("SELECT count(*) FROM inbox WHERE state <> 'handled'") == [(0,)]


async def test_another_facts_option_is_not_taken(person: Interview, rows: Rows) -> None:
    seen = await person.begin(TEPEI, "outside")
    while person.base.facts[person.fact_of(seen)].kind in {"age", "duration"}:
        seen = await person.answer(seen, 40)
    fact = person.fact_of(seen)
    before = rows.all("SELECT fact, state FROM answers")
    foreign = {"unit_place": "skill_level=technician"}.get(fact, "unit_place=baotou")
    for chosen in (code("option", foreign), "y", "n", "", "zzz"):
        await person.driver.click(seen, data=f"a:{code('fact', fact)}:{chosen}", stale=True)
        assert (await person.driver.expect(kinds="answer")).text
        assert rows.all("SELECT fact, state FROM answers") == before


async def test_a_button_of_an_earlier_question_is_explained_and_the_open_one_drawn(person: Interview, rows: Rows) -> None:
    answers: dict[str, Value] = {"unit_place": "jincheng", "unit_type": "enterprise"}
    first = await person.begin("jc-technician-station-2022")
    old = data_with(first, "a")[0]
    second = await person.answer(first, answers.get(person.fact_of(first), "?"))
    before = rows.all("SELECT fact, state, position FROM answers")
    await person.driver.click(second, data=old, stale=True)
    assert "过期" in (await person.driver.expect(kinds="answer")).text
    assert rows.all("SELECT fact, state, position FROM answers") == before
    assert await person.open_question() == person.fact_of(second)


async def test_two_quick_presses_of_one_button_count_once(person: Interview, rows: Rows) -> None:
    question = await person.begin("jc-technician-station-2022")
    data = data_with(question, "a")[0]
    await person.driver.click(question, data=data, stale=True)
    await person.driver.click(question, data=data, stale=True)
    for _ in range(2):
        await person.driver.expect(kinds="answer")
    assert rows.count("answers") == 1


async def test_another_persons_button_does_nothing_to_them(driver: Driver, base: KnowledgeBase, rows: Rows) -> None:
    owner, other = Interview(driver, base, "甲"), Interview(driver, base, "乙")
    question = await owner.one_in(TEPEI, "outside")
    await driver.say("你好", user="乙")
    hers = await driver.expect()
    for verb in ("a", "b", "r", "x", "q", "w"):
        await other.click(hers, data_with(question, "a")[0] if verb == "a" else verb)
    assert rows.all("SELECT state FROM answers") == [("given",)]
    assert await owner.open_question() == owner.fact_of(question)
    assert is_question(await other.begin("jc-talent-base-2022"))


async def test_another_persons_subscription_cannot_be_ended(driver: Driver, rows: Rows) -> None:
    await driver.say("包头金蓝领什么时候截止", user="甲")
    answer = await driver.expect()
    await driver.click(answer, data=data_with(answer, "f")[0], user="甲")
    await driver.expect()
    number = rows.all("SELECT id FROM subscriptions")[0][0]
    await driver.say("/my", user="乙")
    hers = await driver.expect()
    for data in (f"e:{number}", data_with(answer, "f")[0].replace("f:", "uf:")):
        await driver.click(hers, data=data, user="乙", stale=True)
        await driver.expect(kinds="answer", chat_id=hers.chat_id)
    assert rows.all("SELECT ended_at FROM subscriptions") == [(None,)]


async def test_a_press_on_a_deleted_message_is_answered_below(person: Interview) -> None:
    question = await person.begin(TEPEI, "outside")
    gone = Seen(question.seq, question.kind, question.chat_id, 999_999, "", (), (), question.raw)
    await person.driver.click(gone, data="q", stale=True)
    again = await person.driver.expect(kinds="message")
    assert person.fact_of(again) == person.fact_of(question)


async def test_a_press_without_any_questionnaire_says_what_to_do(driver: Driver) -> None:
    await driver.say("你好")
    seen = await driver.expect()
    for verb in ("b", "r", "q", "w", "x", "so", "sn", "a:zzz:y", "m:zzz:1", "md:zzz:1"):
        await driver.click(seen, data=verb, stale=True)
        assert (await driver.expect()).text


async def test_consent_is_asked_for_before_anything_a_forged_start_would_store(person: Interview, rows: Rows) -> None:
    await person.driver.say("你好")
    asked = await person.click(await person.driver.expect(), f"ct:{code('track', f'{TEPEI}/outside')}")
    assert verbs(asked) == {"ok", "no", "fs"}, "it is over: the next edition may be waited for"
    for data in ("so", "q", f"a:{code('fact', 'age')}:?", "b", "r"):
        await person.driver.click(asked, data=data, stale=True)
        await person.driver.expect(kinds="answer")
    assert rows.count("answers") == rows.count("interviews") == 0


async def test_codes_of_no_policy_begin_nothing(person: Interview, rows: Rows) -> None:
    await person.driver.say("你好")
    seen = await person.driver.expect()
    for data in (f"ok:{code('policy', 'no-such-policy')}", "ok:", f"c:{code('policy', 'no-such')}", "cp:x", "ct:x"):
        assert not is_question(await person.click(seen, data))
    assert rows.count("interviews") == 0
