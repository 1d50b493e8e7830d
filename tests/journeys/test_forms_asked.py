"""A form asked for in the chat, from a knowledge folder with forms in it: sent, or said whom to ask."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from bot import texts
from bot.callbacks import code, target_code
from bot.sandbox.driver import Driver, Seen
from bot.sandbox.sandbox import Sandbox
from bot.settings import ROOT
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.base import KnowledgeBase
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from tests.journeys.interview import Interview, data_with, verbs
from tests.journeys.rows import Rows
from tests.knowledge.factories import spoilt

BAOTOU = "bt-shibaiqian-2024"
TEPEI = "nmg-tepei-2023"
CONTENT = b"PK\x03\x04 a blank form"
FORM = f"{BAOTOU}/shenqingbiao.docx"
FILE = f"""    file: {{path: {FORM}, source: "https://www.baotou.gov.cn/1.html", retrieved: 2024-11-27}}\n"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge on file, with one form attached."""
    folder = tmp_path_factory.mktemp("knowledge") / "data"
    shutil.copytree(ROOT / "knowledge" / "data", folder)
    (folder / "forms" / BAOTOU).mkdir(parents=True, exist_ok=True)
    (folder / "forms" / FORM).write_bytes(CONTENT)
    policy = folder / "policies" / f"{BAOTOU}.yaml"
    text = policy.read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if "id: annex-application" in line]
    written = line.strip().removeprefix("- {").removesuffix("}")
    assert "{" not in written
    entry = "\n".join(f"    {part}" for part in written.split(", "))
    policy.write_text(spoilt(text, f"{line}\n", f"  -\n{entry}\n{FILE}"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def snapshots(folder: Path) -> Snapshots:
    return Snapshots(Library(folder, check_example), load_lexicon(folder / "search"))


@pytest.fixture
def base(snapshots: Snapshots) -> KnowledgeBase:
    return snapshots.current.base


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


@pytest.fixture
def taken_away(folder: Path) -> Iterator[None]:
    """The file is gone while the bot runs."""
    path = folder / "forms" / FORM
    path.rename(path.with_suffix(".away"))
    yield
    path.with_suffix(".away").rename(path)


async def file_of(sandbox: Sandbox, seen: Seen) -> tuple[str, bytes]:
    file = seen.raw["message"]["document"]
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.base_url}/control/file/{file['file_unique_id']}") as response:
        return file["file_name"], await response.read()


async def test_an_attached_form_is_sent(driver: Driver, sandbox: Sandbox) -> None:
    await driver.say("包头金蓝领申请表发我一份")
    assert "发在下面" in (await driver.expect("表格")).text
    sent = await driver.expect("取自")
    assert await file_of(sandbox, sent) == ("附件1 包头市“十百千”高技能人才认定申请表.docx", CONTENT)
    assert "2024年11月27日" in sent.text


async def test_half_a_question_means_the_last_answer(driver: Driver) -> None:
    await driver.say("包头金蓝领要交什么")
    await driver.expect()
    await driver.say("把申请表发我")
    await driver.expect("发在下面")
    await driver.expect("取自")


async def test_all_forms_of_a_policy_those_on_file_and_those_not(driver: Driver) -> None:
    await driver.say("包头金蓝领的表格发我")
    told = await driver.expect("表格")
    assert "附件1《包头市“十百千”高技能人才认定申请表》：发在下面" in told.text
    assert "附件2《包头市“十百千”高技能人才推荐汇总表》：我这里没有文件，向" in told.text
    await driver.expect("取自")


async def test_the_button_under_the_materials_sends_them_too(person: Interview) -> None:
    await person.driver.say("包头金蓝领要交什么")
    answer = await person.driver.expect()
    assert "📎 表格" in answer.labels
    await person.driver.click(answer, data=data_with(answer, "z")[0])
    await person.driver.expect("发在下面")
    await person.driver.expect("取自")
    one = f"z:{target_code(BAOTOU, None)}:{code('entry', f'{BAOTOU}/annex-application')}"
    await person.driver.click(answer, data=one, stale=True)
    await person.driver.expect("取自")


async def test_where_none_is_attached_its_annex_and_whom_to_ask(driver: Driver) -> None:
    await driver.say("特培计划的表在哪下载")
    told = await driver.expect("没有文件")
    assert "附件2《特培学员申报表》" in told.text
    assert "0471-6944364" in told.text
    await driver.say("特培计划要交什么")
    assert "z" not in verbs(await driver.expect())


async def test_without_a_policy_the_bot_asks_which(person: Interview) -> None:
    await person.driver.say("把申请表发我")
    which = await person.driver.expect("要哪个项目的表格")
    assert f"z:{target_code(BAOTOU, None)}" in data_with(which, "z")
    await person.driver.click(which, data=f"z:{target_code(BAOTOU, None)}")
    await person.driver.expect("取自")


@pytest.mark.usefixtures("taken_away")
async def test_a_file_that_is_gone_is_said_with_whom_to_ask(driver: Driver, rows: Rows) -> None:
    await driver.say("包头金蓝领申请表发我一份")
    assert "向" in (await driver.expect("打不开了")).text
    assert rows.count("outbox") >= 2


async def test_in_a_group_a_form_may_be_sent(driver: Driver) -> None:
    group = int((await driver.do("group", user="测试员", title="技师群", members=["组员"]))["chat"]["id"])
    await driver.say("@shenbao_sandbox_bot 包头金蓝领申请表发我", chat_id=group)
    await driver.expect("发在下面", chat_id=group)
    await driver.expect("取自", chat_id=group)


async def test_in_the_middle_of_a_questionnaire_the_questionnaire_goes_on(person: Interview) -> None:
    await person.begin(TEPEI, "outside")
    await person.driver.say("包头金蓝领申请表发我一份")
    await person.driver.expect("发在下面")
    await person.driver.expect("取自")


@pytest.mark.parametrize("data", ["z:nothing", "z:nothing:nothing"])
async def test_an_outlived_button_says_so(person: Interview, data: str) -> None:
    await person.driver.say("包头金蓝领要交什么")
    assert texts.STALE_GONE in (await person.click(await person.driver.expect(), data)).text
