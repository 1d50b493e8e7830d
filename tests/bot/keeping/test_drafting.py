"""What a draft from a notice is called, how it is read apart from the bot, and what is said of it."""

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.keeping.apart import drafted_apart
from bot.usecases.keeping.drafter import answered, drafted
from bot.usecases.keeping.drafting import ID, Asked, Drafted, free_name, same_as, wish_of
from bot.views.keeping.drafting import draft_message
from bot.views.render import CAPTION_LIMIT, to_html, to_plain
from knowledge.base import KnowledgeBase
from knowledge.drafting.formats import UnreadableError
from knowledge.drafting.words import words_for
from knowledge.drafting.written import open_places
from tests.knowledge.drafting.invented import STYLES
from tests.knowledge.drafting.reading import facts

NOTICE = STYLES["classic"].text


def asked(wish: str = "", suffix: str = ".txt", taken: frozenset[str] = frozenset()) -> Asked:
    return Asked(suffix=suffix, wish=wish, taken=taken, facts=dict(facts()), words=words_for(Path("nowhere")))


@given(st.text(max_size=20), st.text(max_size=90))
def test_a_wish_is_fit_to_be_an_id_or_none(caption: str, stem: str) -> None:
    wish = wish_of(caption, stem)
    assert not wish or ID.fullmatch(wish)


@given(st.from_regex(ID, fullmatch=True), st.integers(0, 5))
def test_a_name_that_is_taken_gets_a_number_and_stays_an_id(wish: str, taken: int) -> None:
    held: set[str] = set()
    for _ in range(taken):
        name = free_name(wish, held)
        assert ID.fullmatch(name)
        assert name not in held
        held.add(name)
    assert len(held) == taken


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (NOTICE, "hlsyqsrl-2026"),
        ("没有标题的一句话。\n", "tongzhi"),
        ("关于开展工作的通知\n各单位：\n现通知如下。\n一、时间\n请于2026年3月1日前申报。\n云桥市人社局\n2026年2月1日\n", "tongzhi-2026"),
    ],
)
def test_a_draft_is_named_by_its_title_and_year(text: str, name: str) -> None:
    assert drafted(asked(), text.encode()).name == name


async def test_read_apart_it_is_what_it_would_be_here() -> None:
    made = await drafted_apart(asked("yq-2026"), NOTICE.encode())
    assert made == drafted(asked("yq-2026"), NOTICE.encode())
    assert sum(made.open.values()) == open_places(made.content)
    assert answered(pickle.dumps((asked("yq-2026"), NOTICE.encode()))) == (0, made.model_dump_json())


async def test_what_takes_too_long_is_given_up_and_what_has_no_text_says_so_from_apart() -> None:
    with pytest.raises(UnreadableError, match="记事本"):
        await drafted_apart(asked(), NOTICE.encode(), seconds=0.01)
    with pytest.raises(UnreadableError, match=r"另存为 \.docx"):
        await drafted_apart(asked(suffix=".doc"), b"x")
    assert answered(pickle.dumps((asked(), b" ")))[0] != 0


async def test_a_process_that_breaks_off_says_nothing_of_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.usecases.keeping.apart.sys.executable", "/bin/false")
    with pytest.raises(UnreadableError, match="记事本"):
        await drafted_apart(asked(), b"x")


def test_a_policy_that_is_there_already_is_named(base: KnowledgeBase) -> None:
    policy = next(one for one in base.policies.values() if one.document_number)
    made = Drafted(name="x-1", content="", read={}, rules=0, open={}, has_mobile=False, title=None, number=policy.document_number)
    assert same_as(base, made) == policy.id
    assert same_as(base, made.model_copy(update={"number": None, "title": policy.title})) == policy.id
    assert same_as(base, made.model_copy(update={"number": None})) is None
    said = draft_message(made, policy)
    assert policy.id in to_plain(said)
    assert "一条也没读到" in to_plain(said)


def test_the_fullest_message_goes_under_its_file(base: KnowledgeBase) -> None:
    longest = max(base.policies.values(), key=lambda one: len(one.short_title) + len(one.id))
    fields = dict.fromkeys(("stages", "conditions", "systems", "contacts"), 999)
    marks = {"open": 999, "to_encode": 999, "touches": 999}
    made = Drafted.model_validate(
        {"name": "x" * 80, "content": "", "read": fields, "rules": 99, "open": marks, "has_mobile": True, "title": None, "number": None}
    )
    assert len(to_html(draft_message(made, longest))) == 1, CAPTION_LIMIT


@pytest.mark.parametrize("between", ["", "-", " ", "－", "–"])
def test_a_private_number_stays_out_however_it_is_written(between: str) -> None:
    number = between.join(("138", "7777", "6666"))
    made = drafted(asked(), NOTICE.replace("年龄不超过50周岁", f"品行端正，有疑问的联系{number}").encode())
    assert made.has_mobile
    assert "7777" not in made.content
    assert "×××" in made.content
