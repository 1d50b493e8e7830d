"""What one gets and how many can: benefit and quota."""

from bot.views.topics.section import Section, View, standing_text
from knowledge.entries import Benefit

WAN = 10_000


def money_text(amount: int) -> str:
    """30万元, 1.6万元, 3000元: exact, in 万 where that takes at most two decimals."""
    if amount < WAN or amount % 100:
        return f"{amount}元"
    whole, rest = divmod(amount, WAN)
    decimals = f"{rest // 100:02d}".rstrip("0")
    return f"{whole}.{decimals}万元" if decimals else f"{whole}万元"


def benefit(view: View) -> Section:
    """Money first, then the rest."""
    wanted = view.keep(view.policy.benefits)
    if not wanted:
        return Section("通知里没有写待遇或补助。", (), ())
    ordered = tuple(sorted(wanted, key=lambda benefit: benefit.amount is None))
    first = next((one for one in ordered if one.amount is not None), None)
    lead = f"{first.per or ''}{money_text(first.amount)}" if first and first.amount is not None else ordered[0].text
    one_sum = len({one.amount for one in ordered if one.amount is not None}) == 1
    lead = f"有资金支持：{lead}。" if first and one_sum else "有资金支持，各项如下：" if first else "没有写发多少钱，有这些待遇："
    return Section(standing_text(view) + lead, tuple(line for one in ordered for line in _lines(view, one)), ordered)


def _lines(view: View, benefit: Benefit) -> list[str]:
    lines = [f"· {view.track_names(benefit)}{benefit.text}"]
    details = [
        f"谁出：{benefit.payer}" if benefit.payer else "",
        f"给谁：{benefit.receiver}" if benefit.receiver else "",
        f"何时：{benefit.timing}" if benefit.timing else "",
    ]
    shown = "；".join(detail for detail in details if detail)
    lines += [f"　{shown}"] if shown else []
    for instalment in benefit.instalments:
        part = f"{instalment.percent:f}%"
        if benefit.amount is not None:
            part += f"（{money_text(int(benefit.amount * instalment.percent / 100))}）"
        lines.append(f"　{part}：{instalment.due}")
    return lines


def quota(view: View) -> Section:
    """How many are chosen, and how many a unit may recommend; of what takes no applications: its aims and numbers."""
    wanted = view.keep(view.policy.quotas)
    if not wanted:
        return Section("通知里没有写名额或推荐比例。", (), ())
    if len(wanted) == 1:
        return Section(f"{standing_text(view)}{wanted[0].text}。", (), wanted)
    recommended = any(one.kind == "recommended" for one in wanted)
    kind = "里面写的目标和数目：" if view.policy.applicant is None else "名额和推荐比例：" if recommended else "名额："
    return Section(standing_text(view) + kind, tuple(f"· {view.track_names(one)}{one.text}" for one in wanted), wanted)
