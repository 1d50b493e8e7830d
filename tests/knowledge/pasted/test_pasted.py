"""A pasted text is the notice that it is made of, says what it says otherwise, and is never taken for another."""

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.settings import ROOT
from eligibility.examples import check_example
from knowledge.base import KnowledgeBase
from knowledge.library import Library
from knowledge.pasted.holding import groups_of
from knowledge.pasted.marks import Mark, local, sheet_of
from knowledge.pasted.notices import CUT, Notices
from knowledge.search.index import Index
from knowledge.search.lexicon import load_lexicon
from tests.knowledge.pasted.written import notice_of

DATA = ROOT / "knowledge" / "data"


@cache
def on_file() -> tuple[KnowledgeBase, Notices]:
    base, lexicon = Library(DATA, check_example).base, load_lexicon(DATA / "search")
    return base, Notices(base, Index(base, lexicon), lexicon.notices, lexicon.shortcuts.demands)


BASE, NOTICES = on_file()
POLICIES = sorted(BASE.policies)
DATED = [one for one in POLICIES if any(stage.ends for stage in BASE.policies[one].stages)]
PAID = [one for one in POLICIES if any((benefit.amount or 0) >= 10_000 for benefit in BASE.policies[one].benefits)]
CALLED = [one for one in POLICIES if any(contact.phones for contact in BASE.policies[one].contacts)]


def together(policy: str) -> set[str]:
    """The policies of its notice."""
    return next(
        {one.id for one in group.policies}
        for group in groups_of(BASE.policies.values(), BASE.notices.values())
        if policy in {one.id for one in group.policies}
    )


@pytest.mark.parametrize("policy", POLICIES)
def test_every_notice_on_file_is_recognised_and_says_the_same(policy: str) -> None:
    pasted = NOTICES.compare(notice_of(BASE.policies[policy]))
    assert pasted is not None
    assert set(pasted.policies) == together(policy)
    assert (pasted.verdict, pasted.differences) == ("same", ())


@pytest.mark.parametrize("policy", DATED)
def test_a_changed_deadline_is_told_with_ours_and_its_clause(policy: str) -> None:
    stage = next(stage for stage in BASE.policies[policy].stages if stage.ends)
    assert stage.ends is not None
    day = stage.ends.day % 27 + 1
    printed = f"{stage.ends.year}年{stage.ends.month}月{stage.ends.day}日"
    changed = f"{stage.ends.year}年{stage.ends.month}月{day}日"
    pasted = NOTICES.compare(notice_of(BASE.policies[policy]).replace(printed, changed))
    assert pasted is not None
    assert pasted.verdict == "differs"
    found = {one.printed: one.ours for one in pasted.differences}
    ours = found[changed]
    assert ours is not None
    assert ours.shown == printed
    assert ours.clause


@pytest.mark.parametrize("policy", PAID)
def test_a_changed_sum_is_told_with_ours(policy: str) -> None:
    text = notice_of(BASE.policies[policy])
    printed = next(found for found in re.findall(r"[0-9.]+万元", text))
    pasted = NOTICES.compare(text.replace(printed, f"7{printed}"))
    assert pasted is not None
    (found,) = (one for one in pasted.differences if one.kind == "money" and one.printed == f"7{printed}")
    assert found.ours is not None
    assert found.ours.shown == printed


@pytest.mark.parametrize("policy", CALLED)
def test_another_telephone_is_told_with_the_office(policy: str) -> None:
    contact = next(one for one in BASE.policies[policy].contacts if one.phones)
    phone = contact.phones[0]
    other = phone[:-1] + str((int(phone[-1]) + 5) % 10)
    pasted = NOTICES.compare(notice_of(BASE.policies[policy]).replace(phone, other))
    assert pasted is not None
    (found,) = (one for one in pasted.differences if one.kind == "phone")
    assert local(found.printed) == local(other)
    if found.ours is not None:
        assert found.ours.clause == contact.clause


COUNTED = [
    (policy.id, quota.text)
    for policy in BASE.policies.values()
    for quota in policy.quotas
    if re.fullmatch("[^0-9]{3,}[0-9]+人", quota.text)
]


@pytest.mark.parametrize(("policy", "text"), COUNTED)
def test_a_changed_head_count_is_told_with_the_one_of_the_same_name_though_others_have_it(policy: str, text: str) -> None:
    number = re.sub("[^0-9]", "", text)
    others = {re.sub("[^0-9]", "", one) for held, one in COUNTED if held == policy} - {number}
    for other in ("7" + number, *others):
        pasted = NOTICES.compare(notice_of(BASE.policies[policy]).replace(text, text.replace(number, other)))
        assert pasted is not None
        (found,) = (one for one in pasted.differences if one.kind == "count")
        assert (found.printed, found.ours and found.ours.shown) == (f"{other}人", f"{number}人")


def test_a_changed_share_and_number_of_copies_are_told_with_ours() -> None:
    text = notice_of(BASE.policies["bt-shibaiqian-2024"])
    pasted = NOTICES.compare(text.replace("100人以上的5%", "100人以上的8%"))
    assert pasted is not None
    assert [(one.printed, one.ours and one.ours.shown) for one in pasted.differences] == [("8%", "5%")]
    pasted = NOTICES.compare(notice_of(BASE.policies["jc-technician-station-2022"]) + "申报书一式两份\n")
    assert pasted is not None
    assert [(one.printed, one.ours and one.ours.reading) for one in pasted.differences] == [("两份", "3份")]


def test_a_date_is_set_beside_that_of_the_same_step_not_beside_the_nearest() -> None:
    text = notice_of(BASE.policies["bt-shibaiqian-2024"])
    step = re.search("单位报旗县区：[^。]*", text)
    assert step is not None
    pasted = NOTICES.compare(text.replace(step[0], step[0].replace("2024年12月10日", "12月25日")))
    assert pasted is not None
    assert [(one.printed, one.ours and one.ours.shown) for one in pasted.differences] == [("12月25日", "2024年12月10日")]


@pytest.mark.parametrize("policy", POLICIES)
def test_a_mobile_number_is_told_without_its_middle(policy: str) -> None:
    pasted = NOTICES.compare(notice_of(BASE.policies[policy]) + "有疑问找李工 138 0000 1111\n")
    assert pasted is not None
    assert [(one.kind, one.printed, one.ours) for one in pasted.differences] == [("phone", "138****1111", None)]


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("words", ["申报费每人200元", "请先转账再报名", "须交保证金"])
def test_money_that_is_asked_for_is_told_first(policy: str, words: str) -> None:
    pasted = NOTICES.compare(f"{notice_of(BASE.policies[policy])}{words}，联系李工。\n")
    assert pasted is not None
    assert pasted.verdict == "differs"
    first = pasted.differences[0]
    assert (first.kind, first.printed, first.ours) == ("fee", words, None)


@pytest.mark.parametrize("words", ["本次申报不收取任何申报费", "谨防转账诈骗", "免交报名费"])
def test_that_nothing_is_to_be_paid_is_no_demand(words: str) -> None:
    pasted = NOTICES.compare(f"{notice_of(BASE.policies['bt-shibaiqian-2024'])}{words}。\n")
    assert pasted is not None
    assert pasted.verdict == "same"


def test_an_account_in_a_demand_is_not_repeated() -> None:
    pasted = NOTICES.compare(f"{notice_of(BASE.policies['bt-shibaiqian-2024'])}转账到6222020200112233445。\n")
    assert pasted is not None
    assert pasted.differences[0].printed == "转账到****"


@settings(max_examples=60)
@given(st.sampled_from(POLICIES), st.data())
def test_a_part_of_a_notice_is_its_own_or_nobodys(policy: str, data: st.DataObject) -> None:
    text = notice_of(BASE.policies[policy])
    start = data.draw(st.integers(0, max(0, len(text) - 300)))
    pasted = NOTICES.compare(text[start : start + data.draw(st.integers(300, 1200))])
    if pasted is not None and pasted.policies:
        assert set(pasted.policies) == together(policy)


def test_a_number_that_was_cut_is_not_compared() -> None:
    text = notice_of(BASE.policies["sqsz-contest-2020"])
    cut = text.index("010-84661072") + len("010-846610")
    pasted = NOTICES.compare(("　" * CUT) + text[:cut])
    assert pasted is not None
    assert pasted.verdict == "same"


@pytest.mark.parametrize("policy", DATED)
def test_another_year_is_another_edition(policy: str) -> None:
    text = re.sub(r"20[0-9]{2}(?=[年-])", "2031", notice_of(BASE.policies[policy]))
    pasted = NOTICES.compare(text)
    assert pasted is not None
    assert pasted.verdict == "edition"
    assert pasted.elsewhere is not None
    assert pasted.elsewhere.years == (2031,)


@pytest.mark.parametrize(
    ("policy", "ours", "theirs", "place"),
    [("bt-shibaiqian-2024", "包头", "太原", "太原市"), ("ah-startup-training-2023", "安徽", "江苏", "江苏省")],
)
def test_another_place_is_never_ours(policy: str, ours: str, theirs: str, place: str) -> None:
    pasted = NOTICES.compare(notice_of(BASE.policies[policy]).replace(ours, theirs))
    assert pasted is not None
    assert pasted.verdict == "elsewhere"
    assert pasted.elsewhere is not None
    assert place in pasted.elsewhere.regions


def test_the_next_part_without_a_title_belongs_to_what_was_just_told_about() -> None:
    part = "三、有关要求\n（一）各单位要高度重视，按规定做好工作。\n（二）材料要真实完整。\n四、其他\n（一）未尽事宜另行通知。"
    alone, leaning = NOTICES.compare(part), NOTICES.compare(part, "nmg-tepei-2023")
    assert alone is not None
    assert alone.verdict == "unknown"
    assert leaning is not None
    assert leaning.policies == ("nmg-tepei-2023",)


def test_a_notice_of_something_else_is_unknown_and_a_story_is_no_notice() -> None:
    licence = "关于驾驶证申领有关事项的通知\n一、条件\n（一）年满18周岁。\n二、流程\n（一）到车管所报名，报名费300元。"
    pasted = NOTICES.compare(licence)
    assert pasted is not None
    assert (pasted.verdict, pasted.policies) == ("unknown", ())
    assert NOTICES.compare("我今年四十五岁，在包头一家国企干了二十年，前年拿了高级技师证。" * 12) is None


@given(st.text(max_size=2000))
def test_any_text_at_all_is_read_without_an_error(text: str) -> None:
    pasted = NOTICES.compare(text)
    assert pasted is None or pasted.verdict in {"same", "differs", "edition", "elsewhere", "unknown"}


@pytest.mark.parametrize(
    ("phone", "digits"),
    [
        ("0471-6944364", "6944364"),
        ("010-84202368", "84202368"),
        ("2199488", "2199488"),
        ("04716944364", "6944364"),
        ("01084202368", "84202368"),
    ],
)
def test_numbers_are_compared_without_their_area(phone: str, digits: str) -> None:
    assert local(phone) == digits


def test_marks_know_their_clause_and_sentence() -> None:
    text = "关于某事的通知\n一、时间\n（一）2024年3月5日前报送。\n二、经费\n每个基地补助20万元。联系电话：0471-1234567\n"
    marks = sheet_of(text, load_lexicon(DATA / "search").notices).marks
    assert [(mark.kind, mark.readings, mark.clause) for mark in marks] == [
        ("date", ("2024-03-05",), "一（一）"),
        ("money", ("200000",), "二"),
        ("phone", ("1234567",), "二"),
    ]
    assert all(isinstance(mark, Mark) and mark.sentence for mark in marks)
