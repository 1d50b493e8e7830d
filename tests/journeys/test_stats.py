"""/stats, over the real bot: what was asked, counted without people; each Monday for who wishes it, once."""

from datetime import timedelta

from bot.sandbox.driver import Driver
from tests.journeys.conftest import Bot
from tests.journeys.office import ADMIN, press, pushed, with_admin
from tests.journeys.rows import Rows
from tests.journeys.test_rights_given import come

USER = "阿珍"


async def test_a_week_in_numbers_and_as_a_picture_and_each_monday_once(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)  # Thursday
    chat = await driver.person(USER)
    for _ in range(5):
        await driver.say("包头金蓝领什么时候截止", user=USER)
        await driver.expect("截至", chat_id=chat)
    await driver.say("量子力学怎么学", user=USER)
    await driver.expect("不知道", chat_id=chat)
    await driver.say("/stats", user=ADMIN)
    seen = await driver.expect("本周（11月25日到11月28日）", chat_id=admin)
    for told in ("打字提问：6（0）", "没答上来：不足5（0）", "新来的人：不足5（0）", "什么时候截止：5（0）", "包头十百千"):
        assert told in seen.text
    assert "占" not in seen.text
    picture = await driver.expect("📊 本周", chat_id=admin)
    assert picture.raw["message"]["document"]["file_name"] == "shenbao-2024-11-25.png"
    await press(driver, seen, "🔔 每周一发我上周的", ADMIN, "每周一上午 9 点")
    await driver.move_clock(timedelta(days=3, hours=22))  # Monday, 07:00
    await driver.move_clock(timedelta(hours=2))
    monday = await driver.expect("上周（11月25日到12月1日）", chat_id=admin)
    assert "打字提问：6（0）" in monday.text
    assert "来过的人：不足5（0）" in monday.text
    await driver.expect("📊 上周", chat_id=admin)
    await driver.move_clock(timedelta(days=1))
    await bot.restart()
    assert rows.all("SELECT count(*) FROM outbox WHERE kind = 'stats_weekly'") == [(1,)], "once"
    await press(driver, monday, "✖ 每周一不用发我", ADMIN, "每周一不再发")
    await driver.move_clock(timedelta(days=7))
    await driver.say("/stats", user=ADMIN)
    await driver.expect("本周（12月9日到12月10日）", chat_id=admin)
    assert rows.all("SELECT count(*) FROM outbox WHERE kind = 'stats_weekly' AND created_at > '2024-12-03'") == [(0,)]
    assert "阿珍" not in rows.everything()


async def test_nobody_else_may(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    zhang = await come(driver, "小张", "编辑")
    await driver.say("/stats", user="小张")
    theirs = await driver.expect("没有这个命令", chat_id=zhang)
    await driver.click(theirs, data="vx:1", user="小张", stale=True)
    await driver.expect("过期", chat_id=zhang)
    assert rows.count("wishes") == 0
    assert rows.all("SELECT count(*) FROM audit WHERE act = 'knowledge.refused'") == [(2,)]
    assert await pushed(driver, "给了 人社局 小张", await driver.person(ADMIN))
