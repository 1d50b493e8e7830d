"""The result of a self-check in words: short, with amounts, days, ways and whom to ask; and everything on demand."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import takewhile
from typing import Any

import pytest

from bot import texts
from bot.cli.explaining import explanation_object
from bot.clock import SHANGHAI
from bot.usecases.checking import read_facts
from bot.usecases.explaining import explained
from bot.usecases.interviewing import Finished, judged
from bot.usecases.scope import PolicyScope, scope_code
from bot.usecases.screening import standing_of
from bot.usecases.stepping import forewarned
from bot.views.citing import caveat_text, source_text
from bot.views.explaining import forewarning_lines, span_text
from bot.views.message import Message
from bot.views.render import to_plain
from bot.views.supposing import supposed_message
from bot.views.verdict_details import details_message
from bot.views.verdicts import LEADS, MOST_DOUBTS, MOST_TOLD, failed_of, headline_of, lead_of, result_message
from eligibility.answers import Given, Years
from eligibility.settling import hanging
from eligibility.supposing import what_if
from eligibility.verdict import judge
from knowledge.base import KnowledgeBase
from knowledge.conditions import Comparison, Condition
from knowledge.facts import DateFact

TEPEI = "nmg-tepei-2023"
DURING = "2023-03-01"
LONGEST = 750
"""Characters of a result."""
FEW = 16
"""Lines of a result above its small print, gates and all: a phone screen."""


def finished(base: KnowledgeBase, policy: str, track: str | None, facts: Mapping[str, Any], day: str) -> tuple[Finished, datetime]:
    now = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=SHANGHAI)
    return judged(base, PolicyScope(policy, track), read_facts(base, facts, now.date()), now), now


def result(base: KnowledgeBase, policy: str, track: str | None, facts: Mapping[str, Any], day: str = DURING) -> str:
    done, now = finished(base, policy, track, facts, day)
    return to_plain(result_message(base, done, now))


def details(base: KnowledgeBase, policy: str, track: str | None, facts: Mapping[str, Any], day: str = DURING) -> str:
    done, now = finished(base, policy, track, facts, day)
    return to_plain(details_message(base, done, now))


def inside(**more: object) -> dict[str, object]:
    return {"unit_place": "包头", "unit_affiliation": "county", "healthy": "是", "education": "本科", "age": "1993-05-20"} | more


def pressed(message: Message) -> list[str]:
    return [button.data or "" for row in message.keyboard for button in row]


def test_every_example_is_told_in_a_few_lines_with_what_decides_and_in_full_on_demand(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        for example in policy.examples if policy.applicant else ():
            done, now = finished(base, policy.id, example.track, example.facts, f"{example.as_of or DURING}")
            short, full = result_message(base, done, now), details_message(base, done, now)
            above = [line for block in takewhile(lambda block: block.style != "small", short.blocks) for line in block.lines]
            assert len(above) <= FEW, "\n".join(above)
            assert texts.DISCLAIMER in above[-1]
            verdict = done.verdicts[0]
            assert short.blocks[0].lines[0].endswith(headline_of(verdict) if len(done.verdicts) == 1 else lead_of(verdict))
            told = to_plain(short)
            decisive = [one for one in verdict.reasons if one.state == "failed" and one.kind != "preferred"]
            assert all(one.condition.text in told for one in decisive[:MOST_TOLD])
            whole = to_plain(full)
            assert all(one.condition.text in whole for one in verdict.reasons if one.state not in {"not_concerned", "failed"})
            assert all(one.condition.text in whole for one in decisive)


def test_doubts_are_told_in_full_where_the_verdict_hangs_on_them_and_else_counted(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        for example in policy.examples if policy.applicant else ():
            done, now = finished(base, policy.id, example.track, example.facts, f"{example.as_of or DURING}")
            short, full = to_plain(result_message(base, done, now)), to_plain(details_message(base, done, now))
            doubts = [line for line in short.split("\n") if line.startswith("⚠") and ("原文印" in line)]
            every = [line for line in full.split("\n") if line.startswith("⚠") and ("原文印" in line)]
            counted = re.search("有 ([0-9]+) 处原文", short)
            assert len(doubts) - bool(counted) + (int(counted[1]) if counted else 0) == len(every)
            assert len(doubts) <= MOST_DOUBTS + 1
            assert len(short) <= LONGEST, (policy.id, len(short))


def test_what_fails_by_a_reading_of_ours_says_so_at_once(base: KnowledgeBase) -> None:
    found = set()
    for policy in base.policies.values():
        for example in policy.examples if policy.applicant else ():
            done, now = finished(base, policy.id, example.track, example.facts, f"{example.as_of or DURING}")
            if len(done.verdicts) > 1 or done.verdicts[0].name != "not_eligible":
                continue
            told = to_plain(result_message(base, done, now))
            failed = frozenset(reason.condition.id for reason in failed_of(done.verdicts[0]))
            hung_on = [caveat_text(caveat) in told for caveat in policy.caveats_on(failed)]
            assert ("原文印作" in told) == any(hung_on) == bool(hung_on)
            found.add(bool(hung_on))
    assert found == {True, False}


def test_how_much_is_missing_stands_under_what_fails(base: KnowledgeBase) -> None:
    assert "您答：36周岁，超1岁" in result(base, TEPEI, "inside", inside(age=36))
    assert "您答：1986年出生，超1到2岁" not in result(base, TEPEI, "inside", inside(age="1985年"))
    assert "您答：1985年出生，超2到3岁" in result(base, TEPEI, "inside", inside(age="1985年", professional_title="中级"))
    base_of_units = {"unit_place": "晋城", "unit_type": "企业", "annual_trainees": 250, "matched_specialties": 1}
    told = result(base, "jc-talent-base-2022", None, base_of_units, "2022-12-05")
    assert "您答：1个，差1个" in told
    assert "您答：250人，差50人" in told


def test_time_is_told_to_the_day_or_as_an_honest_interval(base: KnowledgeBase) -> None:
    exact = result(base, TEPEI, "inside", inside(years_in_profession="2018-07-05", professional_title="初级"))
    assert "还差4个月，2023年7月5日起满足" in exact
    assert "等到2023年7月5日：硬条件就都符合" in exact
    rough = result(base, TEPEI, "inside", inside(years_in_profession="2018年7月起", professional_title="初级"))
    assert "最早2023年7月1日、最晚2023年7月31日起满足" in rough
    later = result(base, TEPEI, "inside", inside(years_in_profession="2018-07-05", professional_title="初级"), "2026-11-22")
    assert "（按今天算已满足）" in later
    assert "2023年7月5日起时间就够了（已经到了，看下一期）" in later


def test_the_end_of_what_holds_is_told_while_it_is_near(base: KnowledgeBase) -> None:
    near = result(base, TEPEI, "inside", inside(age="1988-02-29", professional_title="中级"))
    assert "⏳ 35周岁以下，含35周岁：2024年2月29日起超龄" in near
    assert "超龄" not in result(base, TEPEI, "inside", inside(professional_title="中级"))
    gone = result(base, TEPEI, "inside", inside(age="1988-02-29", professional_title="中级"), "2026-11-22")
    assert "（按今天算已超龄）" in gone
    may = result(base, TEPEI, "inside", inside(age=35, professional_title="中级"), "2023-03-20")
    assert "最早2023年3月21日、最晚2024年3月20日起超龄" in may


def test_an_open_birthday_is_asked_for_with_the_reason(base: KnowledgeBase) -> None:
    rough = result(base, TEPEI, "inside", inside(age="1987年3月", professional_title="中级"))
    assert "❓ 您答1987年3月出生，到2023年3月20日是35到36周岁，正卡在线上：请发出生年月日。" in rough
    doubtful = result(base, TEPEI, "inside", inside(age=36, professional_title="中级"), "2026-11-22")
    assert "⚠ 您答36周岁。是2023年3月20日那天的吗？要是说的今天，结论会不同：请发出生年月日，更稳妥。" in doubtful
    tenure = result(base, TEPEI, "inside", inside(years_in_profession="2018年3月起", professional_title="初级"))
    assert "按2023年3月20日算，正卡在线上：请发从事本专业工作的时间从哪年哪月哪日算起" in tenure


def test_who_can_tell_what_is_open_is_named(base: KnowledgeBase) -> None:
    told = result(base, "jc-technician-station-2022", None, {"unit_place": "晋城", "unit_type": "技校", "talent_system": "?"}, "2022-12-05")
    assert "❓ 问单位人事：" in told
    assert "我们手里没有：问晋城市人力资源和社会保障局技能办 2199488" in told
    assert "您自己查：单位所在地" in result(base, "xj-craftsman-2022", None, {"unit_place": "?"}, "2022-08-01")
    declined = result(base, TEPEI, "outside", inside(ethnic_minority="-", professional_title="副高"))
    assert "您没有回答：是否少数民族" in declined


def test_preferences_held_are_named_and_decide_nothing(base: KnowledgeBase) -> None:
    assert "⭐ 您有优先条件：在基层或非公领域工作的优先" in result(
        base, TEPEI, "inside", inside(grassroots="是", professional_title="中级")
    )
    without = details(base, TEPEI, "inside", inside(professional_title="中级"))
    assert "☆ 另有优先条件（没有也能报）：" in without
    assert "在基层或非公领域工作的优先" in without
    assert "⭐ 优先条件，符合　在基层" in details(base, TEPEI, "inside", inside(grassroots="是", professional_title="中级"))


def test_with_all_else_met_the_rest_is_for_the_jury_apart_from_questions(base: KnowledgeBase) -> None:
    told = result(base, TEPEI, "inside", inside(professional_title="中级"))
    assert told.startswith("✅ 硬条件都符合，其余由评审认定")
    assert "❓" not in told
    assert "👥 评审认定" in details(base, TEPEI, "inside", inside(professional_title="中级"))


def test_several_tracks_come_one_line_each_first(base: KnowledgeBase) -> None:
    facts = inside(age=46, professional_title="初级", years_in_profession="3年", ethnic_minority="是")
    first, second, *_ = result(base, TEPEI, None, facts).split("\n")
    assert first.startswith("区外培养　❌ 不符合：")
    assert second.startswith("区内培养　❌ 不符合：")
    worker = {"unit_place": "包头", "unit_type": "企业", "employed": "是", "skill_level": "高级工"}
    told = result(base, "bt-shibaiqian-2024", None, worker, "2024-12-01")
    assert "· 【优秀技师】技能等级升到技师（二级）：硬条件就都符合" in told
    assert "怎样就够" not in result(base, "bt-shibaiqian-2024", None, worker | {"skill_level": "技师"}, "2024-12-01")
    assert "【高级技师】" in details(base, "bt-shibaiqian-2024", None, worker, "2024-12-01")


BAOTOU = "bt-shibaiqian-2024"
SENIOR = {"unit_place": "包头", "unit_type": "企业", "employed": "是", "skill_level": "高级技师"}


def test_what_fits_leads_in_short_and_in_full_and_what_does_not_comes_last(base: KnowledgeBase) -> None:
    short = result(base, BAOTOU, None, SENIOR, "2024-12-01").split("\n")
    assert [line.split("　")[0] for line in short[:4]] == ["高级技师", "优秀技师", "首席技师", "特级技师"]
    whole = details(base, BAOTOU, None, SENIOR, "2024-12-01")
    assert whole.index("高级技师　✅") < whole.index("首席技师　❓")
    assert whole.index("✅ 符合　") < whole.index("👥 评审认定") < whole.index("📄 要看附件")
    excellent = SENIOR | {"skill_level": "技师"}
    told = result(base, BAOTOU, None, excellent, "2024-12-01")
    assert "\n❌" not in told, "why the others do not fit is said in their own lines"
    assert "高级技师　❌ 不符合：" in told
    whole = details(base, BAOTOU, None, excellent, "2024-12-01")
    assert whole.index("✅ 符合　") < whole.index("📄 要看附件") < whole.index("\n❌ 不符合　【高级技师】")


def test_each_track_has_its_own_date(base: KnowledgeBase) -> None:
    told = result(base, BAOTOU, None, SENIOR, "2024-12-01")
    assert "【高级技师、优秀技师】🟢 进行中，还有 9 天：单位报旗县区截至2024年12月10日" in told
    assert "【首席技师、特级技师】🟢 进行中，还有 9 天：单位直接报市截至2024年12月10日" in told
    assert "旗县区截至" not in result(base, BAOTOU, "chief", SENIOR | {"skill_level": "首席技师"}, "2024-12-01")


def test_a_screening_tells_the_date_of_the_tracks_that_stand_best(base: KnowledgeBase) -> None:
    policy = base.policies[BAOTOU]
    later = tuple(stage.model_copy(update={"ends": date(2024, 12, 30)}) if stage.id == "unit-to-city" else stage for stage in policy.stages)
    moved = replace(base, policies={**base.policies, BAOTOU: policy.model_copy(update={"stages": later})})
    now = datetime.fromisoformat("2024-12-15T10:00").replace(tzinfo=SHANGHAI)
    for level, track, state in (("高级技师", None, "closed"), ("高级技师", "senior", "closed"), ("高级技师", "chief", "open")):
        answers = read_facts(moved, SENIOR | {"skill_level": level}, now.date())
        assert standing_of(moved, PolicyScope(BAOTOU, track), answers, now).window.state == state, (level, track)


def test_the_short_result_names_the_notice_by_its_date_and_the_details_which_state_of_the_files(base: KnowledgeBase) -> None:
    for policy in (policy for policy in base.policies.values() if policy.applicant):
        short = result(base, policy.id, policy.tracks[0].id if policy.tracks else None, {})
        assert "资料版本" not in short
        assert base.version not in short
        assert source_text(policy) in short
        assert f"资料版本 {base.version}" in details(base, policy.id, policy.tracks[0].id if policy.tracks else None, {})


def test_what_cannot_be_changed_and_what_is_too_much_are_told_apart(base: KnowledgeBase) -> None:
    assert "短期里变不了" in result(base, TEPEI, "inside", inside(age=46, professional_title="中级"))
    far = {"unit_place": "晋城", "unit_type": "技校", "annual_trainees": 1, "matched_specialties": 0, "training_rules": "还不全"}
    told = result(base, "jc-talent-base-2022", None, far | {"safe_facilities": "还不符合", "open_training": False}, "2022-12-05")
    assert "另有 2 条也不符合" in told
    assert "要改的不止一两处" in told
    elsewhere = result(base, "jc-talent-base-2022", None, {"unit_place": "包头"}, "2022-12-05")
    assert "发一句“单位能报什么”" in elsewhere


@pytest.mark.parametrize(
    ("policy", "track", "facts", "said"),
    [
        (
            "sqsz-contest-2020",
            "student",
            {"full_time_student": "是", "household_place": "西藏", "contest_event": "其他项目"},
            "参赛项目改为焊工或汽车维修工或中式烹调师等",
        ),
        ("jc-technician-station-2022", None, {"unit_place": "晋城", "unit_type": "企业", "mentoring_plan": "还没有"}, "有师带徒计划：有"),
        ("xj-training-base-2023", None, {"unit_type": "技校", "students_per_teacher": "20.05"}, "每名教师平均带的学生数从20.05人到20人"),
    ],
)
def test_each_kind_of_change_has_its_words(base: KnowledgeBase, policy: str, track: str | None, facts: dict[str, Any], said: str) -> None:
    assert said in result(base, policy, track, facts, "2020-01-01")


def test_titles_to_win_are_told_without_those_already_held(base: KnowledgeBase) -> None:
    policy = base.policies["xj-special-technician-pilot"]
    first = next(one for one in policy.conditions if one.id == "award-first")
    made = policy.model_copy(update={"conditions": (first.model_copy(update={"kind": "required"}),)})
    changed = replace(base, policies={policy.id: made})
    now = datetime(2022, 12, 1, 10, tzinfo=SHANGHAI)
    answers = read_facts(base, {"skill_honours": ["全国技术能手"]}, now.date())
    verdict = judge(changed, made, None, answers, now.date())
    assert verdict.name == "not_eligible"
    told = to_plain(result_message(changed, Finished(PolicyScope(policy.id), (), (verdict,), answers), now))
    assert "已获技能人才称号有中华技能大奖：硬条件就都符合" in told
    (way,) = explanation_object(explained(changed, (verdict,), answers, now))["near_misses"]
    assert way["changes"] == [{"fact": "skill_honours", "values": [["grand_award", "national_expert"]]}]


def test_a_day_that_can_be_moved_is_told_as_a_day(base: KnowledgeBase) -> None:
    policy = base.policies["xj-special-technician-pilot"]
    opened = DateFact.model_validate(
        {"id": "opened", "kind": "date", "name": "开业日期", "subject": "person", "group": "work", "ask": "哪天开业？", "changes": "any"}
    )
    early = Condition.model_validate({"id": "early", "clause": "一", "text": "早开业", "rule": {"fact": "opened", "at_most": "2022-06-30"}})
    changed = replace(
        base,
        facts={**base.facts, "opened": opened},
        policies={policy.id: policy.model_copy(update={"conditions": (early,), "caveats": ()})},
    )
    now = datetime(2022, 12, 1, 10, tzinfo=SHANGHAI)
    answers = read_facts(changed, {"opened": "2022-07-02"}, now.date())
    verdict = judge(changed, changed.policies[policy.id], None, answers, now.date())
    told = explained(changed, (verdict,), answers, now)
    assert explanation_object(told)["near_misses"][0]["changes"] == [{"fact": "opened", "values": ["2022-06-30"]}]
    assert "开业日期：2022年6月30日" in to_plain(result_message(changed, Finished(PolicyScope(policy.id), (), (verdict,), answers), now))


def test_a_day_that_is_never_certain_is_only_possible(base: KnowledgeBase) -> None:
    """Exactly five years, begun in some July: whichever day, it is so for some of them only."""
    policy = base.policies[TEPEI]
    condition = next(one for one in policy.conditions if one.id == "qualification-inside")
    exactly = Comparison.model_validate({"fact": "years_in_profession", "at_least": "5年", "at_most": "5年"})
    made = policy.model_copy(update={"conditions": (condition.model_copy(update={"rule": exactly}),)})
    changed = replace(base, policies={policy.id: made})
    assert "最早2023年7月1日起可能满足" in result(changed, TEPEI, "inside", {"years_in_profession": "2018年7月起"})


def test_a_way_that_leaves_something_open_says_what(base: KnowledgeBase) -> None:
    told = result(
        base, "bt-shibaiqian-2024", "chief", {"unit_place": "包头", "unit_type": "企业", "employed": "是", "skill_level": "高级工"}
    )
    assert "技能等级升到技师（二级）：就只剩要看附件的那几条" in told
    early = result(base, "bt-shibaiqian-2024", "senior", {"skill_level": "技师"})
    assert "就有希望，还要看单位所在地、单位类型、在职" in early


def test_what_hangs_on_a_paper_is_said_before_the_first_question(base: KnowledgeBase) -> None:
    craftsman = base.policies["xj-craftsman-2022"]
    before = judge(base, craftsman, None, {}, datetime(2022, 8, 1, tzinfo=SHANGHAI).date())
    (line,) = forewarning_lines(craftsman, hanging(base, before))
    assert line.startswith("先说明：有条件写在《“新疆工匠”培养项目申报指南》里")
    assert "0991-3689691" in line
    base_policy = base.policies["jc-talent-base-2022"]
    (perhaps,) = forewarning_lines(base_policy, hanging(base, judge(base, base_policy, None, {}, before.day)))
    assert perhaps.startswith(
        "先说明：有的情况（就业创业培训中心、技能人才培训基地没有单独列出）要看《晋城市技能人才培养基地建设项目申报书》"
    )
    assert "问晋城市" in perhaps


def test_what_hangs_on_a_paper_takes_one_line_whatever_policy(base: KnowledgeBase) -> None:
    for policy in (policy for policy in base.policies.values() if policy.applicant):
        for scope in (PolicyScope(policy.id), *(PolicyScope(policy.id, track.id) for track in policy.tracks)):
            hang = forewarned(base, scope, datetime.fromisoformat(f"{DURING}T10:00").replace(tzinfo=SHANGHAI))
            assert len(forewarning_lines(policy, hang)) == bool(hang)
            assert all("《《" not in line for line in forewarning_lines(policy, hang))


def test_what_if_is_told_with_both_sides(base: KnowledgeBase) -> None:
    done, _ = finished(base, TEPEI, "inside", inside(age=36, professional_title="中级"), DURING)
    young = supposed_message(base, what_if(base, done.verdicts, done.answers, "age", Given(Years(35))), base.facts["age"], Given(Years(35)))
    assert to_plain(young) == (
        "如果年龄是：35周岁\n\n区内培养　❌ 不符合，卡在 1 条 → ✅ 硬条件都符合，其余由评审认定\n"
        "· 35周岁以下，含35周岁〔三（二）2〕：❌ 不符合 → ✅ 符合\n\n您原来的回答没有改。"
    )
    same = what_if(base, done.verdicts, done.answers, "grassroots", Given(value=True))
    told = to_plain(supposed_message(base, same, base.facts["grassroots"], Given(value=True)))
    assert "区内培养　还是：❌ 不符合：35周岁以下，含35周岁" in told, "it says which"
    assert "优先条件　在基层或非公领域工作的优先" in told


def test_clashing_answers_are_shown_as_they_were_given(base: KnowledgeBase) -> None:
    told = result(base, TEPEI, "outside", inside(age=28, years_in_profession="30年", education="硕士", ethnic_minority="是"))
    assert "⚠ 有回答对不上：从事本专业工作的时间答30年；年龄答28周岁。" in told
    assert "哪一个要改一改？" in told


def test_a_result_leads_to_its_details_and_back(base: KnowledgeBase) -> None:
    done, now = finished(base, TEPEI, "inside", inside(), DURING)
    scope = scope_code(done.scope)
    assert f"v:{scope}" in pressed(result_message(base, done, now))
    assert pressed(details_message(base, done, now)) == [f"q:{scope}"]
    assert f"v:{scope}:s" in pressed(result_message(base, done, now, screened=True))
    assert pressed(details_message(base, done, now, screened=True)) == [f"sd:{scope}"]


def test_what_was_not_walked_through_in_full_is_said(base: KnowledgeBase) -> None:
    done, now = finished(base, TEPEI, "inside", inside(), DURING)
    rough = replace(done, verdicts=tuple(replace(verdict, exact=False) for verdict in done.verdicts))
    assert "没有逐一推演" in to_plain(result_message(base, rough, now))
    assert explained(base, rough.verdicts, rough.answers, now).only == "inside"


def test_spans_count_started_months() -> None:
    def span(start: str, end: str) -> str:
        return span_text(datetime.fromisoformat(start).date(), datetime.fromisoformat(end).date())

    assert span("2023-03-20", "2023-04-01") == "12天"
    assert span("2023-03-20", "2024-07-20") == "1年4个月"
    assert span("2023-03-20", "2024-07-21") == "1年5个月"


def test_every_verdict_has_its_lead() -> None:
    assert set(LEADS) == {"eligible", "not_eligible", "undetermined", "not_applicable"}
