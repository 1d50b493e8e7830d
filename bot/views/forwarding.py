"""What everything that can be forwarded says: last days as dates, never as days left, and from which day and version it is."""

from bot.clock import SHANGHAI
from bot.views.topics.routes import dated_text
from bot.views.topics.section import View
from eligibility.describing import plain_day


def ending_lines(view: View) -> tuple[str, ...]:
    """The last days of the links that can be the reader's; what was over when it was looked at is said to be."""
    if view.policy.applicant is None:
        return ()
    if not view.route.dated:
        return ("申报截止日期通知没写，请问发文单位。",)
    over = f"；{today_text(view)}查看时本期已截止" if view.route.window(view.now).state == "closed" else ""
    return (f"{dated_text(view.route.dated)}{over}",)


def version_text(view: View, what: str) -> str:
    """整理日期：2024年11月28日，资料版本 0123456789ab; ``what`` was done on that day."""
    return f"{what}日期：{today_text(view)}，资料版本 {view.base.version}"


def today_text(view: View) -> str:
    """The day of looking."""
    return plain_day(view.now.astimezone(SHANGHAI).date())
