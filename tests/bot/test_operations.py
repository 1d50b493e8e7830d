"""What the keepers of the machine are told: alive, ready or why not, and figures, over HTTP and from the command line."""

import asyncio
import json
import re
import socket
from bisect import bisect_left
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from bot.cli import health
from bot.operations.inspection import LOOK_SECONDS, SILENT_SECONDS, Inspection
from bot.operations.listener import listening
from bot.operations.metrics import Metrics
from bot.settings import ROOT, Settings
from bot.usecases.snapshot import Snapshots
from bot.vitals import ANSWER_SECONDS, Spans, Vitals
from storage.database import Database
from storage.queue_records import IncomingUpdate, Message, QueueFigures, Waiting
from tests.bot.cli import run
from tests.bot.conftest import SetClock

WORDS = frozenset({"kind", "outcome", "level", "le", "version"})
"""All labels that there are; none of them is of a person."""


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@asynccontextmanager
async def told(inspection: Inspection, port: int) -> AsyncIterator[aiohttp.ClientSession]:
    async with (
        listening(inspection, "127.0.0.1", port),
        aiohttp.ClientSession(f"http://127.0.0.1:{port}", trust_env=False) as session,
    ):
        yield session


async def page(session: aiohttp.ClientSession, path: str) -> tuple[int, str]:
    async with session.get(path) as answer:
        return answer.status, await answer.text()


async def figures(session: aiohttp.ClientSession) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    _, text = await page(session, "/metrics")
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    assert {label for sample in samples if sample.name.startswith("shenbao") for label in sample.labels} <= WORDS
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


async def test_from_the_start_to_the_stop(database: Database, snapshots: Snapshots, set_clock: SetClock, port: int) -> None:
    vitals = Vitals()
    inspection = Inspection(vitals, every=0.01)
    async with told(inspection, port) as session:
        assert await page(session, "/healthz") == (200, "alive\n")
        status, words = await page(session, "/readyz")
        assert (status, words.partition(":")[0]) == (503, "starting")
        assert (await figures(session))["shenbao_ready",] == 0
        assert await asyncio.to_thread(health.asked, ("0.0.0.0", port), "readyz") == (1, words.strip())  # noqa: S104 - as it may be set
        inspection.begin(database, snapshots, set_clock)
        vitals.phase = "serving"
        assert await page(session, "/readyz") == (200, "ready\n")
        assert await asyncio.to_thread(health.asked, ("127.0.0.1", port), "readyz") == (0, "ready")
        vitals.phase = "stopping"
        status, words = await page(session, "/readyz")
        assert (status, words.partition(":")[0]) == (503, "stopping")
        assert (await page(session, "/healthz"))[0] == 200
        inspection.end()
    code, words = await asyncio.to_thread(health.asked, ("127.0.0.1", port), "healthz")
    assert code == 1
    assert "Nobody answers" in words


async def test_the_figures_are_those_of_the_queues_and_of_what_was_counted(
    database: Database, snapshots: Snapshots, set_clock: SetClock, port: int
) -> None:
    now = set_clock.now()
    async with database.transaction() as rows:
        person = await rows.people.ensure(7_654_321, now)
        chat = await rows.chats.ensure(7_654_321, "private", person.id, now)
        await rows.outbox.add(Message(kind="reminder", chat_id=chat.id, person_id=person.id, due_at=now, body="王师傅"), now)
        await rows.inbox.receive([IncomingUpdate(update_id=1, lane="user:7654321", telegram_user_id=7_654_321, payload="{}")], now)
    vitals = Vitals()
    vitals.phase = "serving"
    vitals.sends["reply", "sent"] += 3
    vitals.updates["handled"] += 2
    vitals.answers.add(0.2)
    vitals.ticked()
    vitals.lanes = lambda: 5
    inspection = Inspection(vitals)
    inspection.begin(database, snapshots, set_clock)
    await inspection.look(database)
    set_clock.at = now.replace(minute=now.minute + 1)
    async with told(inspection, port) as session:
        found = await figures(session)
        raw = (await page(session, "/metrics"))[1]
    assert found["shenbao_inbox_waiting",] == 1
    assert found["shenbao_inbox_oldest_seconds",] == 60
    assert found["shenbao_outbox_due", "reminder"] == 1
    assert found["shenbao_outbox_oldest_seconds", "reminder"] == 60
    assert found["shenbao_sends_total", "reply", "sent"] == 3
    assert found["shenbao_updates_total", "handled"] == 2
    assert found["shenbao_answer_seconds_count",] == 1
    assert found["shenbao_answer_seconds_bucket", "0.25"] == 1
    assert found["shenbao_answer_seconds_bucket", "0.1"] == 0
    assert found["shenbao_lanes_held",] == 5
    assert found["shenbao_knowledge_version", snapshots.current.base.version] == 1
    assert found["shenbao_ready",] == 1
    assert "shenbao_tick_age_seconds" in raw
    assert "7654321" not in raw
    assert "王" not in raw


def test_the_page_on_running_it_says_of_every_figure_what_to_do(snapshots: Snapshots, database: Database, set_clock: SetClock) -> None:
    vitals = Vitals()
    vitals.ticked()
    inspection = Inspection(vitals)
    inspection.begin(database, snapshots, set_clock)
    inspection.queues = QueueFigures(inbox=Waiting(0, None), inbox_failed=0, outbox={}, outbox_planned=0, outbox_dead={})
    told_of = {family.name for family in Metrics(inspection).collect()}
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    table = page.partition("## What to watch")[2].partition("## Alerts")[0]
    assert {name.removesuffix("_total") for name in re.findall(r"`(shenbao_\w+)", table)} == told_of
    alerts = page.partition("## Alerts")[2].partition("## The log")[0]
    assert {re.sub("_(total|bucket)$", "", name) for name in re.findall(r"shenbao_\w+", alerts)} <= told_of


async def test_a_database_that_is_gone_silent_or_old_is_no_place_to_work(
    database: Database, snapshots: Snapshots, set_clock: SetClock, tmp_path: Path
) -> None:
    seconds = [0.0]
    vitals = Vitals()
    vitals.phase = "serving"
    inspection = Inspection(vitals, timer=lambda: seconds[0])
    inspection.begin(database, snapshots, set_clock)
    await inspection.look(database)
    assert inspection.reasons() == ()
    seconds[0] = SILENT_SECONDS + LOOK_SECONDS + 1
    assert [reason for reason in inspection.reasons() if "not answered" in reason]
    with capture_logs() as logged:
        for _ in range(2):
            await inspection.look(Database(f"sqlite:///{tmp_path}/none/at.db", database._codec))  # noqa: SLF001 - the same key
    assert [entry["log_level"] for entry in logged] == ["warning"], "once, not at every look"
    assert "DatabaseUnavailableError" in "".join(inspection.reasons())
    async with database.transaction() as rows:
        await rows.queues._connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")  # noqa: SLF001 - an older program's
    await inspection.look(database)
    assert [reason for reason in inspection.reasons() if "older" in reason]


@given(st.lists(st.floats(-1, 1000)))
def test_spans_are_counted_below_the_bounds_that_hold_them(spans: list[float]) -> None:
    found = Spans()
    for span in spans:
        found.add(span)
    assert sum(found.counts) == len(spans)
    assert found.total == pytest.approx(sum(max(span, 0) for span in spans))
    for at, bound in enumerate(ANSWER_SECONDS):
        assert sum(found.counts[: at + 1]) == sum(bisect_left([bound], max(span, 0)) == 0 for span in spans)


@pytest.mark.parametrize(
    ("setting", "says"), [("", "OPERATIONS_LISTEN"), ("127.0.0.1:99999", "OPERATIONS_LISTEN"), ("127.0.0.1:1", "Nobody")]
)
def test_asking_for_health_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str, says: str) -> None:
    monkeypatch.setitem(Settings.model_config, "env_file", tmp_path / ".env")
    monkeypatch.setenv("OPERATIONS_LISTEN", setting)
    asked = run("health", "--ready")
    assert asked.exit_code == 1
    assert says in asked.stderr
    assert asked.stderr.count("\n") == 1


def test_a_wrong_word_after_health_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        health.main(["--loud"])
    assert ended.value.code == 2
    assert "--ready" in capsys.readouterr().err


def test_lines_that_somebody_should_read_are_counted() -> None:
    vitals = Vitals()
    for level in ("info", "warning", "error", "error"):
        assert vitals.count_line(None, level, {"level": level}) == {"level": level}
    assert json.dumps(vitals.lines) == '{"warning": 1, "error": 2}'
