"""What people say of answers, below the chat: what a push says, what is kept of a question."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.outbox.reports import report_composer
from bot.usecases.feedback import REPORT, Reference, Shown, hand_on, is_unanswered, note_question, rated
from bot.usecases.rights import name_owners
from bot.usecases.situating import understand
from bot.usecases.snapshot import Snapshots
from bot.views.render import to_plain
from bot.views.reporting import clauses_shown, report_message, thanks_message
from bot.views.topics.section import View
from knowledge.base import KnowledgeBase
from storage.database import Database, Transaction
from storage.feedback_records import ReportRecord

NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)
SHOWN = Shown(policy="jc-technician-station-2022", topics=("benefit",), clauses=("五",), version="0123456789ab")


async def reported(rows: Transaction, said: str | None = "金额错了") -> int:
    person = await rows.people.ensure(5, NOW)
    chat = await rows.chats.ensure(5, "private", person.id, NOW)
    number = await rows.reports.open(chat.id, person.id, SHOWN.model_dump_json(), NOW)
    if said is not None:
        await rows.reports.say(number, said)
    return number


async def opened(rows: Transaction, *numbers: int) -> None:
    """These people open the bot."""
    for number in numbers:
        chat = await rows.chats.ensure(number, "private", None, NOW)
        await rows.chats.mark_reachable(chat.id)


async def test_a_report_goes_once_to_every_admin_who_opened_the_bot(database: Database) -> None:
    async with database.transaction() as rows:
        await name_owners(rows, (1, 2, 3), NOW)
        await opened(rows, 1, 2)
        await name_owners(rows, (1, 2, 3), NOW + timedelta(days=1))
        report = await reported(rows)
        assert await hand_on(rows, report, NOW) == 2
        claims = await rows.outbox.claim(NOW, 10, timedelta(minutes=1))
        assert [(claim.kind, claim.body, claim.telegram_chat_id) for claim in claims] == [(REPORT, None, 1), (REPORT, None, 2)]
        assert await hand_on(rows, report, NOW) == 0


@pytest.mark.parametrize("fate", ["kept", "taken back", "without words"])
async def test_its_words_are_read_when_it_is_sent(database: Database, snapshots: Snapshots, fate: str) -> None:
    async with database.transaction() as rows:
        await name_owners(rows, (1,), NOW)
        await opened(rows, 1)
        report = await reported(rows, None if fate == "without words" else "金额错了")
        await hand_on(rows, report, NOW)
        if fate == "taken back":
            person = await rows.people.ensure(5, NOW)
            await rows.reports.take_back(report, person.id)
        (claim,) = await rows.outbox.claim(NOW, 10, timedelta(minutes=1))
        assert Reference.model_validate_json(claim.reference) == Reference(report=report)
        letters = await report_composer(snapshots)(rows, claim)
    assert isinstance(letters, tuple)
    assert [("金额错了" in letter.html) for letter in letters] == ([True] if fate == "kept" else [])


def test_a_push_names_policy_clause_topic_words_and_both_versions(base: KnowledgeBase) -> None:
    report = ReportRecord(id=1, chat_id=1, person_id=1, about="", said="<b>应是35万</b>", told=1, opened_at=NOW)
    text = to_plain(report_message(base, report, SHOWN))
    for told in ("晋城技师工作站（2022）", "条款：五", "有什么好处", "<b>应是35万</b>", SHOWN.version, base.version):
        assert told in text
    assert "现在还是这一版" in to_plain(report_message(base, report, SHOWN.model_copy(update={"version": base.version})))


def test_a_push_about_a_policy_that_is_gone_still_comes(base: KnowledgeBase) -> None:
    report = ReportRecord(id=1, chat_id=1, person_id=1, about="", said="错了", told=1, opened_at=NOW)
    message = report_message(base, report, Shown(policy="gone-2020"))
    assert "gone-2020" in to_plain(message)
    assert [button.label for row in message.keyboard for button in row] == ["✔ 处理好了"]


def test_thanks_promise_no_more_than_happens() -> None:
    assert "转给" in to_plain(thanks_message(SHOWN, 1, told=True))
    assert "转给" not in to_plain(thanks_message(SHOWN, 1, told=False))


def test_every_clause_that_an_answer_rests_on_goes_with_the_report(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        view = View(base, policy, None, NOW)
        cited = {benefit.clause for benefit in policy.benefits}
        assert cited <= set(clauses_shown(view, ("benefit",)))
        assert ({policy.scope_clause} - {None}) <= set(clauses_shown(view, ("scope",)))


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("北京天气怎么样", True),
        ("太原技师工作站怎么报", True),
        ("你好", False),
        ("交2000包过", False),
        ("12333是干嘛的", False),
        ("特培要什么材料", False),
    ],
)
async def test_what_nobody_could_answer_is_kept_with_what_it_was_near(
    database: Database,
    snapshots: Snapshots,
    question: str,
    kept: bool,  # noqa: FBT001 - a parameter of a test
) -> None:
    understood = understand(snapshots.current, question, NOW.date())
    assert is_unanswered(understood) == kept
    if kept:
        async with database.transaction() as rows:
            await note_question(rows, understood, NOW)
            (one,) = await rows.questions.listed()
        assert one.text == question
        assert one.nearest == " ".join(understood.related)


async def test_nothing_but_signs_is_not_kept(database: Database, snapshots: Snapshots) -> None:
    async with database.transaction() as rows:
        await note_question(rows, understand(snapshots.current, "？？？！", NOW.date()), NOW)
        assert await rows.questions.listed() == ()


def test_ratings_are_told_apart_by_policy_track_and_topics() -> None:
    assert rated("p", None, ("deadline", "benefit")) == "p deadline benefit"
    assert rated("p", "t", ()) == "p/t"
