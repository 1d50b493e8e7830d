"""Every kind of mistake in a file is told with its file, its line and its cure."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.knowledge.factories import FACTS, POLICY, line_of, problems, spoilt

DEMO = "policies/demo-2024.yaml"


class Slip(NamedTuple):
    """A passage replaced by a mistaken one, and words that the message must hold."""

    old: str
    new: str
    said: str
    nearest: str | None = None


POLICY_SLIPS = {
    # keys and shapes
    "unknown key": Slip("summary: 每年", "sumary: 每年", "没有 sumary 这个键", "summary"),
    "unknown key in an entry": Slip("    copies: 2\n", "    copys: 2\n", "没有 copys 这个键", "copies"),
    "unknown key in a rule": Slip("at_most: 45", "at_mots: 45", "没有 at_mots 这个键", "at_most"),
    "rule of no kind": Slip("      any:\n        - {fact: level", "      anny:\n        - {fact: level", "规则要以", "any"),
    "comparison without operator": Slip("{fact: age, at_most: 45}", "{fact: age}", "缺少比较"),
    "empty rule": Slip("{fact: honours, includes_any: [craftsman]}", "{all: []}", "至少要写 1 项"),
    "word that is not allowed": Slip("kind: preferred", "kind: prefered", "不能写", "preferred"),
    "missing key": Slip("    text: 技艺精湛\n", "", "缺少 text"),
    "list wanted": Slip("aliases: [金匠计划]", "aliases: 金匠计划", "这里要列表"),
    "mapping wanted": Slip("series: {id: demo, name: 金匠评选}", "series: demo", "这里要一组"),
    "number where text is wanted": Slip("document_number: null", "document_number: 2022", '请加引号写成 "2022"'),
    "truth where text is wanted": Slip("document_number: null", "document_number: true", '请加引号写成 "true"'),
    "word where a number is wanted": Slip("copies: 2", "copies: 二", "这里要整数"),
    "fraction where a whole number is wanted": Slip("copies: 2", "copies: 2.5", "这里要整数"),
    "truth where a number is wanted": Slip("copies: 2", "copies: true", "这里要整数"),
    "number where a truth is wanted": Slip("government: true", "government: 1", "这里要 true 或 false"),
    "word where a decimal is wanted": Slip("percent: 0.5", "percent: 千分之五", "这里要数字"),
    "too much": Slip("percent: 0.5", "percent: 150", "不大于 100"),
    "nothing at all": Slip("percent: 0.5", "percent: 0", "大于 0"),
    "too few": Slip("copies: 2", "copies: 0", "不小于 1"),
    "empty text": Slip("text: 技艺精湛", 'text: " "', "不能留空"),
    "null text": Slip("text: 技艺精湛", "text:", "这里要文字；现在是空的"),
    "list for text": Slip("text: 技艺精湛", "text: [技艺, 精湛]", "这里要文字；现在是一个列表"),
    "id in capitals": Slip("id: skilful", "id: Skilful One", "只能用小写字母", "skilful-one"),
    "clause in half-width brackets": Slip("clause: 二（四）", "clause: 二(四)", "中文括号", "二（四）"),
    "clause too long": Slip("clause: 二（四）", f"clause: {'二' * 61}", "太长"),
    "address without scheme": Slip('"https://rs.demo.gov.cn/apply"', "rs.demo.gov.cn", "网址须以 http"),
    "impossible day": Slip("    ends: 2024-12-10", "    ends: 2024-02-30", "不是有效日期"),
    "day as a number": Slip("    ends: 2024-12-10", "    ends: 20241210", "2024-12-10 这样的格式"),
    "impossible hour": Slip('"17:00"', '"25:00"', '"17:30"'),
    "ends before it starts": Slip("starts: 2024-12-11", "starts: 2024-12-21", "早于"),
    "instalments": Slip("percent: 60, due", "percent: 50, due", "之和须为 100"),
    "jury with a rule": Slip("    decided_by: jury", "    decided_by: answers", "须写 rule"),
    # ids that must name something
    "unknown fact": Slip("fact: experience", "fact: experiences", "没有编号为 experiences 的事实", "experience"),
    "unknown option in a rule": Slip("[craftsman]", "[craftman]", "没有编号为 craftman", "craftsman"),
    "unknown scale step": Slip("at_least: technician", "at_least: tecnician", "没有编号为 tecnician", "technician"),
    "unknown track": Slip("tracks: [chief]", "tracks: [cheif]", "没有编号为 cheif", "chief"),
    "unknown stage followed": Slip("follows: forward", "follows: foward", "没有编号为 foward", "forward"),
    "unknown stage of a material": Slip("stage: hand-in", "stage: handin", "没有编号为 handin", "hand-in"),
    "unknown form": Slip("form: annex-1", "form: annex1", "没有编号为 annex1", "annex-1"),
    "unknown document of a condition": Slip("    document: annex-1\n", "    document: annex-9\n", "没有编号为 annex-9", "annex-1"),
    "unknown document of an absence": Slip("document: annex-1}", "document: annex-9}", "没有编号为 annex-9", "annex-1"),
    "unknown entry touched": Slip("touches: [share]", "touches: [shares]", "没有编号为 shares", "share"),
    "quota of no number": Slip("    of: staff", "    of: age", "没有编号为 age 的数字类事实"),
    # rules against facts
    "operator of another kind": Slip("{fact: age, at_most: 45}", "{fact: age, is: true}", "不能用 is"),
    "several operators of another kind": Slip("includes_any: [craftsman]", "one_of: [craftsman]", "不能用 one_of"),
    "age in words": Slip("at_most: 45", "at_most: 45周岁", "不加引号、不写单位"),
    "age in halves": Slip("at_most: 45", "at_most: 45.5", "整数"),
    "age out of range": Slip("at_most: 45", "at_most: 450", "超出范围"),
    "duration without unit": Slip("at_least: 8年", "at_least: 8", "8年、18个月"),
    "duration in other words": Slip("at_least: 8年", "at_least: 八年", "8年、18个月"),
    "duration out of range": Slip("at_least: 8年", "at_least: 80年", "最长 70年"),
    "date in other words": Slip("{fact: employed, is: true}", "{fact: since, at_most: 2024年}", "2024-12-10 这样的格式"),
    "empty range": Slip("at_most: 45}", "at_most: 45, at_least: 46}", "永远不会成立"),
    "empty range of a duration": Slip("at_least: 8年", "at_least: 8年, less_than: 96个月", "永远不会成立"),
    "empty range of a scale": Slip("at_least: technician", "more_than: technician, at_most: technician", "永远不会成立"),
    "empty range of dates": Slip("{fact: employed, is: true}", "{fact: since, more_than: 2024-01-01, at_most: 2023-01-01}", "永远不会"),
    "two lower bounds": Slip("at_most: 45", "at_most: 45, less_than: 46", "只写一个"),
    "option twice": Slip("[craftsman]", "[craftsman, craftsman]", "重复"),
    "count of too many": Slip(
        "{fact: honours, includes_any: [craftsman]}", "{count: [{fact: employed, is: true}], at_least: 2}", "只有 1 项"
    ),
    # size
    "rule too deep": Slip(
        "{fact: employed, is: true}", "{all: [" * 8 + "{fact: employed, is: true}" + "]}" * 8, "嵌套太深（10 层，最多 8 层）"
    ),
    "rule too large": Slip(
        "{fact: employed, is: true}", f"{{any: [{', '.join(['{fact: employed, is: true}'] * 40)}]}}", "比较太多（41 个，最多 40 个）"
    ),
    # figures to count with
    "instalments that leave a rest": Slip("percent: 60, due", "percent: 59.5, due", "现在是 99.5"),
    "period of nothing": Slip("unit: 人, period: month", "period: month", "须有 unit"),
    "period in other words": Slip("period: month", "period: monthly", "不能写", "month"),
    "honour that is counted": Slip("kind: honour, text: 发证书", "kind: honour, unit: 人, text: 发证书", "只用于 kind: money"),
    "unknown stage of a payment": Slip("during: lessons", "during: lesson", "没有编号为 lesson 的环节", "lessons"),
    "hours in words": Slip("hours: 24", "hours: 24课时", "这里要整数"),
    "unknown class": Slip("class_size: class", "class_size: clas", "没有编号为 clas 的 kind: class 名额", "class"),
    "class of another kind": Slip("class_size: class", "class_size: share", "没有编号为 share 的 kind: class 名额"),
    "class without a number": Slip("kind: class, highest: 30", "kind: class", "须写数字"),
    "each of one": Slip("count: 7", "count: 1", "不小于 2"),
    "each without a number": Slip("highest: 2, each", "each", "须写数字"),
    "share of two things": Slip("bound: at_least, within", "bound: at_least, of: staff, within", "须且只能写一个"),
    "share of nothing": Slip("percent: 1.5, of: staff", "percent: 1.5", "须且只能写一个"),
    "share of an unknown fact": Slip("percent: 1.5, of: staff", "percent: 1.5, of: staf", "没有编号为 staf 的数字类事实", "staff"),
    "share within itself": Slip("within: fund", "within: part", "须写在它前面", None),
    "share with a sign": Slip("percent: 1.5", "percent: 1.5%", "单位不写进来"),
    # identity
    "entry twice": Slip("id: skilful", "id: skilled", "编号“skilled”重复"),
    "track twice": Slip("  - {id: young, name", "  - {id: young, name: 小金匠}\n  - {id: young, name", "类别编号“young”重复"),
    "track name twice": Slip("name: 青年金匠", "name: 首 席", "类别名称“首席”重复"),
    "example twice": Slip("name: 46周岁", "name: 45周岁的技师", "例子名称"),
    "file of another name": Slip("id: demo-2024", "id: demo-2025", "与文件名 demo-2024.yaml 不同", "demo-2024"),
    # sense
    "published before signed": Slip("\npublished: 2024-11-04", "\npublished: 2024-10-04", "早于落款日期"),
    "source before signed": Slip("official, published: 2024-11-04", "official, published: 2023-11-04", "早于落款日期"),
    "example on an unknown stage": Slip(
        "    expect: eligible\n", "    expect: eligible\n    route: [hand-out]\n", "没有编号为 hand-out", "hand-in"
    ),
    "example with an unknown link": Slip(
        "    expect: eligible\n", "    expect: eligible\n    link: fourward\n", "没有编号为 fourward", "forward"
    ),
    "stage before one further back": Slip(
        "action: 评审, follows: forward,", "action: 评审, ends: 2024-12-09, follows: forward,", "早于前面的环节"
    ),
    "stages in a ring": Slip("    ends: 2024-12-10\n", "    ends: 2024-12-10\n    follows: choose\n", "绕成了圈"),
    "stage before the one it follows": Slip("    starts: 2024-12-11\n    ends: 2024-12-20\n", "    ends: 2024-12-09\n", "早于前面的环节"),
    "unit that only persons are asked about": Slip("applicant: person", "applicant: unit", "没有一条事实是关于单位"),
    "address of no government": Slip("rs.demo.gov.cn", "rs.demo.com", "不是 .gov.cn"),
    "absence without document": Slip("why: not_stated", "why: in_document", "须写 document"),
    "lowest above highest": Slip("kind: chosen, amount: 10", "kind: chosen, lowest: 10, highest: 5", "大于 highest"),
    "empty bracket": Slip("less_than: 100,", "less_than: 100, more_than: 99,", "没有任何人数"),
    "brackets of nothing": Slip("    of: staff\n", "", "须写 of"),
    "mobile number": Slip("0472-1234567", "13912345678", "私人手机号"),
    "identity number": Slip("text: 技艺精湛", 'text: "11010519491231002X"', "身份证"),
    # examples
    "example of an unknown track": Slip("    track: chief", "    track: chef", "没有编号为 chef", "chief"),
    "example without track": Slip("    track: chief\n", "", "须写 track"),
    "example of an unknown fact": Slip("{age: 46,", "{aeg: 46,", "没有编号为 aeg", "age"),
    "example of an unknown clause": Slip("failed: [二（一）1]", "failed: [二（一）9]", "没有编号为 二（一）9 的条款", "二（一）1"),
    "example that misses an unknown fact": Slip("missing: [age,", "missing: [ages,", "没有编号为 ages", "age"),
    "example with an unknown option": Slip("level: 技师,", "level: 技士,", "没有“技士”这个选项", "技师"),
    "example with one of several": Slip("honours: []", "honours: expert", "请写成列表"),
    "example with an unknown honour": Slip("honours: []", "honours: [exprt]", "没有“exprt”这个选项", "expert"),
    "example with several of one": Slip("level: 技师,", "level: [技师],", "只能选一项"),
    "example with a word for a truth": Slip("employed: false", "employed: 在职", "true 或 false"),
    "example with a number for a duration": Slip("experience: 8年6个月", "experience: 8", "8年、18个月"),
    "example with a truth for an age": Slip("{age: 46,", "{age: true,", "不能写"),
    "example with nothing": Slip("{age: 46,", "{age: null,", "这里要一个值"),
    "example with a date that is none": Slip("since: 2010-01-01", "since: 2010-13-01", "2024-12-10 这样的格式"),
    "expectation that is not allowed": Slip("expect: eligible", "expect: eligable", "不能写", "eligible"),
}

FACT_SLIPS = {
    "unknown kind": Slip("kind: choices", "kind: choises", "没有 choises 这种 kind", "choices"),
    "no kind": Slip("    kind: choices\n", "", "缺少 kind"),
    "unknown key": Slip("    kind: choices\n", "    kind: choices\n    hlep: 人\n", "没有 hlep 这个键", "help"),
    "fact twice": Slip(
        "  - {id: since,",
        "  - {id: since, kind: yes_no, name: 入, subject: person, group: me, ask: 吗}\n  - {id: since,",
        "事实编号“since”重复",
    ),
    "option twice": Slip("{id: coal, label: 煤炭}", "{id: steel, label: 煤炭}", "选项编号“steel”重复"),
    "label of two options": Slip("label: 煤炭", "label: 钢 铁", "已是选项 steel 的叫法"),
    "alias of two options": Slip("aliases: [一级]", "aliases: [二级]", "已是选项 technician 的叫法"),
    "id that is another's label": Slip("{id: coal, label: 煤炭}", "{id: coal, label: Steel}", "已是选项 steel 的叫法"),
    "one option": Slip(
        "options: [{id: steel, label: 钢铁}, {id: coal, label: 煤炭}]", "options: [{id: steel, label: 钢铁}]", "至少要写 2 项"
    ),
    "blank that nobody fills": Slip("到{day}从业多久", "到{date}从业多久", "{date} 不会被填上"),
    "unit's fact among personal ones": Slip("subject: unit, group: unit", "subject: unit, group: me", "group: unit"),
    "range upside down": Slip("group: unit, ask", "group: unit, minimum: 9, maximum: 1, ask", "大于 maximum"),
    "age that does not grow": Slip("{id: age, kind: age,", "{id: age, kind: age, changes: any,", "changes: grows 用于 age 和 duration"),
    "number that grows": Slip("group: unit, ask", "group: unit, changes: grows, ask", "changes: grows 用于 age 和 duration"),
    "choice that rises": Slip("    kind: choice\n", "    kind: choice\n    changes: rises\n", "没有高低"),
    "likely answer that is no option": Slip(
        "    kind: choice\n", "    kind: choice\n    likely: [stell]\n", "没有编号为 stell 的选项", "steel"
    ),
    "presumed fact that there is none of": Slip(
        "    kind: choice\n", "    kind: choice\n    presumes: [agee]\n", "没有编号为 agee 的事实", "age"
    ),
    "fact that presumes itself": Slip("    kind: choice\n", "    kind: choice\n    presumes: [field]\n", "没有编号为 field 的事实"),
    "likely answer twice": Slip("    kind: choice\n", "    kind: choice\n    likely: [coal, coal]\n", "重复"),
    "nothing but likely answers": Slip("    kind: choice\n", "    kind: choice\n    likely: [coal, steel]\n", "不能列出全部选项"),
    "fact that is a word": Slip("  - id: field\n", "  - field\n  - id: field\n", "一组"),
}


def test_the_small_base_is_right(tmp_path: Path) -> None:
    assert problems(tmp_path) == ()


@pytest.mark.parametrize("slip", POLICY_SLIPS.values(), ids=POLICY_SLIPS)
def test_a_slip_in_a_policy_is_told_at_its_line(tmp_path: Path, slip: Slip) -> None:
    _expect(slip, POLICY, "demo", DEMO, tmp_path)


@pytest.mark.parametrize("slip", FACT_SLIPS.values(), ids=FACT_SLIPS)
def test_a_slip_in_the_facts_is_told_at_its_line(tmp_path: Path, slip: Slip) -> None:
    _expect(slip, FACTS, "facts", "facts.yaml", tmp_path)


def test_conditions_that_are_too_many_to_judge_are_told(tmp_path: Path) -> None:
    rule = f"{{any: [{', '.join(['{fact: age, at_most: 45}'] * 40)}]}}"
    more = "".join(f"  - {{id: c{at}, clause: 二, text: 条件, rule: {rule}}}\n" for at in range(5))
    [problem] = problems(tmp_path, demo=spoilt(POLICY, "gates:\n", f"{more}gates:\n"))
    assert "全部条件里比较太多（206 个，最多 200 个）" in problem.message
    assert problem.place == "conditions"


def _expect(slip: Slip, text: str, key: str, file: str, folder: Path) -> None:
    """Exactly one problem, in this file, within two lines of the slip, with its words and guess."""
    spoilt_text = spoilt(text, slip.old, slip.new)
    told = problems(folder, **{key: spoilt_text})
    assert [problem.file for problem in told] == [file], [str(problem) for problem in told]
    problem = told[0]
    assert slip.said in problem.message, str(problem)
    assert problem.nearest == slip.nearest, str(problem)
    at = line_of(text, slip.old)
    assert problem.line is not None
    assert at - 4 <= problem.line <= at + 3, f"{problem} instead of line {at}"
