"""A unit checks many people at once: a table out, the table back in, the verdicts out, and nothing of it stays."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from io import BytesIO

import aiohttp
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from structlog.typing import EventDict

from bot import texts
from bot.callbacks import code
from bot.sandbox.driver import Driver, Seen
from bot.sandbox.sandbox import Sandbox
from bot.tables.columns import FIRST_ROW, SHEET, facts_asked
from bot.tables.opening import MOST_BYTES
from bot.usecases.checking import check
from bot.usecases.scope import PolicyScope
from bot.views.many import NAMES
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import START, Bot
from tests.journeys.following import until
from tests.journeys.interview import data_with, verbs
from tests.journeys.rows import Rows

TEPEI = PolicyScope("nmg-tepei-2023", "outside")
BAOTOU = "bt-shibaiqian-2024"
PEOPLE: tuple[tuple[str, Mapping[str, object]], ...] = (
    (
        "欧阳锋",
        {
            "age": date(1980, 5, 1),
            "professional_title": "副高级",
            "education": "本科",
            "unit_place": "包头",
            "ethnic_minority": "是",
            "healthy": "可以",
        },
    ),
    ("黄药师", {"age": "４６", "professional_title": "正高", "unit_place": "包头市"}),
    ("=HYPERLINK(1)", {"age": "大概四十", "unit_place": "包头市"}),
)


async def fetch(sandbox: Sandbox, seen: Seen) -> bytes:
    """The file of a message, as the person's app fetches it."""
    unique = seen.raw["message"]["document"]["file_unique_id"]
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.base_url}/control/file/{unique}") as response:
        return await response.read()


async def template_of(driver: Driver, sandbox: Sandbox, target: str, user: str = "测试员") -> Workbook:
    """From /check to the template of a policy (and one of its tracks)."""
    await driver.say("/check", user=user)
    listed = await driver.expect()
    await driver.click(listed, data="tb", user=user)
    which = await driver.expect("哪个项目")
    policy, _, track = target.partition("/")
    await driver.click(which, data=f"tbp:{code('policy', policy)}", user=user)
    seen = await driver.expect()
    if track:
        await driver.click(seen, data=f"tbt:{code('track', target)}", user=user)
        seen = await driver.expect()
    return load_workbook(BytesIO(await fetch(sandbox, seen)))


def filled(workbook: Workbook, base: KnowledgeBase, scope: PolicyScope, people: Iterable[tuple[str, Mapping[str, object]]]) -> bytes:
    """The template with people in it, as Excel would save it."""
    sheet = workbook[SHEET]
    assert isinstance(sheet, Worksheet)
    columns = {fact.id: number for number, fact in enumerate(facts_asked(base, scope), 2)}
    for row, (label, facts) in enumerate(people, FIRST_ROW + 1):
        sheet.cell(row, 1).value = label
        sheet.cell(row, 1).data_type = "s"
        for fact, value in facts.items():
            sheet.cell(row, columns[fact]).value = value  # type: ignore[assignment]  # whatever people fill in
    return packed(workbook)


def packed(workbook: Workbook) -> bytes:
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def table(content: bytes) -> list[dict[str, str]]:
    """The rows of a result by their headers."""
    sheet = load_workbook(BytesIO(content))["结果"]
    assert isinstance(sheet, Worksheet)
    heads, *rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    return [dict(zip(heads, row, strict=True)) for row in rows]


async def test_a_table_goes_out_and_comes_back_with_a_verdict_and_the_reason_per_row(
    driver: Driver, sandbox: Sandbox, base: KnowledgeBase
) -> None:
    workbook = await template_of(driver, sandbox, str(TEPEI))
    await driver.send("document", filled(workbook, base, TEPEI, PEOPLE), "张三填好的.xlsx")
    seen = await driver.expect()
    assert "✅ 符合 1，❌ 不符合 1，❓ 待确认 1" in seen.text
    assert "第 5 行 黄药师：❌ 不符合，45周岁以下" in seen.text
    assert "1 格没看懂，按没填算：第 6 行“年龄”" in seen.text
    first, second, third = table(await fetch(sandbox, seen))
    assert [row["编号或姓名"] for row in (first, second, third)] == [label for label, _ in PEOPLE]
    assert [row["结论"] for row in (first, second, third)] == ["符合", "不符合", "待确认"]
    assert "45周岁以下" in second["原因"]
    assert second["条款"] == "三（一）2"
    assert second["年龄"] == "４６"
    assert "年龄" in third["还缺"]
    assert "大概四十" in third["没看懂或对不上的"]
    assert "1980年5月" in third["没看懂或对不上的"]


async def test_each_row_has_the_verdict_that_one_check_gives(driver: Driver, sandbox: Sandbox, base: KnowledgeBase) -> None:
    workbook = await template_of(driver, sandbox, str(TEPEI))
    people = [
        (f"甲{age}", {"age": age, "professional_title": "副高", "unit_place": "包头", "ethnic_minority": "是"}) for age in (44, 45, 46)
    ]
    await driver.send("document", filled(workbook, base, TEPEI, people), "a.xlsx")
    rows = table(await fetch(sandbox, await driver.expect("核对了 3 行")))
    alone = [check(base, TEPEI.policy, TEPEI.track, facts, START.date())[0].verdict.name for _, facts in people]
    assert [row["结论"] for row in rows] == [NAMES[name] for name in alone] == ["待确认", "待确认", "不符合"]


PLANNED = {"schedule", "marks", "stewards", "tallies"}
"""What every tick may write from the knowledge and the clock, beside whatever people do: nobody stands in it."""


async def test_nothing_of_a_table_is_kept(
    driver: Driver, sandbox: Sandbox, base: KnowledgeBase, rows: Rows, logged: list[EventDict]
) -> None:
    workbook = await template_of(driver, sandbox, str(TEPEI))
    held = {name: rows.count(name) for name in rows.tables()}
    await driver.send("document", filled(workbook, base, TEPEI, PEOPLE), "张三填好的.xlsx")
    await driver.expect("核对了 3 行")
    await driver.say("你好")  # an answer to which comes after all that the table left behind was settled
    await driver.expect("您好")
    for word in ("欧阳锋", "黄药师", "HYPERLINK", "大概四十", "张三", "1980-05", "批量核对结果"):
        assert word not in rows.everything()
        assert word not in str(logged)
    assert rows.all("SELECT kind, body FROM outbox WHERE state = 'sent' AND body IS NOT NULL") == []
    assert rows.all("SELECT payload FROM inbox WHERE payload IS NOT NULL") == []
    grown = {name for name in rows.tables() if rows.count(name) > held[name]}
    assert grown <= {"inbox", "outbox"} | PLANNED


async def test_all_tracks_can_be_checked_in_one_table(driver: Driver, sandbox: Sandbox, base: KnowledgeBase) -> None:
    await driver.say("包头金蓝领要什么条件")
    answer = await driver.expect()
    await driver.click(answer, data=data_with(answer, "tbp")[0])
    which = await driver.expect("哪一类")
    assert len(data_with(which, "tbt")) == len(base.policies[BAOTOU].tracks) + 1
    await driver.click(which, data=f"tbt:{code('policy', BAOTOU)}")
    workbook = load_workbook(BytesIO(await fetch(sandbox, await driver.expect("填好这张表"))))
    people = [("1", {"unit_place": "包头", "unit_type": "企业", "employed": "在职", "skill_level": "二级"})]
    await driver.send("document", filled(workbook, base, PolicyScope(BAOTOU), people), "a.xlsx")
    seen = await driver.expect("核对了 1 行")
    (row,) = table(await fetch(sandbox, seen))
    assert "高级技师：不符合" in row["结论"].splitlines()
    assert "优秀技师：符合" in row["结论"].splitlines()
    assert "优秀技师：✅ 符合 1" in seen.text


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xlsx", b"\xd0\xcf\x11\xe0 an old workbook", ".xls"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.csv", "姓名,年龄\n张三,45".encode("gb18030"), "CSV"),
        ("a.xlsx", b"PK\x03\x04 broken", "损坏"),
        ("a.XLSX", b"%PDF-1.7", "PDF"),
    ],
)
async def test_what_is_no_such_table_is_refused_with_what_to_do(driver: Driver, name: str, content: bytes, told: str) -> None:
    await driver.send("document", content, name)
    refused = await driver.expect("没收")
    assert told in refused.text
    assert verbs(refused) == {"tb"}


async def test_a_file_that_is_too_large_is_never_fetched(driver: Driver) -> None:
    before = len(await driver.requests())
    await driver.send("document", b"PK" + bytes(MOST_BYTES), "a.xlsx")
    assert "太大" in (await driver.expect("没收")).text
    assert "getFile" not in {request["method"] for request in (await driver.requests())[before:]}


async def test_a_broken_row_names_its_cell_and_the_cure(driver: Driver, sandbox: Sandbox, base: KnowledgeBase) -> None:
    workbook = await template_of(driver, sandbox, str(TEPEI))
    sheet = workbook[SHEET]
    assert isinstance(sheet, Worksheet)
    sheet["B1"] = "年纪"
    await driver.send("document", filled(workbook, base, TEPEI, PEOPLE), "a.xlsx")
    refused = await driver.expect("没收")
    assert "B1 的表头“年纪”我不认识。是不是“年龄”？" in refused.text


async def test_after_a_crash_the_table_is_fetched_again_and_answered(
    driver: Driver, sandbox: Sandbox, base: KnowledgeBase, bot: Bot, rows: Rows
) -> None:
    workbook = await template_of(driver, sandbox, str(TEPEI))
    await driver.fail("sendChatAction", times=1, kind="hang_after")
    await driver.send("document", filled(workbook, base, TEPEI, PEOPLE), "a.xlsx")
    await driver.expect(kinds="action")
    await bot.restart()
    assert rows.all("SELECT count(*) FROM outbox WHERE kind = 'table' AND state = 'pending'") == [(1,)]
    assert "欧阳锋" not in rows.everything()
    await driver.move_clock(timedelta(minutes=3))
    assert "✅ 符合 1" in (await driver.expect("核对了 3 行")).text


async def test_a_file_that_telegram_no_longer_has_is_asked_for_again(driver: Driver, sandbox: Sandbox, base: KnowledgeBase) -> None:
    workbook = await template_of(driver, sandbox, str(TEPEI))
    await driver.fail("getFile", times=1, code=400, description="Bad Request: wrong file_id or the file is temporarily unavailable")
    await driver.send("document", filled(workbook, base, TEPEI, PEOPLE), "a.xlsx")
    assert texts.TABLE_GONE in (await driver.expect("没收")).text


async def test_a_network_that_fails_is_tried_again(driver: Driver, sandbox: Sandbox, base: KnowledgeBase, rows: Rows) -> None:
    workbook = await template_of(driver, sandbox, str(TEPEI))
    await driver.fail("getFile", times=1, code=502, description="Bad Gateway")
    await driver.send("document", filled(workbook, base, TEPEI, PEOPLE), "a.xlsx")
    await until(driver, rows, "kind = 'table' AND error IS NOT NULL")
    await driver.move_clock(timedelta(minutes=3))
    await driver.expect("核对了 3 行")


async def test_in_a_group_tables_are_left_alone(driver: Driver) -> None:
    group = (await driver.do("group", user="甲", title="技能科", members=["乙"]))["chat"]["id"]
    await driver.send("document", b"PK\x03\x04", "a.xlsx", user="甲", chat_id=group)
    await driver.say("@" + (await driver.state())["bot"]["username"] + " 包头金蓝领要什么条件", user="甲", chat_id=group)
    answer = await driver.expect(chat_id=group)
    assert "没收" not in answer.text
    assert "tbp" not in verbs(answer), "a unit's people are checked in private"
    await driver.click(answer, data=f"tbp:{code('policy', BAOTOU)}", user="甲", stale=True)
    assert (await driver.expect(kinds="answer", chat_id=group)).text == texts.PRIVATE_ONLY


async def test_the_word_alone_leads_to_the_templates(driver: Driver) -> None:
    await driver.say("批量核对")
    assert verbs(await driver.expect("哪个项目")) == {"tbp"}


async def test_a_programme_without_tracks_gives_its_table_at_once_and_a_forged_button_none(driver: Driver, sandbox: Sandbox) -> None:
    assert SHEET in (await template_of(driver, sandbox, "xj-craftsman-2022")).sheetnames
    await driver.say("批量核对")
    listed = await driver.expect("哪个项目")
    for data in ("tbp:nonsense", "tbt", f"tbt:{code('policy', 'nmg-ndt-p2p')}"):
        await driver.click(listed, data=data, stale=True)
        await driver.expect("过期")
