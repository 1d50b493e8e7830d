"""The last row under an answer: rated once, reported to the admins, or a person to call; and what nobody could answer is kept."""

from datetime import timedelta

from bot import texts
from bot.sandbox.driver import Driver, Seen
from bot.usecases.feedback import FADES
from tests.journeys.conftest import Bot
from tests.journeys.interview import data_with, verbs
from tests.journeys.rows import Rows

LAST = {"zu", "zn", "zw", "zo"}
ADMIN = "管理员"


async def answer(driver: Driver, question: str = "晋城技师工作站给多少钱") -> Seen:
    await driver.say(question)
    return await driver.expect("30万元")


async def pressed(driver: Driver, seen: Seen, verb: str) -> str:
    """What the button says when it is pressed."""
    await driver.click(seen, data=data_with(seen, verb)[0])
    return (await driver.expect(kinds="answer")).text


async def with_admin(driver: Driver, bot: Bot) -> int:
    """Somebody whom the settings name, who has opened the bot."""
    admin = await driver.person(ADMIN)
    await bot.stop()
    bot.admins = (admin,)
    bot.start()
    await driver.start(user=ADMIN)
    await driver.expect("申报助手", chat_id=admin)
    return admin


async def pushed(driver: Driver, chat: int) -> Seen:
    """What the next tick sends."""
    await driver.move_clock(timedelta(seconds=1))
    return await driver.expect("写错了", chat_id=chat)


async def test_every_answer_about_a_policy_ends_with_the_row_within_six_rows(driver: Driver) -> None:
    for question in (
        "包头金蓝领名额和条件、截止时间",
        "特培计划要交什么材料",
        "没有单位能报特培吗",
        "晋城工作站两年多少钱",
        "零工市场是什么",
    ):
        await driver.say(question)
        seen = await driver.expect()
        assert verbs(seen) >= LAST, question
        assert len(seen.buttons) <= 6
        assert [len(label) for label in seen.buttons[-1]] == [2, 3, 3, 3]


async def test_an_answer_is_rated_once_and_may_be_changed_over(driver: Driver, rows: Rows) -> None:
    seen = await answer(driver)
    assert await pressed(driver, seen, "zu") == texts.RATED_USEFUL
    assert await pressed(driver, seen, "zu") == texts.RATED_ALREADY
    assert await pressed(driver, seen, "zn") == texts.RATED_USELESS
    assert rows.all("SELECT about, helpful FROM ratings") == [("jc-technician-station-2022 benefit", 0)]
    await pressed(driver, await answer(driver), "zu")
    assert rows.count("ratings") == 2


async def test_what_is_wrong_reaches_the_admin_with_policy_clause_and_words(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    seen = await answer(driver)
    await driver.click(seen, data=data_with(seen, "zw")[0])
    await driver.expect("哪里写错了")
    await driver.say("应该是35万元，我在市里的文件上看到的")
    thanks = await driver.expect("谢谢，收到了")
    assert "转给" in thanks.text
    push = await pushed(driver, admin)
    assert "晋城技师工作站" in push.text
    assert "条款：" in push.text
    assert "五" in push.text
    assert "应该是35万元" in push.text
    assert bot.snapshots.current.base.version in push.text
    assert "35万元" not in rows.everything()
    await driver.click(push, user=ADMIN, data=data_with(push, "t")[0])
    await driver.expect("30万元", chat_id=admin)


async def test_without_an_admin_it_is_kept_and_the_person_is_told_so(driver: Driver, rows: Rows) -> None:
    seen = await answer(driver)
    await driver.click(seen, data=data_with(seen, "zw")[0])
    await driver.expect("哪里写错了")
    await driver.say("金额错了")
    assert "已经记下" in (await driver.expect("谢谢")).text
    assert rows.all("SELECT told, said IS NOT NULL FROM reports") == [(0, 1)]
    await answer(driver)


async def test_a_report_can_be_taken_back(driver: Driver, rows: Rows) -> None:
    seen = await answer(driver)
    await driver.click(seen, data=data_with(seen, "zw")[0])
    await driver.expect("哪里写错了")
    await driver.say("啊其实没错")
    thanks = await driver.expect("谢谢")
    await driver.click(thanks, data=data_with(thanks, "zt")[0])
    await driver.expect("已撤回")
    assert rows.count("reports") == 0


async def test_what_was_asked_for_fades_and_ends_with_anything_else(driver: Driver, rows: Rows) -> None:
    seen = await answer(driver)
    wrong = data_with(seen, "zw")[0]
    await driver.click(seen, data=wrong)
    asking = await driver.expect("哪里写错了")
    await driver.click(asking, data="zx")
    await driver.expect("不报了")
    await answer(driver)

    await driver.click(seen, data=wrong)
    await driver.expect("哪里写错了")
    await driver.move_clock(FADES + timedelta(seconds=1))
    await answer(driver)

    for going_on in ("/policies", texts.WORDS[3]):
        await driver.click(seen, data=wrong)
        await driver.expect("哪里写错了")
        await driver.say(going_on)
        await driver.expect()
        await answer(driver)

    await driver.click(seen, data=wrong)
    await driver.expect("哪里写错了")
    await driver.click(seen, data=data_with(seen, "t")[0])
    await driver.expect()
    await answer(driver)
    assert rows.all("SELECT 1 FROM reports WHERE said IS NOT NULL") == []


async def test_forged_buttons_do_nothing(driver: Driver) -> None:
    seen = await answer(driver)
    for data in ("zw", "zw:nonsense:1:abc", "zo:nonsense", "zt:99999999999999999999999"):
        await driver.click(seen, data=data, stale=True)
        await driver.expect("过期|不在了")
    await driver.click(seen, data="zu:nonsense:1", stale=True)
    await driver.expect("过期", kinds="answer")


async def test_a_person_to_call_is_told_with_year_hotline_and_first_sentence(driver: Driver) -> None:
    seen = await answer(driver)
    await driver.click(seen, data=data_with(seen, "zo")[0])
    office = await driver.expect("2199488")
    assert "2022年通知里公布" in office.text
    assert "12333" in office.text
    assert "我想问2022年晋城技师工作站" in office.text


async def test_in_a_group_only_the_office_is_offered_and_nothing_is_kept(driver: Driver, rows: Rows) -> None:
    await driver.do("privacy", on=False)
    group = int((await driver.do("group", user="组长", title="技师群", members=[]))["chat"]["id"])
    await driver.say("@shenbao_sandbox_bot 晋城技师工作站给多少钱", user="组长", chat_id=group)
    seen = await driver.expect("30万元", chat_id=group)
    assert verbs(seen) & LAST == {"zo"}
    await driver.click(seen, user="组长", data=data_with(seen, "zo")[0])
    await driver.expect("2199488", chat_id=group)
    await driver.say("@shenbao_sandbox_bot 北京天气怎么样", user="组长", chat_id=group)
    await driver.expect(chat_id=group)
    assert rows.count("questions") == 0


async def test_what_nobody_could_answer_is_kept_once_without_asker_and_numbers(driver: Driver, rows: Rows) -> None:
    for who in ("甲", "乙"):
        chat = await driver.person(who)
        await driver.say("考驾照在哪，我电话 138 0013 8000", user=who)
        await driver.expect(chat_id=chat)
    assert rows.all("SELECT asked FROM questions") == [(2,)]
    assert "驾照" not in rows.everything()


async def test_what_slips_inside_a_questionnaire_is_not_kept(driver: Driver, rows: Rows) -> None:
    await driver.say("晋城技师工作站给多少钱")
    seen = await driver.expect("30万元")
    await driver.click(seen, data=data_with(seen, "c")[0])
    consent = await driver.expect("开始前")
    await driver.click(consent, data=data_with(consent, "ok")[0])
    await driver.expect()
    await driver.say("嘟嘟嘟天气怎么样")
    await driver.expect()
    assert rows.count("questions") == 0


async def test_what_was_kept_long_enough_goes(driver: Driver, rows: Rows) -> None:
    await driver.say("考驾照在哪里报名")
    await driver.expect()
    assert rows.count("questions") == 1
    await pressed(driver, await answer(driver), "zu")
    await driver.move_clock(timedelta(days=91))
    while rows.count("questions") or rows.count("ratings"):
        await driver.state()


async def test_of_several_questions_none_is_kept_where_others_are_answered(driver: Driver, rows: Rows) -> None:
    await driver.say("晋城技师工作站给多少钱？特培计划什么时候截止？")
    await driver.expect("30万元")
    assert rows.count("questions") == 0
