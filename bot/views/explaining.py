"""What explains a verdict, in words: how much is missing, from when on, what would do, whom to ask, which answers clash."""

from datetime import date

from bot.usecases.explaining import Explained
from eligibility.ahead import Turn
from eligibility.answers import Answers, Given
from eligibility.contradictions import Clash
from eligibility.days import YEAR, add_months, months_between
from eligibility.describing import describe, length, plain_day
from eligibility.explaining import Explanation
from eligibility.gaps import Gap
from eligibility.nearmiss import Change, Way
from eligibility.possible import points_of
from eligibility.precision import DateWanted
from eligibility.settling import Hanging, Settler, Unsettled
from eligibility.verdict import Reason
from knowledge.base import KnowledgeBase
from knowledge.facts import AgeFact, ChoiceFact, ChoicesFact, DurationFact, Fact, NumberFact, ScaleFact, options_of
from knowledge.policy import Policy

SOON = 2 * YEAR
"""Months within which it is told that what holds now will end."""
MOST_ALIKE = 3
"""Values named of those that would do equally well."""
MOST_NAMED = 4
SOME_HANG = "有的项目要看通知没给的附件，答完也可能定不下来，结果里会写明问谁。"
"""Said before the first question of a screening, where that is so of any programme."""
WHO: dict[Settler, str] = {"person": "您自己查", "unit": "问单位人事", "authority": "问主管部门"}


def reason_note(told: Explained, one: Explanation, reason: Reason) -> str:
    """What the person answered, by how much it misses and what time does to it, in one line; empty where there is nothing to say."""
    own = own_answer(told, reason)
    missed = [gap_text(told.fact(gap.fact), gap) for gap in one.gaps.get(reason.condition.id, ())]
    return "，".join(part for part in (f"您答：{own}" if own else "", *missed, time_note(told, one, reason)) if part)


def own_answer(told: Explained, reason: Reason) -> str:
    """The person's own answers to what a condition looks at, each with its name where there are several."""
    said = [(told.fact(fact), told.answers[fact]) for fact in reason.facts if fact in told.answers]
    return "、".join(describe(fact, answer) if len(said) == 1 else f"{fact.name} {describe(fact, answer)}" for fact, answer in said)


def gap_text(fact: Fact, gap: Gap) -> str:
    """差50人, 超1岁, 超2到4岁."""
    unit = fact.unit if isinstance(fact, NumberFact) else "岁"
    amounts = dict.fromkeys(f"{amount.normalize():f}" for amount in (gap.least, gap.most))
    return f"{'超' if gap.over else '差'}{'到'.join(amounts)}{unit}"


def time_note(told: Explained, one: Explanation, reason: Reason) -> str:
    """还差1年4个月，2027年3月1日起满足; 2026年11月30日起超龄; the interval where the answer was rough. Empty for an end that is far."""
    turn, day = one.turns.get(reason.condition.id), one.verdict.day
    if turn is None or (not turn.holds and turn.earliest > add_months(max(day, told.today), SOON)):
        return ""
    kinds = {type(told.fact(fact)) for fact in reason.facts}
    becomes = "满足" if turn.holds else "超龄" if AgeFact in kinds and DurationFact not in kinds else "不再符合"
    still = f"还差{span_text(day, turn.latest)}，" if turn.holds and turn.latest == turn.earliest else ""
    may = "可能" if turn.latest is None else ""
    by_now = f"（按今天算已{becomes}）" if turn.latest is not None and turn.latest <= told.today else ""
    return f"{still}{_when(turn, day)}起{may}{becomes}{by_now}"


def _when(turn: Turn, day: date) -> str:
    if turn.latest is None:
        return f"最早{plain_day(turn.earliest)}"
    if turn.latest == turn.earliest:
        return plain_day(turn.latest)
    earliest = f"最早{plain_day(turn.earliest)}、" if turn.earliest > day else ""
    return f"{earliest}最晚{plain_day(turn.latest)}"


def span_text(start: date, end: date) -> str:
    """How long from a day to another, in started months: 1年4个月; in days where it is less than a month: 12天."""
    months = months_between(start, end)
    if months == 0:
        return f"{(end - start).days}天"
    return length(months + (add_months(start, months) < end))


def way_lines(told: Explained, one: Explanation) -> tuple[str, ...]:
    """The near misses of a verdict, one a line, the smallest first."""
    return tuple(_way(told, way) for way in one.near_miss.ways)


def _way(told: Explained, way: Way) -> str:
    parts = [change_text(told, change) for change in way.changes]
    if way.wait_until is not None:
        day = plain_day(way.wait_until)
        parts.append(f"等到{day}" if way.wait_until > told.today else f"{day}起时间就够了（已经到了，看下一期）")
    return f"{'，并且'.join(parts)}：{_outcome(told, way)}"


def _outcome(told: Explained, way: Way) -> str:
    if way.verdict.name == "eligible":
        return "硬条件就都符合"
    if way.verdict.missing:
        return f"就有希望，还要看{names_text(told, way.verdict.missing)}"
    return "就只剩要看附件的那几条"


def change_text(told: Explained, change: Change) -> str:
    """One change of a near miss: 技能等级升到技师（二级）, 年培训人数从299人到300人, 有师带徒计划：有."""
    fact = told.fact(change.fact)
    wanted = _or([describe(fact, Given(value)) for value in change.values])
    match fact:
        case ScaleFact():
            return f"{fact.name}{'升到' if fact.changes == 'rises' else '改为'}{wanted}"
        case ChoiceFact():
            return f"{fact.name}改为{wanted}"
        case ChoicesFact():
            return f"{fact.name}有{_won(told, fact, change)}"
        case NumberFact():
            return f"{fact.name}从{describe(fact, told.answers[fact.id])}到{wanted}"
        case _:
            return f"{fact.name}：{wanted}"


def _won(told: Explained, fact: ChoicesFact, change: Change) -> str:
    """Only what is new: the options that the person does not hold yet."""
    answer = told.answers[fact.id]
    held = answer.value if isinstance(answer, Given) and isinstance(answer.value, frozenset) else frozenset()
    sets = [value for value in change.values if isinstance(value, frozenset)]
    return _or(["、".join(option.label for option in options_of(fact) if option.id in value - held) or "都没有" for value in sets])


def _or(words: list[str]) -> str:
    return "或".join(words[:MOST_ALIKE]) + ("等" if len(words) > MOST_ALIKE else "")


def names_text(told: Explained, facts: tuple[str, ...]) -> str:
    """The facts' names, some of many."""
    names = [told.fact(fact).name for fact in facts]
    return "、".join(names[:MOST_NAMED]) + (f"等{len(names)}项" if len(names) > MOST_NAMED else "")


def unsettled_text(told: Explained, one: Unsettled) -> str:
    """Who could settle what: 问单位人事：在职; 要看《申报书》，我们手里没有：问晋城市人社局 0356-1234567."""
    if one.by == "nobody":
        titles = "、".join(f"《{document.title}》" for document in one.documents)
        return f"要看{titles}，我们手里没有：{ask_whom(told.policy)}"
    return f"{WHO[one.by]}：{names_text(told, one.facts)}"


def ask_whom(policy: Policy) -> str:
    """Whom to ask about a notice: the first office with a phone, else who issued it."""
    office = next((contact for contact in policy.contacts if contact.phones), None)
    return f"问{office.office} {office.phones[0]}" if office else f"问{policy.issuers[0]}"


def forewarning_lines(policy: Policy, hanging: tuple[Hanging, ...]) -> tuple[str, ...]:
    """What to say before the first question: what decides stands in papers that are not in hand; nothing where nothing does."""
    sure = tuple(one for one in hanging if one.always)
    perhaps = tuple(one for one in hanging if not one.always)
    if sure:
        return (f"先说明：有条件写在{_titles(sure)}里，我们手里没有，答完也定不下来，最后要{ask_whom(policy)}。",)
    if not perhaps:
        return ()
    first, _, _ = perhaps[0].condition.text.partition("，")
    about = f"（{first}）" if len(perhaps) == 1 else ""
    return (f"先说明：有的情况{about}要看{_titles(perhaps)}，我们手里没有；碰上了结果里会说，要{ask_whom(policy)}。",)


def _titles(hanging: tuple[Hanging, ...]) -> str:
    """The documents, each once; a title that bears marks itself keeps those."""
    titles = dict.fromkeys(one.document.title for one in hanging)
    return "、".join(title if "《" in title else f"《{title}》" for title in titles)


def clash_text(base: KnowledgeBase, clash: Clash, answers: Answers) -> str:
    """Answers that cannot all be right, as they were given, and which one to change?"""
    said = "；".join(f"{base.facts[fact].name}答{describe(base.facts[fact], answers[fact])}" for fact in clash.facts)
    return f"有回答对不上：{said}。{clash.ask}"


def date_wanted_text(base: KnowledgeBase, wanted: DateWanted) -> str:
    """Why the day is wanted: 您答45周岁，到2025年6月1日是44到45周岁，正卡在线上：请发出生年月日."""
    fact = base.facts[wanted.fact]
    please = "请发出生年月日" if isinstance(fact, AgeFact) else f"请发{fact.name}从哪年哪月哪日算起"
    said = f"您答{describe(fact, wanted.answer)}"
    if wanted.confirms:
        return f"{said}。是{plain_day(wanted.day)}那天的吗？要是说的今天，结论会不同：{please}，更稳妥。"
    ages = sorted(int(str(point)) for point in points_of(fact, wanted.answer, wanted.day) or ()) if isinstance(fact, AgeFact) else []
    between = f"，到{plain_day(wanted.day)}是{ages[0]}到{ages[-1]}周岁" if ages else f"，按{plain_day(wanted.day)}算"
    return f"{said}{between}，正卡在线上：{please}。"
