"""负责人 and 核对: who answers for a policy is set by taps, is reminded once a week of what is to be checked, and says that it was."""

from datetime import datetime, timedelta

from bot.callbacks import code
from bot.clock import SHANGHAI
from bot.sandbox.driver import Driver, Seen
from tests.journeys.conftest import Bot
from tests.journeys.interview import data_with
from tests.journeys.office import ADMIN, EDITOR, press, with_admin, with_editor
from tests.journeys.rows import Rows

POLICY = "bt-shibaiqian-2024"
CARD = f"vt:{code('policy', POLICY)}"


async def opened(driver: Driver, user: str = ADMIN) -> Seen:
    """The card of the policy."""
    await driver.say("/admin", user=user)
    card = await driver.expect("您的权限", chat_id=await driver.person(user))
    await driver.click(card, data=CARD, user=user, stale=True)
    return await driver.expect("下次核对", chat_id=card.chat_id)


async def told(driver: Driver, chat: int) -> list[Seen]:
    return [seen for seen in await driver.outbox(chat_id=chat) if "该核对的有" in seen.text]


async def test_who_answers_for_a_policy_is_reminded_once_a_week_until_it_is_checked(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    editor = await with_editor(driver, admin)
    card = await opened(driver)
    assert "还没有负责人" in card.text
    people = await press(driver, card, "换负责人", ADMIN, "谁来负责")
    await press(driver, people, "就业科 小李", ADMIN, "负责人：就业科 小李")
    asked = await driver.expect("请您负责", chat_id=editor)
    mine = await press(driver, asked, "打开", EDITOR, "没有记录")
    assert "换负责人" not in mine.labels
    assert "暂停、恢复" not in mine.labels
    often = await press(driver, mine, "多久核对一次", EDITOR, "多久核对一次")
    mine = await press(driver, often, "1 个月", EDITOR, "下次核对：2024-12-28")
    await press(driver, mine, "下次哪天核对", EDITOR, "打给我")
    for text in ("以后再说", "11月1日", "2040-01-01"):
        await driver.say(text, user=EDITOR)
        await driver.expect("没看出", chat_id=editor)
    await driver.say("12月2号", user=EDITOR)
    await driver.expect("下次核对：2024-12-02", chat_id=editor)
    for day, said in ((1, ""), (2, "今天该核对"), (3, ""), (8, ""), (9, "过了 7 天")):
        await driver.move_clock(datetime(2024, 12, day, 9, 5, tzinfo=SHANGHAI))
        if said:
            await driver.expect(said, chat_id=admin)
            listed = await driver.expect(said, chat_id=editor)
    assert (len(await told(driver, editor)), len(await told(driver, admin))) == (2, 2)
    card = await press(driver, listed, listed.labels[0], EDITOR, "下次核对")
    await press(driver, card, "✔ 核对过了", EDITOR, "最后核对：2024-12-09，下次：2025-01-09")
    await driver.move_clock(datetime(2024, 12, 16, 9, 5, tzinfo=SHANGHAI))
    await driver.say("/admin", user=ADMIN)
    assert "负责人、核对" in (await driver.expect("您的权限", chat_id=admin)).labels
    assert len(await told(driver, admin)) == 2
    assert [act for (act,) in rows.all("SELECT act FROM audit WHERE act LIKE 'policy.%' ORDER BY id")] == [
        "policy.steward",
        "policy.next_check",
        "policy.next_check",
        "policy.checked",
    ]


async def test_an_editor_checks_only_what_they_answer_for(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    await with_editor(driver, admin)
    card = await opened(driver, EDITOR)
    assert not {"✔ 核对过了", "换负责人"} & set(card.labels)
    for data in ("c", "m:3", "d", "o:1"):
        await driver.click(card, data=f"{CARD}:{data}", user=EDITOR, stale=True)
        await driver.expect("过期", chat_id=card.chat_id)
    assert rows.all("SELECT DISTINCT person_id, checked_on, months FROM stewards") in ([], [(None, "", 6)])
    mine = await opened(driver)
    await driver.say("包头金蓝领啥时候截止")
    assert "最后核对" not in (await driver.expect("12月10日", chat_id=await driver.person("测试员"))).text
    await press(driver, mine, "✔ 核对过了", ADMIN, "核对过了")
    people = await press(driver, await opened(driver), "换负责人", ADMIN, "谁来负责")
    await press(driver, people, "先不定", ADMIN, "还没有负责人")
    for data in ("o:999", "c:x:y", "zz"):
        await driver.click(people, data=f"{CARD}:{data}", user=ADMIN, stale=True)
        await driver.expect(chat_id=admin)
    assert rows.all("SELECT policy, person_id, checked_on, next_on, months FROM stewards WHERE checked_on != ''") == [
        (POLICY, None, "2024-11-28", "2025-05-28", 6)
    ]
    await driver.move_clock(timedelta(days=1))
    while "最后核对：2024-11-28" not in await told_now(driver):
        await driver.move_clock(timedelta(seconds=1))


async def told_now(driver: Driver) -> str:
    """What is answered just now; how soon a process takes up what another noted is its own affair."""
    await driver.say("包头金蓝领啥时候截止")
    return (await driver.expect("12月10日", chat_id=await driver.person("测试员"))).text


async def test_what_is_said_to_be_wrong_goes_first_to_who_answers_for_it(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    editor = await with_editor(driver, admin)
    people = await press(driver, await opened(driver), "换负责人", ADMIN, "谁来负责")
    await press(driver, people, "就业科 小李", ADMIN, "负责人：就业科 小李")
    await driver.expect("请您负责", chat_id=editor)

    async def report(words: str) -> None:
        await driver.say("包头金蓝领啥时候截止")
        seen = await driver.expect("12月10日")
        await driver.click(seen, data=data_with(seen, "zw")[0])
        await driver.expect("哪里写错了")
        await driver.say(words)
        await driver.expect("已经转给")
        await driver.move_clock(timedelta(seconds=1))

    await report("截止日期不对")
    mine = await driver.expect("截止日期不对", chat_id=editor)
    assert "先告诉您一个人" in mine.text
    await press(driver, mine, "✔ 处理好了", EDITOR, "处理好了")
    await driver.expect("有人核对过了")
    await driver.click(mine, data=data_with(mine, "vw")[0], user=EDITOR, stale=True)
    await driver.expect("已经有人处理", chat_id=editor)
    await report("电话打不通")
    await driver.expect("电话打不通", chat_id=editor)
    assert rows.all("SELECT told, widened_at IS NULL, settled_at IS NULL FROM reports ORDER BY id") == [(1, 1, 0), (1, 1, 1)]
    await driver.move_clock(timedelta(days=2, minutes=1))
    late = await driver.expect("电话打不通", chat_id=admin)
    assert "先告诉您一个人" not in late.text
    assert not [seen for seen in await driver.outbox(chat_id=admin) if "截止日期不对" in seen.text]
    assert rows.all("SELECT told, widened_at IS NULL FROM reports ORDER BY id") == [(1, 1), (2, 0)]
