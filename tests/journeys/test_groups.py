"""Groups: silent unless spoken to, nothing personal, and still there after the move to a supergroup."""

import pytest

from bot import texts
from bot.sandbox.driver import Driver, Seen
from tests.bot.sandbox.client import png
from tests.journeys.interview import data_with, verbs
from tests.journeys.rows import Rows

MENTION = "@shenbao_sandbox_bot"


@pytest.fixture
async def group(driver: Driver) -> int:
    """A group of two with the bot, which may read along."""
    await driver.do("privacy", on=False)
    room = await driver.do("group", user="组长", title="技师群", members=["组员"])
    return int(room["chat"]["id"])


async def heard(driver: Driver, group: int) -> list[Seen]:
    """All that the bot said in the group, once it has dealt with all before: the private word comes through the same poll."""
    await driver.say(f"{MENTION} 特培计划什么时候截止", user="组长", chat_id=group)
    await driver.expect("2023年3月20日", chat_id=group)
    return (await driver.outbox(chat_id=group))[:-1]


async def test_talk_among_people_stays_unanswered(driver: Driver, group: int) -> None:
    for text in ("包头金蓝领啥时候截止", "/nosuchcommand", "@somebody 特培计划", "你好", "自测"):
        await driver.say(text, user="组长", chat_id=group)
    await driver.send("photo", png(9, 9), "图.png", user="组长", chat_id=group)
    number = await driver.say("特培", user="组长", chat_id=group)
    await driver.do("edit", user="组长", message_id=number, text="特培计划", chat_id=group)
    assert await heard(driver, group) == []


async def test_a_mention_is_answered(driver: Driver, group: int) -> None:
    await driver.say(f"{MENTION} 包头金蓝领啥时候截止", user="组员", chat_id=group)
    await driver.expect("2024年12月10日", chat_id=group)
    await driver.say(f"特培计划{MENTION}什么时候截止", user="组员", chat_id=group)


async def test_who_tells_about_themselves_gets_no_personal_button(driver: Driver, group: int) -> None:
    await driver.say(f"{MENTION} 我52岁，高级技师，在包头一家国企，能报啥", user="组员", chat_id=group)
    seen = await driver.expect(chat_id=group)
    assert "52周岁" not in seen.text
    assert "s" not in verbs(seen)


async def test_a_reply_to_the_bot_is_answered_and_a_reply_to_somebody_else_not(driver: Driver, group: int) -> None:
    await driver.say(f"{MENTION} 包头金蓝领啥时候截止", user="组员", chat_id=group)
    answer = await driver.expect("2024年12月10日", chat_id=group)
    assert answer.message_id is not None
    await driver.say("特培计划什么时候截止", user="组长", chat_id=group, reply_to=answer.message_id)
    await driver.expect("2023年3月20日", chat_id=group)
    theirs = await driver.say("谁知道", user="组员", chat_id=group)
    await driver.say("包头金蓝领啥时候截止", user="组长", chat_id=group, reply_to=theirs)
    assert len(await heard(driver, group)) == 2


async def test_personal_commands_are_only_taken_in_private(driver: Driver, group: int, rows: Rows) -> None:
    for command in ("/check", "/my", "/export", "/delete", "/remind"):
        await driver.say(command, user="组长", chat_id=group)
        assert (await driver.expect(chat_id=group)).text == texts.PRIVATE_ONLY
    assert rows.count("people") == 1


async def test_a_self_check_and_a_reminder_are_only_begun_in_private(driver: Driver, group: int, rows: Rows) -> None:
    await driver.say(f"{MENTION} 包头金蓝领啥时候截止", user="组长", chat_id=group)
    answer = await driver.expect("2024年12月10日", chat_id=group)
    await driver.click(answer, data=data_with(answer, "f")[0], user="组员")
    assert (await driver.expect(kinds="answer", chat_id=group)).text == texts.PRIVATE_ONLY
    for data in (*data_with(answer, "c"), "cc", "fs:x", "ex", "d", "dd", "my"):
        await driver.click(answer, data=data, user="组员", stale=True)
        await driver.expect(kinds="answer", chat_id=group)
    assert rows.count("interviews") == rows.count("subscriptions") == rows.count("answers") == 0
    assert rows.count("people") == 2


async def test_one_persons_interview_in_private_is_not_fed_by_their_words_in_a_group(driver: Driver, group: int, rows: Rows) -> None:
    await driver.say("/check", user="组长")
    choice = await driver.expect()
    await driver.click(choice, "技师工作站", user="组长")
    consent = await driver.expect()
    await driver.click(consent, data=data_with(consent, "ok")[0], user="组长")
    await driver.expect()
    await driver.say(f"{MENTION} 企业", user="组长", chat_id=group)
    await driver.expect(chat_id=group)
    assert rows.count("answers") == 0


async def test_a_group_that_becomes_a_supergroup_keeps_its_row(driver: Driver, group: int, rows: Rows) -> None:
    await driver.say(f"{MENTION} 你好", user="组长", chat_id=group)
    await driver.expect(chat_id=group)
    moved = await driver.do("migrate", user="组长", chat_id=group)
    there = int(moved["chat"]["id"])
    await driver.say(f"{MENTION} 包头金蓝领啥时候截止", user="组长", chat_id=there)
    await driver.expect("2024年12月10日", chat_id=there)
    groups = rows.all("SELECT telegram_chat_id, kind FROM chats WHERE kind <> 'private'")
    assert groups == [(there, "supergroup")]


async def test_thrown_out_and_taken_back(driver: Driver, group: int, rows: Rows) -> None:
    await driver.say(f"{MENTION} 你好", user="组长", chat_id=group)
    await driver.expect(chat_id=group)
    await driver.do("remove_bot", user="组长", chat_id=group)
    await driver.say("你好", user="组长")
    await driver.expect()
    assert rows.all("SELECT unreachable_since IS NULL FROM chats WHERE kind = 'group'") == [(0,)]
    await driver.do("add_bot", user="组长", chat_id=group)
    await driver.say(f"{MENTION} 包头金蓝领啥时候截止", user="组长", chat_id=group)
    await driver.expect("2024年12月10日", chat_id=group)
    assert rows.all("SELECT unreachable_since FROM chats WHERE kind = 'group'") == [(None,)]
