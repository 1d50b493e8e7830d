"""操作记录, over the real bot: links taken back, pages, kinds, one policy, a file for an owner; nothing for who lost the right."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.sandbox.driver import Driver
from bot.sandbox.sandbox import Sandbox
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from tests.journeys.conftest import Bot
from tests.journeys.following import with_files_of_ones_own
from tests.journeys.office import ADMIN, press, with_admin
from tests.journeys.rows import Rows
from tests.journeys.test_keeping import WHY, edited, send
from tests.journeys.test_many import fetch
from tests.journeys.test_rights_given import WANG, come, offer, rights


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_files_of_ones_own(tmp_path)


@pytest.fixture
def snapshots(folder: Path) -> Snapshots:
    return Snapshots(Library(folder, check_example, held=True), load_lexicon(folder / "search"))


async def test_a_link_is_taken_back_and_all_of_it_is_read_where_one_may(
    driver: Driver, bot: Bot, sandbox: Sandbox, folder: Path, rows: Rows
) -> None:
    admin = await with_admin(driver, bot)
    payload = await offer(driver, "管理", "人社局 小赵")
    listed = await rights(driver)
    assert "还没用的链接 1 个" in listed.text
    assert re.search(r"给 人社局 小赵：管理，.+发的，有效到 12-05", listed.text)
    none = await press(driver, listed, "收回链接：人社局 小赵", ADMIN, "能管资料的有 1 位")
    assert not any("链接" in label for label in none.labels)
    await driver.start(payload, user="小赵")
    await driver.expect("链接", chat_id=await driver.person("小赵"))
    assert rows.all("SELECT count(*) FROM roles") == [(1,)]

    wang = await come(driver, WANG, "编辑")
    await send(driver, edited(folder), "改动 1：改了", user=WANG, caption=WHY)
    await driver.say("/admin", user=ADMIN)
    page = await press(driver, await driver.expect("您的权限", chat_id=admin), "操作记录", ADMIN, "操作记录，共")
    assert "收回权限链接（链接" in page.text
    assert "提出改动（改动 1，人社局 老王办）" in page.text
    kept = await press(driver, page, "资料", ADMIN, "操作记录：资料")
    assert "链接" not in kept.text
    await press(driver, kept, "只看一个项目…", ADMIN, "只看哪个项目")
    await driver.say("包头金蓝领", user=ADMIN)
    of_one = await driver.expect("操作记录：资料，包头", chat_id=admin)
    assert "提出改动（改动 1" in of_one.text
    whole = await press(driver, of_one, "全部", ADMIN, "操作记录，包头")
    await driver.click(await press(driver, whole, "看所有项目", ADMIN, "操作记录，共"), "存成表格（.xlsx）", user=ADMIN)
    file = await driver.expect("操作记录存好了", chat_id=admin)
    sheet = load_workbook(BytesIO(await fetch(sandbox, file))).worksheets[0]
    assert "人社局 小赵" in {cell.value for row in sheet.iter_rows() for cell in row}

    await driver.say("/audit", user=WANG)
    theirs = await driver.expect("操作记录：资料", chat_id=wang)
    assert not any(label in theirs.labels for label in ("全部", "权限", "存成表格（.xlsx）"))
    await press(driver, theirs, "只看一个项目…", WANG, "只看哪个项目")
    await driver.click(theirs, data="vh:rights:0:0", user=WANG, stale=True)
    assert (await driver.expect("操作记录", chat_id=wang)).text == theirs.text, "what they may read, whatever is asked for"
    await driver.click(theirs, data="vh:x:all:0", user=WANG, stale=True)
    await driver.expect("过期", chat_id=wang)
    taken = await press(driver, await rights(driver), "收回：人社局 老王", ADMIN, "马上生效")
    await press(driver, taken, "收回", ADMIN, "能管资料的有 1 位")
    await driver.click(theirs, data="vh:knowledge:0:0", user=WANG, stale=True)
    await driver.expect("过期", chat_id=wang)
    await driver.say("/audit", user=WANG)
    await driver.expect("没有这个命令", chat_id=wang)
