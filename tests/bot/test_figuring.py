"""Figures asked for in a sentence: read exactly, for the policies that have them only, and never out of a year or an age."""

from datetime import date, datetime
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import LIMIT, read_press
from bot.clock import SHANGHAI
from bot.usecases.figuring import Asked, figures_asked, understand
from bot.usecases.snapshot import Snapshot, Snapshots
from bot.views.render import to_plain
from bot.views.replying import figures_press, figures_pressed, reply_message
from eligibility.answers import Given
from eligibility.figures import KINDS
from eligibility.money import Wanted
from knowledge.base import KnowledgeBase

TODAY = date(2024, 1, 1)
NOW = datetime(2024, 1, 1, 9, 0, tzinfo=SHANGHAI)
TEPEI, STATION, ANHUI, OPINION = "nmg-tepei-2023", "jc-technician-station-2022", "ah-startup-training-2023", "nmg-hst-opinion-2007"

numbers = st.integers(1, 9_999)
years = st.integers(1, 10)


@pytest.fixture
def snapshot(snapshots: Snapshots) -> Snapshot:
    return snapshots.current


def asked(base: KnowledgeBase, policy: str, text: str) -> Asked | None:
    return figures_asked(base, base.policies[policy], text, TODAY)


def said(snapshot: Snapshot, text: str) -> str:
    return to_plain(reply_message(snapshot.base, understand(snapshot, text, TODAY), NOW))


@given(numbers, years, st.sampled_from(["个学员", "名学员", "人", "位", "个人"]), st.booleans())
def test_heads_and_years_are_read_in_digits_and_in_words(base: KnowledgeBase, count: int, span: int, noun: str, in_words: bool) -> None:  # noqa: FBT001 - hypothesis
    first, second = (cn2an.an2cn(number) if in_words else str(number) for number in (count, span))
    found = asked(base, TEPEI, f"特培{first}{noun}{second}年要多少钱")
    assert found is not None
    assert (found.kinds, found.wanted) == (("money",), Wanted(count, span, "人"))


@given(numbers)
def test_what_is_paid_for_is_counted_by_its_own_name(base: KnowledgeBase, count: int) -> None:
    for text in (f"{count}个工作站多少钱", f"技师工作站{count}个补助多少钱"):
        found = asked(base, STATION, text)
        assert found is not None
        assert found.wanted == Wanted(count, None, "个工作站")
    assert asked(base, STATION, f"{count}个学员多少钱") is None


@pytest.mark.parametrize(
    "text",
    [
        "特培2023年多少钱",
        "特培23年多少钱",
        "从业8年的人能拿多少钱",
        "工作满3年给补贴吗",
        "第2年给多少钱",
        "3年以上给多少钱",
        "2年级学费多少",
        "1年半多少钱",
        "特培多少钱",
        "5个学员3年够条件吗",
        "培训3人次多少钱",
        "特培要什么材料",
    ],
)
def test_other_numbers_are_no_heads_and_no_years(base: KnowledgeBase, text: str) -> None:
    assert asked(base, TEPEI, text) is None


@pytest.mark.parametrize(
    "text", ["分几次给，每次多少", "分两次拨吗", "首付款多少", "每次给多少", "尾款什么时候给", "分成2笔还是几笔，分2笔"]
)
def test_instalments_are_asked_of_who_pays_in_instalments(base: KnowledgeBase, text: str) -> None:
    found = asked(base, STATION, text)
    assert found is not None
    assert found.kinds == ("money",)
    assert asked(base, TEPEI, text) is None


@pytest.mark.parametrize("text", ["一个班多少人", "几个人一个班", "每班几人，多少学时", "共几个课时", "要学几天", "60人开几个班"])
def test_classes_are_asked_of_who_teaches(base: KnowledgeBase, text: str) -> None:
    found = asked(base, ANHUI, text)
    assert found is not None
    assert found.kinds == ("classes",)
    assert found.wanted.count == (60 if "60" in text else 1)
    assert asked(base, TEPEI, text) is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [("工资总额1000万", 10_000_000), ("工资总额是 12.5 万元", 125_000), ("全年工资总额一千万", 10_000_000), ("工资总额有3亿", 3 * 10**8)],
)
def test_sums_of_money_are_read_exactly(base: KnowledgeBase, text: str, amount: int) -> None:
    found = asked(base, OPINION, f"{text}要提多少教育经费")
    assert found is not None
    assert (found.kinds, found.answers) == (("shares",), {"payroll": Given(Decimal(amount))})


@given(st.sets(st.sampled_from(KINDS), min_size=1), st.builds(Wanted, numbers, st.none() | years, st.sampled_from([None, "人"])))
def test_what_is_asked_travels_in_a_button_and_back(base: KnowledgeBase, kinds: set[str], wanted: Wanted) -> None:
    asked_for = Asked(tuple(kind for kind in KINDS if kind in kinds), wanted, {})
    data = figures_press(base.policies[TEPEI], asked_for)
    assert len(data.encode()) <= LIMIT
    assert figures_pressed(base.policies[TEPEI], *read_press(data).arguments[1:]) == asked_for


def test_of_two_things_that_are_paid_for_the_one_that_is_counted_is_meant(base: KnowledgeBase) -> None:
    """A number behind a name may belong to what follows it."""
    station = base.policies[STATION]
    stipend = station.benefits[0].model_copy(update={"id": "stipend", "unit": "人", "amount": 500, "instalments": ()})
    both = station.model_copy(update={"benefits": (*station.benefits, stipend)})
    for text, wanted in {
        "技师工作站 10个学徒两年多少钱": Wanted(10, 2, "人"),
        "技师工作站10个多少钱": Wanted(10, None, "个工作站"),
        "3个工作站多少钱": Wanted(3, None, "个工作站"),
        "技师工作站分几次给": Wanted(1, None, "个工作站"),
    }.items():
        found = figures_asked(base, both, text, TODAY)
        assert found is not None
        assert found.wanted == wanted, text


short = st.text(max_size=9)


@given(st.tuples(short, short, short, short))
def test_a_button_of_somebody_else_counts_nothing_wrong(base: KnowledgeBase, arguments: tuple[str, str, str, str]) -> None:
    found = figures_pressed(base.policies[TEPEI], *arguments)
    assert found is None or (found.kinds and found.wanted.count >= 1)
    assert figures_pressed(base.policies[TEPEI], "m", "5", "3", "7") is None


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("特培计划5个学员三年要多少钱", "区外培养，5人3年一共60.3万元；区内培养，5人3年一共31.2万元，没写金额的另算。"),
        ("区外特培一个人一年多少钱", "区外培养，每人1年一共4.02万元，没写金额的另算。"),
        ("晋城技师工作站分几次给，每次多少", "分2次给：第1次12万元，第2次18万元。"),
        ("晋城3个工作站多少钱", "分2次给：第1次36万元，第2次54万元。"),
        ("安徽创业培训一个班多少人、多少学时", "每班最多30人（创业意识培训没写），24到56课时。"),
        ("安徽创业培训100人要开几个班", "100人至少开4个班，每班最多30人（创业意识培训没写），24到56课时。"),
        ("2007年内蒙古高技能人才意见，工资总额1000万，提多少教育经费", "按比例算出来："),
        ("5个学员三年要多少钱", "您问的是这个吗"),
        ("分几次给，每次多少", "您问的是哪一个"),
        ("工资总额1000万要提多少教育经费", "您问的是这个吗"),
        ("特培计划有什么好处", "有资金支持"),
    ],
)
def test_the_first_line_answers(snapshot: Snapshot, text: str, lead: str) -> None:
    assert said(snapshot, text).startswith(lead)


def test_candidates_are_those_that_have_the_figures(snapshot: Snapshot) -> None:
    for text, policies in {
        "5个学员三年要多少钱": {TEPEI},
        "分几次给，每次多少": {STATION, "jc-talent-base-2022"},
        "一个班多少人、多少学时": {ANHUI},
        "工资总额1000万要提多少教育经费": {OPINION},
    }.items():
        assert set(understand(snapshot, text, TODAY).policies) == policies


def test_what_has_no_figures_stays_as_it_was_understood(snapshot: Snapshot) -> None:
    for text in ("深圳5个学员三年要多少钱", "特培计划要什么条件", "你好", "金蓝领怎么报", "天气怎么样"):
        assert understand(snapshot, text, TODAY) == snapshot.index.understand(text)
