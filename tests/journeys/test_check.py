"""A questionnaire through the real application: buttons, typed answers, a restart in the middle, going back, the result."""

from bot.sandbox.driver import Driver, Seen
from tests.journeys.conftest import Bot

TEPEI = {
    "单位在哪里": "内蒙古其他盟市",
    "归哪一级": "旗县区及以下",
    "公有": "公有",
    "基层": "是",
    "民族": "是",
    "健康": "是",
    "学历": "大学本科",
    "职称": "中级",
}


async def begin_tepei(driver: Driver, track: str) -> Seen:
    await driver.say("/check")
    await driver.click(await driver.expect("想自测哪一个"), "特培")
    await driver.click(await driver.expect("测哪一类"), track)
    await driver.click(await driver.expect("开始前先说清楚"), "同意")
    return await driver.expect()


async def test_print(driver: Driver, bot: Bot) -> None:
    seen = await begin_tepei(driver, "都测一遍")
    for _ in range(20):
        print(seen.text, seen.labels, sep="\n", end="\n-----\n")
        if "重新自测" in seen.labels:
            break
        if "同意，继续" in seen.labels:
            await driver.click(seen, "同意，继续")
        elif label := next((label for key, label in TEPEI.items() if key in seen.text), None):
            await driver.click(seen, label)
        elif "打字" in seen.text:
            await driver.say("35" if "多" in seen.text and "周岁" in seen.text else "5年")
        else:
            await driver.click(seen, seen.labels[0])
        seen = await driver.expect()
