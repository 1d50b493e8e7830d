"""A long text is taken for what it is: a notice on file, another edition, another place's, or too long a question."""

from datetime import timedelta

from bot import texts
from bot.sandbox.driver import Driver
from knowledge.base import KnowledgeBase
from tests.journeys.interview import data_with, verbs
from tests.knowledge.pasted.written import notice_of


async def test_the_notice_on_file_is_recognised_and_what_differs_is_told(driver: Driver, base: KnowledgeBase) -> None:
    policy = base.policies["jc-technician-station-2022"]
    same = notice_of(policy)
    await driver.say(same)
    told = await driver.expect("一样")
    assert "技师工作站" in told.text
    assert {"t", "zw", "zo"} <= verbs(told)
    await driver.say(same.replace("12月8日", "12月18日").replace("30万元", "35万元"))
    told = await driver.expect("处和我这里不一样")
    assert "您贴的写 2022年12月18日" in told.text
    assert "我这里是 2022年12月8日〔四〕" in told.text
    assert "我这里是 30万元〔五〕" in told.text
    await driver.say("什么时候截止")
    await driver.expect("2022年12月8日")


async def test_another_edition_is_no_answer_and_can_be_told_to_the_admin(driver: Driver, base: KnowledgeBase) -> None:
    policy = base.policies["jc-technician-station-2022"]
    await driver.say(notice_of(policy).replace("2022", "2025"))
    told = await driver.expect("像是另一期（2025年）")
    assert "我这里只有2022年的" in told.text
    await driver.click(told, data=data_with(told, "zg")[0])
    await driver.expect("网址")
    await driver.say("http://example.gov.cn/notice")
    await driver.expect("谢谢，收到了")


async def test_a_notice_of_another_place_is_not_taken_for_ours(driver: Driver, base: KnowledgeBase) -> None:
    await driver.say(notice_of(base.policies["bt-shibaiqian-2024"]).replace("包头", "太原"))
    await driver.expect("像是太原市的通知，我这里没有")


async def test_what_is_no_notice_is_too_long(driver: Driver) -> None:
    await driver.say("我今年四十五岁，在包头一家国企干了二十年，前年拿了高级技师证。" * 12)
    await driver.expect(texts.TOO_LONG)
    await driver.move_clock(timedelta(seconds=1))


async def test_of_a_text_that_telegram_cut_only_this_part_was_compared(driver: Driver, base: KnowledgeBase) -> None:
    long = (notice_of(base.policies["sqsz-contest-2020"]) * 3)[:4096]
    await driver.say(long)
    await driver.expect(texts.PASTED_PART)


async def test_few_forged_lines_and_a_question_whether_it_is_true_are_compared(driver: Driver) -> None:
    await driver.say("晋城技师工作站开始申报了\n截止12月28日\n材料一式两份\n扶持经费50万元\n电话2188888")
    told = await driver.expect("有 4 处和我这里不一样")
    assert "您贴的写 12月28日，我这里是 2022年12月8日〔四〕" in told.text
    await driver.say("给50万对不对")
    told = await driver.expect("有 1 处和通知不一样")
    assert "您说的 50万元，我这里是 30万元" in told.text
    assert {"t", "zw", "zo"} <= verbs(told)


async def test_a_number_on_no_notice_is_said_to_be_none(driver: Driver) -> None:
    await driver.say("13912345678是谁的电话")
    told = await driver.expect("这个号码没有收录")
    assert "139****5678" in told.text
    assert "12333" in told.text


async def test_of_a_notice_that_asks_for_money_the_warning_comes_first(driver: Driver, base: KnowledgeBase) -> None:
    await driver.say(notice_of(base.policies["bt-shibaiqian-2024"]) + "申报费每人200元，联系人李工 13800001111\n")
    told = await driver.expect("先别付钱")
    assert told.text.startswith("先别付钱")
    assert "要钱：您贴的写 申报费每人200元，通知里没有这一项" in told.text
    assert "138****1111，这个号码通知里没有" in told.text
    assert "13800001111" not in told.text
