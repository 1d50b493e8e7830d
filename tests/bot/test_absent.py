"""Absent is not none: over every policy, track and topic, what is not on file is told, and which of the three it is."""

import re
from datetime import datetime
from typing import get_args

import pytest

from bot.clock import SHANGHAI
from bot.views.answer import SECTIONS, policy_answer
from bot.views.render import to_plain
from bot.views.topics.absences import LEFT_OUT, NOT_IN_HAND, NOT_STATED, absence_text, absences_of, names, nothing_on_file
from bot.views.topics.section import View
from knowledge.base import KnowledgeBase
from knowledge.entries import Absence, Document, Topic
from knowledge.policy import Policy
from tests.eligibility.strategies import policy_of

NOW = datetime(2024, 11, 28, 9, 0, tzinfo=SHANGHAI)
TOPICS: tuple[Topic, ...] = get_args(Topic)
TOLD_WHOLE = {"overview", "scope"}
"""These are told from the head of a file, not from its lists."""
NONE_FOR_UNSAID = re.compile(
    "(?<!有)没有(?:电话|邮箱|地址|联系方式|传真|日期|截止日期|报名日期|材料|要交的材料|名额|名额一说|比例|条件|申报条件|流程|办理流程|补贴|补助|待遇|金额|系统|网上|份数|办法|申报办法)"
)
"""Words that would say there is none where the notice only does not say."""


def every_view(base: KnowledgeBase) -> list[View]:
    return [View(base, policy, track, NOW) for policy in base.policies.values() for track in (None, *(one.id for one in policy.tracks))]


def answer(view: View, topic: Topic) -> str:
    return to_plain(policy_answer(view, (topic,)))


@pytest.mark.parametrize("topic", TOPICS)
def test_nothing_is_silent(base: KnowledgeBase, topic: Topic) -> None:
    for view in every_view(base):
        section = SECTIONS[topic](view)
        if topic in TOLD_WHOLE or section.entries:
            continue
        why = {absence.why for absence in absences_of(view.policy, topic, view.track)}
        assert why, f"{view.policy.id} {view.track}: nothing on file of {topic}, and no absence says why"
        if view.policy.applicant or topic not in {"deadline", "how_to_apply"}:
            told = "没写" if "not_stated" in why else NOT_IN_HAND if "in_document" in why else LEFT_OUT
            assert told in section.lead, (view.policy.id, view.track, section.lead)


@pytest.mark.parametrize("topic", TOPICS)
def test_each_absence_says_which_of_the_three_it_is(base: KnowledgeBase, topic: Topic) -> None:
    for view in every_view(base):
        text = answer(view, topic)
        for absence in absences_of(view.policy, topic, view.track):
            told = absence_text(view.policy, absence)
            assert told in text
            assert told == absence.text, f"{view.policy.id}: the file's own words should say it: {told}"
            assert (LEFT_OUT in told) == (absence.why == "left_out"), told
            assert (NOT_IN_HAND in told) == (absence.why == "in_document"), told
            assert absence.why != "not_stated" or NOT_STATED.search(told), told
            if absence.why == "in_document":
                assert names(told, next(one for one in view.policy.documents if one.id == absence.document)), told


@pytest.mark.parametrize("topic", TOPICS)
def test_what_is_not_said_is_not_called_none(base: KnowledgeBase, topic: Topic) -> None:
    for view in every_view(base):
        found = NONE_FOR_UNSAID.search(answer(view, topic))
        assert found is None, (view.policy.id, view.track, found)


def test_every_way_to_reach_an_office_is_given_or_said_to_be_missing(base: KnowledgeBase) -> None:
    for view in every_view(base):
        contacts = view.keep(view.policy.contacts)
        text = answer(view, "contact")
        given = {
            "电话": any(one.phones for one in contacts),
            "邮箱": any(one.mails for one in contacts),
            "地址": any(one.address for one in contacts),
        }
        for way, is_given in given.items():
            assert is_given or way in text or (not contacts and "联系方式" in text), (view.policy.id, way)


def test_what_the_files_leave_open_within_a_list_is_told(base: KnowledgeBase) -> None:
    for view in every_view(base):
        materials, links = view.keep(view.policy.materials), view.route.links
        told_apart = {"几份": any(one.copies is None for one in materials), "纸质还是电子版": any(not one.medium for one in materials)}
        line = next((line for line in answer(view, "materials").splitlines() if line.startswith("· 没标")), "")
        assert {what for what in told_apart if what in line} == {what for what, is_open in told_apart.items() if is_open}
        if view.policy.applicant and not view.keep(view.policy.systems):
            assert "系统" in answer(view, "how_to_apply"), view.policy.id
        for link in links:
            told = next(line for line in answer(view, "deadline").splitlines() if f"{link.name}" in line and link.clause in line)
            assert link.starts or link.ends or link.about or link.lasts or "日期没写" in told
        money = [one for one in view.keep(view.policy.benefits) if one.kind == "money"]
        if money and all(one.amount is None for one in money):
            assert re.search("没写|没有写|没定|没有定|看不到|自己出|手上没有", answer(view, "benefit")), view.policy.id
        for sum_of_money in (one for one in money if one.amount is not None):
            told = answer(view, "benefit").split(sum_of_money.text, 1)[1].split("\n· ", 1)[0]
            for name, is_open in (("谁出", not sum_of_money.payer), ("给谁", not sum_of_money.receiver)):
                assert (f"{name}：" in told) != is_open, (view.policy.id, sum_of_money.id)
                assert not is_open or "没写" in told
        for condition in view.keep(view.policy.conditions):
            if condition.decided_by == "document":
                paper = next(one for one in view.policy.documents if one.id == condition.document)
                line = next(line for line in answer(view, "conditions").splitlines() if condition.text in line)
                assert names(line, paper)
                assert NOT_IN_HAND in line


def in_annex(text: str) -> Absence:
    return Absence(topic="quota", why="in_document", text=text, document="annex")


ANNEX = Document(id="annex", title="名额分配表", role="annex", label="附件1")


@pytest.mark.parametrize(
    ("absence", "told"),
    [
        (Absence(topic="quota", why="not_stated", text="请问受理部门"), "通知没写：请问受理部门"),
        (Absence(topic="quota", why="not_stated", text="比例通知没写"), "比例通知没写"),
        (Absence(topic="contact", why="left_out", text="姓名"), "姓名（我们没有收录）"),
        (Absence(topic="contact", why="left_out", text="姓名没有收录"), "姓名没有收录"),
        (
            in_annex("怎么分要另看"),
            "怎么分要另看（在《名额分配表》里，我们手上没有）",
        ),
        (in_annex("怎么分看附件1"), "怎么分看附件1（我们手上没有）"),
        (in_annex("怎么分手上没有"), "怎么分手上没有（在《名额分配表》里）"),
        (in_annex("怎么分看附件1，手上没有"), "怎么分看附件1，手上没有"),
    ],
)
def test_words_that_do_not_say_which_it_is_are_helped(absence: Absence, told: str) -> None:
    assert absence_text(policy_of(documents=[ANNEX]), absence) == told


def absent(*why: str) -> Policy:
    kinds = [{"topic": "quota", "why": one, "text": "…", "document": "annex" if one == "in_document" else None} for one in why]
    return policy_of(documents=[ANNEX], absences=kinds)


@pytest.mark.parametrize(
    ("policy", "lead"),
    [
        (absent("not_stated"), "通知没写名额。"),
        (absent("in_document"), "名额写在别的文件里，我们手上没有。"),
        (absent("in_document", "not_stated"), "通知正文没写名额，有的写在我们手上没有的文件里。"),
        (absent("left_out"), "通知里有名额，我们没有收录。"),
        (absent("left_out", "not_stated"), "通知没写名额。"),
        (absent(), "我这里没有名额；通知写没写，请看原件。"),
    ],
)
def test_a_list_with_nothing_in_it_says_why(policy: Policy, lead: str) -> None:
    assert nothing_on_file(policy, "quota", None, "名额") == lead
