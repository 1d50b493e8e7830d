"""What one gets and how many can: benefit and quota, with what can be counted from them."""

from bot.views.sums import brief_line, money_text, part_lines, place_text, share_line
from bot.views.topics.absences import nothing_on_file
from bot.views.topics.section import Section, View, standing_text
from eligibility.figures import Figures, figures, shares
from eligibility.money import Item, Wanted
from eligibility.quota import cuts_after
from knowledge.entries import Benefit, Quota


def benefit(view: View) -> Section:
    """Money first, then the rest; then what each payer pays in a year, and the shares that money is divided by."""
    wanted = view.keep(view.policy.benefits)
    if not wanted:
        return Section(standing_text(view) + nothing_on_file(view.policy, "benefit", view.track, "待遇或补助"), (), ())
    ordered = tuple(sorted(wanted, key=lambda benefit: benefit.amount is None))
    first = next((one for one in ordered if one.amount is not None), None)
    lead = f"{first.per or ''}{money_text(first.amount)}" if first and first.amount is not None else ordered[0].text
    one_sum = len({one.amount for one in ordered if one.amount is not None}) == 1
    lead = f"有资金支持：{lead}。" if first and one_sum else "有资金支持，各项如下：" if first else "没有写发多少钱，有这些待遇："
    found = figures(view.policy, view.track, Wanted(), {})
    items = {item.benefit.id: item for one in found.costs for bill in one.bills for item in bill.items}
    parts = shares(view.policy, view.track)
    lines = [line for one in ordered for line in benefit_lines(view, one, items.get(one.id))]
    lines += [*_yearly(found), *(share_line(view.base, view.policy, share) for share in parts)]
    return Section(standing_text(view) + lead, tuple(lines), (*ordered, *parts))


def benefit_lines(view: View, benefit: Benefit, item: Item | None) -> list[str]:
    """A benefit, and below it who pays whom and when; ``item``: what it comes to, where that can be counted."""
    lines = [f"· {view.track_names(benefit)}{benefit.text}"]
    asked = {"谁出": benefit.payer, "给谁": benefit.receiver, "何时": benefit.timing or ("分期" if benefit.instalments else None)}
    told = {name: value for name, value in asked.items() if value}
    unsaid = [name for name in asked if name not in told] if benefit.amount is not None else []
    shown = "；".join([*(f"{name}：{value}" for name, value in told.items()), *([f"{'、'.join(unsaid)}没写"] if unsaid else [])])
    lines += [f"　{shown}"] if shown else []
    if item and item.parts:
        return [*lines, *part_lines(item)]
    return [*lines, *(f"　{one.percent:f}%：{one.due}" for one in benefit.instalments)]


def _yearly(found: Figures) -> list[str]:
    """What is paid by the month or year, added up for each payer."""
    paid = [one for one in found.costs if one.months is not None]
    if not paid:
        return []
    hint = "想按人数、年数算，写上项目名打给我，例如“5人3年多少钱”"
    return ["算下来：", *(brief_line(found.policy, one) for one in paid), f"· {hint}"]


def quota(view: View) -> Section:
    """How many are chosen, and how many a unit may recommend; of what takes no applications: its aims and numbers."""
    wanted = view.keep(view.policy.quotas)
    if not wanted:
        return Section(standing_text(view) + nothing_on_file(view.policy, "quota", view.track, "名额或推荐比例"), (), ())
    totals = {one.quota.id: place_text(one) for one in figures(view.policy, view.track, Wanted(), {}).places}
    if len(wanted) == 1:
        return Section(f"{standing_text(view)}{_quota_text(wanted[0], totals)}。", (), wanted)
    wanted = _cuts_beside(view, wanted)
    lines = tuple(f"· {view.track_names(one)}{_quota_text(one, totals)}" for one in wanted)
    recommended = any(one.kind == "recommended" for one in wanted)
    kind = "里面写的目标和数目：" if view.policy.applicant is None else "名额和推荐比例：" if recommended else "名额："
    return Section(standing_text(view) + kind, lines, wanted)


def _cuts_beside(view: View, wanted: tuple[Quota, ...]) -> tuple[Quota, ...]:
    """What is cut again further up stands right behind what it is cut from."""
    cuts = {one.id: tuple(cut for cut in cuts_after(view.policy, one) if cut in wanted) for one in wanted}
    placed = {cut.id for found in cuts.values() for cut in found}
    return tuple({one.id: one for first in wanted if first.id not in placed for one in (first, *cuts[first.id])}.values())


def _quota_text(quota: Quota, totals: dict[str, str]) -> str:
    return f"{quota.text}；{totals[quota.id]}" if quota.id in totals else quota.text
