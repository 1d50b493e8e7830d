"""Questions in, answers out, through the real application."""

import pytest

from bot import texts
from bot.callbacks import code
from bot.sandbox.driver import Driver
from bot.views.answer import SECTIONS
from bot.views.next_steps import topic_press
from knowledge.base import KnowledgeBase
from tests.journeys.interview import data_with, verbs


async def test_a_colloquial_question_is_answered_with_state_and_date(driver: Driver) -> None:
    await driver.say("包头金蓝领啥时候截止")
    answer = await driver.expect("2024年12月10日")
    assert answer.text.startswith("🟢 进行中，还有 12 天")
    assert "三（一）" in answer.text


async def test_a_window_that_is_over_is_said_to_be_and_the_next_edition_offered(driver: Driver) -> None:
    await driver.say("特培计划什么时候截止")
    answer = await driver.expect("2023年3月20日")
    assert answer.text.startswith("⚪")
    assert "fs" in verbs(answer)
    assert "f" not in verbs(answer)


async def test_two_fitting_policies_are_offered_as_buttons_and_a_press_answers(driver: Driver) -> None:
    await driver.say("晋城的项目截止时间")
    torn = await driver.expect("您问的是哪一个")
    assert len(torn.labels) == 3
    assert torn.labels[-1] == "都不是"
    await driver.click(torn, "技师工作站")
    await driver.expect("2022年12月8日")


async def test_what_is_not_on_file_is_said_not_to_be(driver: Driver) -> None:
    await driver.say("今天天气怎么样")
    unknown = await driver.expect("这个我不知道")
    assert verbs(unknown) == {"t", "p"}


async def test_after_a_programme_what_is_not_known_leads_back_to_it(driver: Driver) -> None:
    await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")
    await driver.say("今天天气怎么样")
    unknown = await driver.expect("这个我不知道")
    assert "内蒙古特培计划（2023）" in unknown.text
    await driver.click(unknown, "要什么条件")
    await driver.expect("必须符合的条件")


async def test_what_asks_nothing_is_answered_in_a_line(driver: Driver) -> None:
    for nonsense in ("😀", "滚", "？？"):
        await driver.say(nonsense)
        short = await driver.expect("没看懂")
        assert len(short.text) < 60
        assert verbs(short) == {"p"}
    await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")
    await driver.say("滚")
    assert (await driver.expect("没看懂")).labels == ["内蒙古特培计划（2023）", "有哪些项目"]


@pytest.mark.parametrize(("asked", "named"), [("大同技师工作站多少钱", "大同"), ("2019年特培计划什么时候截止", "2019年")])
async def test_another_city_or_year_is_named_and_not_answered_with_ours(driver: Driver, asked: str, named: str) -> None:
    await driver.say(asked)
    answer = await driver.expect()
    assert named in answer.text.splitlines()[0]
    assert "2023年3月20日" not in answer.text
    assert verbs(answer) == {"t", "p"}


async def test_a_word_is_explained_and_leads_to_the_programmes(driver: Driver, base: KnowledgeBase) -> None:
    await driver.say("特级技师是啥")
    answer = await driver.expect(base.general["special-technician"].answer)
    assert verbs(answer) == {"t", "p", "cc"}
    await driver.click(answer, "特级技师评聘试点")
    await driver.expect("新疆在中泰")
    await driver.click(answer, "有哪些项目")
    await driver.expect(f"我这里有 {len(base.policies)} 份通知")


async def test_who_asks_what_it_costs_hears_that_first_and_then_how_to_apply(driver: Driver) -> None:
    await driver.say("金蓝领申报要交钱吗")
    answer = await driver.expect("通知里没有写申报要交钱")
    assert answer.text.startswith("通知里没有写申报要交钱")
    assert "必须由所在单位推荐" in answer.text
    await driver.say("/help")
    await driver.expect("申报不收钱")


async def test_several_things_asked_at_once_are_all_answered(driver: Driver) -> None:
    await driver.say("特培计划区外要什么条件，给多少钱，什么时候截止")
    answer = await driver.expect()
    assert "三（一）2" in answer.text
    assert "3万元" in answer.text
    assert "2023年3月20日" in answer.text


async def test_every_topic_button_answers_below_and_keeps_the_earlier_answer(driver: Driver, base: KnowledgeBase) -> None:
    await driver.say("包头金蓝领概况")
    first = await driver.expect()
    policy = base.policies["bt-shibaiqian-2024"]
    for topic in SECTIONS:
        await driver.click(first, data=topic_press(policy, None, (topic,)), stale=True)
        answer = await driver.expect()
        assert answer.kind == "message"
        assert answer.message_id != first.message_id
        assert policy.title in answer.text


async def test_a_track_named_in_the_question_narrows_the_answer_and_its_buttons(driver: Driver) -> None:
    await driver.say("特培计划区外补贴多少")
    answer = await driver.expect("3万元")
    assert "1.6万元" not in answer.text
    assert code("track", "nmg-tepei-2023/outside") in data_with(answer, "t")[0]


async def test_a_tracks_own_buttons_answer_for_the_track_alone(driver: Driver) -> None:
    await driver.say("特培计划区外要什么条件")
    answer = await driver.expect("三（一）2")
    for data in data_with(answer, "t"):
        await driver.click(answer, data=data)
        assert "区内" not in (await driver.expect()).text.split("⚠")[0].replace("区外、区内", "")


async def test_a_unit_that_gives_its_head_counts_is_told_how_many_it_may_recommend(driver: Driver) -> None:
    await driver.say("包头金蓝领名额")
    answer = await driver.expect()
    await driver.click(answer, data=data_with(answer, "n")[0])
    assert "技师" in (await driver.expect()).text
    await driver.say("包头金蓝领 技师100人 高级技师50人 能推荐几个")
    counted = await driver.expect()
    assert "100" in counted.text
    await driver.click(answer, data="n:zzz", stale=True)
    assert (await driver.expect()).text == texts.STALE_GONE


async def test_the_word_keyboard_does_what_it_says(driver: Driver) -> None:
    expected = [{"t", "p"}, {"s", "c", "tb"}, {"p"}, set()]
    for word, then in zip(texts.WORDS, expected, strict=True):
        await driver.say(word)
        assert verbs(await driver.expect()) >= then


async def test_a_long_answer_comes_in_pieces_with_the_buttons_under_the_last(driver: Driver) -> None:
    await driver.say("包头金蓝领要什么条件，要交什么材料，流程，好处，名额，怎么报，找谁问，什么时候截止，谁能报")
    first = await driver.expect()
    if not first.buttons:
        assert (await driver.expect()).buttons


async def test_people_are_answered_side_by_side_each_in_their_chat(driver: Driver) -> None:
    names = [f"读者{number}" for number in range(12)]
    chats = {name: await driver.person(name) for name in names}
    for name in names:
        await driver.say("特培计划什么时候截止", user=name)
        await driver.say("包头金蓝领什么时候截止", user=name)
    for name in names:
        told = [await driver.expect(chat_id=chats[name]) for _ in range(2)]
        assert len(told) == 2
    for name in names:
        mine = [seen.text for seen in await driver.outbox(chat_id=chats[name])]
        assert ["2023年3月20日" in mine[0], "2024年12月10日" in mine[1], len(mine)] == [True, True, 2]


async def test_somebody_who_tells_about_themselves_is_offered_a_screening(driver: Driver) -> None:
    await driver.say("我是电焊工，五十二岁，能报哪个？")
    offered = await driver.expect()
    assert verbs(offered) == {"ok", "no", "s"}, "what was heard, and the consent, on one screen"
    await driver.say("你好")
    greeted = await driver.expect("申报助手")
    assert not greeted.labels
