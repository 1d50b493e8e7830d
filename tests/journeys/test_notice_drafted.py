"""A notice that an editor sends comes back as a file to finish; once finished it is a change. Nobody else has any of it."""

from pathlib import Path

import pytest
import yaml

from bot.sandbox.driver import Driver, Seen
from bot.sandbox.sandbox import Sandbox
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.drafting.written import open_places
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from tests.journeys.conftest import Bot
from tests.journeys.following import file_of, with_files_of_ones_own
from tests.journeys.office import ADMIN, with_admin
from tests.journeys.rows import Rows
from tests.knowledge.drafting.invented import STYLES
from tests.knowledge.drafting.test_drafting_formats import blank_pdf, docx, paragraph
from tests.knowledge.drafting.test_drafting_written import settled

MOBILE = "13800138000"
NOTICE = STYLES["classic"].text.replace("0000-7654321", f"0000-7654321，手机{MOBILE}")
STRANGER = "路人"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_files_of_ones_own(tmp_path)


@pytest.fixture
def snapshots(folder: Path) -> Snapshots:
    return Snapshots(Library(folder, check_example), load_lexicon(folder / "search"))


async def send(driver: Driver, content: bytes, name: str, expected: str, *, user: str = ADMIN, caption: str = "") -> Seen:  # noqa: PLR0913 - a file
    await driver.send("document", content, name, user=user, caption=caption)
    return await driver.expect(expected, chat_id=await driver.person(user))


async def test_a_notice_becomes_a_draft_is_refused_with_its_marks_and_a_change_once_they_are_settled(
    driver: Driver, bot: Bot, sandbox: Sandbox, rows: Rows
) -> None:
    admin = await with_admin(driver, bot)
    assert MOBILE in NOTICE
    word = docx("".join(paragraph(line) for line in NOTICE.split("\n")))
    await send(driver, word, "云桥巧匠通知.docx", "正在读")
    told = await driver.expect("草稿好了", chat_id=admin)
    assert "日期 3 条" in told.text
    assert "材料 4 条" in told.text
    assert "私人手机号没有收录" in told.text
    assert "改好发回这里" in told.text
    name = told.raw["message"]["document"]["file_name"]
    made = await file_of(sandbox, told)
    text = made.decode()
    assert name == "hlsyqsrl-2026.yaml"
    assert MOBILE not in text
    assert "id: hlsyqsrl-2026\n" in text
    assert f"待定 {text.count('待定') - text.count('“待定”')} 处" in told.text

    await send(driver, made, name, "正在检查")
    refused = await driver.expect(f"有 {open_places(text)} 处要改，没有收下", chat_id=admin)
    assert "草稿里还没有定" in refused.text
    assert "错处" in refused.raw["message"]["document"]["file_name"]
    assert rows.all("SELECT count(*) FROM proposals") == [(0,)]

    finished = yaml.safe_dump(settled(yaml.safe_load(text)), allow_unicode=True).encode()
    await send(driver, finished, name, "正在检查", caption="照着通知写的")
    await driver.expect("改动 1：", chat_id=admin)
    assert rows.all("SELECT state FROM proposals") == [("open",)]

    await send(driver, NOTICE.encode(), "bt-shibaiqian-2024.txt", "正在读")
    there = await driver.expect("草稿好了", chat_id=admin)
    assert there.raw["message"]["document"]["file_name"] == "bt-shibaiqian-2024-2.yaml"
    assert "已经有 包头十百千" in there.text
    await send(driver, NOTICE.encode(), "通知.txt", "正在读", caption="yq-qiaojiang-2026")
    assert "编号先用 yq-qiaojiang-2026" in (await driver.expect("草稿好了", chat_id=admin)).text


async def test_what_cannot_be_read_says_what_to_do_and_to_others_a_notice_is_a_file_like_any_other(
    driver: Driver, bot: Bot, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = await with_admin(driver, bot)
    for content, name, said in (
        (blank_pdf(), "扫描.pdf", "先识别成文字"),
        (b"x", "旧的.doc", "另存为 .docx"),
        (b"PK", "坏.DOCX", "另存一次"),
    ):
        await send(driver, content, name, "正在读")
        await driver.expect(said, chat_id=admin)
    await driver.start(user=STRANGER)
    await driver.expect("申报助手", chat_id=await driver.person(STRANGER))
    await send(driver, NOTICE.encode(), "通知.txt", "这种文件我打不开", user=STRANGER)
    await send(driver, NOTICE.encode(), "通知.txt", "12月10日", user=STRANGER, caption="包头金蓝领啥时候截止")
    monkeypatch.setattr("bot.handlers.keeping.drafting.LARGEST", 3)
    await send(driver, b"four", "通知.txt", "文件太大")
    assert rows.all("SELECT count(*) FROM audit WHERE act = 'knowledge.refused'") == [(0,)]
