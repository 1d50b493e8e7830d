"""What is kept is shown, handed over and deleted."""

import json
from typing import Any

import aiohttp
import pytest

from bot import texts
from bot.sandbox.driver import Driver, Seen
from bot.sandbox.sandbox import Sandbox
from knowledge.base import KnowledgeBase
from tests.journeys.interview import SUITED, Interview, Value, data_with, verbs
from tests.journeys.rows import Rows

ANSWERS: dict[str, Value] = {
    "age": "1980年5月1日",
    "professional_title": "senior",
    "unit_place": "baotou",
    "ethnic_minority": True,
    "healthy": True,
}


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


async def document(sandbox: Sandbox, seen: Seen) -> dict[str, list[dict[str, Any]]]:
    """The JSON file of a message, as the person's app fetches it."""
    file = seen.raw["message"]["document"]
    assert file["file_name"].endswith(".json")
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.base_url}/control/file/{file['file_unique_id']}") as response:
        found: dict[str, list[dict[str, Any]]] = json.loads(await response.read())
        return found


async def leave_traces(person: Interview) -> None:
    """Answers, sensitive ones too, a reminder, a series, a question under way."""
    await person.walk(await person.begin("nmg-tepei-2023", "outside"), ANSWERS)
    await person.driver.say("包头金蓝领啥时候截止", user=person.user)
    answer = await person.driver.expect()
    followed = await person.press(answer, "f")
    await person.press(followed, "fs")
    await person.driver.say("晋城的项目截止时间", user=person.user)
    await person.driver.expect()


async def test_privacy_says_what_is_kept_and_leads_to_both_rights(driver: Driver) -> None:
    await driver.say("/privacy")
    told = await driver.expect()
    assert verbs(told) == {"ex", "mv", "d"}
    assert "/export" in told.text
    assert "/delete" in told.text


async def test_the_export_holds_every_answer_as_it_was_given(person: Interview, sandbox: Sandbox) -> None:
    await leave_traces(person)
    await person.driver.say("/export")
    everything = await document(sandbox, await person.driver.expect())
    answers = {row["fact"]: row for row in everything["answers"]}
    assert answers.keys() == person.said.keys()
    assert json.loads(answers["age"]["value"])["earliest"] == "1980-05-01"
    assert json.loads(answers["ethnic_minority"]["value"])["value"] is True
    assert {row["kind"] for row in everything["subscriptions"]} == {"policy", "series"}
    assert everything["people"][0]["consented_at"]


async def test_the_export_holds_nothing_of_others(driver: Driver, base: KnowledgeBase, sandbox: Sandbox) -> None:
    other, me = Interview(driver, base, "别人"), Interview(driver, base, "我")
    await leave_traces(other)
    await driver.say("/export", user="我")
    text = json.dumps(await document(sandbox, await driver.expect()))
    assert me.said == {}
    assert str(await driver.person("别人")) not in text
    assert "1980" not in text


async def test_after_a_deletion_no_table_holds_anything_of_the_person(person: Interview, rows: Rows) -> None:
    await leave_traces(person)
    number = str(await person.driver.person(person.user))
    assert number in rows.everything()
    await person.driver.say("/delete")
    asked = await person.driver.expect()
    assert verbs(asked) == {"dd", "dn"}
    await person.driver.click(asked, data="dd")
    assert (await person.driver.expect(kinds="message")).text == texts.DELETED
    await person.driver.expect(kinds="answer")
    assert number not in rows.everything()
    counts = {"tallies", "tally_marks"}
    kept = {table for table in rows.tables() if rows.count(table)} - {"publications", "publication_files", "contents"} - counts
    assert kept <= {"alembic_version", "marks", "schedule", "deadlines", "questions", "inbox", "stewards"}, "what names nobody stays"
    assert rows.all("SELECT person_id FROM stewards WHERE person_id IS NOT NULL") == []
    assert rows.all("SELECT DISTINCT lane, telegram_user_id, payload, error FROM inbox") == [("", None, None, None)]


async def test_a_deletion_can_be_called_off(person: Interview, rows: Rows) -> None:
    await leave_traces(person)
    answers = rows.count("answers")
    await person.driver.say("/delete")
    asked = await person.driver.expect()
    assert rows.count("answers") == answers
    kept = await person.press(asked, "dn")
    assert not kept.labels
    assert rows.count("answers") == answers
    assert rows.count("subscriptions") == 2


async def test_one_can_talk_again_after_a_deletion_and_is_asked_for_consent_again(person: Interview, rows: Rows) -> None:
    await leave_traces(person)
    await person.driver.say("/privacy")
    told = await person.driver.expect()
    asked = await person.press(told, "d")
    await person.driver.click(asked, data="dd")
    await person.driver.expect(kinds="message")
    await person.driver.say("/my")
    assert "e" not in verbs(await person.driver.expect())
    consent = await person.choose("nmg-tepei-2023", "outside")
    assert "ok" in verbs(consent)
    first = await person.press(consent, "ok")
    fact = person.fact_of(first)
    assert person.fact_of(await person.answer(first, SUITED[fact])) != fact
    assert rows.count("answers") == 1


async def test_deleting_twice_by_the_same_button_is_harmless(person: Interview, rows: Rows) -> None:
    await person.driver.say("/delete")
    asked = await person.driver.expect()
    for _ in range(2):
        await person.driver.click(asked, data="dd", stale=True)
        await person.driver.expect(kinds="message")
        await person.driver.expect(kinds="answer")
    assert rows.count("people") == 0


async def test_deleting_one_person_leaves_the_others(driver: Driver, base: KnowledgeBase, rows: Rows) -> None:
    one, other = Interview(driver, base, "甲"), Interview(driver, base, "乙")
    await leave_traces(one)
    await leave_traces(other)
    before = rows.all("SELECT count(*) FROM answers JOIN profiles ON profiles.id = profile_id GROUP BY person_id")
    await driver.say("/delete", user="甲")
    await driver.click(await driver.expect(), data="dd", user="甲")
    await driver.expect(texts.DELETED)
    left = rows.all("SELECT count(*) FROM answers JOIN profiles ON profiles.id = profile_id GROUP BY person_id")
    assert left == before[1:]
    assert rows.count("subscriptions") == 2


async def test_what_people_write_is_gone_from_the_inbox_once_it_is_answered(driver: Driver, rows: Rows) -> None:
    await driver.say("我今年四十五岁，在包头钢铁厂")
    await driver.expect()
    assert rows.all("SELECT payload FROM inbox WHERE state = 'handled'") == [(None,)]
    assert "四十五" not in rows.everything()


async def test_no_name_of_a_person_is_stored(driver: Driver, rows: Rows) -> None:
    await driver.person("欧阳小明", last_name="欧阳", username="ouyang_xm")
    await driver.say("包头金蓝领啥时候截止", user="欧阳小明")
    answer = await driver.expect()
    await driver.click(answer, data=data_with(answer, "f")[0], user="欧阳小明")
    await driver.expect()
    held = rows.everything()
    assert "欧阳" not in held
    assert "ouyang" not in held
