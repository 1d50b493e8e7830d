"""您问的是这个吗: what is taken was not asked in vain, what is none of those is kept once, masked, and says what to do next."""

from bot.sandbox.driver import Driver, Seen
from tests.journeys.conftest import Bot
from tests.journeys.office import ADMIN, press, with_admin
from tests.journeys.rows import Rows

GUESS = "鹿城匠人计划"
HERE = "测试员"


async def asked(driver: Driver, text: str, expected: str = "您问的是", user: str = HERE) -> Seen:
    await driver.say(text, user=user)
    return await driver.expect(expected, chat_id=await driver.person(user))


async def test_a_guess_is_kept_as_asked_in_vain_until_somebody_takes_it(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    card = await asked(driver, GUESS)
    assert f"您问：{GUESS}" in card.text
    listed = await asked(driver, "/unanswered", "没答上来的：1 类，共 1 次", ADMIN)
    assert "像是 新疆工匠" in listed.text
    again = await asked(driver, GUESS)
    await press(driver, again, again.labels[0], HERE, "出处：")
    assert rows.all("SELECT asked FROM questions") == [(1,)], "the other time it was asked in vain"
    await press(driver, again, again.labels[0], HERE, "出处：")
    assert rows.all("SELECT asked FROM questions") == [(1,)], "each card counts once"
    await press(driver, card, card.labels[0], HERE, "出处：")
    assert rows.count("questions") == 0
    await asked(driver, "/unanswered", "没有没答上来的问题", ADMIN)
    assert rows.all("SELECT DISTINCT about FROM ratings") == [("asked_back",)], "whom it was about stands nowhere"


async def test_none_of_these_is_kept_once_and_leads_on(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    editions = await asked(driver, "培训基地")
    assert rows.count("questions") == 0, "an ordinary choice"
    told = await press(driver, editions, "都不是", HERE, "12333")
    assert {"有哪些项目", "告诉管理员有这份通知"} <= set(told.labels)
    assert "记下了" in told.text
    await driver.click(editions, "都不是", user=HERE, stale=True)
    guess = await asked(driver, GUESS)
    await press(driver, guess, "都不是", HERE, "12333")
    begun = await asked(driver, "/check 培训基地")
    await press(driver, begun, "都不是", HERE, "记下了")
    listed = await asked(driver, "/unanswered", "没答上来的：2 类，共 3 次", ADMIN)
    group = await press(driver, listed, next(label for label in listed.labels if "培训基地" in label), ADMIN, "没答上，最近")
    assert "现在答得上了" not in group.text


async def test_where_no_name_was_said_there_is_nothing_to_keep(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    which = await asked(driver, "要交什么材料")
    assert "您问：" not in which.text
    told = await press(driver, which, "都不是", HERE, "12333")
    assert "记下了" not in told.text
    assert (rows.count("questions"), rows.count("ratings")) == (0, 0)


async def test_where_others_read_along_nothing_is_kept_and_nothing_personal_offered(driver: Driver, rows: Rows) -> None:
    await driver.do("privacy", on=False)
    group = int((await driver.do("group", user="组长", title="技师群", members=["组员"]))["chat"]["id"])
    await driver.say(f"/ask {GUESS}", user="组长", chat_id=group)
    card = await driver.expect("您问的是", chat_id=group)
    assert "都不是" not in card.labels
    await driver.click(card, card.labels[0], user="组员")
    await driver.expect("出处：", chat_id=group)
    assert (rows.count("questions"), rows.count("ratings")) == (0, 0)
