"""A telephone number, a web address, a paper's name, a document number: all policies that bear it, and nobody else's."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from knowledge.search.index import Index
from tests.knowledge.search.test_search_properties import same_index

TEPEI, STATION, TALENT, GOLD = "nmg-tepei-2023", "jc-technician-station-2022", "jc-talent-base-2022", "bt-shibaiqian-2024"
STUDIO, BASE, OPINION = "xj-master-studio-2023", "xj-training-base-2023", "nmg-hst-opinion-2007"


def published(policy: Policy) -> Iterator[tuple[str, str]]:
    """Everything of a policy that can be looked up, with what it is about."""
    for contact in policy.contacts:
        yield from ((phone, "contact") for phone in (*contact.phones, *contact.faxes))
        yield from ((mail, "contact") for mail in contact.mails)
    yield from ((system.url, "how_to_apply") for system in policy.systems)
    if policy.document_number:
        yield policy.document_number, "overview"


def test_all_that_is_published_finds_every_policy_that_bears_it(index: Index, base: KnowledgeBase) -> None:
    bearers: dict[tuple[str, str], set[str]] = {}
    for policy in base.policies.values():
        for what, about in published(policy):
            bearers.setdefault((what, about), set()).add(policy.id)
    assert len(bearers) > 15
    for (what, about), policies in bearers.items():
        for question in (what, f"{what}是什么", f"请问{what} ？"):
            understood = index.understand(question)
            assert understood.looked_up, question
            assert (understood.action, set(understood.policies)) == ("answer", policies)
            assert understood.intents == (about,)


@pytest.mark.parametrize("typed", ["3689691", "0991—3689691", "（0991）3689691", "+86 991 3689691", "电话０９９１-３６８９６９１是哪的"])
def test_a_number_may_be_written_in_any_way(index: Index, typed: str) -> None:
    understood = index.understand(typed)
    assert understood.looked_up is not None
    assert (understood.looked_up.shown, len(understood.policies)) == ("0991-3689691", 5)


@pytest.mark.parametrize(
    ("typed", "policies"),
    [
        ("JN.xjzcsq.com/login 打不开", {STUDIO, BASE}),
        ("内党办发2007年第4号", {OPINION}),
        ("内党办发［2007］4号", {OPINION}),
        ("晋市办字2022 6号", {STATION, TALENT}),
        ("推荐汇总表", {GOLD}),
        ("申报培养单位志愿表是啥", {TEPEI}),
        ("项目申报书", {STATION, TALENT, STUDIO, BASE}),
        ("晋城项目申报书", {STATION, TALENT}),
    ],
)
def test_people_hold_it_in_other_words(index: Index, typed: str, policies: set[str]) -> None:
    understood = index.understand(typed)
    assert (understood.action, set(understood.policies)) == ("answer", policies)


def test_who_names_the_policy_asks_about_that_one(index: Index) -> None:
    understood = index.understand("新疆技能大师工作室的电话是0991-3689691吗")
    assert (understood.policies, understood.intents) == ((STUDIO,), ("contact",))
    assert understood.looked_up is not None
    assert {bearer.policy for bearer in understood.looked_up.bearers} == {STUDIO}


@pytest.mark.parametrize(
    "typed", ["13812345678是谁", "2023年5月20日", "广东省项目申报书", "www.baidu.com", "国发2023年19号", "上海皖人社发〔2023〕19号"]
)
def test_what_nobody_published_is_not_found(index: Index, typed: str) -> None:
    understood = index.understand(typed)
    assert (understood.looked_up, understood.action) == (None, "none")


@same_index
@given(question=st.text(st.sampled_from("0123456789-()（）.@:/号表a发"), max_size=500))
def test_any_figures_are_looked_up_somehow(index: Index, base: KnowledgeBase, question: str) -> None:
    understood = index.understand(question)
    assert set(understood.policies) <= set(base.policies)
