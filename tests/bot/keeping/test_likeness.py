"""Questions in groups: each in one, what is about the same together, and nothing said of others."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from bot.usecases.keeping.likeness import LONGEST, SHORTEST, grouped, suggestions
from bot.usecases.snapshot import Snapshots
from storage.feedback_records import QuestionRecord

NOON = datetime(2024, 11, 28, 4, 0, tzinfo=UTC)
TEXTS = st.dictionaries(st.text("甲乙丙丁考驾照怎么", min_size=1, max_size=8), st.integers(1, 5), max_size=12)


def question(text: str, asked: int = 1, nearest: str = "", days: int = 0) -> QuestionRecord:
    key = hashlib.blake2s(text.encode(), digest_size=16).hexdigest()
    return QuestionRecord(key=key, text=text, nearest=nearest, asked=asked, first_at=NOON, last_at=NOON + timedelta(days=days))


@given(texts=TEXTS)
def test_every_question_is_in_one_group_whatever_their_order(texts: dict[str, int]) -> None:
    questions = [question(text, asked) for text, asked in texts.items()]
    groups = grouped(questions, lambda text: text.replace("怎么", ""))
    members = [one for group in groups for one in group.questions]
    assert sorted(one.key for one in members) == sorted(one.key for one in questions)
    assert [group.asked for group in groups] == sorted((group.asked for group in groups), reverse=True)
    assert groups == grouped(questions[::-1], lambda text: text.replace("怎么", ""))
    for group in groups:
        assert group.questions[0].asked == max(one.asked for one in group.questions)
        for words in suggestions(group):
            assert SHORTEST <= len(words) <= LONGEST
            assert any(words in one.text for one in group.questions)


@given(about=st.text("甲乙丙丁戊己", min_size=2, max_size=6), ways=st.sets(st.sampled_from(["怎么报", "啥时候", "要什么", ""]), min_size=1))
def test_the_same_matter_is_one_group_however_it_is_asked(about: str, ways: set[str]) -> None:
    questions = [question(f"{about}{way}") for way in ways]
    groups = grouped([*questions, question("完全别的一件事")], lambda text: text[: len(about)] if text.startswith(about) else text)
    assert [len(group.questions) for group in groups if group.matter == about] == [len(ways)]
    assert suggestions(groups[0]) or groups[0].matter != about


def test_the_projects_own_words_tell_what_is_asked_from_how(snapshots: Snapshots) -> None:
    strange = snapshots.current.index.strange
    asked = ["鹿城工匠台啥时候截止", "鹿城工匠台要什么材料", "考驾照在哪", "驾照怎么报名", "公积金怎么提取", "天气怎么样"]
    groups = grouped([question(text, 9 - at, "a b" if at else "b", at) for at, text in enumerate(asked)], strange)
    assert [[one.text for one in group.questions] for group in groups] == [asked[:2], asked[2:4], [asked[4]], [asked[5]]]
    assert (groups[0].asked, groups[0].last_at, groups[0].nearest) == (17, NOON + timedelta(days=1), ("b", "a"))
    assert suggestions(groups[0])[0] == "鹿城工匠台"


def test_of_thousands_of_unlike_matters_each_is_compared_with_few(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def ratio(one: str, other: str) -> float:
        compared.append(one)
        return fuzz.ratio(one, other)

    monkeypatch.setattr("bot.usecases.keeping.likeness.ratio", ratio)
    texts = [f"{chr(0x4E00 + at)}{chr(0x5E00 + at % 97)}{chr(0x6E00 + at % 89)}同样尾巴" for at in range(3000)]
    assert len(grouped([question(text) for text in texts], str)) == len(texts)
    assert len(texts) < len(compared) <= 12 * len(texts)
