"""The measured load: everybody asks in turn, nobody's answer is taken for another's, and the delay of a call is what it says."""

import asyncio
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import aiohttp
import pytest

from benchmarks.throughput.__main__ import main
from benchmarks.throughput.crowd import Crowd, questions
from bot.sandbox.clock import MovableClock
from bot.sandbox.people import person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.client import Client

LATENCY = 0.02
RUN = shlex.split("throughput --bots dumb --latency 0 --ways webhook --people 40 --waiting 4 --warm-up 0.1 --seconds 0.4")


async def test_each_waits_for_their_own_answer_and_the_next_then_asks(tmp_path: Path) -> None:
    clock = MovableClock(lambda: datetime.now(UTC))  # noqa: TID251 - the sandbox's clock runs on real time
    async with Sandbox(tmp_path, clock=clock, latency=LATENCY) as sandbox, aiohttp.ClientSession(trust_env=False) as session:
        bot = Client(session, sandbox.bot_url + sandbox.token)
        crowd = Crowd(sandbox.desk, people=5, waiting=2, seed=1)
        everybody = [person(sandbox.desk.tg, f"读者{number}").id for number in range(5)]
        running = asyncio.ensure_future(crowd.run())
        heard: list[int] = []
        offset, begun = 0, perf_counter()
        while len(heard) < 4:
            [update] = await bot.call("getUpdates", offset=offset, limit=1, timeout=5)
            heard.append(update["message"]["chat"]["id"])
            offset = update["update_id"] + 1
            await bot.call("sendMessage", chat_id=heard[0], text="没人在等")
            await bot.call("sendMessage", chat_id=heard[-1], text="答复")
        running.cancel()
    assert heard == everybody[:4]
    assert len(crowd.count.waits) == 4
    assert crowd.count.messages == 8
    assert perf_counter() - begun >= 12 * LATENCY


def test_there_are_many_questions_and_each_stands_once() -> None:
    assert len(set(questions())) == len(questions()) > 1000


def test_a_whole_run_of_a_dumb_client_prints_one_row(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", RUN)
    main()
    row = capsys.readouterr().out.splitlines()[2].strip("| ").split(" | ")
    assert row[0] == "the stand-in's own ceiling"
    assert float(row[4]) > 0
    assert row[-1] == "0"
