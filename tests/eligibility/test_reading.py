"""The one reader: what people write comes out right, what it cannot know comes back with a way on, and nothing makes it fall over."""

from datetime import date, timedelta
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.answers import Answer, Born, Declined, DoesNotKnow, Given, Months, Since, Value, Years, fits
from eligibility.days import Window, add_months
from eligibility.describing import describe
from eligibility.numerals import number, plain
from eligibility.reading import LONGEST, Refusal, read_answer
from knowledge import policy
from knowledge.facts import AgeFact, ChoiceFact, ChoicesFact, DateFact, DurationFact, Fact, NumberFact, Option, ScaleFact, YesNoFact
from tests.eligibility.strategies import FACTS, VALUES

TODAY = date(2026, 3, 3)
COMMON = {"id": "x", "name": "这一项", "subject": "person", "group": "me", "ask": "？"}

AGE = AgeFact.model_validate(COMMON | {"kind": "age"})
LENGTH = DurationFact.model_validate(COMMON | {"kind": "duration"})
PEOPLE = NumberFact.model_validate(COMMON | {"kind": "number", "unit": "人"})
SHARE = NumberFact.model_validate(COMMON | {"kind": "number", "unit": "%", "maximum": 100, "whole": False})
RATIO = NumberFact.model_validate(COMMON | {"kind": "number", "unit": "人", "whole": False, "ratio": True})
MONEY = NumberFact.model_validate(COMMON | {"kind": "number", "unit": "万元"})
DAY = DateFact.model_validate(COMMON | {"kind": "date"})
EMPLOYED = YesNoFact.model_validate(
    COMMON | {"kind": "yes_no", "yes": "在职", "no": "已退休或不在职", "told": ["在岗", "上班"], "told_no": ["退休", "下岗"]}
)
CLEAN = YesNoFact.model_validate(COMMON | {"kind": "yes_no", "yes": "没有违纪", "no": "有违纪"})
SKILL = ScaleFact(
    **COMMON,
    kind="scale",
    options=(
        Option(id="technician", label="技师（二级）", aliases=("二级", "国家职业资格二级")),
        Option(id="senior", label="高级技师（一级）", aliases=("一级", "高级技师")),
    ),
)
PRIZES = ChoicesFact(**COMMON, kind="choices", options=(Option(id="a", label="甲奖"), Option(id="b", label="乙奖和丙奖")))
ALL = [AGE, LENGTH, PEOPLE, SHARE, RATIO, MONEY, DAY, EMPLOYED, CLEAN, SKILL, PRIZES]


def read(fact: Fact, raw: policy.Value, as_of: date | None = None) -> Answer | Refusal:
    return read_answer(fact, raw, today=TODAY, as_of=as_of)


def day(year: int, month: int, number: int) -> Window:
    return Window(date(year, month, number), date(year, month, number))


MAY_1980 = Window(date(1980, 5, 1), date(1980, 5, 31))
JULY_2012 = Window(date(2012, 7, 1), date(2012, 7, 31))
ALL_2012 = Window(date(2012, 1, 1), date(2012, 12, 31))

UNDERSTOOD: list[tuple[Fact, Value, str]] = [
    (AGE, Years(45), "45 ４５ 四十五 四十五岁 45周岁 45周岁整 刚满45岁 我今年45岁了 45岁半 45岁零3个月"),
    (AGE, Born(MAY_1980), "1980年5月 80年5月 1980.5 1980/05 198005 一九八零年五月 八〇年五月份 我是1980年5月出生的 生于1980年5月"),
    (AGE, Born(day(1980, 5, 1)), "1980-05-01 80年5月1号 19800501 1980/5/1 一九八〇年五月一日 1980年5月1日生"),
    (AGE, Born(Window(date(1980, 1, 1), date(1980, 12, 31))), "1980 1980年 1980年出生 八零年"),
    (AGE, Born(Window(date(2005, 1, 1), date(2005, 12, 31))), "05年 零五年"),
    (LENGTH, Months(150), "12年半 十二年半 12.5年 12年6个月 12年零六个月"),
    (LENGTH, Months(96), "8年 8 八年 满8年 干了8年了 96个月"),
    (LENGTH, Months(99), "8年零3个月 八年零三个月 8年3个月"),
    (LENGTH, Months(18), "18个月 一年半 1年6个月 十八个月"),
    (LENGTH, Months(24), "两年 2年 二十四个月"),
    (LENGTH, Months(6), "半年 6个月 0.5年"),
    (LENGTH, Months(0), "没有 0 0个月"),
    (LENGTH, Months(151), "12年7个月"),
    (LENGTH, Since(JULY_2012), "2012年7月 2012年7月起 2012年7月参加工作 12年7月 从2012年7月到现在 二〇一二年七月起 2012.7"),
    (LENGTH, Since(ALL_2012), "2012 2012年 2012年参加工作 12年起 一二年起"),
    (LENGTH, Since(day(2012, 7, 15)), "2012-07-15 2012年7月15日起"),
    (PEOPLE, Decimal(3000), "3000 3000人 三千 三千名 3,000 3，000人 0.3万 大概3000人 3千 3000个左右"),
    (PEOPLE, Decimal(12000), "1.2万 1.2w 一万二 1万2 1万2千 一点二万 12000 一万二千人"),
    (PEOPLE, Decimal(20000), "两万 2万 二万"),
    (PEOPLE, Decimal(105), "一百零五 一百〇五人 壹佰零伍"),
    (PEOPLE, Decimal(0), "没有 0 零"),
    (SHARE, Decimal(45), "45% 45％ 百分之四十五 百分之45 45 四十五"),
    (SHARE, Decimal("3.5"), "3.5% 三点五 百分之三点五"),
    (SHARE, Decimal("0.45"), "0.45% 百分之零点四五"),
    (RATIO, Decimal(18), "18 1:18 1：18 1比18 一比十八 1∶18 18:1 师生比1:18 师生比为1：18 大概1:18 18人"),
    (RATIO, Decimal("20.05"), "1:20.05 20.05"),
    (MONEY, Decimal(50), "50万元 50万 50 五十万"),
    (DAY, date(2024, 5, 1), "2024-05-01 2024年5月1日 24年5月1号 二〇二四年五月一日 20240501"),
    (EMPLOYED, True, "是 是的 有 对 嗯 嗯嗯 在职 我在职 在岗 我在岗的 上班 true 1 √ ✔️ yes Y"),
    (EMPLOYED, False, "不是 没有 否 不 不在职 已退休 退休了 我下岗了 false 0 ❌ no 还没有"),
    (CLEAN, True, "没有违纪 true"),
    (CLEAN, False, "有违纪 false"),
    (SKILL, "technician", "technician 技师 二级 2级 技师（二级） 技师(二级) 我是技师 国家职业资格2级"),
    (SKILL, "senior", "senior 高级技师 一级 我是高级技师 属于高级技师的 高级技师。"),
    (PRIZES, frozenset({"a", "b"}), "甲奖、乙奖和丙奖 甲奖,乙奖和丙奖 a、b 全都有"),
    (PRIZES, frozenset({"b"}), "乙奖和丙奖"),
    (PRIZES, frozenset(), "都没有 没有 以上都没有"),
]


@pytest.mark.parametrize(("fact", "value", "text"), [(fact, value, text) for fact, value, texts in UNDERSTOOD for text in texts.split()])
def test_what_people_write_is_understood(fact: Fact, value: Value, text: str) -> None:
    assert read(fact, text) == Given(value)


REFUSED: list[tuple[Fact, str]] = [
    (AGE, "45虚岁 四五岁 80后 快46了 45.5 200 10 2030年 2030年5月 1980年2月30日 1980年13月 1880年 农历1980年5月 没有"),
    (LENGTH, "8年多 十几年 三四年 一二年 近8年 8年以上 不到8年 8.3年 99年 2030年5月 1900年 12岁 3天 12.5年半"),
    (PEOPLE, "三千多 三四十 四五 -5 2.5 99999999999 一百左右的样子 45% 百分之四十五 1e5 二二十 万 十几"),
    (MONEY, "500000元"),
    (SHARE, "101 -1 0.45 零点四五 0.5"),
    (RATIO, "20:401 1:18:2 1:一百多 :18 1:"),
    (DAY, "2024年5月 2024 明天 2024-02-30"),
    (EMPLOYED, "可能 快退休 是吗 2"),
    (CLEAN, "有 没有 是 不是 对"),
    (SKILL, "高技 工程师 不是技师 技师高级技师 1 是"),
    (PRIZES, "丁奖 甲奖、丁奖 丙奖"),
]


@pytest.mark.parametrize(("fact", "text"), [(fact, text) for fact, texts in REFUSED for text in texts.split()])
def test_what_would_be_a_guess_is_refused_with_a_way_on(fact: Fact, text: str) -> None:
    refusal = read(fact, text)
    assert isinstance(refusal, Refusal), refusal
    assert refusal.message.endswith(("。", "？"))
    assert refusal.accepts
    assert all(isinstance(read(fact, example), Given) for example in refusal.accepts)
    assert refusal.accepts[0] in refusal.text


@pytest.mark.parametrize("fact", ALL, ids=lambda fact: fact.kind)
@pytest.mark.parametrize(
    ("text", "answer"),
    [(text, DoesNotKnow()) for text in ("?", "？", "不清楚", "不知道。", "记不清了", "不太确定")]
    + [(text, Declined()) for text in ("-", "—", "不愿说", "不想说", "不方便透露")],
)
def test_who_does_not_know_or_will_not_say_is_let_go_on(fact: Fact, text: str, answer: Answer) -> None:
    assert read(fact, text) == answer


@pytest.mark.parametrize(
    ("fact", "text", "said", "first"),
    [
        (SHARE, "0.45", "是45%，还是0.45%", "45%"),
        (LENGTH, "刚满8年", "差几个月", "8年"),
        (AGE, "快46了", "差几天", "1980-05-01"),
        (PEOPLE, "三百多", "确切的数", "3"),
        (RATIO, "20:401", "一比几", "18"),
    ],
)
def test_what_lies_near_something_is_refused_with_why_and_what_would_do(fact: Fact, text: str, said: str, first: str) -> None:
    refusal = read(fact, text)
    assert isinstance(refusal, Refusal)
    assert said in refusal.message
    assert refusal.accepts[0] == first


def test_where_buttons_repeat_them_at_most_four_options_are_named() -> None:
    many = tuple(Option(id=f"o{number}", label=f"第{number}种") for number in range(9))
    refusal = read(ChoicesFact(**COMMON, kind="choices", options=many), "别的")
    assert isinstance(refusal, Refusal)
    assert refusal.short.count("第") == 4
    assert refusal.short.endswith("，或点下面的按钮")
    few = read(SKILL, "工人")
    assert isinstance(few, Refusal)
    assert few.short == few.text


def test_what_is_near_an_option_is_offered_and_not_taken() -> None:
    refusal = read(SKILL, "高技")
    assert isinstance(refusal, Refusal)
    assert refusal.accepts[0] == "高级技师（一级）"
    assert "高技" in refusal.message


def test_what_names_two_options_is_asked_back() -> None:
    options = (Option(id="old", label="技师（旧证）"), Option(id="new", label="技师（新证）"))
    refusal = read(ScaleFact.model_validate(COMMON | {"kind": "scale", "options": options}), "技师")
    assert isinstance(refusal, Refusal)
    assert set(refusal.accepts) == {"技师（旧证）", "技师（新证）"}


@pytest.mark.parametrize("fact", [AGE, LENGTH])
def test_a_day_to_come_is_told_as_such(fact: Fact) -> None:
    refusal = read(fact, "2030年5月")
    assert isinstance(refusal, Refusal)
    assert "还没到" in refusal.message


@pytest.mark.parametrize(
    ("fact", "value"), [(LENGTH, Months(-1)), (LENGTH, Months(841)), (AGE, Years(13)), (PEOPLE, Decimal(-1)), (AGE, "45")]
)
def test_values_out_of_range_or_of_another_kind_do_not_fit(fact: Fact, value: Value) -> None:
    assert not fits(fact, Given(value))


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        (EMPLOYED, True, True),
        (AGE, 45, Years(45)),
        (AGE, Decimal(45), Years(45)),
        (LENGTH, 8, Months(96)),
        (LENGTH, Decimal("0.5"), Months(6)),
        (PEOPLE, Decimal("3E+3"), Decimal(3000)),
        (PRIZES, ("a", "乙奖和丙奖"), frozenset({"a", "b"})),
        (PRIZES, (), frozenset()),
    ],
)
def test_values_of_a_file_are_read_as_they_are(fact: Fact, raw: policy.Value, value: Value) -> None:
    assert read(fact, raw) == Given(value)


@pytest.mark.parametrize(
    ("fact", "raw"),
    [
        (AGE, True),
        (SKILL, False),
        (AGE, ("45",)),
        (PEOPLE, Decimal("NaN")),
        (PEOPLE, Decimal("Infinity")),
        (PEOPLE, Decimal("1E+999999")),
        (PEOPLE, 10**4000),
        (AGE, "四" * (LONGEST + 1)),
        (AGE, ""),
    ],
)
def test_values_of_the_wrong_kind_are_refused(fact: Fact, raw: policy.Value) -> None:
    assert isinstance(read(fact, raw), Refusal)


def test_only_numbers_of_years_are_stated_for_a_day() -> None:
    assert read(AGE, "45", TODAY) == Given(Years(45), TODAY)
    assert read(LENGTH, "8年", TODAY) == Given(Months(96), TODAY)
    assert read(AGE, "1980年5月", TODAY) == Given(Born(MAY_1980))
    assert read(PEOPLE, "3", TODAY) == Given(Decimal(3))


noise = st.text(max_size=40) | st.text("0123456789.-/年月日号岁周半个零一二两三十百千万亿点几多起整满是有没不清楚?%,、", max_size=12)


@given(st.sampled_from([*ALL, *FACTS.values()]), noise)
def test_no_text_makes_it_fall_over_and_what_is_taken_fits(fact: Fact, text: str) -> None:
    answer = read(fact, text)
    assert isinstance(answer, Refusal) or fits(fact, answer)


@given(noise)
def test_an_option_is_taken_only_when_the_text_has_its_name(text: str) -> None:
    answer = read(SKILL, text)
    if isinstance(answer, Given):
        assert any(name in plain(text) for name in ("technician", "senior", "技师", "二级", "一级", "2级", "1级"))


@given(st.sampled_from(list(FACTS)).flatmap(lambda fact: st.tuples(st.just(fact), st.sampled_from(VALUES[fact]))))
def test_what_is_shown_back_reads_as_what_was_given(case: tuple[str, Given]) -> None:
    fact, answer = FACTS[case[0]], case[1]
    if isinstance(answer.value, Since):
        fact = LENGTH
    assert read(fact, describe(fact, answer)) == answer


@given(st.integers(14, 100), st.integers(0, 840))
def test_years_and_months_read_back_as_they_were_shown(years: int, months: int) -> None:
    assert read(AGE, describe(AGE, Given(Years(years)))) == Given(Years(years))
    assert read(LENGTH, describe(LENGTH, Given(Months(months)))) == Given(Months(months))


@given(st.dates(date(1960, 1, 1), date(2005, 1, 1)), st.sampled_from([0, 1, 12]))
def test_days_months_and_years_read_back_as_they_were_shown(start: date, months: int) -> None:
    first = start if not months else start.replace(day=1) if months == 1 else date(start.year, 1, 1)
    window = Window(first, add_months(first, months) - timedelta(days=1) if months else first)
    assert read(AGE, describe(AGE, Given(Born(window)))) == Given(Born(window))
    assert read(LENGTH, describe(LENGTH, Given(Since(window)))) == Given(Since(window))


@given(st.sampled_from([DoesNotKnow(), Declined()]))
def test_no_answer_reads_back_as_it_was_shown(answer: Answer) -> None:
    assert read(AGE, describe(AGE, answer)) == answer


def test_a_window_of_any_other_size_is_shown_from_day_to_day() -> None:
    window = Window(date(1980, 5, 2), date(1981, 5, 1))
    assert describe(AGE, Given(Born(window))) == "1980年5月2日到1981年5月1日出生"


@given(st.integers(0, 99_999_999))
def test_every_chinese_numeral_is_its_number(value: int) -> None:
    assert number(cn2an.an2cn(value)) == value
    assert number(f"{value:,}") == number(str(value)) == value


@given(st.integers(1, 9999), st.integers(0, 99))
def test_tens_of_thousands_with_a_fraction_are_exact(whole: int, hundredths: int) -> None:
    assert number(f"{whole}.{hundredths:02}万") == Decimal(whole) * 10_000 + hundredths * 100


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("有本高级技师证呢", "senior"),
        ("前年考的技师证", "technician"),
        ("技师和高级技师都有过", None),
        ("还不算高级技师", None),
        ("工程师", None),
    ],
)
def test_the_only_option_within_other_words_is_asked_about(text: str, option: str | None) -> None:
    refused = read_answer(SKILL, text, today=TODAY)
    assert isinstance(refused, Refusal)
    assert refused.option == option
    assert (refused.text == f"您是说“{refused.accepts[0]}”吗？") is (option is not None)


@given(
    st.sampled_from(["", "在"]),
    st.sampled_from(["包头", "包头市", "内蒙古包头"]),
    st.sampled_from(["昆区", "青山区"]),
    st.sampled_from(["", "的"]),
)
def test_several_names_of_one_option_in_a_row_name_it(before: str, city: str, district: str, after: str) -> None:
    place = Option(id="baotou", label="包头市", aliases=("包头", "内蒙古包头", "昆区", "青山区"))
    other = Option(id="jincheng", label="晋城市", aliases=("晋城",))
    fact = ChoiceFact(**COMMON, kind="choice", options=(place, other))
    assert read_answer(fact, f"{before}{city}{district}{after}", today=TODAY) == Given("baotou")
    assert isinstance(read_answer(fact, f"{city}晋城", today=TODAY), Refusal)
