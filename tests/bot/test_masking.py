"""What is kept of a question holds no number of a person, however it was typed."""

import re

from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.usecases.keeping.proposing import drop, explain, propose
from bot.usecases.masking import LONGEST, MASK, masked, without_persons_numbers
from storage.database import Database
from tests.storage.samples import NOON, somebody

DIGITS = "0123456789"
PHONE = "138 0013 8000"
digits = st.text(DIGITS, min_size=1, max_size=1)


def of(*sizes: int) -> st.SearchStrategy[str]:
    return st.sampled_from(sizes).flatmap(lambda size: st.text(DIGITS, min_size=size, max_size=size))


identity_cards = st.one_of(of(15, 18), of(17).map(lambda number: f"{number}X"), of(17).map(lambda number: f"{number}x"))
mobiles = st.tuples(st.sampled_from("3456789"), of(9)).map(lambda pair: f"1{pair[0]}{pair[1]}")
landlines = st.tuples(st.sampled_from(["010", "0472", "0991", "021"]), of(7, 8)).map("".join)
bank_cards = of(16, 19)
numbers = st.one_of(identity_cards, mobiles, landlines, bank_cards)
WIDE = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")
separators = st.sampled_from(["", " ", "-", "—", "  ", " - ", ".", "·", "，", "\u200b", "\n", "/"])
around = st.text(max_size=30).filter(lambda text: not re.search(r"\d", masked(text)))


@st.composite
def typed(draw: st.DrawFn) -> tuple[str, str]:
    """A number, and how somebody may type it."""
    number = draw(numbers)
    cuts = sorted(draw(st.sets(st.integers(1, len(number) - 1), max_size=4)))
    parts = [number[start:end] for start, end in zip([0, *cuts], [*cuts, len(number)], strict=True)]
    written = draw(separators).join(parts)
    if draw(st.booleans()):
        written = written.translate(WIDE)
    return number, draw(st.sampled_from(["", "+86", "86 ", "（", "电话", "身份证"])) + written


@given(typed(), around, around)
@example(("13812345678", "138 1234 5678"), "我电话", "特培能报吗")
@example(("15012219990101123X", "15012219990101123X"), "", "")
def test_no_number_of_a_person_is_kept(number_typed: tuple[str, str], before: str, after: str) -> None:
    number, written = number_typed
    kept = masked(f"{before} {written} {after}")
    bare = re.sub(r"\s", "", kept)
    assert number.casefold() not in bare
    assert not re.search(rf"[{DIGITS}]{{7}}", bare) or looks_like_days(kept)


def looks_like_days(kept: str) -> bool:
    """Whether all long runs of digits that are left are days or pairs of years."""
    runs = [run for run in re.findall(r"\d(?: ?\d)*", kept) if len(run.replace(" ", "")) >= 7]
    return all(re.fullmatch(r"(19|20)\d\d \d{4}|(19|20)\d\d \d\d? \d\d?", run) for run in runs)


@given(st.text(max_size=300))
def test_what_is_kept_is_plain_short_and_the_same_again(text: str) -> None:
    kept = masked(text)
    assert len(kept) <= LONGEST
    assume(len(kept) < LONGEST)
    assert masked(kept) == kept


def test_days_years_and_small_numbers_stay_so_that_a_question_can_be_read() -> None:
    assert masked("2024-12-10 截止吗？") == "2024 12 10截止吗"
    assert masked("2022-2023年度能报吗") == "2022 2023年度能报吗"
    assert masked("45岁，工龄20年，12333打不通！") == "45岁工龄20年12333打不通"


def test_the_same_question_typed_otherwise_is_the_same_text() -> None:
    assert masked("太原 技师工作站 ？？") == masked("太原技師工作站") == "太原技师工作站"


def test_spoken_numbers_are_masked() -> None:
    assert masked("我电话幺三八零零幺三八零零零") == f"我电话{MASK}"
    assert masked("二〇二三年") == "二〇二三年"


@given(
    st.one_of(identity_cards, mobiles, bank_cards), st.sampled_from(["", " ", "-", "·", "—"]), st.sampled_from(["", "+86", "电话：", "a"])
)
def test_words_of_a_report_or_a_reason_lose_numbers_that_only_people_have(number: str, between: str, before: str) -> None:
    assume(not re.fullmatch(r"(86)?(?:(19|20)\d{6}){2}", number))  # two days
    kept = without_persons_numbers(f"找张三{before}{between.join(number)}，就在一楼")
    assert MASK in kept
    assert not re.search(r"\d", kept.replace(before, ""))


def test_what_a_report_is_about_stays_as_it_was_written() -> None:
    words = "电话 0472-5618000 打不通，应是0472 5618111（12333也行）；2024-12-10—2025-01-15，〔2024〕118号，20241210，补 200000.00 元"
    assert without_persons_numbers(words) == words


async def test_neither_a_proposal_nor_the_audit_keeps_them(database: Database) -> None:
    said = f"张三说的，{PHONE}"
    async with database.transaction() as rows:
        person, _ = await somebody(rows)
        with_why = await propose(rows, 1, {"a": b""}, said, person.id, NOON)
        proposal = await rows.proposals.get(await propose(rows, 1, {"b": b""}, "", person.id, NOON))
        assert proposal is not None
        assert await explain(rows, proposal, said, person.id, NOON)
        assert await drop(rows, proposal, person.id, said, NOON)
        explained = [await rows.proposals.get(number) for number in (with_why, proposal.id)]
        kept = [*(one.why for one in explained if one), *(line.said for line in await rows.audit.latest(9) if line.said)]
    assert kept == [f"张三说的，{MASK}"] * 5
