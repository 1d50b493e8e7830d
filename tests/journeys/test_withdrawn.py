"""暂停 and 恢复: what is being verified is told and pushed no more, and afterwards again."""

from datetime import datetime, timedelta
from pathlib import Path

from bot.callbacks import code
from bot.clock import SHANGHAI
from bot.sandbox.driver import Driver, Seen
from bot.sandbox.sandbox import Sandbox
from bot.usecases.scope import PolicyScope
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import START, Bot
from tests.journeys.following import follow
from tests.journeys.interview import verbs
from tests.journeys.members import founded
from tests.journeys.office import ADMIN, press, with_admin
from tests.journeys.rows import Rows
from tests.journeys.test_many import filled, template_of

POLICY = "bt-shibaiqian-2024"
OTHER = "工人张"


async def say(driver: Driver, text: str, expected: str, user: str = ADMIN) -> Seen:
    await driver.say(text, user=user)
    return await driver.expect(expected, chat_id=await driver.person(user))


def label(seen: Seen, part: str) -> str:
    return next(one for one in seen.labels if part in one)


async def pause_all(driver: Driver) -> Seen:
    """The policy is withdrawn as a whole, by taps alone."""
    page = await say(driver, "/pause 包头金蓝领", "现在照常答")
    why = await press(driver, page, "⏸ 暂停整项", ADMIN, "为什么暂停")
    return await press(driver, why, "日期可能不对", ADMIN, "暂停了")


async def pause_the_stage(driver: Driver) -> Seen:
    page = await say(driver, "/pause 包头金蓝领", "现在照常答")
    entries = await press(driver, page, label(page, "其中一条"), ADMIN, "暂停哪一条")
    why = await press(driver, entries, label(entries, "单位报旗县区"), ADMIN, "为什么暂停")
    assert "日期可能不对" in why.labels
    sure = await say(driver, "网上说延期了", "现在暂停吗")
    assert "原因：网上说延期了" in sure.text
    return await press(driver, sure, "⏸ 暂停", ADMIN, "暂停了")


async def test_a_policy_is_paused_by_taps_and_told_again(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    await say(driver, "包头金蓝领啥时候截止", "2024年12月10日", OTHER)
    paused = await pause_all(driver)
    held = await say(driver, "包头金蓝领啥时候截止", "核实中", OTHER)
    assert "2024年12月10日" not in held.text
    assert "12333" in held.text
    assert verbs(held) == {"f"}
    for text in ("包头金蓝领没有单位能报吗", "包头金蓝领要什么材料", "包头金蓝领100个技师能推荐几个"):
        assert "核实中" in (await say(driver, text, "", OTHER)).text
    await press(driver, paused, "▶ 恢复", ADMIN, "恢复了")
    await say(driver, "包头金蓝领啥时候截止", "2024年12月10日", OTHER)
    assert [act for (act,) in rows.all("SELECT act FROM audit WHERE act NOT LIKE 'right.%named' ORDER BY id")] == [
        "knowledge.withdrawn",
        "knowledge.told_again",
    ]
    assert rows.count("withdrawals") == 0


async def test_one_entry_is_paused_and_the_rest_answers(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    await pause_the_stage(driver)
    held = await say(driver, "包头金蓝领啥时候截止", "核实中", OTHER)
    assert "12月10日" not in held.text
    told = await say(driver, "包头金蓝领有什么待遇", "待遇", OTHER)
    assert "核实中" not in told.text
    assert rows.all("SELECT policy, entry FROM withdrawals") == [(POLICY, "unit-to-county")]
    assert "网上说延期了" not in rows.everything()


async def test_pushes_are_held_and_go_out_afterwards(driver: Driver, bot: Bot) -> None:
    await with_admin(driver, bot)
    await follow(driver, user=OTHER)
    chat = await driver.person(OTHER)
    await pause_the_stage(driver)
    await driver.move_clock(datetime(2024, 12, 3, 9, 1, tzinfo=SHANGHAI))
    page = await say(driver, "/pause 包头金蓝领", "暂停着 1 处")
    assert not [seen for seen in await driver.outbox(chat_id=chat) if "⏰" in seen.text]
    await press(driver, page, label(page, "▶ 恢复"), ADMIN, "恢复了")
    await driver.move_clock(timedelta(minutes=6))
    await driver.expect("⏰ 还有 7 天", chat_id=chat)


async def test_who_follows_meanwhile_is_told_no_day(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    await pause_the_stage(driver)
    held = await say(driver, f"/start fl-{code('policy', POLICY)}", "核实中", OTHER)
    told = await press(driver, held, "🔔 到期提醒我", OTHER, "记下了")
    mine = await say(driver, "/my", "1 个提醒", OTHER)
    assert "12月" not in told.text + mine.text
    assert "日期核实中，先不说：包头" in mine.text
    assert "没有要到的日子" not in mine.text, "there may be one tomorrow"
    assert rows.all("SELECT kind, target FROM subscriptions") == [("policy", POLICY)]


async def test_buttons_of_what_is_paused_say_so(driver: Driver, bot: Bot) -> None:
    await with_admin(driver, bot)
    await pause_all(driver)
    for verb in ("c", "ic", "pt", "k", "y", "rt", "tbp"):
        await say(driver, f"/start {verb}-{code('policy', POLICY)}", "核实中", OTHER)


async def test_editors_and_others_pause_nothing(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    await say(driver, "/pause 包头金蓝领", "没有这个命令", OTHER)
    assert rows.count("withdrawals") == 0
    assert rows.all("SELECT act FROM audit WHERE act NOT LIKE 'right.%named'") == [("knowledge.refused",)]


async def test_a_policy_is_chosen_by_name_and_other_words_pause_nothing(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    await say(driver, "/pause", "先选政策")
    await say(driver, "月球矿工补贴评选", "")
    page = await say(driver, "包头金蓝领", "现在照常答")
    every = await press(driver, page, label(page, "别的政策"), ADMIN, "先选政策")
    assert label(every, "后面的")
    page = await press(driver, every, label(every, "包头十百千"), ADMIN, "现在照常答")
    await press(driver, page, "⏸ 暂停整项", ADMIN, "为什么暂停")
    await say(driver, "嗯", "为什么暂停")
    assert "/admin" in (await say(driver, "取消", "不办了")).text
    page = await say(driver, "/pause 包头金蓝领", "现在照常答")
    await press(driver, page, "⏸ 暂停整项", ADMIN, "为什么暂停")
    await say(driver, "包头金蓝领啥时候截止", "现在暂停吗")  # meant as a question, perhaps: nothing is done without a tap
    assert rows.count("withdrawals") == 0
    await bot.stop()
    bot.admins = ()
    bot.start()
    await say(driver, "日期可能不对", "")
    assert rows.count("withdrawals") == 0
    assert rows.count("dialogs") == 0
    assert rows.all("SELECT act FROM audit WHERE act NOT LIKE 'right.%named'") == [("knowledge.refused",)]


async def test_a_unit_and_a_table_are_told_nothing_of_what_is_paused(
    driver: Driver, bot: Bot, sandbox: Sandbox, tmp_path: Path, base: KnowledgeBase
) -> None:
    await with_admin(driver, bot)
    unit = await founded(driver, tmp_path, START)
    workbook = await template_of(driver, sandbox, f"{POLICY}/senior")
    content = filled(workbook, base, PolicyScope(POLICY, "senior"), [("张三", {"unit_place": "包头市"})])
    await pause_all(driver)
    card = await unit.say(unit.contact, "/unit")
    page = await unit.press(unit.contact, card, f"ju:{unit.unit}:{code('policy', POLICY)}")
    counts = await unit.press(unit.contact, card, f"jh:{unit.unit}:{code('policy', POLICY)}")
    assert "日期核实中" in card.text
    assert "核实中" in page.text
    assert "核实中" in counts.text
    assert "12月10日" not in card.text + page.text + counts.text
    await driver.send("document", content, "张三填好的.xlsx")
    refused = await driver.expect("核实中", chat_id=await driver.person("测试员"))
    assert "核实好了再发一次" in refused.text


async def test_what_passed_meanwhile_is_said_to_be_left_out_while_it_is_verified(driver: Driver, bot: Bot) -> None:
    await with_admin(driver, bot)
    await follow(driver, user=OTHER)
    await pause_the_stage(driver)
    await bot.stop()
    await driver.move_clock(datetime(2024, 12, 11, 9, 1, tzinfo=SHANGHAI))
    bot.start()
    told = await driver.expect("停了一阵", chat_id=await driver.person(OTHER))
    assert "包头十百千（金蓝领）（2024）：日期正在核实，先不说哪天" in told.text
    assert "12月10日" not in told.text
