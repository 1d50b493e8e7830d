"""People's words to answers: the one reader for the chat, the command line, JSON facts and worked examples.

It never guesses: what it does not understand, or what cannot be, comes back as a refusal that says what would do.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from eligibility.answers import Answer, Born, Declined, DoesNotKnow, Given, Months, Since, Value, Years, fits
from eligibility.days import YEAR, age_on
from eligibility.describing import length
from eligibility.numerals import number, plain
from eligibility.options import OptionFact, near_labels, one_option, option_within, several_options, yes_or_no
from eligibility.spans import months_said, names_a_start, window_said, years_said
from knowledge import policy
from knowledge.facts import AgeFact, ChoiceFact, ChoicesFact, DateFact, DurationFact, Fact, NumberFact, ScaleFact, YesNoFact

LONGEST = 200
"""Characters that an answer may have."""

_UNKNOWN = re.compile(r"\?+|不太?(?:清楚|知道|确定|记得|晓得)[了啊呢]?\??|说不[清准]|记不清了?|忘了|没查过?|跳过")
_DECLINED = re.compile("[-—]+|不(?:太?愿意?|太?想|方便|便)(?:说|讲|透露|回答)|不说|保密|拒绝回答")
_ABOUT = re.compile(r"^(?:大概|大约|约|共|一共|总共|有|差不多)+|(?:左右|吧|了|整)+$")
_EITHER_OR = re.compile("[一二两三四五六七八九]{2}年")
"""三四年 is three or four years, not the year 34."""
_ROUGH = re.compile("[多几快近不超上下刚差]")
_RATIO = re.compile("^(?:师生比|生师比)?(?:是|为)?:?(?P<left>[^:比∶/]+)[:比∶](?P<right>[^:比∶/]+)$")
_HUNDRED = 100
_COUNTERS = "人名位个家所项次件"
_SHOWN = 20
_MOST_REPEATED = 4
_A_DAY = ("2024-05-01", "2024年5月1日")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an answer was not taken, kindly, and what would be: examples or the options' labels."""

    message: str
    accepts: tuple[str, ...]
    option: str | None = None
    """The id of the only option that can be meant, where it is asked whether it is."""

    @property
    def text(self) -> str:
        """Both in one message."""
        if self.option is not None:
            return self.message
        return f"{self.message}可以这样回答：{' / '.join(self.accepts)}"

    @property
    def short(self) -> str:
        """Both, where buttons below repeat what would be taken: at most four of it."""
        if len(self.accepts) <= _MOST_REPEATED:
            return self.text
        return f"{self.message}可以这样回答：{' / '.join(self.accepts[:_MOST_REPEATED])}，或点下面的按钮"


def read_answer(fact: Fact, raw: policy.Value, *, today: date, as_of: date | None = None) -> Answer | Refusal:
    """An answer as it was typed, chosen or written in a file.

    Ages and lengths that are given as numbers are stated for ``as_of``; None means the day that counts. Days after
    ``today`` are refused where only the past makes sense.
    """
    if isinstance(raw, bool):
        return Given(raw) if isinstance(fact, YesNoFact) else _not_understood(fact, "是" if raw else "否")
    if isinstance(raw, tuple):
        if not isinstance(fact, ChoicesFact):
            return _not_understood(fact, "、".join(raw))
        raw = "、".join(raw) or "都没有"
    return _read_text(fact, raw if isinstance(raw, str) else _digits(Decimal(raw)), today, as_of)


def _read_text(fact: Fact, raw: str, today: date, as_of: date | None) -> Answer | Refusal:
    if len(raw) > LONGEST:
        return Refusal("这条太长了，请只回答这一问。", accepts(fact))
    text = plain(raw)
    value = _value(fact, text, today)
    if isinstance(value, Refusal):
        return value
    if value is not None:
        answer = Given(value, as_of if isinstance(value, Years | Months) else None)
        return answer if fits(fact, answer) else _out_of_range(fact)
    if _UNKNOWN.fullmatch(text):
        return DoesNotKnow()
    return Declined() if _DECLINED.fullmatch(text) else _not_understood(fact, text)


def _digits(raw: Decimal) -> str:
    """A number out of a file without an exponent, unless it is absurd."""
    return f"{raw:f}" if raw.is_finite() and abs(raw.adjusted()) < LONGEST else str(raw)


def accepts(fact: Fact) -> tuple[str, ...]:
    """What would be understood: the options, or examples."""
    match fact:
        case YesNoFact():
            return (fact.yes, fact.no)
        case ChoiceFact() | ScaleFact() | ChoicesFact():
            return tuple(option.label for option in fact.options)
        case NumberFact():
            return _numbers(fact)
        case AgeFact():
            return ("45", "四十五周岁", "1980年5月", "1980-05-01")
        case DurationFact():
            return ("8年", "12年半", "18个月", "2012年7月起")
        case DateFact():
            return _A_DAY


def _numbers(fact: NumberFact) -> tuple[str, ...]:
    if fact.unit == "%":
        return ("45%", "百分之四十五")
    if fact.ratio:
        return ("18", "1:18")
    return ("3", "三") if fact.whole else ("3", "2.5")


def _value(fact: Fact, text: str, today: date) -> Value | Refusal | None:  # noqa: PLR0911 - one line per kind of fact
    match fact:
        case YesNoFact():
            return yes_or_no(fact, text)
        case ChoiceFact() | ScaleFact():
            return one_option(fact, text)
        case ChoicesFact():
            return several_options(fact, text)
        case NumberFact():
            return _amount(fact, text)
        case AgeFact():
            return _age(fact, text, today)
        case DurationFact():
            return _duration(fact, text, today)
        case DateFact():
            return _day(text, today)


def _amount(fact: NumberFact, text: str) -> Decimal | Refusal | None:
    if text in ("没有", "无", "没"):
        return Decimal(0)
    core = _ABOUT.sub("", text)
    unit = plain(fact.unit)
    if fact.ratio and (ratio := _RATIO.match(core)):
        return _one_of(fact, number(ratio["left"]), number(ratio["right"]))
    if unit == "%":
        share = number(core)
        if share is not None and 0 < share < 1:
            percent = f"{(share * _HUNDRED).normalize():f}%"
            return Refusal(f"您说的{core}是{percent}，还是{core}%？", (percent, f"{share:f}%"))
        core = re.sub("^百分之|%$", "", core)
    core = core.removesuffix(unit)
    if unit in _COUNTERS:
        core = re.sub(f"[{_COUNTERS}]$", "", core)
    if unit.startswith("万"):
        core = core.removesuffix("万")
    value = number(core)
    if value is not None and fact.whole and value % 1:
        return Refusal(f"{fact.name}要一个整数。", accepts(fact))
    return value


def _one_of(fact: NumberFact, left: Decimal | None, right: Decimal | None) -> Decimal | Refusal | None:
    """How many come to one, whichever side the one stands on (1:18 and 18:1); any other ratio would have to be rounded, or guessed."""
    if left is None or right is None:
        return None
    if 1 not in (left, right):
        return Refusal("请换算成一比几。", accepts(fact))
    return right if left == 1 else left


def _age(fact: AgeFact, text: str, today: date) -> Years | Born | Refusal | None:
    if "虚" in text:
        return Refusal("这里按周岁算，虚岁不好换算。请告诉我周岁，或者出生年月。", accepts(fact))
    if re.search("[农阴]历", text):
        return Refusal("请用公历的出生日期，照身份证上的写。", accepts(fact))
    window = window_said(text, lambda figures: _century(figures, today, fact.minimum))
    if window is None:
        years = years_said(text)
        return None if years is None else Years(years)
    if window.earliest > today:
        return Refusal("这个出生日期还没到，请再看看身份证上的日期。", accepts(fact))
    old_enough = age_on(window.earliest, today) >= fact.minimum and age_on(window.latest, today) <= fact.maximum
    return Born(window) if old_enough else _out_of_range(fact)


def _duration(fact: DurationFact, text: str, today: date) -> Months | Since | Refusal | None:
    months = None if names_a_start(text) else months_said(text)
    if months is not None:
        return Months(months)
    window = None if _EITHER_OR.fullmatch(text) else window_said(text, lambda figures: _century(figures, today))
    if window is None:
        return None
    if window.earliest > today:
        return Refusal("这个日子还没到，请说已经开始的年月。", accepts(fact))
    if age_on(window.latest, today) >= fact.maximum_years:
        return _out_of_range(fact)
    return Since(window)


def _day(text: str, today: date) -> date | Refusal | None:
    window = window_said(text, lambda figures: _century(figures, today))
    if window is not None and window.earliest != window.latest:
        return Refusal("请说到哪一天。", _A_DAY)
    return None if window is None else window.earliest


def _century(figures: int, today: date, years_ago: int = 0) -> int:
    """A year of two figures as the latest one that lies at least so many years back."""
    latest = today.year - years_ago
    return latest - (latest - figures) % 100


def _not_understood(fact: Fact, text: str) -> Refusal:
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    if isinstance(fact, ChoiceFact | ScaleFact) and (meant := option_within(fact, text)) is not None:
        return Refusal(f"您是说“{meant.label}”吗？", (meant.label,), meant.id)
    if text and isinstance(fact, OptionFact) and (near := near_labels(fact, text)):
        return Refusal(f"没有“{shown}”这一项，您要的可能是下面的一个。", near)
    if isinstance(fact, DurationFact) and (_ROUGH.search(text) or _EITHER_OR.fullmatch(text)):
        return Refusal("这里差几个月也可能不一样，请说确切的年月，或者从哪年哪月开始。", accepts(fact))
    if isinstance(fact, AgeFact) and _ROUGH.search(text):
        return Refusal("差几天也可能不一样，请说出生日期，或者现在满多少周岁。", ("1980-05-01", "1980年5月", "45"))
    if isinstance(fact, NumberFact) and _ROUGH.search(text):
        return Refusal("差一点也可能不一样，请说一个确切的数。", accepts(fact))
    return Refusal(f"没看懂“{shown}”。" if shown else "没看到回答。", accepts(fact))


def _out_of_range(fact: Fact) -> Refusal:
    match fact:
        case NumberFact():
            said = f"{fact.name}要在{fact.minimum:f}到{fact.maximum:f}{fact.unit}之间。"
        case AgeFact():
            said = f"年龄要在{fact.minimum}到{fact.maximum}周岁之间，请再看一下。"
        case DurationFact():
            said = f"这段时间最长算到{length(YEAR * fact.maximum_years)}，请再看一下。"
        case _:
            said = "这个回答不在范围内。"
    return Refusal(said, accepts(fact))
