"""?start=: a programme, one of its topics, a self-check, a reminder; anything else is explained kindly and leads on."""

import pytest

from bot import texts
from bot.callbacks import press, start_payload, target_code
from bot.sandbox.driver import Driver, Seen
from bot.views.next_steps import topic_press
from knowledge.base import KnowledgeBase
from tests.journeys.interview import Interview, data_with, is_question, verbs
from tests.journeys.rows import Rows

TEPEI, STATION = "nmg-tepei-2023", "jc-technician-station-2022"


def payload(data: str) -> str:
    carried = start_payload(data)
    assert carried is not None
    return carried


def words(seen: Seen) -> list[str]:
    return [word for row in seen.keyboard for word in row]


async def test_a_link_opens_its_programme_topic_or_track(driver: Driver, base: KnowledgeBase) -> None:
    await driver.say("你好")
    await driver.expect()
    for policy in base.policies.values():
        await driver.start(payload(topic_press(policy, None, ("overview",))))
        await driver.expect(policy.audience)
    await driver.start(payload(topic_press(base.policies[TEPEI], "inside", ("deadline", "materials"))))
    answer = await driver.expect("2023年3月20日")
    assert "区内" in answer.text
    assert "样材料" in answer.text


async def test_somebody_new_is_greeted_briefly_with_the_words_and_gets_what_they_opened(driver: Driver, base: KnowledgeBase) -> None:
    await driver.start(payload(topic_press(base.policies[TEPEI], None, ("deadline",))))
    hello = await driver.expect(texts.HELLO_BRIEF[0])
    assert words(hello) == list(texts.WORDS)
    await driver.expect("2023年3月20日")
    await driver.start(payload(topic_press(base.policies[TEPEI], None, ("deadline",))))
    assert (await driver.expect()).text.startswith("⚪")


async def test_a_link_begins_a_self_check_of_a_programme_or_a_track(driver: Driver) -> None:
    await driver.start(payload(press("c", target_code(STATION, None))))
    await driver.expect(texts.HELLO_BRIEF[0])
    consent = await driver.expect()
    assert verbs(consent) == {"ok", "no", "fs"}, "it is over: the next edition may be waited for"
    await driver.click(consent, data=data_with(consent, "ok")[0])
    assert is_question(await driver.expect())
    await driver.start(payload(press("ct", target_code(TEPEI, "outside"))))
    assert is_question(await driver.expect())


async def test_half_a_question_leans_on_what_a_link_opened(driver: Driver, base: KnowledgeBase) -> None:
    await driver.start(payload(topic_press(base.policies[TEPEI], "inside", ("overview",))))
    await driver.expect("适用")
    await driver.say("什么时候截止")
    assert "区内" in (await driver.expect("2023年3月20日")).text


@pytest.mark.parametrize("carried", ["x", "pzzzzzzzzzzzz", "c-_-", "t-zzzzzzzzzzzz-1", "u-deadbeef", "_", "-", "f-" + "a" * 60])
async def test_a_link_that_is_not_known_is_explained_and_leads_on(driver: Driver, carried: str) -> None:
    await driver.start(carried)
    assert (await driver.expect()).text.startswith(texts.LINK_GONE[0])
    assert words(await driver.expect(texts.START[0])) == list(texts.WORDS)


async def test_a_start_alone_says_hello_and_brings_the_words(driver: Driver) -> None:
    await driver.start()
    assert words(await driver.expect(texts.START[0])) == list(texts.WORDS)


@pytest.mark.parametrize("verb", ["dd", "ok", "a", "lz", "uf", "e", "r", "so"])
async def test_no_link_deletes_agrees_or_answers(driver: Driver, base: KnowledgeBase, rows: Rows, verb: str) -> None:
    person = Interview(driver, base)
    await person.one_in(TEPEI, "outside")
    before = rows.all("SELECT state, value FROM answers"), rows.count("people")
    await driver.start(f"{verb}-{target_code(TEPEI, 'outside')}-y")
    await driver.expect(texts.LINK_GONE[0])
    assert (rows.all("SELECT state, value FROM answers"), rows.count("people")) == before
