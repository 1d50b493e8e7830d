"""@bot and a few words in any chat: cards with public facts and days of the calendar, and a way to the private chat."""

import pytest

from bot import texts
from bot.handlers.inline import CACHE_SECONDS, PAGE, answer_inline
from bot.sandbox.driver import Driver, Seen
from bot.usecases.snapshot import Snapshots
from bot.views.cards import card
from bot.views.render import to_plain
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import START
from tests.journeys.rows import Rows


async def ask(driver: Driver, query: str, **given: str) -> Seen:
    """What the app shows above the keyboard."""
    before = (await driver.state())["seq"]
    await driver.do("inline", user="测试员", query=query, **given)
    event = await driver.get("wait", after=before, kinds="inline", timeout=20)
    assert event is not None
    return Seen.from_event(event)


def titles(seen: Seen) -> list[str]:
    return [result["title"] for result in seen.raw["results"]]


@pytest.mark.parametrize("query", ["特培", "特培 材料", "tepei jihua", "  特培计划什么时候截止？"])
async def test_a_programme_is_found_by_what_people_call_it(driver: Driver, query: str) -> None:
    seen = await ask(driver, query)
    assert titles(seen)[0] == "内蒙古特培计划（2023）"
    assert "2023年3月20日" in seen.raw["results"][0]["description"]


async def test_a_place_finds_all_of_its_programmes(driver: Driver, base: KnowledgeBase) -> None:
    here = {policy.id for policy in base.policies.values() if "新疆维吾尔自治区" in policy.region}
    assert len(here) > 3
    assert len(titles(await ask(driver, "新疆"))) >= len(here)


@pytest.mark.parametrize("query", ["", "  ", "🙂"])
async def test_nothing_typed_shows_everything_and_what_is_open_first(driver: Driver, base: KnowledgeBase, query: str) -> None:
    seen = await ask(driver, query)
    assert len(titles(seen)) == len(base.policies)
    assert "包头" in titles(seen)[0]
    assert "进行中" in seen.raw["results"][0]["description"]


async def test_nothing_found_leads_to_the_private_chat(driver: Driver) -> None:
    for query in ("今天天气怎么样", "驾照换证", "大同技师工作站", "x" * 256):
        seen = await ask(driver, query)
        assert seen.raw["results"] == []
        assert seen.raw["button"] == {"text": texts.INLINE_NOTHING, "start_parameter": "p"}
    await driver.start("p")
    await driver.expect("份通知")


async def test_a_chosen_card_leads_to_the_private_chat_and_is_no_question_to_the_bot(driver: Driver, rows: Rows) -> None:
    room = await driver.do("group", user="测试员", title="技师群")
    await driver.expect(chat_id=int(room["chat"]["id"]))
    before = rows.count("people"), len(await driver.outbox())
    seen = await ask(driver, "特培")
    chosen = seen.raw["results"][0]["id"]
    for chat in (int(room["chat"]["id"]), None):
        message = await driver.do("choose", user="测试员", query_id=seen.raw["query"], result_id=chosen, chat_id=chat)
        assert "2023年3月20日" in message["text"]
    (button,) = message["reply_markup"]["inline_keyboard"][0]
    await ask(driver, "")
    assert (rows.count("people"), len(await driver.outbox())) == before  # neither the query nor the card made a row or an answer
    await driver.start(button["url"].partition("start=")[2])
    await driver.expect(texts.HELLO_BRIEF[0])
    await driver.expect("适用")


async def test_the_answer_may_be_kept_a_while_and_is_nobodys_own(driver: Driver) -> None:
    await ask(driver, "特培")
    (call,) = [one["params"] for one in await driver.requests() if one["method"] == "answerInlineQuery"]
    assert int(call["cache_time"]) == CACHE_SECONDS
    assert call.get("is_personal", "false") == "false"


async def test_an_offset_that_is_none_shows_the_first_page(driver: Driver) -> None:
    first = titles(await ask(driver, ""))
    assert titles(await ask(driver, "", offset="x")) == first
    assert titles(await ask(driver, "", offset="7")) == []


async def test_more_than_fifty_come_in_pages(snapshots: Snapshots) -> None:
    """Each once, in order, with an offset as long as there are more."""
    whole = snapshots.current
    every = whole.finder.find(whole.index, "", START)
    many = tuple(every[number % len(every)] for number in range(2 * PAGE + 1))
    shown: list[int] = []

    class Found:
        def find(self, *_: object) -> object:
            return many

    class Query:
        query, offset = "", ""

        def get_bot(self) -> object:
            return type("Bot", (), {"username": "shenbao_bot"})

        async def answer(self, results: list[object], **given: object) -> None:
            shown.append(len(results))
            self.offset = str(given["next_offset"])

    query = Query()
    snapshot = type("Paged", (), {"finder": Found(), "index": whole.index, "base": whole.base})
    for _ in range(3):
        await answer_inline(query, snapshot, START)  # type: ignore[arg-type]  # stand-ins with what is used
    assert shown == [PAGE, PAGE, 1]
    assert query.offset == ""


def test_every_card_holds_days_of_the_calendar_only_and_fits(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        one = card(base, policy, START)
        told = f"{one.title}{one.description}{to_plain(one.message)}"
        assert "还有" not in told.replace(policy.summary, "").replace(policy.audience, "")
        assert "天前" not in told
        assert "出处：" in told
        assert "2024年11月28日" in told
        assert len(to_plain(one.message)) < 1000
        assert 0 < len(one.start) <= 64
