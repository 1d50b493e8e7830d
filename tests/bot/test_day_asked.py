"""A day in a question: read where it is one, left alone where it is not, and answered for that day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.day_asked import day_asked
from bot.usecases.situating import understand
from bot.usecases.snapshot import Snapshots
from bot.views.render import to_plain
from bot.views.replying import reply_message

TODAY = date(2024, 11, 28)  # a Thursday
DAYS = st.dates(date(2001, 1, 1), date(2099, 1, 1))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12月15号交还行不", date(2024, 12, 15)),
        ("十二月十五日前报", date(2024, 12, 15)),
        ("2024.12.10截止吗", date(2024, 12, 10)),
        ("1月5号", date(2025, 1, 5)),
        ("11月20号报的", date(2024, 11, 20)),
        ("二十号之前", date(2024, 12, 20)),
        ("28号交", date(2024, 11, 28)),
        ("下周三还来得及吗", date(2024, 12, 4)),
        ("周五交行不", date(2024, 11, 29)),
        ("周一呢", date(2024, 12, 2)),
        ("这周一交的", date(2024, 11, 25)),
        ("礼拜天收不收", date(2024, 12, 1)),
        ("大后天", date(2024, 12, 1)),
        ("明儿报晚不晚", date(2024, 11, 29)),
        ("月底前", date(2024, 11, 30)),
        ("下个月底", date(2024, 12, 31)),
        ("12月1号到12月10号", None),
        ("明天或者12月3号", None),
        ("2月30日", None),
        ("1987年3月5日出生", None),
        ("第3号文件", None),
        ("附件2号", None),
        ("住3号楼", None),
        ("什么时候截止", None),
    ],
)
def test_a_day_is_read_as_people_name_it(text: str, day: date | None) -> None:
    assert day_asked(text, TODAY) == day


@given(today=DAYS, ahead=st.integers(-90, 274))
def test_a_month_and_a_day_mean_the_one_that_is_near(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    assert day_asked(f"{day.month}月{day.day}日还能报吗", today) == day
    assert day_asked(f"{day.year}年{day.month}月{day.day}日还能报吗", today) == day


@given(text=st.text(), today=DAYS)
def test_any_text_is_read_or_left_alone(text: str, today: date) -> None:
    day_asked(text, today)


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("金蓝领12月15号交还行不", "⚪ 2024年12月15日（周日）就晚了：单位报旗县区、单位直接报市截至2024年12月10日（周二）。"),
        ("金蓝领12月10号报晚不晚", "🟢 2024年12月10日（周二）还来得及，正是最后一天："),
        ("金蓝领下周一报还来得及吗", "🟢 2024年12月2日（周一）还来得及，离截止还有 8 天："),
        ("金蓝领11月20号能报上吗什么时候截止", "🟡 2024年11月20日（周三）还没开始，7 天后才开始："),
        ("金蓝领什么时候截止", "🟢 进行中，还有 12 天"),
    ],
)
def test_the_day_asked_about_is_answered_first_and_today_after_it(snapshots: Snapshots, question: str, begins: str) -> None:
    now = datetime(2024, 11, 28, 1, tzinfo=UTC)
    said = to_plain(reply_message(snapshots.current.base, understand(snapshots.current, question, TODAY), now))
    assert said.startswith(begins)
    assert "进行中，还有 12 天" in said
