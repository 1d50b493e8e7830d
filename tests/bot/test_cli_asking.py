"""``ask``: a stable object a question, the same alone and in a batch."""

import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from bot.settings import ROOT
from knowledge.entries import Topic
from tests.bot.cli import lines, refused, run, told

pytestmark = pytest.mark.usefixtures("at_hand")
KEYS = [
    "q",
    "action",
    "policies",
    "tracks",
    "intents",
    "intent_sure",
    "slots",
    "confidence",
    "general",
    "situation",
    "shortcut",
    "compared",
    "text",
]
QUESTIONS = [
    "特培计划什么时候截止",
    "特培计划区外要什么条件",
    "晋城的项目截止时间",
    "今天天气怎么样",
    "大同技师工作站多少钱",
    "特级技师是啥",
    "金蓝领申报要交钱吗",
    "",
    "\u200b",
    "<b>特培</b>",
    "a" * 5000,
]


def test_every_question_gives_the_same_object_alone_and_in_a_batch(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps({"q": question, "more": 1}) for question in QUESTIONS) + "\n\n", "utf-8")
    batch = lines("ask", "--batch", str(file), "--as-of", "2023-03-01")
    assert [one["q"] for one in batch] == QUESTIONS
    for one in batch:
        assert list(one) == KEYS
        assert one["action"] in {"answer", "clarify", "none"}
        assert bool(one["policies"] or one["general"]) == (one["action"] != "none")
        assert set(one["intents"]) <= set(get_args(Topic))
        assert all(track.partition("/")[0] in one["policies"] for track in one["tracks"])
        assert 0 <= one["confidence"] <= 1
        assert one["text"]
    piped = lines("ask", "--batch", "-", "--as-of", "2023-03-01", stdin=file.read_text("utf-8"))
    assert piped == batch
    for index in (0, 2, 3):
        assert told("ask", QUESTIONS[index], "--as-of", "2023-03-01", "--json") == batch[index]


def test_the_answer_is_of_the_day_that_is_named() -> None:
    texts = [told("ask", "特培计划什么时候截止", "--as-of", day, "--json")["text"] for day in ("2023-03-01", "2023-03-20", "2023-03-21")]
    assert "19 天" in texts[0]
    assert "2023年3月20日" in texts[0]
    assert len({text.splitlines()[0] for text in texts}) == 3


def test_plain_output_is_the_objects_text() -> None:
    plain = run("ask", "特培计划什么时候截止", "--as-of", "2023-03-01").stdout
    assert plain == told("ask", "特培计划什么时候截止", "--as-of", "2023-03-01", "--json")["text"] + "\n"


@pytest.mark.parametrize(
    ("arguments", "stdin", "named"),
    [
        ((), None, "--batch"),
        (("问", "--batch", "-"), '{"q": "x"}', "--batch"),
        (("问", "--as-of", "2023-02-30"), None, "2023-02-30"),
        (("问", "--as-of", "gestern"), None, "gestern"),
        (("--batch", "/no/such/file"), None, "/no/such/file"),
    ],
)
def test_bad_input_ends_with_one_line_that_names_it(arguments: tuple[str, ...], stdin: str | None, named: str) -> None:
    result = run("ask", *arguments, stdin=stdin)
    assert result.exit_code == 2
    assert named in result.stderr
    assert result.stderr.count("\n") == 1


def test_bad_lines_of_a_batch_are_told_in_their_place_and_stop_no_other() -> None:
    bad = ["not json", '{"question": "y"}', '{"q": 5}', "[]", "null"]
    result = run("ask", "--batch", "-", stdin="\n".join(['{"q": "特培"}', *bad, '{"q": "特培"}']))
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [one.get("line") for one in found] == [None, *bad, None]
    assert all("error" in one for one in found[1:-1])
    assert found[0] == found[-1]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\xff\xfe\x00")
    assert str(tmp_path / "x") in refused("ask", "--batch", str(tmp_path / "x"))


def test_the_real_command_answers_in_utf8_whatever_the_terminal() -> None:
    ended = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, str(ROOT / "run_bot.py"), "ask", "特培计划什么时候截止", "--as-of", "2023-03-01"],
        env={"SHENBAO_NO_BOOTSTRAP": "1", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        cwd="/",
        capture_output=True,
        check=True,
    )
    assert "2023年3月20日" in ended.stdout.decode("utf-8")
    assert ended.stderr == b""


def test_bad_lines_of_a_batch_are_told_in_their_place_and_the_others_answered() -> None:
    good = json.dumps({"q": "特培计划什么时候截止"}, ensure_ascii=False)
    bad = ["not json", '{"question": "y"}', '{"q": 5}', "[]", "null"]
    result = run("ask", "--batch", "-", stdin="\n".join([good, *bad, "", good]))
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert found[0] == found[-1]
    assert found[0]["action"] == "answer"
    assert [one["line"] for one in found[1:-1]] == bad
    assert all(one["error"] for one in found[1:-1])
