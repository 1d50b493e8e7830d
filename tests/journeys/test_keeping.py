"""Keeping the knowledge from the chat: a file becomes a change, is looked at, explained, published, and told."""

import errno
from pathlib import Path

import pytest

from bot.callbacks import Kind, code
from bot.sandbox.driver import Driver, Seen
from bot.sandbox.sandbox import Sandbox
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.library import Library
from knowledge.reading.files import bytes_of
from knowledge.search.lexicon import load_lexicon
from knowledge.writing import Placing
from tests.journeys.conftest import Bot
from tests.journeys.following import file_of, with_files_of_ones_own
from tests.journeys.interview import data_with
from tests.journeys.office import ADMIN, press, with_admin
from tests.journeys.rows import Rows

NAME = "bt-shibaiqian-2024.yaml"
POLICY = f"policies/{NAME}"
OLD, NEW = "ends: 2024-12-10", "ends: 2024-12-16"
WHY = "市里12月2日通知，延期到16日"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_files_of_ones_own(tmp_path)


@pytest.fixture
def snapshots(folder: Path) -> Snapshots:
    return Snapshots(Library(folder, check_example, held=True), load_lexicon(folder / "search"))


def edited(folder: Path, old: str = OLD, new: str = NEW) -> bytes:
    """The policy with something put in the place of something."""
    text = (folder / POLICY).read_text("utf-8")
    assert old in text
    return text.replace(old, new).encode()


async def send(  # noqa: PLR0913 - what a file has, and what is to come of it
    driver: Driver, content: bytes, expected: str, *, name: str = NAME, caption: str = "", user: str = ADMIN
) -> Seen:
    """Send a file and see what comes of it."""
    chat = await driver.person(user)
    await driver.send("document", content, name, user=user, caption=caption)
    return await driver.expect(expected, chat_id=chat)


async def test_a_file_that_is_sent_is_checked_told_explained_and_published(driver: Driver, bot: Bot, folder: Path, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    content = edited(folder)
    card = await send(driver, content, "改动 1：改了")
    assert "2024年12月10日（周二） → 2024年12月16日（周一）" in card.text
    assert rows.all("SELECT count(*) FROM publications") == [(1,)]
    await press(driver, card, "发布", ADMIN, "依据")
    await driver.say(WHY, user=ADMIN)
    done = await driver.expect("现在是第 2 版", chat_id=admin)
    assert "看看改了什么" in done.labels
    assert (folder / POLICY).read_bytes() == content
    await driver.say("包头金蓝领啥时候截止")
    await driver.expect("2024年12月16日", chat_id=await driver.person("测试员"))
    assert rows.all("SELECT state FROM proposals") == [("published",)]
    assert rows.all("SELECT number, why, who FROM publications WHERE number = 2") == [(2, WHY, "1 号")]
    assert [act for (act,) in rows.all("SELECT act FROM audit WHERE act NOT LIKE 'right.%named' ORDER BY id")] == [
        "knowledge.proposed",
        "knowledge.explained",
        "knowledge.agreed",
        "knowledge.published",
    ]


async def test_what_applicants_would_see_comes_as_a_page(driver: Driver, bot: Bot, folder: Path, sandbox: Sandbox) -> None:
    admin = await with_admin(driver, bot)
    new = (folder / POLICY).read_text("utf-8").replace("2024", "2025").encode()
    card = await send(driver, new, "改动 1：改了", name="bt-shibaiqian-2025.yaml")
    assert "新增项目：" in card.text
    await driver.click(card, data=data_with(card, "vb")[0], user=ADMIN)
    page = await driver.expect("申报人看到的样子", chat_id=admin)
    html = (await file_of(sandbox, page)).decode()
    assert "2025年12月10日" in html
    assert "时间表" in html
    await driver.say("2025年包头金蓝领截止")
    assert "2025年12月10日" not in (await driver.expect(chat_id=await driver.person("测试员"))).text
    await press(driver, card, "放弃", ADMIN, "放弃了")
    await driver.click(card, data="vb:1:p", user=ADMIN, stale=True)
    await driver.expect("已经放弃了", chat_id=admin)


async def publish(driver: Driver, content: bytes, number: int, *, user: str = ADMIN, name: str = NAME) -> Seen:
    """From the file to the word that it is published."""
    card = await send(driver, content, "改动", caption=WHY, user=user, name=name)
    return await press(driver, card, "发布", user, f"现在是第 {number} 版")


async def test_versions_are_listed_compared_and_gone_back_to(driver: Driver, bot: Bot, folder: Path, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    first = (folder / POLICY).read_bytes()
    done = await publish(driver, edited(folder), 2)
    assert "2024年12月10日（周二） → 2024年12月16日（周一）" in (await press(driver, done, "看看改了什么", ADMIN, "第 2 版：改了")).text
    await driver.say("/history", user=ADMIN)
    listed = await driver.expect("现在用的是第 2 版", chat_id=admin)
    assert WHY in listed.text
    assert "退回到第 2 版" not in listed.labels
    await press(driver, listed, "退回到第 1 版", ADMIN, "为什么")
    await driver.say("延期是另一个项目的", user=ADMIN)
    card = await driver.expect("改动 2：改了", chat_id=admin)
    assert "2024年12月16日（周一） → 2024年12月10日（周二）" in card.text
    assert rows.count("publications") == 2
    await press(driver, card, "发布", ADMIN, "现在是第 3 版")
    assert (folder / POLICY).read_bytes() == first
    await driver.say("/history", user=ADMIN)
    listed = await driver.expect("现在用的是第 3 版", chat_id=admin)
    second = await press(driver, listed, "第 2 版改了什么", ADMIN, "第 2 版：改了")
    assert "和现在的比" not in second.labels, "the next one's card tells that already"
    await driver.click(second, data="vc:c:1", user=ADMIN, stale=True)
    same = await driver.expect("第 1 版 → 第 3 版：", chat_id=admin)
    assert "没有" in same.text, "what was gone back to is the same"
    for number, said in (("3", "现在用的就是"), ("9", "退不到"), ("x", "没看懂"), ("", "现在用的是第 3 版")):
        await driver.say(f"/rollback {number}", user=ADMIN)
        await driver.expect(said, chat_id=admin)
    assert rows.count("publications") == 3


async def test_what_is_handed_out_comes_back_as_an_edit_of_that_version(
    driver: Driver, bot: Bot, folder: Path, rows: Rows, sandbox: Sandbox
) -> None:
    admin = await with_admin(driver, bot)
    await driver.say("/admin", user=ADMIN)
    card = await driver.expect("您的权限：管理", chat_id=admin)
    listed = await press(driver, card, "拿一个项目的文件来改", ADMIN, "要改哪个项目")
    turned = await press(driver, listed, "后面的", ADMIN, "要改哪个项目")
    await press(driver, turned, "前面的", ADMIN, "要改哪个项目")
    await driver.click(listed, data=press_of("vg", "policy", "bt-shibaiqian-2024"), user=ADMIN, stale=True)
    handed = await driver.expect("第 1 版", chat_id=admin)
    name = handed.raw["message"]["document"]["file_name"]
    assert (name, await file_of(sandbox, handed)) == ("bt-shibaiqian-2024@1.yaml", (folder / POLICY).read_bytes())
    await driver.click(listed, data="vg:x:keys/answers.key", user=ADMIN, stale=True)
    await driver.expect("过期", chat_id=admin)
    await driver.click(listed, "常识", user=ADMIN)
    common = await driver.expect(chat_id=admin)
    assert common.raw["message"]["document"]["file_name"] == "general@1.yaml"
    assert await file_of(sandbox, common) == (folder / "general.yaml").read_bytes()
    await publish(driver, (folder / "facts.yaml").read_bytes() + b"# x\n", 2, name="facts.yaml")
    mine = await send(driver, edited(folder), "改动 2：改了", name=name, caption="短")
    assert "以第 1 版为底" in mine.text
    await press(driver, mine, "发布", ADMIN, "依据是什么")
    await driver.say("嗯", user=ADMIN)
    await driver.expect("4 到 300 个字", chat_id=admin)
    await press(driver, await driver_card(driver), "等着发布的改动（1）", ADMIN, "等着发布的改动：1 个")
    await driver.say(WHY, user=ADMIN)
    await driver.expect(chat_id=admin)
    assert rows.count("publications") == 2, "another button let the question go"
    await press(driver, mine, "发布", ADMIN, "依据是什么")
    await driver.say(WHY, user=ADMIN)
    await driver.expect("现在是第 3 版", chat_id=admin)
    assert rows.all("SELECT number, based_on FROM publications ORDER BY number") == [(1, None), (2, 1), (3, 1)]
    await press(driver, await driver_card(driver), "等着发布的改动", ADMIN, "没有等着发布")


def press_of(verb: str, kind: Kind, identity: str) -> str:
    """A button's data."""
    return f"{verb}:{code(kind, identity)}"


async def driver_card(driver: Driver) -> Seen:
    """管理."""
    await driver.say("/admin", user=ADMIN)
    return await driver.expect("您的权限", chat_id=await driver.person(ADMIN))


async def test_two_who_changed_one_file_are_told_and_neither_is_overwritten(driver: Driver, bot: Bot, folder: Path, rows: Rows) -> None:
    await with_admin(driver, bot)
    first, second = edited(folder), edited(folder, new="ends: 2024-12-20")
    mine = await send(driver, first, "改动 1：改了", caption=WHY)
    theirs = await send(driver, second, "改动 2：改了", caption=WHY)
    await press(driver, mine, "发布", ADMIN, "现在是第 2 版")
    refused = await press(driver, theirs, "发布", ADMIN, "改动 2 没有发布")
    assert "两边的改动都还在" in refused.text
    assert (folder / POLICY).read_bytes() == first
    back = await press(driver, refused, "取回文件", ADMIN, "改动 2：")
    assert back.raw["message"]["document"]["file_name"] == "bt-shibaiqian-2024@1.yaml"
    again = await send(driver, second, "没有收下", name="bt-shibaiqian-2024@1.yaml")
    assert "第 2 版里已经被别人改过" in again.text
    assert rows.all("SELECT state FROM proposals ORDER BY id") == [("published",), ("open",)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (NAME, b"\n", "文件是空的"),
        (NAME, "编号：".encode("gbk"), "UTF-8"),
        (NAME, b"id: [", "第1行"),
        (NAME, b"a: &a [1]\nb: [*a, *a]\n", "第"),
        ("新 项目.yaml", b"id: x\nseries: {}\n", "这个位置放不了文件"),
        ("bt.yaml", b"id: bt-shibaiqian-2024\nseries: {}\n", "这个已经有了"),
        (NAME, b"x" * (600 * 1024), "512 KiB"),
        ("neu-2025.yml", b"id: neu-2025\ntitle: x\n", "缺少 short_title"),
    ],
)
async def test_what_cannot_be_taken_is_told_with_its_cure(  # noqa: PLR0913, PLR0917 - fixtures and the case
    driver: Driver, bot: Bot, folder: Path, rows: Rows, name: str, content: bytes, said: str
) -> None:
    await with_admin(driver, bot)
    before = bytes_of(folder)
    await send(driver, content, said, name=name)
    assert (rows.count("proposals"), rows.count("publications")) == (0, 1)
    assert bytes_of(folder) == before


async def test_to_others_there_is_no_keeping_and_what_they_tried_is_noted(driver: Driver, bot: Bot, folder: Path, rows: Rows) -> None:
    await with_admin(driver, bot)
    card = await send(driver, edited(folder), "改动 1：改了", caption=WHY)
    stranger = await driver.person("测试员")
    await driver.say("/neinei")
    unknown = (await driver.expect(chat_id=stranger)).text
    await driver.expect("三件事", chat_id=stranger)
    for command in ("/admin", "/history", "/rollback 1", "/audit"):
        await driver.say(command)
        assert (await driver.expect(chat_id=stranger)).text == unknown
        await driver.expect("三件事", chat_id=stranger)
    await send(driver, edited(folder), "打不开", user="测试员")
    await driver.say("你好")
    own = await driver.expect(chat_id=stranger)
    for data in ("va", "vb:1:p", "vb:1:s", "vb:1:f", "vb:1:x", "vc", "vc:1", "vd:1", "ve", "ve:g:owner", "vg"):
        await driver.click(own, data=data, stale=True)
        await driver.expect("过期", chat_id=stranger)
    assert rows.all("SELECT count(*) FROM audit WHERE act = 'knowledge.refused'") == [(16,)]
    assert rows.all("SELECT state FROM proposals") == [("open",)]
    assert "发布" in card.labels


async def test_a_disk_that_is_full_is_told_and_the_change_is_published_later(
    driver: Driver, bot: Bot, folder: Path, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_admin(driver, bot)
    first, content = (folder / POLICY).read_bytes(), edited(folder)
    card = await send(driver, content, "改动 1：改了", caption=WHY)
    with monkeypatch.context() as broken:
        broken.setattr(Placing, "write", full)
        refused = await press(driver, card, "发布", ADMIN, "改动 1 没有发布")
        assert "磁盘" in refused.text
        assert (folder / POLICY).read_bytes() == first
        assert rows.count("publications") == 1
    await press(driver, refused, "再发布一次", ADMIN, "现在是第 2 版")
    assert (folder / POLICY).read_bytes() == content


def full(_: Placing) -> Placing:
    """A disk without room."""
    raise OSError(errno.ENOSPC, "No space left on device")
