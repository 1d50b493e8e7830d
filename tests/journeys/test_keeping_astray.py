"""Keeping, astray: forged and old buttons of all its verbs say that they are over and change nothing; lists are turned and names typed."""

from pathlib import Path

import pytest

from bot.callbacks import code
from bot.sandbox.driver import Driver, Seen
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from tests.journeys.conftest import Bot
from tests.journeys.following import with_files_of_ones_own
from tests.journeys.office import ADMIN, EDITOR, press, with_admin
from tests.journeys.rows import Rows

PATH = "policies/bt-shibaiqian-2024.yaml"
POLICY = code("policy", "bt-shibaiqian-2024")
ENTRY = code("entry", "bt-shibaiqian-2024/unit-to-county")
FORGED = (
    *("vj", "vj:x", "vk:x:date", f"vk:{POLICY}:nonsense", f"vk:{POLICY}", "vl:x:date:y", f"vl:{POLICY}:date:zz", f"vl:{POLICY}:x:{ENTRY}"),
    *(f"vm:{POLICY}:date:{ENTRY}:99", "vm:x:y:z:0", "vo:x", f"vo:{POLICY}:zz", f"vp:{POLICY}", f"vp:{POLICY}:{ENTRY}", "vp:x", "vq:x"),
    *("vb:99", "vb:x:p", "vc:99", "vc:x", f"vt:{POLICY}:zz", f"vt:{POLICY}:o:999"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_files_of_ones_own(tmp_path)


@pytest.fixture
def snapshots(folder: Path) -> Snapshots:
    return Snapshots(Library(folder, check_example), load_lexicon(folder / "search"))


async def say(driver: Driver, text: str, expected: str) -> Seen:
    await driver.say(text, user=ADMIN)
    return await driver.expect(expected, chat_id=await driver.person(ADMIN))


async def test_forged_buttons_of_keeping_say_so_and_change_nothing(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    card = await say(driver, "/admin", "您的权限")
    for data in FORGED:
        await driver.click(card, data=data, user=ADMIN, stale=True)
        assert "过期" in (await driver.expect(chat_id=admin)).text, data
    for table in ("proposals", "withdrawals", "dialogs"):
        assert rows.count(table) == 0, table
    assert rows.all("SELECT act FROM audit") == [("right.named",)]
    assert rows.all("SELECT DISTINCT person_id, checked_on, months FROM stewards") in ([], [(None, "", 6)])


@pytest.mark.parametrize(("command", "first", "again"), [("/edit", "改一处：先选政策", "改哪一种"), ("/pause", "先选政策", "现在照常答")])
async def test_a_policy_is_found_on_a_page_or_by_its_name(driver: Driver, bot: Bot, command: str, first: str, again: str) -> None:
    await with_admin(driver, bot)
    listed = await say(driver, command, first)
    turned = await press(driver, listed, next(label for label in listed.labels if "后面的" in label), ADMIN, first)
    await press(driver, turned, next(label for label in turned.labels if "前面的" in label), ADMIN, first)
    await say(driver, "月球矿工", "没找到这项政策")
    several = await say(driver, "新疆", "哪一项|先选政策")
    assert sum("新疆" in label for label in several.labels) > 1
    await say(driver, "包头金蓝领", again)
    await say(driver, f"{command} 月球矿工", "没找到这项政策")


async def test_all_policies_are_listed_with_who_answers_for_them(driver: Driver, bot: Bot) -> None:
    admin = await with_admin(driver, bot)
    listed = await press(driver, await say(driver, "/admin", "您的权限"), "负责人、核对", ADMIN, "没有负责人的 16 项")
    turned = await press(driver, listed, next(label for label in listed.labels if "后面的" in label), ADMIN, "没有负责人的 16 项")
    assert "共 16 项，第 2/2 页" in turned.text
    await say(driver, "月球矿工", "没找到这项政策")
    several = await say(driver, "新疆", "是这里面的哪一项")
    assert several.labels[-1] == "全部项目"
    assert all("新疆" in label for label in several.labels[:-1])
    await say(driver, "包头金蓝领", "最后核对：")
    listed = await press(driver, several, "全部项目", ADMIN, "没有负责人的 16 项")
    turned = await press(driver, listed, next(label for label in listed.labels if "后面的" in label), ADMIN, "没有负责人的 16 项")
    card = await press(driver, turned, turned.labels[0], ADMIN, "下次核对：没定|下次核对：2025-05-28")
    people = await press(driver, card, "换负责人", ADMIN, "谁来负责")
    mine = await press(driver, people, people.labels[0], ADMIN, "负责人：设置里的管理员（…")
    often = await press(driver, mine, "多久核对一次", ADMIN, "从最后核对那天算起")
    back = await press(driver, often, "‹ 返回", ADMIN, "负责人：设置里的管理员（…")
    await press(driver, back, "‹ 全部项目", ADMIN, "没有负责人的 15 项")
    assert not [seen for seen in await driver.outbox(chat_id=admin) if "请您负责" in seen.text]


async def test_what_another_changed_meanwhile_is_not_written_over(driver: Driver, bot: Bot, folder: Path, rows: Rows) -> None:
    admin, other = await with_admin(driver, bot), await driver.person(EDITOR)
    await bot.stop()
    bot.admins = (admin, other)
    bot.start()
    await driver.start(user=EDITOR)
    await driver.expect("申报助手", chat_id=other)

    async def asked(entry: str = "单位报旗县区", field: str = "最后一天") -> Seen:
        kinds = await say(driver, "/edit 包头金蓝领", "要改哪一种")
        spots = await press(driver, kinds, "📅 日期", ADMIN, "哪一处")
        fields = await press(driver, spots, next(label for label in spots.labels if entry in label), ADMIN, "改其中的哪一个")
        return await press(driver, fields, next(label for label in fields.labels if field in label), ADMIN, "请打新的日子")

    async def published(old: str, new: str, number: int) -> None:
        content = (folder / PATH).read_text("utf-8").replace(old, new).encode()
        await driver.send("document", content, "bt-shibaiqian-2024.yaml", user=EDITOR, caption="市里又来通知")
        card = await driver.expect("改了", chat_id=other)
        await driver.click(card, "发布", user=EDITOR)
        await driver.expect(f"现在是第 {number} 版", chat_id=other)
        await driver.expect(f"第 {number} 版", chat_id=admin)

    await asked()
    await say(driver, "12月16日", "请核对")
    await published("ends: 2024-12-10", "ends: 2024-12-20", 2)
    await say(driver, "市里补充通知第二条", "刚刚有人改过")
    await asked()
    await published("unit-to-county", "unit-to-banner", 3)
    await say(driver, "12月16日", "刚刚有人改过")
    assert rows.count("dialogs") == 0
    assert rows.count("proposals") == 2
