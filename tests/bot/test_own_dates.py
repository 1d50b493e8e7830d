"""What people take part in is dated too, and who checks first is told to whoever asks who decides."""

from datetime import datetime

import pytest

from bot.clock import SHANGHAI
from bot.settings import ROOT
from bot.views.answer import policy_answer
from bot.views.render import to_plain
from bot.views.topics.section import View
from knowledge.loader import load

BASE = load(ROOT / "knowledge" / "data", lambda *_: None)
NOW = datetime(2024, 11, 28, 9, 0, tzinfo=SHANGHAI)


def test_the_month_of_the_contest_stands_among_its_dates() -> None:
    told = to_plain(policy_answer(View(BASE, BASE.policies["sqsz-contest-2020"], None, NOW), ("deadline",)))
    assert "2020年10月中下旬：比赛" in told


@pytest.mark.parametrize("policy", ["jc-technician-station-2022", "jc-talent-base-2022"])
def test_the_office_that_checks_first_is_one_that_decides(policy: str) -> None:
    (check,) = (stage for stage in BASE.policies[policy].stages if stage.id == "department-check")
    assert check.slots == ("judges",)
