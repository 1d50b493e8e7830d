"""Changes in words: everything is told, in Chinese, under what it belongs to."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.changes.labels import field_label
from bot.views.changes.sections import SECTIONS
from bot.views.changes.told import UNCHANGED, changes_message
from bot.views.changes.values import Side, value_text
from bot.views.render import to_plain
from eligibility.flips import flips
from knowledge.base import KnowledgeBase
from knowledge.changes.comparing import compare_bases
from knowledge.closed import Closed
from knowledge.loader import load
from knowledge.policy import Policy
from tests.knowledge.changes.mutations import every_model
from tests.knowledge.factories import FACTS, POLICY, SECOND, every_example_holds, loaded, spoilt

DATA = Path(__file__).parents[3] / "knowledge" / "data"
_LATIN = re.compile("[a-z_]{3}")


@cache
def on_file() -> KnowledgeBase:
    return load(DATA, every_example_holds)


def words(old: KnowledgeBase, new: KnowledgeBase) -> str:
    return to_plain(changes_message(old, new, compare_bases(old, new), flips(old, new)))


def changes_in_words(old: KnowledgeBase, new: KnowledgeBase) -> str:
    """The same without the verdicts."""
    return to_plain(changes_message(old, new, compare_bases(old, new), ()))


def one_policy(policy: Policy, named: Policy | None = None) -> KnowledgeBase:
    """A base that holds a policy alone, under the id of another, so that any two can be compared."""
    return KnowledgeBase("", on_file().facts, MappingProxyType({(named or policy).id: policy}))


@given(st.data())
def test_any_two_policies_can_be_told_apart_in_words(data: st.DataObject) -> None:
    policies = st.sampled_from(tuple(on_file().policies.values()))
    old, new = data.draw(policies), data.draw(policies)
    told = changes_in_words(one_policy(old, new), one_policy(new))
    assert (told == UNCHANGED) == (old is new)
    for stage in new.stages:
        assert stage in old.stages or stage.name[:20] in told


@given(st.data())
def test_what_is_left_out_of_a_policy_is_told(data: st.DataObject) -> None:
    policy = data.draw(st.sampled_from(tuple(on_file().policies.values())))
    field = data.draw(st.sampled_from([name for name in type(policy).model_fields if isinstance(getattr(policy, name), tuple)]))
    held = getattr(policy, field)
    if not held:
        return
    left = data.draw(st.permutations(held).map(lambda order: tuple(order[1:])))
    (name,) = [section for section, fields in SECTIONS if field in fields]
    assert f"{name}：" in changes_in_words(one_policy(policy), one_policy(policy.model_copy(update={field: left})))


def test_every_field_of_a_policy_has_its_section() -> None:
    assert sorted(field for _, fields in SECTIONS for field in fields) == sorted(Policy.model_fields)


FIELDS = [(model, field) for model in every_model(Closed) for field in model.model_fields]


@pytest.mark.parametrize(("model", "field"), FIELDS, ids=lambda one: one if isinstance(one, str) else one.__name__)
def test_every_field_and_every_option_is_called_something_chinese(model: type[Closed], field: str) -> None:
    label = field_label(model, field)
    assert label
    assert not _LATIN.search(label.replace("forms", ""))
    for option in options(model.model_fields[field].annotation):
        assert field == "slots" or not _LATIN.search(value_text(Side({}), model, field, option)), option


def options(annotation: object) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    for part in get_args(annotation):
        yield from options(part)


def test_each_thing_that_matters_is_one_line_under_its_head(tmp_path: Path) -> None:
    changes = {
        "ends: 2024-12-10": "ends: 2024-12-15",
        "rule: {fact: age, at_most: 45}": "rule: {fact: age, at_most: 40}",
        "amount: 10000": "amount: 12000",
        "kind: chosen, amount: 10": "kind: chosen, amount: 12",
        "copies: 2": "copies: 3",
        '"0472-1234567"': '"0472-7654321"',
        "aliases: [金匠计划]": "aliases: [金匠计划, 匠人]",
        "tracks: [young]\n    decided_by": "tracks: [chief]\n    decided_by",
        "{id: honest, clause: 八, who: 申报人, text: 如实申报}": "{id: honest, clause: 八, who: 单位, text: 如实申报, breach: 取消}",
        "percent: 0.5}": "percent: 0.6}",
        "        - {fact: experience, at_least: 8年}\n": "        - {fact: experience, at_least: 6年}\n",
    }
    policy = POLICY
    for old, new in changes.items():
        policy = spoilt(policy, old, new)
    told = words(loaded(tmp_path / "old"), loaded(tmp_path / "new", demo=policy))
    assert told.splitlines()[0] == "改了 12 处，1 个例子的结论会变"
    for line in (
        "· 不超过45周岁〔二（一）1〕，判断规则：年龄 不超过 45周岁 → 年龄 不超过 40周岁",
        "· 技师以上，或从业8年以上〔二（一）2〕，判断规则：从业时间 满 8年 → 从业时间 满 6年",
        "· 【首席金匠】符合附件所列工种〔二（五）〕，适用的类别：青年金匠 → 首席金匠",
        "· 交材料（本人）〔三（一）〕，最后一天：2024年12月10日（周二） → 2024年12月15日（周日）",
        "· 给予补助〔七〕，金额：1万元 → 1.2万元",
        "· 共选10人〔六（一）〕，固定名额：10 → 12",
        "· 按人数推荐〔六（二）〕，按人数分档：人数不足 100，百分比 0.5% → 人数不足 100，百分比 0.6%",
        "· 申报表〔五〕，份数：2 → 3",
        "· 市人社局〔落款〕，办公电话：0472-1234567 → 0472-7654321",
        "· 其他叫法：加上 匠人",
        "· 如实申报〔八〕",
        "  谁的义务：申报人 → 单位",
        "  违反的后果：没写 → 取消",
        "· 45周岁的技师（首席金匠）：符合 → 不符合，差在 二（一）1（例子里写的是“符合”，发布前要改）",
    ):
        assert line in told.splitlines(), line


def test_policies_questions_and_tracks_that_come_and_go(tmp_path: Path) -> None:
    new = loaded(
        tmp_path / "new",
        facts=spoilt(FACTS, "{id: coal, label: 煤炭}]", "{id: coal, label: 煤炭}, {id: wood, label: 木材}]").replace(
            "您在职吗？", "在职吗？"
        ),
        demo=spoilt(POLICY, "  - {id: young, name: 青年金匠}\n", "  - {id: young, name: 青年金匠}\n  - {id: old, name: 资深金匠}\n"),
        other=spoilt(SECOND, "id: other-2023", "id: other-2023\nunits: [某厂]"),
    )
    old = loaded(tmp_path / "old")
    gone = KnowledgeBase("", new.facts, MappingProxyType({"demo-2024": new.policies["demo-2024"]}))
    told = words(old, new)
    assert "· 新增 资深金匠" in told
    assert "提问：\n· 行业：\n  · 新增 木材\n· 在职：\n  · 提问用语：您在职吗？ → 在职吗？" in told
    assert "去掉项目：基地（2023）（other-2023；" in words(new, gone)
    assert "新增项目：基地（2023）（other-2023；" in words(gone, new)


def test_what_only_stands_elsewhere_is_told_as_order(tmp_path: Path) -> None:
    tracks = "  - {id: chief, name: 首席金匠, aliases: [首席]}\n", "  - {id: young, name: 青年金匠}\n"
    new = loaded(tmp_path / "new", demo=spoilt(POLICY, "".join(tracks), "".join(reversed(tracks))))
    assert "· 类别换了次序：青年金匠、首席金匠" in words(loaded(tmp_path / "old"), new)


def test_a_question_of_another_kind_is_told_as_a_whole(tmp_path: Path) -> None:
    kind = "{id: since, kind: date, name: 入职日期"
    new = loaded(tmp_path / "new", facts=spoilt(FACTS, kind, kind.replace("date", "duration")))
    assert "种类 日期 → " in words(loaded(tmp_path / "old"), new)


def test_a_verdict_that_opens_says_what_is_missing(tmp_path: Path) -> None:
    asked = "    rule: {fact: age, at_most: 45}"
    new = loaded(tmp_path / "new", demo=spoilt(POLICY, asked, "    rule: {all: [{fact: age, at_most: 45}, {fact: employed, is: true}]}"))
    told = words(loaded(tmp_path / "old"), new)
    assert "· 45周岁的技师（首席金匠）：符合 → 还不能确定，还缺 在职（例子里写的是“符合”，发布前要改）" in told.splitlines()


def test_of_clause_lists_only_how_much_is_told_and_of_questions_their_order() -> None:
    base = on_file()
    (name, notice), *_ = base.notices.items()
    shorter = notice.model_copy(update={"clauses": notice.clauses[2:]})
    facts = MappingProxyType(dict(reversed(tuple(base.facts.items()))))
    told = words(base, replace(base, facts=facts, notices={**base.notices, name: shorter}))
    assert "提问：\n· 换了次序" in told
    assert f"条款清单：\n· {name}：2 处" in told
    assert f"· {name}：去掉" in words(base, replace(base, notices={one: held for one, held in base.notices.items() if one != name}))
