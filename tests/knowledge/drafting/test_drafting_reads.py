"""What a draft reads in notices of many styles, and that it reads nothing that they do not say."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.drafting.page import page_of
from tests.knowledge.drafting.invented import STYLES, Invented
from tests.knowledge.drafting.invented_more import MORE_STYLES
from tests.knowledge.drafting.reading import drafted

ALL = pytest.mark.parametrize("invented", (STYLES | MORE_STYLES).values(), ids=STYLES | MORE_STYLES)


@ALL
def test_the_masthead(invented: Invented) -> None:
    head = drafted(invented.text).head
    assert (head.title.text if head.title else None) == invented.title
    assert tuple(issuer.name for issuer in head.issuers) == invented.issuers
    assert (head.number.text if head.number else None) == invented.number
    assert (head.signed.day if head.signed else None) == invented.signed


@ALL
def test_windows_and_deadlines(invented: Invented) -> None:
    assert frozenset((window.starts, window.ends) for window in drafted(invented.text).windows) == invented.windows


@ALL
def test_amounts_and_quotas(invented: Invented) -> None:
    draft = drafted(invented.text)
    assert tuple("" if amount.value is None else f"{amount.value.normalize():f}" for amount in draft.amounts) == invented.amounts
    assert tuple(f"{places.value:f}" for places in draft.quotas) == invented.quotas


@ALL
def test_papers_and_their_copies(invented: Invented) -> None:
    assert frozenset((paper.name, paper.copies) for paper in drafted(invented.text).papers) == invented.papers


@ALL
def test_phones(invented: Invented) -> None:
    assert frozenset(contact.value for contact in drafted(invented.text).contacts if contact.kind == "phone") == invented.phones


@ALL
def test_rules_that_are_sure(invented: Invented) -> None:
    sure = tuple(dict(one.rule) for one in drafted(invented.text).requirements if one.rule and not one.unsure)
    assert sure == invented.rules


@ALL
def test_every_finding_stands_where_it_says(invented: Invented) -> None:
    """Its place lies in the text and in the clause that it names; a name is printed, a figure has its digits."""
    draft = drafted(invented.text)
    for found in draft.found:
        assert 0 <= found.place.start < found.place.end <= len(invented.text)
        part = draft.outline.at(found.place.start)
        assert part is not None
        assert part.clause == found.clause
    printed = re.sub(r"\s", "", invented.text)
    assert all(re.sub(r"\s", "", paper.name) in printed for paper in draft.papers)
    assert all(re.sub(r"\s", "", one.text) in printed for one in draft.requirements)


@ALL
def test_parts_follow_each_other_and_hold_all_that_is_written(invented: Invented) -> None:
    draft = drafted(invented.text)
    written = "".join(draft.page.quote(part.place) for part in draft.outline.parts)
    assert re.sub(r"\s", "", written) == re.sub(r"\s", "", invented.text)


def test_a_damaged_notice_is_told_and_not_repaired() -> None:
    draft = drafted(STYLES["damaged"].text)
    kinds = {damage.kind for damage in draft.damage}
    assert {"redacted", "lost_unit", "lost_date"} <= kinds
    thousands, hidden = draft.amounts
    assert thousands.stated == "15千元"
    assert thousands.doubt
    assert hidden.value is None
    assert hidden.doubt
    assert all(contact.doubt for contact in draft.contacts)
    assert {window.damaged for window in draft.windows} == {True}


def test_what_frees_some_people_makes_the_rule_unsure() -> None:
    strict = "关于评选能手的通知\n各单位：\n一、条件\n（一）年龄在40周岁以下；\n（二）具有技师以上职业资格。\n"
    loose = f"{strict}（三）贡献突出的，年龄可放宽至45周岁。\n"
    assert [one.unsure for one in drafted(strict).requirements] == [None, None]
    assert [bool(one.unsure) for one in drafted(loose).requirements if one.rule] == [True, False]


def test_two_ages_for_two_kinds_of_people_are_both_unsure() -> None:
    text = "关于比赛的通知\n各单位：\n一、条件\n（一）职工组年龄在50周岁以下；\n（二）学生组年龄在25周岁以下。\n"
    assert [bool(one.unsure) for one in drafted(text).requirements if one.rule] == [True, True]


@pytest.mark.parametrize(
    ("phrase", "rule"),
    [
        ("年龄不满35周岁", {"fact": "age", "less_than": 35}),
        ("年龄超过50周岁", {"fact": "age", "more_than": 50}),
        ("年满18周岁", {"fact": "age", "at_least": 18}),
        ("年龄在20至40周岁", {"fact": "age", "at_least": 20, "at_most": 40}),
        ("具有中高级职称", {"fact": "professional_title", "at_least": "intermediate"}),
        ("本科及以上学历", {"fact": "education", "at_least": "bachelor"}),
        ("从事本专业工作2年6个月以上", None),
        ("有3年以上从事本职业工作经历", {"fact": "years_in_profession", "at_least": "3年"}),
        ("在高级技师岗位工作满5年并从事本职业工作", None),
        ("获得全国技术能手称号", {"fact": "skill_honours", "includes_any": ["national_expert"]}),
        ("获得全国技术能手、省级技术能手称号", None),
        ("带出高级工以上徒弟3名", None),
        ("女性不超过45周岁，男性不超过50周岁", None),
    ],
)
def test_how_a_phrase_becomes_a_rule(phrase: str, rule: dict[str, object] | None) -> None:
    """What a phrase does not say for sure is no rule: 省级技术能手 is no option, a post is no profession, sex is not asked."""
    requirements = drafted(f"关于评选的通知\n各单位：\n一、申报条件\n（一）{phrase}；\n（二）品行端正。\n").requirements
    found = [dict(one.rule) for one in requirements if one.rule]
    assert found == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("sentence", "starts", "ends"),
    [
        ("请于2026年5月6日前报送材料。", None, date(2026, 5, 6)),
        ("请于5月6日（星期三）17:00前报送材料。", None, date(2026, 5, 6)),
        ("报名时间为5月6日至9日。", date(2026, 5, 6), date(2026, 5, 9)),
        ("申报时间为2026年12月20日至1月10日。", date(2026, 12, 20), date(2027, 1, 10)),
        ("网上报名5.6-5.20。", date(2026, 5, 6), date(2026, 5, 20)),
        ("二〇二六年五月六日前完成初审。", None, date(2026, 5, 6)),
        ("自2026年5月6日起施行。", date(2026, 5, 6), None),
        ("每年5月6日前报送材料。", None, None),
        ("申报截止日期为2月30日。", None, None),
    ],
)
def test_how_a_sentence_becomes_a_window(sentence: str, starts: date | None, ends: date | None) -> None:
    """A year that is not printed comes from the signature; a day that is none, or that returns every year, is left open."""
    text = f"关于申报的通知\n各单位：\n现通知如下。\n一、时间\n{sentence}\n云桥市人社局\n2026年4月1日\n"
    (window,) = drafted(text).windows
    assert (window.starts, window.ends) == (starts, ends)


@pytest.mark.parametrize(
    "sentence",
    ["2019年1月1日以来取得的成果有效。", "1990年5月1日后出生的可以参加。", "2025年3月1日印发的文件废止了旧规定。", "3个月内办结。"],
)
def test_a_date_that_tells_a_story_is_no_window(sentence: str) -> None:
    assert drafted(f"关于申报的通知\n各单位：\n现通知如下。\n一、说明\n{sentence}\n").windows == ()


@pytest.mark.parametrize(
    ("sentence", "low", "value", "per", "sign"),
    [
        ("每人每月补贴800元。", None, "800", ("人", "月"), "="),
        ("给予3万元/人的奖励。", None, "30000", ("人",), "="),
        ("资助5—10万元。", "50000", "100000", (), "="),
        ("最高补助1,200元。", None, "1200", (), "<="),
        ("按不低于每人500元给予补助。", None, "500", ("人",), ">="),
        ("奖励人民币三万元。", None, "30000", (), "="),
        ("补助1.5千元。", None, "1500", (), "="),
    ],
)
def test_how_a_sentence_becomes_an_amount(sentence: str, low: str | None, value: str, per: tuple[str, ...], sign: str) -> None:
    (amount,) = drafted(f"关于补贴的通知\n各单位：\n现通知如下。\n一、补贴标准\n{sentence}\n").amounts
    assert amount.value == Decimal(value)
    assert amount.low == (Decimal(low) if low else None)
    assert (set(amount.per), amount.sign, amount.doubt) == (set(per), sign, None)


@pytest.mark.parametrize("sentence", ["注册资金不少于300万元。", "年销售收入2000万元以上。"])
def test_money_that_one_must_have_is_a_requirement(sentence: str) -> None:
    draft = drafted(f"关于认定的通知\n各单位：\n现通知如下。\n一、认定条件\n{sentence}\n")
    assert draft.amounts == ()
    assert [limit.kind for one in draft.requirements for limit in one.limits] == ["money"]


def test_a_cited_number_is_not_the_notices_own() -> None:
    text = "关于申报的通知\n各单位：\n根据《云桥市技能办法》（云政发〔2020〕3号）要求，现通知如下。\n一、时间\n即日起申报。\n"
    assert drafted(text).head.number is None


def test_where_the_year_is_not_sure_no_day_is_given() -> None:
    text = "关于2024年工匠评选的通知\n发布时间：2025-07-01\n各单位：\n现通知如下。\n一、时间\n请于9月1日前申报。\n"
    (window,) = drafted(text).windows
    assert (window.ends, window.year_from) == (None, "none")


def test_private_numbers_are_left_out() -> None:
    draft = drafted("关于申报的通知\n各单位：\n现通知如下。\n一、联系\n联系人：李某，13900001111。\n")
    assert draft.has_mobile
    assert draft.contacts == ()


PIECES = st.sampled_from(
    [
        *(
            "一、",
            "二、",
            "（一）",
            "1.",
            "2、",
            "①",
            "第三条",
            "附件1",
            "【条件】",
            "\n",
            "\n\n",
            "。",
            "；",
            "，",
            "：",
            " ",
            "《",
            "》",
            "(",
            "*",
        ),
        *(
            "申报条件",
            "申报材料",
            "补贴标准",
            "时间",
            "年龄",
            "周岁以下",
            "不超过",
            "满",
            "以上",
            "技师",
            "学历",
            "本科",
            "职称",
            "每人",
            "元",
            "万元",
            "%",
        ),
        *(
            "2026年",
            "3月",
            "5日",
            "前",
            "至",
            "报送",
            "申请表",
            "一式",
            "三份",
            "复印件",
            "名额",
            "名",
            "电话",
            "0000-1234567",
            "a@b.cn",
            "13900001111",
        ),
        *(
            "3",
            "45",
            "100",
            "十",
            "两",
            "半",
            "三",
            "?",
            "\ue010",
            "关于",
            "的通知",
            "市人社局",
            "云桥市",
            "之一",
            "优先",
            "不得申报",
            "除外",
        ),
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_is_read_and_every_finding_stands_in_it(text: str) -> None:
    draft = drafted(text)
    assert draft.page == page_of(text)
    for found in (*draft.found, *draft.damage):
        assert 0 <= found.place.start < found.place.end <= len(text)
    for amount in draft.amounts:
        assert amount.stated in text
    for window in draft.windows:
        assert window.starts is None or window.ends is None or window.starts <= window.ends


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        (
            "云帆咨询专注申报十年，服务企业三千家，欢迎来电。\n2025年度云桥市工作室推荐工作的通知\n各县区人社局：\n",
            "2025年度云桥市工作室推荐工作的通知",
        ),
        ("# 云桥市引进人才申请相关要求\n\n", "云桥市引进人才申请相关要求"),
        ("“云桥市青年技师资助申报指南”\n", "云桥市青年技师资助申报指南"),
        ("“云桥工匠”评选通知\n各单位：\n", "“云桥工匠”评选通知"),
        ("各县区人社局：\n现将名单公布如下。\n", None),
        ("2025年3月2日\n各县区人社局：\n", None),
    ],
)
def test_where_a_title_may_stand(opening: str, title: str | None) -> None:
    found = drafted(f"{opening}## 一、申报时间\n2025年5月1日至5月20日。\n").head.title
    assert (found.text if found else None) == title
