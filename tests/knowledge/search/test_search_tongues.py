"""Other scripts and languages: told apart, never taken for a question that was understood, and nothing unreviewed is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.search.lexicon import Lexicon
from knowledge.search.tongues import Tongue, Tongues, TongueWords

SCRIPTS = {"mongolian": "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ", "uyghur": "ئۇيغۇرچە سوئال", "tibetan": "བོད་ཡིག་དྲི་བ།"}


@pytest.fixture
def tongues(lexicon: Lexicon) -> Tongues:
    return Tongues(lexicon.tongues)


@pytest.mark.parametrize(("tongue", "text"), SCRIPTS.items())
def test_a_script_is_told_by_most_of_the_letters(tongues: Tongues, tongue: str, text: str) -> None:
    for told in (text, f"  {text}？123", f"{text} ok"):
        found = tongues.script(told)
        assert found is not None
        assert found.id == tongue


@pytest.mark.parametrize("text", SCRIPTS.values())
def test_a_text_with_chinese_in_it_is_a_question_like_any_other(tongues: Tongues, text: str) -> None:
    assert tongues.script(f"{text} 特培计划") is None


@pytest.mark.parametrize("text", ["", "🙂", "123", "特培计划", "tepei jihua", "Привет", "日本語の質問", "한국어", "hello"])
def test_what_is_none_of_them_is_none(tongues: Tongues, text: str) -> None:
    assert tongues.script(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "What is the deadline?", "how do I apply for this", "hello", "Hi, please help me", "I am a technician, what can I apply for",
        "do you speak english", "deadline of tepei", "documents required for the program", "WHEN DOES IT START",
    ],
)  # fmt: skip
def test_english_is_told_from_pinyin(tongues: Tongues, text: str) -> None:
    assert tongues.is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "jincheng jishi gongzuozhan cailiao", "tepei jihua", "wo neng bao sha", "baotou jinlanling shenme shihou jiezhi", "ke yi ma",
        "ni hao", "women can jia", "特培 deadline", "ddl", "app", "", "12333", "he she me you", "xinjiang shifu dai tudi",
    ],
)  # fmt: skip
def test_pinyin_and_chinese_are_not_english(tongues: Tongues, text: str) -> None:
    assert not tongues.is_english(text)


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    words = TongueWords(tongues=(Tongue(id="x", name="某文", letters=("0F00-0FFF",), line=None, reviewed=False),), english=("what",))
    both = Tongues(words)
    both.script(text)
    both.is_english(text)


def test_no_line_is_said_before_a_speaker_has_reviewed_it(lexicon: Lexicon) -> None:
    assert [tongue.said for tongue in lexicon.tongues.tongues if not tongue.reviewed] == [None] * len(SCRIPTS)
    draft = {"id": "x", "name": "某文", "letters": ("0F00-0FFF",), "line": "…"}
    assert Tongue.model_validate({**draft, "reviewed": False}).said is None
    assert Tongue.model_validate({**draft, "reviewed": True}).said == "…"
    with pytest.raises(ValidationError):
        Tongue.model_validate({**draft, "line": None, "reviewed": True})
