"""What somebody heard, or pastes in few lines, is held against the policy that it is about; questions and stories are left alone."""

from datetime import date

import pytest

from bot.usecases.claiming import claimed, is_doubted, is_passed_on, is_pasted, strange_number
from bot.usecases.situating import understand
from bot.usecases.snapshot import Snapshots
from bot.views.message import say
from bot.views.pasted import claim_message, strange_number_message
from bot.views.render import to_plain
from knowledge.pasted.notices import Pasted
from knowledge.search.understanding import Leaning

TODAY = date(2022, 12, 3)
STATION = "jc-technician-station-2022"
FORGED = "晋城技师工作站开始申报了\n截止12月28日\n材料一式两份\n扶持经费50万元\n电话2188888"


def told(snapshots: Snapshots, text: str, leaning: str | None = None) -> Pasted | None:
    topic = Leaning(leaning) if leaning else None
    return claimed(snapshots.current, text, understand(snapshots.current, text, TODAY, topic), leaning) if is_passed_on(text) else None


def pairs(pasted: Pasted | None) -> list[tuple[str, str | None]]:
    return [(one.printed, one.ours.shown if one.ours else None) for one in (pasted.differences if pasted else ())]


@pytest.mark.parametrize(
    "text",
    [
        "听说晋城技师工作站12月28日截止，给50万元，这是真的吗",
        "晋城技师工作站12月28号截止、给50万，是不是真的？",
        "网上说晋城技师工作站12月28号截止，给50万",
        "晋城技师工作站给50万元，12月28日截止，对不对",
    ],
)
def test_what_was_heard_is_set_beside_ours(snapshots: Snapshots, text: str) -> None:
    pasted = told(snapshots, text)
    assert pasted is not None
    assert pasted.policies == (STATION,)
    found = {ours for _, ours in pairs(pasted)}
    assert found == {"2022年12月8日", "30万元"}
    shown = to_plain(claim_message(snapshots.current.base, pasted))
    assert "有 2 处和通知不一样" in shown
    assert "我这里是 2022年12月8日〔四〕" in shown
    assert "您说的 50万元，我这里是 30万元" in shown


def test_what_is_true_is_said_to_be_the_same(snapshots: Snapshots) -> None:
    pasted = told(snapshots, "听说晋城技师工作站12月8号截止，给30万，打2199488，真的吗")
    assert pasted is not None
    assert (pasted.verdict, pasted.differences) == ("same", ())
    shown = to_plain(claim_message(snapshots.current.base, pasted, say("先别付钱")))
    assert shown.startswith("先别付钱")
    assert "和通知一样" in shown
    assert "对过 1 个日期、1 笔金额、1 个电话；别的没有对" in shown


def test_a_short_pasted_text_is_compared_whole(snapshots: Snapshots) -> None:
    pasted = told(snapshots, FORGED)
    assert pairs(pasted) == [
        ("12月28日", "2022年12月8日"),
        ("50万元", "30万元"),
        ("2188888", "2199488（晋城市人力资源和社会保障局技能办）"),
        ("两份", "三份"),
    ]


def test_our_number_among_pasted_lines_is_no_question_whose_it_is(snapshots: Snapshots) -> None:
    assert [ours for _, ours in pairs(told(snapshots, FORGED.replace("2188888", "2199488")))] == ["2022年12月8日", "30万元", "三份"]


def test_a_doubt_without_a_name_is_about_what_was_just_told(snapshots: Snapshots) -> None:
    assert pairs(told(snapshots, "给50万对不对", STATION)) == [("50万元", "30万元")]
    assert told(snapshots, "给50万对不对") is None


@pytest.mark.parametrize(("text", "shown"), [("13912345678是谁的电话", "139****5678"), ("2188888是他们的电话吗", "2188888")])
def test_a_number_that_is_not_ours_is_said_to_be_none_with_whom_to_call(snapshots: Snapshots, text: str, shown: str) -> None:
    base = snapshots.current.base
    pasted = told(snapshots, text, STATION)
    assert pasted is not None
    message = to_plain(claim_message(base, pasted))
    assert f"您说的 {shown}，" in message
    assert "2199488（晋城市人力资源和社会保障局技能办）" in message
    pasted = told(snapshots, text, "bt-shibaiqian-2024")
    assert pasted is not None
    message = to_plain(claim_message(base, pasted))
    assert f"您说的 {shown}，这个号码通知里没有" in message
    assert "通知没写电话，可以打 12333 问" in message
    assert "5678" not in message.replace("139****5678", "")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13912345678是谁的电话", "13912345678"),
        ("0355-2188888是哪个单位的号码", "0355-2188888"),
        ("2199488是谁的电话", None),
        ("晋城技师工作站电话多少", None),
    ],
)
def test_a_number_on_no_notice_is_told_where_no_policy_is_meant(snapshots: Snapshots, text: str, number: str | None) -> None:
    assert strange_number(text, understand(snapshots.current, text, TODAY)) == number
    if number:
        shown = to_plain(strange_number_message(number))
        assert shown.startswith("这个号码没有收录")
        assert ("13912345678" in shown, "0355-2188888" in shown) == (False, number[0] == "0")


def test_a_number_that_we_hold_is_looked_up(snapshots: Snapshots) -> None:
    assert told(snapshots, "2199488是谁的电话", STATION) is None


def test_of_several_days_the_first_is_meant_and_the_day_of_signing_never(snapshots: Snapshots) -> None:
    assert pairs(told(snapshots, "听说包头金蓝领12月25日截止，是真的吗")) == [("12月25日", "2024年12月10日")]
    assert pairs(told(snapshots, "听说新疆特级技师试点申报截止到3月1日")) == [("3月1日", None)]


@pytest.mark.parametrize(
    "text",
    [
        "听说金蓝领12月25日截止，要准备什么材料",
        "晋城技师工作站怎么报",
        "听说晋城技师工作站不错，是真的吗",
        "我在晋城一家厂里干了20年，1998年3月5日进的厂，2015年拿的技师证，\n想报晋城技师工作站，\n单位有50人，带了两个徒弟，拿过市里的奖，家里也支持。",
        "今天天气不错\n我们去爬山\n3月5日出发",
    ],
)
def test_questions_and_stories_are_no_claims(snapshots: Snapshots, text: str) -> None:
    assert told(snapshots, text) is None


def test_money_for_a_place_is_a_short_cut_and_no_claim_but_in_a_pasted_text_a_demand(snapshots: Snapshots) -> None:
    assert told(snapshots, "听说金蓝领交2000包过，是真的吗") is None
    pasted = told(snapshots, "晋城技师工作站申报\n请先转账500元到13800001111\n12月28日截止")
    assert pasted is not None
    assert pasted.differences[0].kind == "fee"


def test_another_place_is_no_claim_of_ours(snapshots: Snapshots) -> None:
    assert told(snapshots, "听说太原技师工作站12月28日截止，是真的吗") is None


def test_few_lines_or_characters_make_a_pasted_text() -> None:
    assert is_pasted("一\n二\n三")
    assert is_pasted("申报" * 40)
    assert not is_pasted("一\n二")
    assert not is_doubted("一\n二\n三")


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("听说包头金蓝领名额是100人", "1110人"),
        ("听说包头金蓝领的名额一共5000人", "1110人"),
        ("包头金蓝领首席技师名额是30人，是真的吗", "10人"),
        ("听说特培计划名额是35人", "80名"),
        ("特培计划区外名额有80人，是真的吗", "40名"),
    ],
)
def test_a_quota_that_is_said_is_held_against_quotas_alone(snapshots: Snapshots, text: str, ours: str) -> None:
    pasted = told(snapshots, text)
    assert pasted is not None
    (difference,) = pasted.differences
    assert difference.ours is not None
    assert difference.ours.shown == ours


@pytest.mark.parametrize(
    "text", ["听说包头金蓝领名额是1110人", "听说特培计划名额80人", "特培计划区外名额是40人，对吗", "听说包头金蓝领首席技师名额有10人"]
)
def test_a_quota_that_is_ours_is_the_same(snapshots: Snapshots, text: str) -> None:
    pasted = told(snapshots, text)
    assert pasted is not None
    assert pasted.verdict == "same"


def test_a_quota_where_the_notice_gives_none_is_not_ours(snapshots: Snapshots) -> None:
    pasted = told(snapshots, "听说新疆特级技师试点名额是4人")
    assert pasted is not None
    assert [(one.printed, one.ours) for one in pasted.differences] == [("4人", None)]
