"""What is said of a pasted text, whatever came of comparing it."""

import pytest

from bot import texts
from bot.callbacks import read_press
from bot.views.message import say
from bot.views.pasted import pasted_message
from bot.views.render import to_plain
from knowledge.base import KnowledgeBase
from knowledge.pasted.differing import Difference
from knowledge.pasted.holding import Held
from knowledge.pasted.notices import Pasted, Verdict
from knowledge.search.understanding import Elsewhere

POLICY = "jc-technician-station-2022"
OURS = Held("date", "2022年12月8日", "2022-12-08", "四", "")


def verbs(pasted: Pasted, base: KnowledgeBase) -> set[str]:
    return {read_press(button.data or "").verb for row in pasted_message(base, pasted, 500).keyboard for button in row}


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        (Pasted("same", (POLICY,), (), {"date": 2, "money": 0, "phone": 1}), ("和我这里的一样", "对过 2 个日期、1 个电话")),
        (Pasted("same", (POLICY,), (), {"date": 0, "money": 0, "phone": 0}), ("这一段没有日期、金额、电话可对",)),
        (Pasted("unknown"), ("没认出这是哪份通知", texts.PASTED_NEW)),
        (Pasted("elsewhere", elsewhere=Elsewhere(regions=("太原市",))), ("像是太原市的通知，我这里没有", texts.PASTED_NEW)),
        (Pasted("edition", (POLICY,), elsewhere=Elsewhere(years=(2025,))), ("像是另一期（2025年）：我这里只有2022年的", texts.PASTED_NEW)),
    ],
)
def test_the_first_line_says_what_it_is_and_the_rest_what_to_do(base: KnowledgeBase, pasted: Pasted, says: tuple[str, ...]) -> None:
    text = to_plain(pasted_message(base, pasted, 500))
    assert text.startswith(says[0]) or says[0] in text.splitlines()[0]
    assert all(one in text for one in says)
    assert texts.PASTED_PART not in text


def test_differences_name_both_sides_and_the_clause_and_end_somewhere(base: KnowledgeBase) -> None:
    known = Difference("date", "2022年12月18日", "四", OURS)
    strange = Difference("phone", "0356-1234567", "", None)
    text = to_plain(pasted_message(base, Pasted("differs", (POLICY,), (known, strange), {"date": 2}), 4096))
    assert "有 2 处和我这里不一样" in text
    assert "· 日期：您贴的写 2022年12月18日〔四〕，我这里是 2022年12月8日〔四〕" in text
    assert "· 电话：您贴的写 0356-1234567，这个号码通知里没有" in text
    assert texts.PASTED_DIFFERS in text
    assert texts.PASTED_PART in text
    many = tuple(Difference("money", f"{sum_}万元", "五", None) for sum_ in range(20))
    assert "还有 8 处" in to_plain(pasted_message(base, Pasted("differs", (POLICY,), many, {"money": 20}), 500))


def test_a_demand_and_a_strange_number_come_before_all_other_differences(base: KnowledgeBase) -> None:
    sums = tuple(Difference("money", f"{sum_}万元", "五", None) for sum_ in range(20))
    last = (Difference("phone", "138****1111", "", None), Difference("fee", "申报费每人200元", "五", None))
    message = pasted_message(base, Pasted("differs", (POLICY,), (*sums, *last)), 500, say("先别付钱"))
    lines = to_plain(message).splitlines()
    assert lines[0] == "先别付钱"
    told = [line for line in lines if line.startswith("·")]
    assert told[:2] == ["· 要钱：您贴的写 申报费每人200元〔五〕，通知里没有这一项", "· 电话：您贴的写 138****1111，这个号码通知里没有"]


@pytest.mark.parametrize(
    ("verdict", "wanted"), [("same", {"t", "zu", "zn", "zw", "zo"}), ("edition", {"t", "zg", "p"}), ("unknown", {"zg", "p"})]
)
def test_what_is_ours_can_be_corrected_and_what_is_not_can_be_told(base: KnowledgeBase, verdict: Verdict, wanted: set[str]) -> None:
    policies = () if verdict == "unknown" else (POLICY,)
    assert verbs(Pasted(verdict, policies, elsewhere=Elsewhere(years=(2025,))), base) == wanted
