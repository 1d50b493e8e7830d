"""Two rules side by side: only what differs is told, where they hold together alike."""

import pytest

from bot.views.changes.rules import rule_change, rule_text
from knowledge.conditions import AllOf, AnyOf, Comparison, CountOf, NoneOf, Rule
from knowledge.facts import AgeFact, Fact, NumberFact

FACTS: dict[str, Fact] = {
    "age": AgeFact(kind="age", id="age", name="年龄", subject="person", group="me", ask="多大？"),
    "staff": NumberFact(kind="number", id="staff", name="人数", subject="unit", group="unit", ask="多少？", unit="人"),
}
OLD, YOUNG, MANY, FEW = (
    Comparison(fact="age", at_least=50),
    Comparison(fact="age", at_most=35),
    Comparison(fact="staff", at_least=100),
    Comparison(fact="staff", less_than=20),
)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (YOUNG, Comparison(fact="age", at_most=40), "年龄 不超过 35周岁 → 年龄 不超过 40周岁"),
        (YOUNG, MANY, "年龄 不超过 35周岁 → 人数 不少于 100人"),
        (AllOf(all=(YOUNG, MANY)), AllOf(all=(YOUNG, FEW)), "人数 不少于 100人 → 人数 少于 20人"),
        (AllOf(all=(YOUNG,)), AllOf(all=(YOUNG, MANY)), "“全部满足”里加上 人数 不少于 100人"),
        (AnyOf(any=(YOUNG, MANY, FEW)), AnyOf(any=(YOUNG,)), "“满足其一”里去掉 人数 不少于 100人；人数 少于 20人"),
        (AnyOf(any=(YOUNG, MANY, FEW)), AnyOf(any=(YOUNG, OLD)), "“满足其一”里去掉 人数 不少于 100人；人数 少于 20人，加上 年龄 满 50周岁"),
        (AllOf(all=(YOUNG, MANY)), AllOf(all=(MANY, YOUNG)), "全部满足，换了次序"),
        (
            AllOf(all=(YOUNG, MANY)),
            AnyOf(any=(YOUNG, MANY)),
            "全部满足（年龄 不超过 35周岁；人数 不少于 100人） → 满足其一（年龄 不超过 35周岁；人数 不少于 100人）",
        ),
        (
            AllOf(all=(AnyOf(any=(YOUNG, OLD)), MANY)),
            AllOf(all=(AnyOf(any=(YOUNG, FEW)), MANY)),
            "年龄 满 50周岁 → 人数 少于 20人",
        ),
        (
            CountOf(count=(YOUNG, MANY), at_least=1),
            CountOf(count=(YOUNG, MANY), at_least=2),
            "至少满足 1 项（共 2 项） → 至少满足 2 项（共 2 项）",
        ),
        (
            CountOf(count=(YOUNG,), at_least=1),
            CountOf(count=(YOUNG, MANY), at_least=2),
            "至少满足 1 项（共 1 项）（年龄 不超过 35周岁） → 至少满足 2 项（共 2 项）（年龄 不超过 35周岁；人数 不少于 100人）",
        ),
        (NoneOf(none=(YOUNG,)), YOUNG, "都不满足（年龄 不超过 35周岁） → 年龄 不超过 35周岁"),
    ],
)
def test_old_and_new(old: Rule, new: Rule, said: str) -> None:
    assert rule_change((FACTS, old), (FACTS, new)) == said


def test_a_rule_alone_is_one_line() -> None:
    assert rule_text(FACTS, AllOf(all=(YOUNG, NoneOf(none=(MANY,))))) == "全部满足（年龄 不超过 35周岁；都不满足（人数 不少于 100人））"
