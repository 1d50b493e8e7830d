"""Days and lengths in words, always absolute where they can be forwarded."""

from datetime import date
from typing import assert_never

from knowledge.calendar import Window, last_working_day
from knowledge.entries import Length, Stage

WEEKDAYS = "一二三四五六日"


def day_text(day: date) -> str:
    """2024年12月10日（周二）."""
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def state_text(window: Window) -> str:
    """Whether a window is open, coming or closed today, with the days that matter."""
    match window.state:
        case "open":
            return "进行中，今天就是最后一天" if window.days == 0 else f"进行中，还有 {window.days} 天"
        case "upcoming":
            return f"还没开始，{window.days} 天后开始"
        case "closed":
            return f"本期已截止（{_past(window.days or 0)}）"
        case "none":
            return "没有写明日期"
        case _:
            assert_never(window.state)


def _past(days: int) -> str:
    if days < 60:  # noqa: PLR2004 - nearer than two months people count days
        return f"{days} 天前"
    years, months = divmod(round(days / 30.44), 12)
    return "".join(["约", f"{years}年" if years else "", f"{months}个月" if months else "", "前"])


def when_text(stage: Stage) -> str:
    """When a stage takes place, as exactly as the notice says it; empty when it says nothing."""
    hour = f" {stage.ends_at:%H:%M}" if stage.ends_at else ""
    if stage.starts and stage.ends:
        text = f"{day_text(stage.starts)}至{day_text(stage.ends)}{hour}"
    elif stage.ends:
        text = f"截至{day_text(stage.ends)}{hour}"
    elif stage.starts:
        text = f"{day_text(stage.starts)}起"
    else:
        text = stage.about or ""
    if stage.lasts:
        text = f"{text}，{length_text(stage.lasts)}" if text else length_text(stage.lasts)
    return text


def length_text(length: Length) -> str:
    """不少于5个工作日, 2年 and the like."""
    bound = {"exactly": "", "at_least": "不少于", "at_most": "不超过", "about": "约"}[length.bound]
    unit = {"working_days": "个工作日", "days": "天", "months": "个月", "years": "年"}[length.unit]
    return f"{bound}{length.amount}{unit}"


def working_day_advice(deadline: date, today: date | None = None) -> str | None:
    """What to do when a deadline falls on a day off: the date stays, but act before it; or what is still possible once that is late.

    ``today``: of Shanghai; None where the words are kept and read on another day.
    """
    last = last_working_day(deadline)
    if last.day == deadline:
        return None
    hedge = "（节假日安排未公布，暂按周末推算）" if last.provisional else ""
    if today is not None and last.day < today:
        left = "今天就是截止日" if today == deadline else "截止前都是休息日"
        return f"{left}，收材料的可能没人上班：先打电话问；通知允许网上交、发邮件的，今天就交{hedge}"
    if today == last.day:
        return f"截止日不是工作日，今天{day_text(last.day)}是最后一个工作日，请今天办完{hedge}"
    return f"截止日不是工作日，建议最晚在{day_text(last.day)}前办完{hedge}"
