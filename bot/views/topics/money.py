"""What one gets and how many can: benefit and quota."""

from decimal import Decimal

from bot.views.topics.section import Section, View
from knowledge.entries import Benefit, Bracket, Quota


def money_text(amount: int) -> str:
    """30万元 for round sums, 1.6万元, 3000元."""
    return f"{Decimal(amount) / 10_000:f}".rstrip("0").rstrip(".") + "万元" if amount >= 10_000 and amount % 100 == 0 else f"{amount}元"  # noqa: PLR2004 - 万 is ten thousand


def benefit(view: View) -> Section:
    """Money first, then the rest."""
    wanted = view.keep(view.policy.benefits)
    if not wanted:
        return Section("通知里没有写待遇或补助。", (), ())
    ordered = tuple(sorted(wanted, key=lambda benefit: benefit.amount is None))
    first = next((one for one in ordered if one.amount is not None), None)
    lead = f"{first.per or ''}{money_text(first.amount)}" if first and first.amount is not None else ordered[0].text
    one_sum = len({one.amount for one in ordered if one.amount is not None}) == 1
    lead = f"有资金支持：{lead}" if first and one_sum else "有资金支持，各项如下" if first else "没有写发多少钱，有这些待遇"
    return Section(lead + "：", tuple(line for one in ordered for line in _lines(view, one)), ordered)


def _lines(view: View, benefit: Benefit) -> list[str]:
    lines = [f"· {view.track_names(benefit)}{benefit.text}"]
    details = [
        f"由{benefit.payer}承担" if benefit.payer else "",
        f"给{benefit.receiver}" if benefit.receiver else "",
        benefit.timing or "",
    ]
    shown = "；".join(detail for detail in details if detail)
    lines += [f"　{shown}"] if shown else []
    for instalment in benefit.instalments:
        part = f"{_number(instalment.percent)}%"
        if benefit.amount is not None:
            part += f"（{money_text(int(benefit.amount * instalment.percent / 100))}）"
        lines.append(f"　{part}：{instalment.due}")
    return lines


def quota(view: View) -> Section:
    """How many are chosen, and how many a unit may recommend."""
    wanted = view.keep(view.policy.quotas)
    if not wanted:
        return Section("通知里没有写名额或推荐比例。", (), ())
    lines = tuple(line for one in wanted for line in _quota_lines(view, one))
    return Section("名额和推荐比例：" if len(wanted) > 1 else wanted[0].text, lines if len(wanted) > 1 else lines[1:], wanted)


def _quota_lines(view: View, quota: Quota) -> list[str]:
    return [f"· {view.track_names(quota)}{quota.text}", *(f"　{_bracket_text(bracket)}" for bracket in quota.brackets)]


def _bracket_text(bracket: Bracket) -> str:
    bounds = [
        f"{bracket.at_least}人以上" if bracket.at_least is not None else "",
        f"超过{bracket.more_than}人" if bracket.more_than is not None else "",
        f"{bracket.at_most}人以下" if bracket.at_most is not None else "",
        f"不足{bracket.less_than}人" if bracket.less_than is not None else "",
    ]
    gives = "不限比例" if bracket.unlimited else f"按 {_number(bracket.percent)}%"
    return "、".join(bound for bound in bounds if bound) + f"：{gives}" + (f"（前提：{bracket.provided}）" if bracket.provided else "")


def _number(value: Decimal | None) -> str:
    return f"{value:f}" if value is not None else ""
