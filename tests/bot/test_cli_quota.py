"""``quota`` and its words: the unit's number with the cut further up beside it; a unit elsewhere hears of its own notice, never of ours."""

from datetime import datetime

import pytest

from bot.clock import SHANGHAI
from bot.views.render import to_plain
from bot.views.replying import reply_message
from eligibility.answers import Given
from knowledge.base import KnowledgeBase
from knowledge.search.understanding import Understanding
from tests.bot.cli import refused, run, told

pytestmark = pytest.mark.usefixtures("at_hand")
GOLD = "bt-shibaiqian-2024"
COUNTS = ("--set", "senior_technicians=120", "--set", "technicians=600")
NOW = datetime(2024, 12, 1, 12, tzinfo=SHANGHAI)


def test_the_second_cut_stands_beside_the_number_it_cuts() -> None:
    found = told("quota", GOLD, *COUNTS, "--json")
    levels = {level["id"]: level for level in found["levels"]}
    assert [(level["max"], [cut["id"] for cut in level["then"]]) for level in levels.values()] == [(6, ["county-cut"]), (60, [])]
    (cut,) = levels["recommend-senior"]["then"]
    assert (cut["percent"], cut["clause"]) == ("30", "三（一）1")
    lines = run("quota", GOLD, *COUNTS).stdout.splitlines()
    number = next(place for place, line in enumerate(lines) if "最多推荐 6 人" in line)
    assert "30%" in lines[number + 1]
    assert "不是按您单位算" in lines[number + 1]
    assert "最多推荐 60 人" in lines[number + 2]


@pytest.mark.parametrize(("place", "own"), [("jincheng", ["晋城技师工作站", "晋城技能人才培养基地"]), ("elsewhere", ["我这里没有"])])
def test_a_unit_elsewhere_is_given_no_number_of_ours(place: str, own: list[str]) -> None:
    found = told("quota", GOLD, *COUNTS, "--set", f"unit_place={place}", "--json")
    assert (found["levels"], found["not_theirs"]) == ([], ["recommend-senior", "recommend-excellent"])
    text = run("quota", GOLD, *COUNTS, "--set", f"unit_place={place}").stdout
    assert "最多推荐" not in text
    assert "不能套用" in text
    assert all(name in text for name in own)


def test_who_sets_no_ratio_says_why(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        found = told("quota", policy.id, "--json")
        assert found["ratio_stated"] == any(quota.of for quota in policy.quotas)
        if not found["ratio_stated"]:
            assert found["levels"] == found["missing"] == []
            assert found["absent"], policy.id
            text = run("quota", policy.id).stdout
            assert "别的地方的比例不能套用" in text
            assert all(one["text"] in text for one in found["absent"])


def test_in_the_chat_the_known_place_counts_too(base: KnowledgeBase) -> None:
    understood = Understanding(
        action="answer", policies=(GOLD,), tracks=(), intents=("quota",), confidence=1.0, question="包头高级技师120人能推荐几个"
    )
    asked = to_plain(reply_message(base, understood, NOW))
    assert "最多推荐 6 人" in asked
    assert "高级技师（按高级技师 120 人算）" in asked, "who was counted stands beside who is recommended"
    assert "只适用于 单位所在地：包头市" in asked
    there = to_plain(reply_message(base, understood, NOW, {"unit_place": Given("baotou")}))
    assert "最多推荐 6 人" in there
    assert "只适用于" not in there
    elsewhere = to_plain(reply_message(base, understood, NOW, {"unit_place": Given("jincheng")}))
    assert elsewhere.startswith("这个比例不是给您单位的")
    assert "最多推荐" not in elsewhere
    assert "晋城技师工作站" in elsewhere


def test_bad_input_is_refused() -> None:
    assert GOLD in refused("quota", "bt-shibaiqian-2042")
    assert "technicians" in refused("quota", GOLD, "--set", "technicians=很多")
