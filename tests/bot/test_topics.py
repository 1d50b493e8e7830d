"""Every topic of every policy and track can be told, within Telegram's limits, with clauses and without a promise it cannot keep."""

import json
from datetime import datetime
from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import LIMIT as DATA_LIMIT
from bot.clock import SHANGHAI
from bot.outbox.letter import letters_of
from bot.views.answer import SECTIONS, policy_answer
from bot.views.citing import notice_title
from bot.views.doubts import about_dates
from bot.views.next_steps import LABELS, action_buttons, topic_press, topics_of
from bot.views.render import LIMIT, to_plain, units
from bot.views.topics.section import View
from eligibility.route import route_of
from knowledge.base import KnowledgeBase
from knowledge.entries import Topic
from knowledge.policy import Policy, holds_for

NOW = datetime(2024, 11, 28, 9, 0, tzinfo=SHANGHAI)
TOPICS: tuple[Topic, ...] = get_args(Topic)
MOST_ROWS, MOST_IN_A_ROW, LONGEST_LABEL = 6, 3, 40
LAST_ROW = ["有用", "没帮助", "写错了", "转人工"]
"""Four in a row, since each is short."""


def every_view(base: KnowledgeBase) -> list[tuple[Policy, str | None]]:
    return [(policy, track) for policy in base.policies.values() for track in (None, *(one.id for one in policy.tracks))]


def test_there_is_a_section_and_a_label_for_every_topic() -> None:
    assert set(SECTIONS) == set(LABELS) == set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_policy_and_track_answers_within_limits(base: KnowledgeBase, topic: Topic) -> None:
    for policy, track in every_view(base):
        message = policy_answer(View(base, policy, track, NOW), (topic,))
        assert message.blocks[0].style == "lead"
        assert message.blocks[0].lines[0].strip()
        letters = letters_of(message)
        assert all(units(letter.html) <= 2 * LIMIT for letter in letters)
        for row in letters[-1].keyboard:
            assert 1 <= len(row) <= MOST_IN_A_ROW or [key.text for key in row] == LAST_ROW
            assert all(len(key.callback_data or "") <= DATA_LIMIT and 0 < len(key.text) <= LONGEST_LABEL for key in row)
        assert len(letters[-1].keyboard) <= MOST_ROWS
        text = to_plain(message)
        assert f"《{notice_title(policy)}》" in text
        assert all(issuer in text for issuer in policy.issuers)
        for bad in ("None", "nan", "inf", "Decimal", "{", "}", "[]", "()", "（）", "：。", "，。", "；；"):
            assert bad not in text, (policy.id, track, topic)


def test_no_label_stands_before_itself(base: KnowledgeBase) -> None:
    for policy, track in every_view(base):
        text = to_plain(policy_answer(View(base, policy, track, NOW), TOPICS))
        assert not any(f"{label}：{label}" in text for label in LABELS.values())


@pytest.mark.parametrize("topic", TOPICS)
def test_what_is_shown_is_cited_with_its_clause(base: KnowledgeBase, topic: Topic) -> None:
    for policy, track in every_view(base):
        section = SECTIONS[topic](View(base, policy, track, NOW))
        text = to_plain(policy_answer(View(base, policy, track, NOW), (topic,)))
        assert all(entry.clause in text for entry in section.entries if entry.clause), (policy.id, track)
        shown = frozenset(entry.id for entry in section.entries)
        told = [one for one in policy.caveats_on(shown) if topic in {"deadline", "process"} or one not in about_dates(policy)]
        assert all(caveat.printed in text and caveat.reading in text for caveat in told)
        assert all(holds_for(entry, track) for entry in section.entries)


def test_what_is_sure_about_dates_is_told_where_dates_are(base: KnowledgeBase) -> None:
    def told(policy: str, topic: Topic) -> str:
        return to_plain(policy_answer(View(base, base.policies[policy], None, NOW), (topic,)))

    assert "1210日前" in told("bt-shibaiqian-2024", "deadline")
    assert "1210日前" not in told("bt-shibaiqian-2024", "how_to_apply"), "it tells no dates"
    assert "不会晚于2023年3月20日" in told("nmg-tepei-2023", "how_to_apply"), "it tells the dates of both ways"
    assert "⚠" not in told("bt-shibaiqian-2024", "benefit"), "nothing in doubt is among them"


def test_nothing_of_another_track_is_told(base: KnowledgeBase) -> None:
    for policy, track in every_view(base):
        if track is None:
            continue
        for topic in TOPICS:
            shown = SECTIONS[topic](View(base, policy, track, NOW)).entries
            assert all(not entry.tracks or track in entry.tracks for entry in shown)


def test_every_figure_of_the_files_reaches_the_reader(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        text = {topic: to_plain(policy_answer(View(base, policy, None, NOW), (topic,))) for topic in TOPICS}
        assert all(condition.text in text["conditions"] for condition in policy.conditions)
        assert all(material.name in text["materials"] for material in policy.materials)
        assert all(stage.action in text["process"] for stage in policy.stages)
        assert all(benefit.text in text["benefit"] for benefit in policy.benefits)
        assert all(quota.text in text["quota"] for quota in policy.quotas)
        for contact in policy.contacts:
            assert all(number in text["contact"] for number in (*contact.phones, *(f"传真 {fax}" for fax in contact.faxes), *contact.mails))
        for stage in policy.stages:
            if stage.ends is not None:
                assert f"{stage.ends.year}年{stage.ends.month}月{stage.ends.day}日" in text["process"]


def test_a_policy_without_applications_never_offers_to_apply(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        buttons = action_buttons(route_of(base, policy), None, NOW)
        assert bool(buttons) == (policy.applicant is not None)


def test_what_takes_no_applications_says_so_before_what_it_promises(base: KnowledgeBase) -> None:
    promising: tuple[Topic, ...] = ("benefit", "quota", "process", "deadline", "how_to_apply", "conditions", "overview")
    for policy in base.policies.values():
        for topic in promising:
            message = policy_answer(View(base, policy, None, NOW), (topic,))
            opening = "".join(line for block in message.blocks[:3] for line in block.lines)
            says = any(word in opening for word in ("不受理", "没有申报条件", "通知里没有写"))
            assert says or policy.applicant is not None, (policy.id, topic)
    opinion = policy_answer(View(base, base.policies["nmg-hst-opinion-2007"], None, NOW), ("benefit",)).blocks[0].lines[0]
    assert "2007年" in opinion
    assert "约17年前" in opinion


def test_who_may_apply_comes_with_its_clause_and_its_doubts(base: KnowledgeBase) -> None:
    text = {policy.id: to_plain(policy_answer(View(base, policy, None, NOW), ("scope",))) for policy in base.policies.values()}
    assert all(f"条款：{policy.scope_clause}" in text[policy.id] for policy in base.policies.values() if policy.scope_clause)
    assert "通知没列地名" in text["sqsz-contest-2020"]
    assert "个体工商户没有列入" in text["bt-shibaiqian-2024"]
    assert "三类满足其一即可" in text["cn-leading-talent-2024"]
    silent = {policy.id for policy in base.policies.values() if "⚠" not in text[policy.id]}
    assert silent == {"cn-gig-market-2023"}, "nothing is doubtful about whom the gig markets serve; everywhere else something is"


def test_title_marks_stand_around_what_the_notice_is_called(base: KnowledgeBase) -> None:
    assert all(not {"《", "》"} & set(notice_title(policy)) for policy in base.policies.values())
    assert notice_title(base.policies["ah-startup-training-2023"]) == "关于印发〈安徽省创业培训管理办法〉的通知"
    assert notice_title(base.policies["xj-special-technician-pilot"]) == "关于开展特级技师评聘试点工作的通知"


@given(st.lists(st.sampled_from(TOPICS), min_size=1, max_size=10, unique=True))
def test_topics_travel_in_a_button_and_back(base: KnowledgeBase, topics: list[Topic]) -> None:
    policy = next(iter(base.policies.values()))
    data = topic_press(policy, policy.tracks[0].id if policy.tracks else None, tuple(topics))
    assert len(data.encode()) <= DATA_LIMIT
    assert topics_of(data.split(":")[2]) == tuple(topics)


@given(st.text(max_size=20))
def test_any_letters_name_known_topics_only(letters: str) -> None:
    assert set(topics_of(letters)) <= set(TOPICS)


def test_topics_asked_together_are_all_told(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        for pair in combinations(TOPICS, 2):
            message = policy_answer(View(base, policy, None, NOW), pair)
            leads = [block for block in message.blocks if block.style == "lead"]
            assert [lead.lines[0].startswith(LABELS[topic]) for lead, topic in zip(leads, pair, strict=True)] == [True, True]


def test_no_topic_is_the_overview(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        assert policy_answer(View(base, policy, None, NOW), ()) == policy_answer(View(base, policy, None, NOW), ("overview",))


def test_all_topics_at_once_come_in_letters_that_fit(base: KnowledgeBase) -> None:
    for policy, track in every_view(base):
        letters = letters_of(policy_answer(View(base, policy, track, NOW), TOPICS))
        assert json.dumps([letter.model_dump() for letter in letters], ensure_ascii=False)
        assert all(letter.html for letter in letters)
