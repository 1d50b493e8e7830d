"""A small valid base in a folder, for every test that needs files; and ways to spoil it.

``write_base(tmp_path)`` writes it, ``loaded(tmp_path)`` loads it, ``problems(tmp_path, …)`` gives what the loader says.
"""

from collections.abc import Mapping
from pathlib import Path

from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError, Problem
from knowledge.loader import load
from knowledge.policy import Example, Policy

FACTS = """\
facts:
  - {id: age, kind: age, name: 年龄, subject: person, group: me, ask: "{day}时您多少周岁？"}
  - id: level
    kind: scale
    name: 技能等级
    subject: person
    group: certificate
    ask: 您的技能等级是？
    options:
      - {id: none, label: 没有}
      - {id: technician, label: 技师, aliases: [二级]}
      - {id: senior_technician, label: 高级技师, aliases: [一级]}
  - id: field
    kind: choice
    name: 行业
    subject: person
    group: work
    ask: 您在哪个行业？
    options: [{id: steel, label: 钢铁}, {id: coal, label: 煤炭}]
  - id: honours
    kind: choices
    name: 荣誉
    subject: person
    group: me
    ask: 您得过哪些荣誉？
    options: [{id: expert, label: 技术能手}, {id: craftsman, label: 工匠}]
  - {id: employed, kind: yes_no, name: 在职, subject: person, group: work, ask: 您在职吗？}
  - {id: experience, kind: duration, name: 从业时间, subject: person, group: work, ask: "到{day}从业多久？"}
  - {id: since, kind: date, name: 入职日期, subject: person, group: work, ask: 哪天入职？}
  - {id: staff, kind: number, name: 职工人数, unit: 人, subject: unit, group: unit, ask: 单位有多少人？}
"""

POLICY = """\
id: demo-2024
title: 示范市金匠评选
short_title: 金匠
aliases: [金匠计划]
series: {id: demo, name: 金匠评选}
year: 2024
region: [示范省, 示范市]
applicant: person
issuers: [示范市人社局]
document_number: null
signed: 2024-11-01
published: 2024-11-04
sources:
  - {publisher: 示范市人社局网站, kind: official, published: 2024-11-04}
summary: 每年评选一批金匠。
audience: 示范市企业职工
tracks:
  - {id: chief, name: 首席金匠, aliases: [首席]}
  - {id: young, name: 青年金匠}
conditions:
  - id: young-enough
    clause: 二（一）1
    text: 不超过45周岁
    rule: {fact: age, at_most: 45}
  - id: skilled
    clause: 二（一）2
    text: 技师以上，或从业8年以上
    rule:
      any:
        - {fact: level, at_least: technician}
        - {fact: experience, at_least: 8年}
  - id: barred
    clause: 二（二）
    kind: excluding
    text: 已是工匠的不再申报
    rule: {fact: honours, includes_any: [craftsman]}
  - id: steel-first
    clause: 二（三）
    kind: preferred
    text: 钢铁行业在职者优先
    tracks: [chief]
    rule:
      all:
        - {fact: field, one_of: [steel]}
        - {fact: employed, is: true}
  - id: skilful
    clause: 二（四）
    text: 技艺精湛
    decided_by: jury
  - id: per-annex
    clause: 二（五）
    text: 符合附件所列工种
    tracks: [young]
    decided_by: document
    document: annex-1
gates:
  - {id: no-direct, clause: 三（一）, text: 不接收个人直接申报}
stages:
  - id: hand-in
    clause: 三（一）
    name: 交材料
    actor: applicant
    action: 把材料交给单位
    ends: 2024-12-10
    applying: true
  - id: forward
    clause: 三（二）
    name: 单位报送
    actor: unit
    action: 报到市局
    starts: 2024-12-11
    ends: 2024-12-20
    ends_at: "17:00"
    follows: hand-in
    applying: true
  - {id: choose, clause: 四, name: 评审, actor: jury, action: 评审, follows: forward, lasts: {amount: 10, unit: working_days}}
  - id: lessons
    clause: 四
    name: 上课
    actor: unit
    action: 开班
    lasts: {amount: 2, unit: years}
    course: {hours: 24, class_size: class}
materials:
  - id: form
    clause: 五
    name: 申报表
    copies: 2
    form: annex-1
    medium: [paper, electronic]
    prepared_by: applicant
    stage: hand-in
quotas:
  - {id: total, clause: 六（一）, text: 共选10人, kind: chosen, amount: 10}
  - id: share
    clause: 六（二）
    text: 按人数推荐
    kind: recommended
    of: staff
    brackets:
      - {at_least: 100, percent: 1}
      - {less_than: 100, percent: 0.5}
  - {id: class, clause: 四, text: 每班不超过30人, kind: class, highest: 30}
  - {id: per-city, clause: 六（一）, text: 每个工种推2人, kind: recommended, highest: 2, each: {of: 工种, count: 7, clause: 六（一）}}
benefits:
  - id: grant
    clause: 七
    text: 给予补助
    amount: 10000
    instalments: [{percent: 60, due: 当年}, {percent: 40, due: 次年}]
  - {id: stipend, clause: 七, text: 每月补贴, amount: 500, unit: 人, period: month, during: lessons}
  - {id: letter, clause: 七, kind: honour, text: 发证书}
shares:
  - {id: fund, clause: 八, name: 教育经费, text: 按人数提取, percent: 1.5, of: staff}
  - {id: part, clause: 八, name: 技能培训, text: 从经费里用, percent: 60, bound: at_least, within: fund}
duties:
  - {id: honest, clause: 八, who: 申报人, text: 如实申报}
contacts:
  - {id: office, clause: 落款, office: 市人社局, phones: ["0472-1234567"]}
systems:
  - {id: portal, clause: 三（一）, name: 申报系统, url: "https://rs.demo.gov.cn/apply", government: true, purpose: 网上填报}
documents:
  - {id: annex-1, title: 申报表, role: annex, label: 附件1}
absences:
  - {topic: contact, why: not_stated, text: 通知没有写咨询时间}
  - {topic: conditions, why: in_document, text: 工种目录在附件里, document: annex-1}
caveats:
  - {id: lost-dot, clause: 六（二）, printed: 按05%, reading: 按0.5%, certainty: likely, ask: 市人社局, touches: [share]}
examples:
  - name: 45周岁的技师
    track: chief
    as_of: 2024-12-10
    facts: {age: 45, level: 技师, honours: [], employed: "?", since: 2010-01-01, experience: 2010-01-01, field: steel, staff: 120}
    expect: eligible
  - name: 46周岁
    track: young
    facts: {age: 46, experience: 8年6个月, employed: false}
    expect: not_eligible
    failed: [二（一）1]
  - {name: 什么都没说, track: young, facts: {}, expect: undetermined, missing: [age, level, experience, honours]}
"""

SECOND = """\
id: other-2023
title: 另一项培训基地
short_title: 基地
series: {id: other, name: 培训基地}
year: 2023
region: [全国]
applicant: null
genre: guidance
issuers: [某部]
sources: [{publisher: 某网站, kind: repost}]
summary: 只是指导意见。
audience: 各级人社部门
"""

FILES: Mapping[str, str] = {"facts.yaml": FACTS, "policies/demo-2024.yaml": POLICY, "policies/other-2023.yaml": SECOND}


def every_example_holds(_base: KnowledgeBase, _policy: Policy, _example: Example) -> str | None:
    """A checker that is content."""
    return None


def write_base(folder: Path, **files: str | bytes) -> Path:
    """Write the base; ``demo`` and ``other`` name the policies, each other name a file at the top. Returns the folder."""
    named = {key: f"{key}.yaml" for key in files} | {"demo": "policies/demo-2024.yaml", "other": "policies/other-2023.yaml"}
    (folder / "policies").mkdir(parents=True, exist_ok=True)
    for name, content in {**FILES, **{named[key]: content for key, content in files.items()}}.items():
        raw = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(raw)
    return folder


def loaded(folder: Path, **files: str | bytes) -> KnowledgeBase:
    """The base, written and loaded."""
    return load(write_base(folder, **files), every_example_holds)


def problems(folder: Path, **files: str | bytes) -> tuple[Problem, ...]:
    """What the loader says of the base with these files; nothing when it loads."""
    try:
        loaded(folder, **files)
    except KnowledgeError as error:
        return error.problems
    return ()


def spoilt(text: str, old: str, new: str) -> str:
    """A text with one passage replaced; the passage must stand there exactly once, so that a test says what it means."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def line_of(text: str, passage: str) -> int:
    """The line, from 1, of a passage's first occurrence."""
    return text.count("\n", 0, text.index(passage)) + 1
