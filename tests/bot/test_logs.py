"""Logs: structured, on standard error, and without a token however it gets in."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import mask_tokens, set_up_logs, tell_error
from storage.errors import DatabaseUnavailableError

TOKEN = "4200000042:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
tokens = st.from_regex(r"[0-9]{8,10}:[A-Za-z0-9_-]{35}", fullmatch=True)


@pytest.fixture
def _untouched() -> Iterator[None]:
    """Leave logging as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@given(tokens, st.text(), st.text())
def test_a_token_is_masked_wherever_it_stands(token: str, before: str, after: str) -> None:
    masked = mask_tokens(None, "info", {"event": f"{before}/bot{token}/getMe {after}", "url": f"x {token}", "number": 7})
    assert token not in str(masked)
    assert masked["number"] == 7


@given(st.text(st.characters(exclude_characters=":")))
def test_all_else_stays(text: str) -> None:
    assert mask_tokens(None, "info", {"event": text}) == {"event": text}


@pytest.mark.usefixtures("_untouched")
@pytest.mark.parametrize("form", ["console", "json"])
def test_neither_our_lines_nor_a_librarys_nor_a_traceback_show_it(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    set_up_logs("INFO", "json" if form == "json" else "console")
    ours = structlog.stdlib.get_logger("ours")
    ours.info("started", url=f"https://api.telegram.org/bot{TOKEN}/getMe", count=3)
    logging.getLogger("some.library").warning("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    try:
        int(TOKEN)
    except ValueError:
        ours.exception("it failed")
        logging.getLogger("some.library").exception("it failed too")
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)
    out, told = capfd.readouterr()
    assert out == ""
    assert TOKEN not in told
    assert TOKEN.split(":")[1] not in told
    assert told.count("<token>") == 2  # what the errors quote is not told at all
    assert "HTTP Request" not in told
    assert "ValueError" in told
    if form == "json":
        lines = [json.loads(line) for line in told.splitlines()]
        assert [line["level"] for line in lines] == ["info", "warning", "error", "error"]
        assert lines[0]["count"] == 3
        assert all("timestamp" in line for line in lines)


def _raise(words: str) -> None:
    """As deep and as tangled as errors come."""
    try:
        try:
            int(words)
        except ValueError as error:
            raise KeyError(words) from error
    except KeyError as error:
        raise ExceptionGroup(words, [error, DatabaseUnavailableError("The database is away.")]) from None


@given(st.text(min_size=3).map(lambda text: f"王{text}"))
def test_an_error_says_where_it_was_and_nothing_that_it_was_given(words: str) -> None:
    try:
        _raise(words)
    except ExceptionGroup as error:
        for given_as in (True, error, (type(error), error, error.__traceback__)):
            told = str(tell_error(None, "error", {"event": "it failed", "exc_info": given_as})["exception"])
            assert words not in told
            assert "test_logs.py" in told
            assert all(kind in told for kind in ("ValueError", "KeyError", "ExceptionGroup", "The database is away."))
    assert tell_error(None, "info", {"event": "fine", "exc_info": None}) == {"event": "fine"}


@pytest.mark.usefixtures("_untouched")
def test_what_is_below_the_level_is_left_out(capfd: pytest.CaptureFixture[str]) -> None:
    set_up_logs("WARNING", "json")
    log = structlog.stdlib.get_logger("ours")
    log.info("quiet")
    log.warning("loud")
    assert [json.loads(line)["event"] for line in capfd.readouterr().err.splitlines()] == ["loud"]
