"""``figures``: every figure of the notices, worked out by hand from their texts, and every kind of bad input."""

import json
from typing import Any

import pytest

from bot.cli.figures import figures_object
from bot.views.figures import figure_entries, figure_lines, figures_message
from eligibility.figures import KINDS, figures, held_kinds
from eligibility.money import Wanted
from knowledge.base import KnowledgeBase
from tests.bot.cli import refused, run, told

pytestmark = pytest.mark.usefixtures("at_hand")

FUND = "自治区人才开发基金"
CITY = "市本级职业技能提升工程工作经费"
UNPRICED: dict[str | None, tuple[str | None, str | None]] = {"用人单位": (None, None), "学员本人": (None, None)}

BILLS: list[tuple[str, str | None, str | None, dict[str | None, dict[str | None, tuple[str | None, str | None]]]]] = [
    # policy, count, years: for each track, what each payer pays for one and a year, and in all
    ("nmg-tepei-2023", None, None, {"outside": {FUND: ("37200", "37200"), None: ("3000", "3000"), **UNPRICED}}),
    ("nmg-tepei-2023", "5", "3", {"outside": {FUND: ("37200", "558000"), None: ("3000", "45000"), **UNPRICED}}),
    ("nmg-tepei-2023", "40", None, {"inside": {FUND: ("20800", "832000"), **UNPRICED}}),
    ("jc-technician-station-2022", None, None, {None: {CITY: (None, "300000")}}),
    ("jc-talent-base-2022", "10", None, {None: {CITY: (None, "2000000")}}),
    ("xj-training-base-2023", "15", None, {None: {None: (None, "30000000")}}),
    ("xj-master-studio-2023", "15", "2", {None: {None: (None, "1500000")}}),
]  # fmt: skip

INSTALMENTS = [
    ("jc-technician-station-2022", [("40", "120000"), ("60", "180000")]),
    ("jc-talent-base-2022", [("40", "80000"), ("60", "120000")]),
    ("xj-training-base-2023", []),
]

CLASSES = {
    "创业意识培训": (24, 3, 8, None),
    "创办企业培训": (56, 7, 8, 30),
    "创业模拟实训": (56, 7, 8, 30),
    "网络创业培训": (56, 7, 8, 30),
    "改善企业培训": (56, 7, 8, 30),
    "扩大企业培训": (48, 6, 8, 30),
}

SHARES = [
    ("nmg-hst-opinion-2007", "payroll=1000万", {"fund-rate": "150000", "fund-rate-high": "250000"}, ["education_fund"]),
    ("nmg-hst-opinion-2007", "education_fund=15万", {"skilled-part": "75000", "high-skilled-part": "45000"}, ["payroll"]),
    ("nmg-hst-opinion-2007", "payroll=12345", {"fund-rate": "185.175", "fund-rate-high": "308.625"}, ["education_fund"]),
    ("cn-leading-talent-2024", "education_fund=100001", {"front-line-part": "60000.6"}, []),
]


def asked(policy: str, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = told("figures", policy, *options, "--json")
    return found


@pytest.mark.parametrize(("policy", "count", "years", "expected"), BILLS)
def test_what_each_payer_pays(policy: str, count: str | None, years: str | None, expected: dict[str | None, Any]) -> None:
    options = [*(("--count", count) if count else ()), *(("--years", years) if years else ())]
    for track, bills in expected.items():
        (costs,) = asked(f"{policy}/{track}" if track else policy, *options)["costs"]
        assert {bill["payer"]: (bill["yearly"], bill["total"]) for bill in costs["payers"]} == bills
        assert int(costs["total"]) == sum(int(total) for _, total in bills.values() if total)
        assert costs["beyond"] == (years == "3")


def test_what_a_trainee_costs_stands_item_by_item_with_its_clause() -> None:
    outside, inside = asked("nmg-tepei-2023")["costs"]
    assert (outside["track"], outside["months"], outside["months_clause"]) == ("outside", 12, "二（一）")
    items = {item["id"]: item for bill in (*outside["payers"], *inside["payers"]) for item in bill["items"]}
    assert {name: item["yearly"] for name, item in items.items()} == {
        "tuition-outside": "30000", "tuition-inside": "16000", "management-fee": "3000",
        "living-outside": "7200", "living-inside": "4800", "travel": None, "meals": None,
    }  # fmt: skip
    assert {item["clause"] for item in items.values()} == {"八"}
    assert ["谁出没有明写" in "".join(item["caveats"]) for item in items.values()].count(True) == 1
    assert [bill["unpriced"] for bill in outside["payers"]] == [[], [], ["travel"], ["meals"]]


@pytest.mark.parametrize(("policy", "parts"), INSTALMENTS)
def test_instalments(policy: str, parts: list[tuple[str, str]]) -> None:
    (costs,) = asked(policy)["costs"]
    (item,) = costs["payers"][0]["items"]
    assert [(part["percent"], part["amount"]) for part in item["instalments"]] == parts
    assert not parts or sum(int(amount) for _, amount in parts) == int(item["total"])


def test_classes_hours_and_how_many_classes_a_number_fills() -> None:
    found = asked("ah-startup-training-2023", "--count", "31")["classes"]
    assert {one["name"]: (one["hours"], one["days"], one["hours_a_day"], one["highest"]) for one in found} == CLASSES
    assert {one["name"]: one["classes"] for one in found} == {name: None if limit is None else 2 for name, (*_, limit) in CLASSES.items()}
    assert {one["clause"] for one in found} == {f"第十条（{number}）" for number in "一二三四五六"}
    assert {one["size_clause"] for one in found} == {"第十条", None}
    assert {one["days_bound"] for one in found} == {"at_least"}


def test_places_over_all_events_of_the_contest() -> None:
    found = {one["id"]: one for one in asked("sqsz-contest-2020")["places"]}
    assert {name: (one["lowest"], one["highest"]) for name, one in found.items()} == {
        "per-city": (None, 20), "per-city-student": (None, 10), "per-city-worker": (None, 10), "referees": (20, 20),
    }  # fmt: skip
    assert {(one["times"], one["times_clause"]) for one in found.values()} == {(10, "一")}
    assert all("不足5人" in "".join(one["caveats"]) for one in found.values())


@pytest.mark.parametrize(("policy", "given", "amounts", "missing"), SHARES)
def test_shares_of_money(policy: str, given: str, amounts: dict[str, str], missing: list[str]) -> None:
    found = asked(policy, "--set", given)
    assert {one["id"]: one["amount"] for one in found["shares"]} == amounts
    assert found["missing"] == missing


def test_the_damaged_percentages_come_with_their_doubt() -> None:
    found = asked("nmg-hst-opinion-2007", "--set", "payroll=100")["shares"]
    assert all("不是15%和25%" in "".join(one["caveats"]) for one in found)


def test_the_keys_are_stable_and_no_number_is_a_float(base: KnowledgeBase) -> None:
    def no_float(text: str) -> None:
        raise AssertionError(text)

    for policy in base.policies.values():
        result = run(
            "figures", policy.id, "--json", "--count", "7", "--years", "2", "--set", "payroll=1234.5", "--set", "education_fund=0.1"
        )
        found = json.loads(result.stdout, parse_float=no_float)
        assert list(found) == ["policy", "track", "count", "years", "costs", "classes", "places", "shares", "missing", "knowledge"]
        assert (found["policy"], found["count"], found["years"], found["knowledge"]) == (policy.id, 7, 2, base.version)


def test_every_figure_is_told_with_its_clause_and_its_doubts(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        found = figures(policy, None, Wanted(2, 2), {})
        text = "\n".join(figure_lines(base, found))
        entries = figure_entries(found)
        assert all(f"{entry.clause}" in text for entry in entries)
        assert all(caveat.reading in text for caveat in policy.caveats_on(frozenset(entry.id for entry in entries)))
        assert bool(entries) == bool(held_kinds(found)) == ("没有可以这样算" not in text)
        for bad in ("None", "Decimal", "E+", "{", "（）", "：；", "0E"):
            assert bad not in text, (policy.id, text)
        assert figures_object(base, found)["policy"] == policy.id


def test_every_kind_of_figure_makes_a_message(base: KnowledgeBase) -> None:
    told = set()
    for policy in base.policies.values():
        found = figures(policy, None, Wanted(2, 2), {})
        for kind in held_kinds(found):
            told.add(kind)
            message = figures_message(base, found, (kind,))
            assert message.blocks[0].lines[0]
            assert set(message.blocks[1].lines) <= set(figure_lines(base, found))
            assert message.keyboard
    assert told == set(KINDS)


def test_the_plain_text_says_how_it_was_counted() -> None:
    text = run("figures", "nmg-tepei-2023/outside", "--count", "五", "--years", "三").stdout
    assert "5人3年共55.8万元" in text
    assert "往后各年的标准通知没写" in text
    assert "没写限额" in text
    assert "生活补贴每人每月600元，按实际培训时间算，一年7200元，共10.8万元" in text
    assert "第1次 40%：12万元" in run("figures", "jc-technician-station-2022").stdout
    assert "还要知道" in run("figures", "cn-leading-talent-2024").stdout
    assert "45人至少开2个班" in run("figures", "ah-startup-training-2023", "--count", "45").stdout


BAD = [
    (("nmg-tepei-2032",), "nmg-tepei-2023"),
    (("nmg-tepei-2023/outsid",), "outside"),
    (("nmg-tepei-2023", "--count", "0"), "--count 0：请写 1 到"),
    (("nmg-tepei-2023", "--count", "-5"), "--count"),
    (("nmg-tepei-2023", "--count", "五六"), "例如 5"),
    (("nmg-tepei-2023", "--count", "2.5"), "整数"),
    (("nmg-tepei-2023", "--years", "1e9"), "--years 1e9"),
    (("nmg-tepei-2023", "--years", "9999999"), "1000000"),
    (("nmg-hst-opinion-2007", "--set", "payrol=1"), "payroll"),
    (("nmg-hst-opinion-2007", "--set", "payroll=很多"), "payroll"),
    (("nmg-hst-opinion-2007", "--set", "payroll"), "FACT=VALUE"),
]


@pytest.mark.parametrize(("arguments", "said"), BAD)
def test_bad_input_is_refused_with_what_would_do(arguments: tuple[str, ...], said: str) -> None:
    assert said in refused("figures", *arguments)
    result = run("figures", *arguments, "--json")
    assert result.exit_code == 2
    assert said in json.loads(result.stdout)["error"]


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ({"highest": 30}, "每班最多30人"),
        ({"lowest": 20}, "每班至少20人"),
        ({"lowest": 20, "highest": 40}, "每班20到40人"),
        ({"amount": 25}, "每班25人"),
    ],
)
def test_a_class_is_as_large_as_its_quota_says(base: KnowledgeBase, bounds: dict[str, int], said: str) -> None:
    policy = base.policies["ah-startup-training-2023"]
    blank = {"lowest": None, "highest": None, "amount": None}
    quotas = tuple(quota.model_copy(update=blank | bounds) if quota.kind == "class" else quota for quota in policy.quotas)
    found = figures(policy.model_copy(update={"quotas": quotas}), None, Wanted(45), {})
    message = figures_message(base, found, ("classes",))
    assert said in message.blocks[0].lines[0]
    assert sum(said in line for line in message.blocks[1].lines) == 5
    assert ("个班" in message.blocks[0].lines[0]) == ("lowest" not in bounds or "highest" in bounds)
