"""Commands: whatever one can ask has one; named, just spoken of, or chosen from a list."""

import json

import pytest

from bot import texts
from bot.handlers.commands import TOPICS
from bot.sandbox.driver import Driver, Seen
from bot.views.answer import SECTIONS
from bot.views.listing import COMING
from bot.views.paging import PAGE
from knowledge.base import KnowledgeBase
from tests.journeys.interview import data_with, is_question, verbs
from tests.journeys.rows import Rows

BAOTOU, TEPEI = "包头", "特培"


def choices(seen: Seen) -> list[str]:
    """The programmes that a list offers."""
    return [label for label in seen.labels if not label.startswith(("‹", "后面的"))]


def test_every_topic_that_people_ask_about_has_a_command_and_every_command_a_word_in_both_menus() -> None:
    assert set(TOPICS.values()) == set(SECTIONS)
    listed = [name for name, _ in texts.COMMANDS]
    assert set(TOPICS) <= set(listed)
    assert listed == [name for name, _ in texts.COMMANDS_EN]


@pytest.mark.parametrize("command", sorted(TOPICS))
async def test_a_command_with_a_programme_is_answered_at_once(driver: Driver, command: str) -> None:
    await driver.say(f"/{command} 金蓝领")
    answer = await driver.expect()
    assert "包头" in answer.text
    assert answer.text
    assert "p" not in verbs(answer)


async def test_a_command_alone_asks_of_what_was_just_spoken_of_and_of_its_track(driver: Driver) -> None:
    await driver.say("特培计划区内有多少钱")
    await driver.expect()
    await driver.say("/deadline")
    answer = await driver.expect("2023年3月20日")
    assert "区内" in answer.text
    await driver.say("/materials")
    assert "样材料" in (await driver.expect()).text.splitlines()[0]


async def test_a_command_alone_out_of_the_blue_offers_what_is_open_first_page_by_page(driver: Driver, base: KnowledgeBase) -> None:
    await driver.say("/deadline")
    first = await driver.expect("什么时候截止")
    assert "🟢 进行中，还有 12 天" in first.text
    assert BAOTOU in first.labels[0]
    assert len(choices(first)) == PAGE
    named = choices(first)
    page = first
    while "p" in verbs(page) and any(label.startswith("后面的") for label in page.labels):
        await driver.click(page, "后面的")
        page = await driver.expect()
        assert page.message_id == first.message_id
        named += choices(page)
    assert len(named) == len(set(named)) == len(base.policies)
    await driver.click(page, choices(page)[-1])
    await driver.expect("不受理申报|截止")


async def test_policies_lists_every_one_and_each_opens(driver: Driver, base: KnowledgeBase) -> None:
    await driver.say("/policies")
    listed = await driver.expect(str(len(base.policies)))
    assert BAOTOU in listed.labels[0]
    for page in range(1, -(-len(base.policies) // PAGE) + 1):
        for data in data_with(listed, "t"):
            await driver.click(listed, data=data)
            opened = await driver.expect(kinds="message")
            assert any(policy.audience in opened.text for policy in base.policies.values())
        if page * PAGE < len(base.policies):
            await driver.click(listed, "后面的")
            listed = await driver.expect(kinds="edit")


async def test_a_command_on_several_programmes_asks_which_and_answers_the_same_thing(driver: Driver) -> None:
    await driver.say("/deadline 晋城")
    torn = await driver.expect("您问的是哪一个")
    await driver.click(torn, "技师工作站")
    await driver.expect("2022年12月8日")


@pytest.mark.parametrize("text", ["/deadline 大同技师工作站", "/check 大同技师工作站", "/remind 大同技师工作站"])
async def test_a_command_on_a_programme_that_is_not_ours_says_so(driver: Driver, rows: Rows, text: str) -> None:
    await driver.say(text)
    assert "大同" in (await driver.expect()).text.splitlines()[0]
    assert rows.count("interviews") == rows.count("subscriptions") == 0


@pytest.mark.parametrize("said", ["啥时候", "你好", "我52岁，能报啥"])
async def test_a_command_with_no_programme_behind_it_offers_the_list(driver: Driver, said: str) -> None:
    await driver.say(f"/deadline {said}")
    assert len(choices(await driver.expect("什么时候截止"))) == PAGE


async def test_a_command_with_the_longest_text_there_is_gets_a_short_answer(driver: Driver) -> None:
    await driver.say(f"/deadline {'哈' * 4000}")
    assert len((await driver.expect()).text) < 600
    await driver.say(f"/ask {'哈' * 4000}")
    assert (await driver.expect()).text == texts.TOO_LONG


async def test_ask_takes_a_whole_question_and_without_one_says_how(driver: Driver) -> None:
    await driver.say("/ask 特培计划什么时候截止")
    await driver.expect("2023年3月20日")
    await driver.say("/ask")
    assert (await driver.expect()).text.startswith(texts.ASK_HOW[0])


async def test_check_begins_the_check_of_the_programme_named(driver: Driver) -> None:
    await driver.say("/check 晋城技师工作站")
    consent = await driver.expect()
    assert verbs(consent) == {"ok", "no", "fs"}, "it is over: the next edition may be waited for"
    await driver.click(consent, data=data_with(consent, "ok")[0])
    assert is_question(await driver.expect())
    await driver.say("/check 特培计划区内")
    assert is_question(await driver.expect("特培"))


async def test_remind_follows_the_programme_named_and_offers_several(driver: Driver, rows: Rows) -> None:
    await driver.say("/remind 包头金蓝领")
    assert BAOTOU in (await driver.expect("🔔")).text
    await driver.say("/remind 特培计划")
    await driver.expect("下一期")
    assert rows.all("SELECT kind FROM subscriptions ORDER BY id") == [("policy",), ("series",)]
    await driver.say("/remind 晋城")
    torn = await driver.expect("您问的是哪一个")
    assert verbs(torn) == {"f", "zk"}


async def test_the_menus_are_set_for_each_language_and_groups_get_the_public_ones_only(driver: Driver) -> None:
    await driver.say("/help")
    await driver.expect()
    state = await driver.state()
    menus = {(json.loads(menu["scope"])["type"], menu["language"]): menu["commands"] for menu in state["commands"]}
    assert set(menus) == {(scope, language) for scope in ("default", "all_group_chats") for language in ("", "en")}
    for (scope, _), menu in menus.items():
        names = {command["command"] for command in menu}
        assert names == {name for name, _ in texts.COMMANDS} - ({"check", "remind", "my", "unit"} if scope == "all_group_chats" else set())
    for name, _ in texts.COMMANDS:
        await driver.say(f"/{name}")
        assert (await driver.expect()).text


async def test_the_descriptions_are_set_in_both_languages_and_only_when_they_differ(driver: Driver) -> None:
    await driver.say("/help")
    await driver.expect()
    told = (await driver.state())["texts"]
    assert told["description:"] == texts.DESCRIPTION
    assert told["description:en"] == texts.DESCRIPTION_EN
    assert told["short_description:"] == texts.SHORT_DESCRIPTION
    assert told["short_description:en"] == texts.SHORT_DESCRIPTION_EN


def test_what_is_listed_first_is_what_can_be_applied_for() -> None:
    assert COMING == ("open", "upcoming")
