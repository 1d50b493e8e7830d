"""Figures in words: sums of money, what each payer pays, instalments, classes, places and shares. Every line names its clause."""

from collections.abc import Iterator
from decimal import Decimal

from bot.views.dates import length_text
from bot.views.topics.section import clause_text
from eligibility.figures import Class, Places, Portion
from eligibility.money import Bill, Costs, Item, Wanted
from knowledge.base import KnowledgeBase
from knowledge.entries import Quota, Share
from knowledge.policy import Policy

_UNITS = (("亿", 8), ("万", 4))
_BOUNDS = {"exactly": "", "at_least": "至少", "at_most": "最多"}


def money_text(amount: Decimal | int) -> str:
    """1.2亿元, 30万元, 1.6万元, 3000元, 0.5元: exact, in 万 or 亿 where that takes at most two decimals."""
    exact = Decimal(amount)
    for unit, power in _UNITS:
        short = exact.scaleb(-power)
        if short >= 1 and short == short.quantize(Decimal("0.01")):
            return f"{short.normalize():f}{unit}元"
    return f"{exact.normalize():f}元"


def cost_lines(policy: Policy, costs: Costs) -> tuple[str, ...]:
    """Who pays how much: for one and a year, and in all; then what has no price."""
    heading = scope_text(policy, costs)
    length = clause_text(costs.stage.clause) if costs.stage else ""
    lines = [f"{heading}{length}："] if costs.track or costs.stage or costs.wanted.count > 1 else []
    for bill in costs.bills:
        lines += _bill_lines(bill, costs)
    if costs.total and sum(bill.total is not None for bill in costs.bills) > 1:
        lines.append(f"· 有金额的合计：{money_text(costs.total)}")
    if costs.beyond and costs.months is not None:
        lines.append(
            f"通知里每{costs.unit}只有{_months_text(costs.months)}；{costs.wanted.years}年是按每年另派同样多算的，往后各年的标准通知没写。"
        )
    return tuple(lines)


def brief_line(policy: Policy, costs: Costs) -> str:
    """What each payer pays for one, in one line."""
    priced = "，".join(f"{_payer(bill)}{money_text(bill.total)}" for bill in costs.bills if bill.total is not None)
    unpriced = "、".join(_payer(bill) for bill in costs.bills if bill.unpriced)
    more = f"；{unpriced}另出的没写金额" if unpriced else ""
    return f"· {scope_text(policy, costs)}：{priced}{more}"


def scope_text(policy: Policy, costs: Costs) -> str:
    """What is counted: 区外培养，5人3年."""
    track = f"{policy.track(costs.track).name}，" if costs.track else ""
    return f"{track}{_scope(costs)}"


def _scope(costs: Costs) -> str:
    many = f"{costs.wanted.count}{costs.unit}" if costs.wanted.count > 1 else f"每{costs.unit}"
    years = costs.wanted.years
    length = f"{years}年" if years is not None and costs.months is not None else _months_text(costs.months) if costs.months else ""
    return f"{many}{length}"


def _months_text(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years}年" if not rest else f"{months}个月"


def _bill_lines(bill: Bill, costs: Costs) -> Iterator[str]:
    """What a payer pays, item by item; what has no price by itself."""
    priced = [item for item in bill.items if item.benefit.amount is not None]
    if priced:
        yearly = f"每{costs.unit}每年{money_text(bill.yearly)}" if bill.yearly else ""
        together = "共" if costs.wanted.count > 1 or costs.wanted.years else ""
        whole = f"{_scope(costs)}{together}{money_text(bill.total)}" if bill.total and bill.total != bill.yearly else ""
        yield f"· {_payer(bill)}：{'；'.join(said for said in (yearly, whole) if said)}"
        for item in priced:
            yield f"　{item.benefit.text}{_worked_out(item)}{clause_text(item.benefit.clause)}"
            yield from part_lines(item)
    for benefit in bill.unpriced:
        yield f"· {_payer(bill)}：没写金额，不在合计里。{benefit.text}{clause_text(benefit.clause)}"


def _payer(bill: Bill) -> str:
    return bill.payer or "谁出没写明"


def _worked_out(item: Item) -> str:
    """What an amount makes in a year and in all, and that a sum cannot be told."""
    amount, yearly, whole = item.benefit.amount, item.yearly, item.total
    said = f"，一年{money_text(yearly)}" if yearly is not None and yearly != amount else ""
    if whole is None:
        return f"{said}（给多久没写清，总数算不出来）"
    return f"{said}，共{money_text(whole)}" if whole not in {amount, yearly} else said


def part_lines(item: Item) -> tuple[str, ...]:
    """The instalments of an amount, in order."""
    return tuple(
        f"　第{number}次 {part.instalment.percent.normalize():f}%：{money_text(part.amount)}，{part.instalment.due}"
        for number, part in enumerate(item.parts, 1)
    )


def class_lead(found: tuple[Class, ...], wanted: Wanted) -> str:
    """How many classes a number fills, how many sit in one, how many hours: in one line for all courses."""
    fewest, most = (pick(one.hours for one in found) for pick in (min, max))
    said = [f"{fewest}课时" if fewest == most else f"{fewest}到{most}课时"]
    sizes = {_size_text(one.size) for one in found if one.size}
    if len(sizes) == 1:
        free = "、".join(one.stage.name for one in found if one.size is None)
        said.insert(0, sizes.pop() + (f"（{free}没写）" if free else ""))
        classes = {one.classes for one in found if one.classes}
        said[:0] = [f"{wanted.count}人至少开{classes.pop()}个班"] if wanted.count > 1 and classes else []
    return "，".join(said) + "。"


def class_line(found: Class, wanted: Wanted) -> str:
    """How long a course is, and how many sit in a class."""
    days = f"，{length_text(found.stage.lasts)}" if found.stage.lasts else ""
    daily = f"（排{found.days}天正好每天{found.hours_a_day}课时）" if found.hours_a_day else ""
    if found.size is None:
        size, clauses = "每班多少人没写", found.stage.clause
    else:
        size = _size_text(found.size)
        clauses = "、".join(dict.fromkeys((found.stage.clause, found.size.clause)))
    many = f"；{wanted.count}人至少开{found.classes}个班" if found.classes and wanted.count > 1 else ""
    return f"· {found.stage.name}：共{found.hours}课时{days}{daily}；{size}{many}{clause_text(clauses)}"


def _size_text(size: Quota) -> str:
    """每班20到40人, 每班最多30人."""
    if size.lowest is not None and size.highest is not None:
        return f"每班{size.lowest}到{size.highest}人"
    if size.amount is not None:
        return f"每班{size.amount}人"
    return f"每班最多{size.highest}人" if size.highest is not None else f"每班至少{size.lowest}人"


def place_line(found: Places) -> str:
    """How many places there are over all of what a quota is given for, and where each number stands."""
    return f"· {found.quota.text}{clause_text(found.quota.clause)}；{place_text(found)}"


def place_text(found: Places) -> str:
    """10个比赛项目〔一〕都算上，最多20名."""
    unit = found.quota.unit
    if found.lowest is not None and found.highest is not None:
        number = f"{found.lowest}{unit}" if found.lowest == found.highest else f"{found.lowest}–{found.highest}{unit}"
    else:
        number = f"最多{found.highest}{unit}" if found.highest is not None else f"至少{found.lowest}{unit}"
    return f"{found.each.count}个{found.each.of}{clause_text(found.each.clause)}都算上，{number}"


def share_line(base: KnowledgeBase, policy: Policy, share: Share) -> str:
    """A share as the notice sets it."""
    whole = base.facts[share.of].name if share.of else next(one.name for one in policy.shares if one.id == share.within)
    provided = f"（前提：{share.provided}）" if share.provided else ""
    return f"· {share.name}：{_BOUNDS[share.bound]}占{whole}的{share.percent:f}%，{share.text}{provided}{clause_text(share.clause)}"


def portion_line(found: Portion) -> str:
    """What a share comes to."""
    share = found.share
    provided = f"（前提：{share.provided}）" if share.provided else ""
    return (
        f"· {share.name}：{_BOUNDS[share.bound]}{money_text(found.amount)}，"
        f"即{money_text(found.base)}的{share.percent:f}%{provided}{clause_text(share.clause)}"
    )
