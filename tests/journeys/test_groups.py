"""Groups: silent unless spoken to, nothing personal, and still there after the move to a supergroup."""

from datetime import timedelta

import pytest

from bot import texts
from bot.callbacks import code
from bot.handlers.table import PRESSES, PUBLIC_PRESSES
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
    chat = int(room["chat"]["id"])
    await driver.expect(MENTION, chat_id=chat)
    return chat


async def heard(driver: Driver, group: int) -> list[Seen]:
    """All that the bot said in the group, once it has dealt with all before: the private word comes through the same poll."""
    await driver.say(f"{MENTION} 特培计划什么时候截止", user="组长", chat_id=group)
    await driver.expect("2023年3月20日", chat_id=group)
    return (await driver.outbox(chat_id=group))[1:-1]


async def test_talk_among_people_stays_unanswered_and_unnoted(driver: Driver, group: int, rows: Rows) -> None:
    for text in ("包头金蓝领啥时候截止", "/nosuchcommand", "@somebody 特培计划", "你好", "自测"):
        await driver.say(text, user="组长", chat_id=group)
    await driver.send("photo", png(9, 9), "图.png", user="组长", chat_id=group)
    number = await driver.say("特培", user="组长", chat_id=group)
    await driver.do("edit", user="组长", message_id=number, text="特培计划", chat_id=group)
    await driver.say("特培", user="组员", chat_id=group)
    assert await heard(driver, group) == []
    assert rows.count("people") == 1  # no row of who did not speak to the bot


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


def links(seen: Seen) -> dict[str, str]:
    """The buttons that lead elsewhere, by their words."""
    rows = seen.raw["message"].get("reply_markup", {}).get("inline_keyboard", [])
    return {button["text"]: button["url"] for row in rows for button in row if "url" in button}


@pytest.mark.parametrize(
    "said", ["/check", "/my", "/export", "/delete", "/remind", f"{MENTION} 自测", f"{MENTION} 我的提醒", f"{MENTION} 批量核对"]
)
async def test_what_is_personal_leads_to_the_private_chat_and_begins_there(driver: Driver, group: int, rows: Rows, said: str) -> None:
    await driver.say(said, user="组长", chat_id=group)
    told = await driver.expect(chat_id=group)
    assert told.text == texts.PRIVATE_ONLY
    assert list(links(told)) == [texts.IN_PRIVATE]
    assert rows.count("people") == 1
    await driver.click(told, texts.IN_PRIVATE, user="组长")
    there = await driver.expect(chat_id=await driver.person("组长"))
    assert there.text
    assert there.text not in texts.LINK_GONE


async def test_a_personal_command_on_a_programme_carries_it_along(driver: Driver, group: int, rows: Rows) -> None:
    chat = await driver.person("组长")
    await driver.say("/remind@shenbao_sandbox_bot 包头金蓝领", user="组长", chat_id=group)
    told = await driver.expect(chat_id=group)
    assert rows.count("subscriptions") == 0
    await driver.click(told, texts.IN_PRIVATE, user="组长")
    await driver.expect("🔔.*包头", chat_id=chat)
    assert rows.count("subscriptions") == 1
    await driver.say("/check 晋城", user="组长", chat_id=group)
    torn = await driver.expect(chat_id=group)
    assert len(links(torn)) == len(torn.labels) == 2


async def test_an_answers_personal_buttons_lead_each_reader_to_their_own_chat(driver: Driver, group: int, rows: Rows) -> None:
    await driver.say(f"{MENTION} 包头金蓝领啥时候截止", user="组长", chat_id=group)
    answer = await driver.expect("2024年12月10日", chat_id=group)
    assert verbs(answer) <= PUBLIC_PRESSES
    assert {"✅ 自测够不够条件", "🔔 提醒我"} <= set(links(answer))
    await driver.click(answer, "🔔 提醒我", user="组员")
    await driver.expect("🔔.*包头", chat_id=await driver.person("组员"))
    assert rows.all("SELECT chats.kind FROM chats JOIN subscriptions ON chats.id = chat_id") == [("private",)]


async def test_a_forged_or_old_personal_button_gets_a_word_and_does_nothing(driver: Driver, group: int, rows: Rows) -> None:
    await driver.say(f"{MENTION} 包头金蓝领啥时候截止", user="组长", chat_id=group)
    answer = await driver.expect("2024年12月10日", chat_id=group)
    coded = code("policy", "bt-shibaiqian-2024")
    for verb in sorted(set(PRESSES) - PUBLIC_PRESSES):
        await driver.click(answer, data=f"{verb}:{coded}", user="组员", stale=True)
        assert (await driver.expect(kinds="answer", chat_id=group)).text == texts.PRIVATE_ONLY
    assert rows.count("interviews") == rows.count("subscriptions") == rows.count("answers") == 0
    assert rows.count("people") == 2
    assert len(await driver.outbox(chat_id=group)) == 2


async def test_a_public_button_answers_whoever_presses_it(driver: Driver, group: int) -> None:
    await driver.say(f"{MENTION} 包头金蓝领啥时候截止", user="组长", chat_id=group)
    answer = await driver.expect("2024年12月10日", chat_id=group)
    await driver.click(answer, "要交什么", user="组员")
    await driver.expect("样材料", chat_id=group)


@pytest.mark.parametrize("said", ["/start", "/help", "/nosuchcommand@shenbao_sandbox_bot"])
async def test_hello_and_help_say_how_to_speak_to_the_bot_and_show_no_keyboard(driver: Driver, group: int, said: str) -> None:
    await driver.say(said, user="组长", chat_id=group)
    told = await driver.expect(MENTION, chat_id=group)
    assert told.keyboard == ()


async def test_commands_in_groups_answer_and_those_of_other_bots_are_left_to_them(driver: Driver, group: int) -> None:
    await driver.say("/deadline@shenbao_sandbox_bot 包头金蓝领", user="组员", chat_id=group)
    answer = await driver.expect("2024年12月10日", chat_id=group)
    await driver.say("/ask 特培计划什么时候截止", user="组员", chat_id=group)
    await driver.expect("2023年3月20日", chat_id=group)
    for text in ("/deadline@another_bot 包头金蓝领", "/help@another_bot", "/nosuchcommand"):
        await driver.say(text, user="组员", chat_id=group, reply_to=answer.message_id)
    assert len(await heard(driver, group)) == 2


async def test_half_a_question_leans_on_ones_own_last_answer_and_on_nobody_elses(driver: Driver, group: int) -> None:
    await driver.say(f"{MENTION} 包头金蓝领啥时候截止", user="组长", chat_id=group)
    await driver.expect("2024年12月10日", chat_id=group)
    await driver.say("/materials", user="组员", chat_id=group)
    assert "样材料" not in (await driver.expect(chat_id=group)).text
    await driver.say("/materials", user="组长", chat_id=group)
    await driver.expect("样材料", chat_id=group)


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


async def test_taken_into_a_group_the_bot_says_once_how_to_speak_to_it(driver: Driver) -> None:
    room = await driver.do("group", user="组长", title="新群", members=["组员"], with_bot=False)
    chat = int(room["chat"]["id"])
    await driver.do("add_bot", user="组长", chat_id=chat)
    hello = await driver.expect(MENTION, chat_id=chat)
    assert len(hello.text) < 200
    await driver.do("add_bot", user="组长", chat_id=chat, admin=True)
    await driver.say(f"{MENTION} 包头金蓝领啥时候截止", user="组员", chat_id=chat)
    await driver.expect("2024年12月10日", chat_id=chat)
    assert len(await driver.outbox(chat_id=chat)) == 2


async def test_where_the_bot_was_sent_away_nothing_is_sent_any_more(driver: Driver, group: int) -> None:
    await driver.fail("sendMessage", kind="error", code=500, description="Internal Server Error")
    await driver.say(f"{MENTION} 包头金蓝领啥时候截止", user="组长", chat_id=group)
    await driver.do("remove_bot", user="组长", chat_id=group)
    await driver.move_clock(timedelta(minutes=5))
    await driver.say("你好", user="组长")
    await driver.expect(chat_id=await driver.person("组长"))
    assert len(await driver.outbox(chat_id=group)) == 1


async def test_an_answer_points_at_its_question(driver: Driver, group: int) -> None:
    asked = await driver.say(f"{MENTION} 包头金蓝领啥时候截止", user="组长", chat_id=group)
    await driver.say("你们看", user="组员", chat_id=group)
    answer = await driver.expect("2024年12月10日", chat_id=group)
    assert answer.raw["message"]["reply_to_message"]["message_id"] == asked
    await driver.say("包头金蓝领啥时候截止", user="组长")
    assert "reply_to_message" not in (await driver.expect(chat_id=await driver.person("组长"))).raw["message"]


async def test_anonymous_administrators_are_answered_and_nothing_is_kept_of_what_they_asked(driver: Driver, group: int, rows: Rows) -> None:
    await driver.do("say", user="组长", text=f"{MENTION} 特培计划区内什么时候截止", chat_id=group, mask="admin")
    await driver.expect("2023年3月20日", chat_id=group)
    assert rows.count("topics") == 0
    await driver.do("say", user="组员", text=f"/materials{MENTION}", chat_id=group, mask="admin")
    assert "样材料" not in (await driver.expect(chat_id=group)).text
    await driver.do("say", user="组长", text=f"/my{MENTION}", chat_id=group, mask="admin")
    assert (await driver.expect(chat_id=group)).text == texts.PRIVATE_ONLY


async def test_what_telegram_brings_from_the_channel_is_left_alone(driver: Driver, group: int, rows: Rows) -> None:
    await driver.do("say", user="组长", text=f"{MENTION} 特培计划什么时候截止", chat_id=group, mask="channel")
    assert await heard(driver, group) == []
    assert rows.count("people") == 1


async def test_the_name_may_be_typed_in_capitals(driver: Driver, group: int) -> None:
    await driver.say(f"{MENTION.upper()} 包头金蓝领啥时候截止", user="组长", chat_id=group)
    await driver.expect("2024年12月10日", chat_id=group)
