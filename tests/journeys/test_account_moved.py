"""搬家码: an account is moved with a code from paper; whoever holds the old one is asked first, and in doubt nothing moves."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.callbacks import code
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver, Seen
from bot.usecases.transferring import LAPSES, LIVES, TRIES, WAITS
from knowledge.base import KnowledgeBase
from storage.transfers import FATES
from tests.journeys.following import follow, is_push, morning
from tests.journeys.interview import Interview, Value, data_with, verbs
from tests.journeys.members import CONTACT, TEPEI, Colleagues, founded
from tests.journeys.rows import Rows

OLD, NEW, OTHER = "旧账号", "新账号", "捡到纸的人"
ANSWERS: dict[str, Value] = {"age": 40, "professional_title": "senior", "unit_place": "baotou", "ethnic_minority": True, "healthy": True}
CODE = re.compile(r"(?:[2-9A-Y]{4}-){3}[2-9A-Y]{4}")
STALE = "过期"
MENTION = "@shenbao_sandbox_bot"


class Movers(Colleagues):
    """People who talk in private, found by a button's verb."""

    async def verb(self, user: str, seen: Seen, verb: str, at: int = 0) -> Seen:
        return await self.press(user, seen, data_with(seen, verb)[at])

    async def write(self, user: str) -> str:
        """Write a code down, by way of /privacy."""
        screen = await self.verb(user, await self.say(user, "/privacy"), "mv")
        shown = await self.verb(user, screen, "mvn")
        found = CODE.search(shown.text)
        assert found is not None, shown.text
        return found[0]

    async def type(self, user: str, said: str) -> Seen:
        """Type a code where one is asked for."""
        await self.verb(user, await self.say(user, "换手机了怎么办"), "mve")
        return await self.say(user, said)

    async def hears(self, user: str, text: str) -> Seen:
        return await self.driver.expect(text, chat_id=await self.driver.person(user))


@pytest.fixture
async def movers(driver: Driver, tmp_path: Path, clock: MovableClock) -> Movers:
    unit = await founded(driver, tmp_path, clock.now())
    return Movers(driver, tmp_path, unit.unit)


def held(rows: Rows, number: int) -> dict[str, int]:
    """How much of what goes a person has, table by table, in their private chat."""
    found = {}
    for table in sorted(name for name, fate in FATES.items() if fate == "goes" and name not in {"answers", "outbox"}):
        statement = f"SELECT count(*) FROM {table} JOIN people ON people.id = person_id WHERE telegram_user_id = ?"  # noqa: S608 - our own names
        found[table] = int(rows.all(statement, number)[0][0])
    return {name: count for name, count in found.items() if count}


async def settle_in(movers: Movers, base: KnowledgeBase, user: str) -> None:
    """Follow, check oneself with sensitive answers, join a unit and share."""
    await follow(movers.driver, user)
    person = Interview(movers.driver, base, user)
    await person.walk(await person.begin("nmg-tepei-2023", "outside"), ANSWERS)
    page = await movers.join(user, await movers.token(), "张建国")
    await movers.share(user, page, f"jp:{movers.unit}:{code('policy', TEPEI)}")


async def test_all_of_it_comes_to_the_new_account_once_the_old_one_says_so(movers: Movers, base: KnowledgeBase, rows: Rows) -> None:
    driver = movers.driver
    old, new = await driver.person(OLD), await driver.person(NEW)
    await settle_in(movers, base, OLD)
    before = held(rows, old)
    assert {"subscriptions", "interviews", "profiles", "members", "shares", "tellings"} <= set(before)
    written = await movers.write(OLD)
    assert written not in rows.everything()
    assert written.replace("-", "") not in rows.everything()

    waiting = await movers.type(NEW, f" {written.lower().replace('-', '　－ ')} ")
    assert "码对了" in waiting.text
    asked = await movers.hears(OLD, "有人用您的搬家码")
    assert held(rows, old) == before
    forged = await movers.press(NEW, waiting, f"mvd:{data_with(waiting, 'mvq')[0].split(':')[1]}:y")
    assert STALE in forged.text, "it is not time yet"
    await movers.verb(OLD, asked, "mvy")
    counted = await movers.verb(NEW, await movers.hears(NEW, "可以搬家了"), "mvs")
    assert "关注 1 项" in counted.text
    assert "民族" in counted.text
    moved = await movers.verb(NEW, counted, "mvd")
    assert "搬好了" in moved.text
    await movers.hears(OLD, "已经搬到另一个账号")
    assert held(rows, old) == {}
    assert held(rows, new) == before

    await driver.move_clock(morning(3) + timedelta(minutes=1))
    push = await driver.expect(r"\b3 天", chat_id=new)
    assert is_push(push)
    assert [seen for seen in await driver.outbox(chat_id=old) if is_push(seen)] == []
    assert len([seen for seen in await driver.outbox(chat_id=new) if is_push(seen)]) == 1
    assert STALE in (await movers.press(OLD, asked, data_with(asked, "mvx")[0])).text
    assert "已经用过了" in (await movers.type(OTHER, written)).text


async def test_what_the_old_account_refuses_does_not_move_and_nobody_else_can_press_for_it(
    movers: Movers, base: KnowledgeBase, rows: Rows
) -> None:
    driver = movers.driver
    await settle_in(movers, base, OLD)
    before = held(rows, await driver.person(OLD))
    written = await movers.write(OLD)
    assert "自己的搬家码" in (await movers.type(OLD, written)).text
    waiting = await movers.say(OTHER, written)
    assert "码对了" in waiting.text, "a code is known for one wherever it is typed"
    taken = await movers.type(NEW, written)
    assert "另一个账号在用" in taken.text
    asked = await movers.hears(OLD, "有人用您的搬家码")
    number = data_with(asked, "mvy")[0].split(":")[1]
    for data in (f"mvy:{number}", f"mvx:{number}", f"mvs:{number}", f"mvd:{number}:y", f"mvq:{number}", "mvd:x", "mvs"):
        assert STALE in (await movers.press(NEW, taken, data)).text
    refused = await movers.verb(OLD, asked, "mvx")
    assert "作废" in refused.text
    await movers.hears(OTHER, "什么都没搬")
    assert "作废" in (await movers.type(OTHER, written)).text
    second = await movers.write(OLD)
    await movers.write(OLD)
    assert "作废" in (await movers.type(NEW, second)).text, "a new code ends the one before it"
    third = await movers.write(OLD)
    await movers.type(NEW, third)
    await movers.hears(OLD, "有人用您的搬家码")
    screen = await movers.say(OLD, "搬家码")
    await movers.hears(OLD, "有人用您的搬家码")
    assert "作废了" in (await movers.verb(OLD, screen, "mvw")).text
    await movers.hears(NEW, "什么都没搬")
    assert "作废" in (await movers.type(NEW, third)).text
    await driver.move_clock(WAITS + timedelta(minutes=1))
    assert held(rows, await driver.person(OLD)) == before
    assert held(rows, await driver.person(OTHER)) == {}
    await movers.type(NEW, await movers.write(OLD))
    await driver.click(await movers.say(OLD, "/delete"), data="dd", user=OLD, stale=True)
    await movers.hears(NEW, "什么都没搬")
    assert rows.count("transfer_codes") == 0


async def test_wrong_codes_are_few_a_day_kept_nowhere_and_never_said_in_a_group(movers: Movers, rows: Rows) -> None:
    driver = movers.driver
    written = await movers.write(OLD)
    wrong = "7Q" + written[2:] if not written.startswith("7D") else "AA" + written[2:]
    for _ in range(TRIES):
        assert "没有这个码" in (await movers.type(OTHER, wrong)).text
    assert "试得太多" in (await movers.type(OTHER, written)).text
    await movers.say(NEW, "0A2C-7K3M-9PXW-4TYR")  # read off paper with a look-alike, where nobody asked for it
    assert rows.count("questions") == 0
    assert rows.all("SELECT count(*) FROM audit WHERE act = 'transfer.wrong'") == [(TRIES,)]
    await driver.move_clock(timedelta(days=1, minutes=1))
    assert "码对了" in (await movers.type(OTHER, written)).text
    assert "码对了" in (await movers.type(OTHER, written)).text, "once more is the same"
    asked = [seen for seen in await driver.outbox(chat_id=await driver.person(OLD)) if "有人用您的搬家码" in seen.text]
    assert len(asked) == 1
    await movers.type(OTHER, await movers.write(CONTACT))
    await driver.move_clock(WAITS + timedelta(minutes=1))
    await movers.hears(OTHER, "可以搬家了")
    await movers.verb(OTHER, await movers.say(OTHER, "搬家码"), "mve")
    assert "2024年12月10日" in (await movers.say(OTHER, "包头金蓝领啥时候截止")).text, "a question is one like any other"
    assert len([seen for seen in await driver.outbox(chat_id=await driver.person(OTHER)) if "可以搬家了" in seen.text]) == 1, (
        "the last alone"
    )
    room = (await driver.do("group", user=OTHER, title="技师群", members=[NEW]))["chat"]["id"]
    await driver.expect(MENTION, chat_id=room)
    await driver.say(f"{MENTION} {written}", user=OTHER, chat_id=room)
    assert "别发在群里" in (await driver.expect(chat_id=room)).text
    await driver.say(f"{MENTION} 换手机了怎么办", user=OTHER, chat_id=room)
    assert (await driver.expect("私聊", chat_id=room)).labels


async def test_who_cannot_open_the_old_account_waits_three_days_and_takes_no_office_along(
    movers: Movers, base: KnowledgeBase, rows: Rows
) -> None:
    driver = movers.driver
    person = Interview(driver, base, CONTACT)
    await person.walk(await person.begin("nmg-tepei-2023", "outside"), ANSWERS)
    written = await movers.write(CONTACT)
    await movers.type(NEW, written)
    assert "mvs" in verbs(await movers.say(NEW, "我换号了"))
    await driver.move_clock(WAITS + timedelta(minutes=1))
    ready = await movers.hears(NEW, "可以搬家了")
    counted = await movers.verb(NEW, ready, "mvs")
    assert "包头第三机械厂" in counted.text
    quit_it = await movers.verb(NEW, counted, "mvq")
    assert "码还能用" in quit_it.text
    await movers.hears(CONTACT, "不搬了")
    await movers.type(NEW, written)
    await driver.move_clock(WAITS + LAPSES + timedelta(minutes=1))
    ready = await movers.hears(NEW, "可以搬家了")
    assert STALE in (await movers.verb(NEW, ready, "mvs")).text, "who leaves it for a week asks again"
    await movers.type(NEW, written)
    await driver.move_clock(WAITS + timedelta(minutes=1))
    counted = await movers.verb(NEW, await movers.hears(NEW, "可以搬家了"), "mvs")
    moved = await movers.verb(NEW, counted, "mvd", at=1)
    assert "联系人身份没搬" in moved.text
    facts = {row[0] for row in rows.all("SELECT fact FROM answers")}
    assert facts
    assert facts.isdisjoint({"ethnic_minority", "healthy"}), "what was not agreed to is deleted"
    assert rows.count("contacts") == 0
    assert rows.all("SELECT sensitive_consented_at FROM people WHERE sensitive_consented_at IS NOT NULL") == []
    assert "je" in verbs(await movers.say(CONTACT, "/unit")), "a stranger's screen"
    last = await movers.write(NEW)
    await driver.move_clock(LIVES)
    assert "过期" in (await movers.type(OTHER, last)).text


async def test_what_could_not_reach_the_old_account_reaches_the_new_one(movers: Movers) -> None:
    driver = movers.driver
    await follow(driver, OLD)
    written = await movers.write(OLD)
    await driver.do("block", user=OLD)
    assert "联系不上" in (await movers.type(NEW, written)).text
    await driver.move_clock(morning(7) - timedelta(hours=13))
    counted = await movers.verb(NEW, await movers.hears(NEW, "可以搬家了"), "mvs")
    assert "搬好了" in (await movers.verb(NEW, counted, "mvd")).text
    await driver.move_clock(morning(7) + timedelta(minutes=1))
    assert is_push(await driver.expect(r"\b7 天", chat_id=await driver.person(NEW)))


async def test_what_was_answered_since_the_new_account_looked_is_shown_before_it_is_agreed_to(
    movers: Movers, base: KnowledgeBase, rows: Rows
) -> None:
    driver = movers.driver
    await follow(driver, OLD)
    await movers.type(NEW, await movers.write(OLD))
    await movers.verb(OLD, await movers.hears(OLD, "有人用您的搬家码"), "mvy")
    looked = await movers.verb(NEW, await movers.hears(NEW, "可以搬家了"), "mvs")
    assert "民族" not in looked.text
    person = Interview(driver, base, OLD)
    await person.walk(await person.begin("nmg-tepei-2023", "outside"), ANSWERS)
    shown = await movers.verb(NEW, looked, "mvd")
    assert "民族" in shown.text
    assert held(rows, await driver.person(NEW)) == {}
    assert "搬好了" in (await movers.verb(NEW, shown, "mvd")).text
    assert rows.all("SELECT count(*) FROM answers WHERE fact = 'ethnic_minority'") == [(1,)]
