"""The loader as a whole: all mistakes of all files at once, and nothing but what was written comes out."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError, Problem, nearest
from knowledge.loader import load
from knowledge.policy import Example, Policy
from knowledge.reading.files import version_of
from tests.knowledge.factories import FACTS, FILES, POLICY, SECOND, every_example_holds, line_of, loaded, problems, spoilt, write_base

DATA = Path(__file__).parents[2] / "knowledge" / "data"


def test_the_base_holds_what_the_files_say(tmp_path: Path) -> None:
    base = loaded(tmp_path)
    assert set(base.policies) == {"demo-2024", "other-2023"}
    assert base.used_by["experience"] == ("demo-2024",)
    assert base.used_by["since"] == ()
    assert base.series["demo"].name == "金匠评选"
    assert base.policies["demo-2024"].track("young").name == "青年金匠"
    with pytest.raises(KeyError):
        base.policies["demo-2024"].track("none")


def test_the_base_cannot_be_changed(tmp_path: Path) -> None:
    base = loaded(tmp_path)
    with pytest.raises(TypeError):
        base.policies["new"] = base.policies["demo-2024"]  # type: ignore[index]


def test_editions_come_newest_first(tmp_path: Path) -> None:
    write_base(tmp_path)
    older = POLICY.replace("demo-2024", "demo-2023").replace("year: 2024", "year: 2023")
    (tmp_path / "policies" / "demo-2023.yaml").write_text(older, encoding="utf-8")
    base = load(tmp_path, every_example_holds)
    assert [policy.id for policy in base.editions["demo"]] == ["demo-2024", "demo-2023"]


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """Mistakes of every layer: text, YAML, models, references, between policies, and in entries beside a refused one."""
    demo = spoilt(POLICY, "name: 单位报送", "name: 单位\u200b报送")
    demo = spoilt(demo, "text: 技艺精湛", "text: no")
    demo = spoilt(demo, "copies: 2", "copies: 二")
    demo = spoilt(demo, "follows: forward", "follows: foward")
    demo = spoilt(demo, "title: 示范市金匠评选", "title: 1")
    demo = spoilt(demo, "at_most: 45", "at_most: 450")
    other = spoilt(SECOND, "short_title: 基地", "short_title: 金匠计划")
    facts = spoilt(FACTS, "label: 煤炭", "label: 钢铁")
    told = problems(tmp_path, demo=demo, other=other, facts=facts)
    expected = {
        ("facts.yaml", line_of(FACTS, "label: 煤炭")),
        *(
            ("policies/demo-2024.yaml", line_of(POLICY, passage))
            for passage in ("title: 示范", "at_most: 45", "text: 技艺精湛", "name: 单位报送", "follows: forward", "copies: 2")
        ),
        ("policies/other-2023.yaml", line_of(SECOND, "short_title")),
    }
    assert {(problem.file, problem.line) for problem in told} == expected, [str(problem) for problem in told]
    assert len(told) == len(expected)
    assert list(told) == sorted(told, key=lambda problem: (problem.file, problem.line or 0))


def test_what_points_to_a_refused_entry_does_not_dangle(tmp_path: Path) -> None:
    demo = spoilt(POLICY, "    name: 交材料\n", "    nmae: 交材料\n")
    demo = spoilt(demo, "  - {id: annex-1, title: 申报表,", "  - {id: annex-1, titel: 申报表,")
    demo = spoilt(demo, "  - {id: chief, name: 首席金匠,", "  - {id: chief, nam: 首席金匠,")
    facts = spoilt(FACTS, "  - {id: age, kind: age,", "  - {id: age, kind: agee,")
    told = problems(tmp_path, demo=demo, facts=facts)
    assert [problem.nearest for problem in told] == ["age", "name", "name", "title"], [str(problem) for problem in told]


@pytest.mark.parametrize("facts", [None, "facts: [", "facts: 1", ""])
def test_without_readable_facts_nothing_is_said_about_facts(tmp_path: Path, facts: str | None) -> None:
    write_base(tmp_path, demo=spoilt(POLICY, "copies: 2", "copies: 二"))
    target = tmp_path / "facts.yaml"
    target.unlink() if facts is None else target.write_text(facts, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load(tmp_path, every_example_holds)
    assert [problem.file for problem in caught.value.problems] == ["facts.yaml", "policies/demo-2024.yaml"]


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    write_base(tmp_path)
    (tmp_path / "policies" / "folder.yaml").mkdir()
    (tmp_path / "policies" / "wrong.yml").write_text("id: wrong", encoding="utf-8")
    (tmp_path / "policies" / "gone.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "policies" / ".demo-2024.yaml.swp").write_bytes(b"\x00")
    (tmp_path / "policies" / "README.md").write_text("no policy", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load(tmp_path, every_example_holds)
    told = {problem.file: problem.message for problem in caught.value.problems}
    assert set(told) == {"policies/folder.yaml", "policies/gone.yaml", "policies/wrong.yml"}
    assert "wrong.yaml" in told["policies/wrong.yml"]


def test_an_empty_folder_is_no_base(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load(tmp_path, every_example_holds)
    assert [problem.file for problem in caught.value.problems] == ["facts.yaml", "policies"]


def test_a_failing_example_is_told_in_the_checkers_words(tmp_path: Path) -> None:
    seen: list[str] = []

    def check(base: KnowledgeBase, policy: Policy, example: Example) -> str | None:
        seen.append(example.name)
        assert base.policies[policy.id] is policy
        return "结论是 not_eligible。" if example.name == "45周岁的技师" else None

    write_base(tmp_path)
    with pytest.raises(KnowledgeError) as caught:
        load(tmp_path, check)
    (problem,) = caught.value.problems
    assert problem.line == line_of(POLICY, "  - name: 45周岁的技师")
    assert "45周岁的技师" in problem.message
    assert str(problem).endswith("结论是 not_eligible。")
    assert seen == ["45周岁的技师", "46周岁", "什么都没说"]


def test_examples_run_only_where_all_else_is_right(tmp_path: Path) -> None:
    write_base(tmp_path, demo=spoilt(POLICY, "copies: 2", "copies: 二"))
    with pytest.raises(KnowledgeError) as caught:
        load(tmp_path, lambda *_: "不成立")
    assert len(caught.value.problems) == 1


def test_series_and_names_belong_to_one(tmp_path: Path) -> None:
    (told,) = problems(tmp_path, other=SECOND.replace("{id: other, name: 培训基地}", "{id: demo, name: 金匠大赛}"))
    assert (told.place, told.nearest) == ("series.name", "金匠评选")
    (told,) = problems(tmp_path, other=SECOND.replace("year: 2023", "year: 2023\naliases: [金 匠]"))
    assert told.place == "aliases[1]"
    assert "demo-2024" in told.message


def test_brackets_may_overlap_only_under_a_caveat(tmp_path: Path) -> None:
    overlapping = spoilt(POLICY, "less_than: 100", "at_most: 100")
    assert problems(tmp_path, demo=overlapping) == ()
    (told,) = problems(tmp_path, demo=spoilt(overlapping, "touches: [share]", "touches: [total]"))
    assert "两档在 100 重叠" in told.message
    gap = spoilt(POLICY, "less_than: 100", "less_than: 90")
    assert problems(tmp_path, demo=gap) == ()
    (told,) = problems(tmp_path, demo=spoilt(gap, "touches: [share]", "touches: [total]"))
    assert "90 到 99 不在任何一档" in told.message


def test_the_real_files_load() -> None:
    assert load(DATA, every_example_holds).policies


def test_a_problem_is_one_readable_line() -> None:
    problem = Problem("a.yaml", 3, "x.y", "错了", tuple("abcdefghijklmnop"), "b")
    assert str(problem) == "a.yaml 第3行 x.y：错了。 是不是想写 b？ 可以写：a、b、c、d、e、f、g、h、i、j、k、l 等16个"
    assert str(Problem("a.yaml", None, "", "错了")) == "a.yaml：错了。"
    assert str(KnowledgeError([problem, problem])).count("\n") == 1


@pytest.mark.parametrize(("word", "words", "expected"), [("agee", ("age", "level"), "age"), ("xyz", ("age",), None), ("age", (), None)])
def test_the_nearest_word_is_near(word: str, words: tuple[str, ...], expected: str | None) -> None:
    assert nearest(word, words) == expected


_TEXTS = [FACTS, POLICY, SECOND]
_KEYS = ["facts", "demo", "other"]
_JUNK = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        [
            "-",
            "?",
            ":",
            "{",
            "}",
            "[",
            "]",
            "&a",
            "*a",
            "!x",
            "|",
            ">",
            "\t",
            "\n",
            "null",
            "yes",
            "1e9",
            "“",
            "#",
            "'",
            '"',
            "\x00",
            "\ud800",
        ]
    ),
)


@st.composite
def _mutations(draw: st.DrawFn) -> tuple[str, bytes]:
    """One of the files with some passages cut, doubled or replaced."""
    which = draw(st.integers(0, 2))
    text = _TEXTS[which]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        match draw(st.sampled_from(["cut", "double", "junk", "line"])):
            case "cut":
                text = text[:start] + text[end:]
            case "double":
                text = text[:end] + text[start:]
            case "junk":
                text = text[:start] + draw(_JUNK) + text[end:]
            case _:
                lines = text.split("\n")
                lines.pop(draw(st.integers(0, len(lines) - 1)))
                text = "\n".join(lines)
    return _KEYS[which], text.encode("utf-8", "surrogatepass")


@given(_mutations())
@example(("demo", b"\xff\xfe"))
@example(("demo", POLICY.replace("decided_by: jury", "decided_by: [jury]").encode()))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mutated_file_loads_or_is_told_never_crashes(tmp_path: Path, mutation: tuple[str, bytes]) -> None:
    key, raw = mutation
    for problem in problems(tmp_path, **{key: raw}):
        assert problem.message
        assert "\n" not in str(problem)
        if problem.line is not None:
            assert 1 <= problem.line <= raw.count(b"\n") + raw.count(b"\r") + 1 or problem.file != _file_of(key)


def _file_of(key: str) -> str:
    return list(FILES)[_KEYS.index(key)]


_FILES = st.dictionaries(st.text(st.characters(categories=["L", "N"]), min_size=1), st.binary(max_size=8), max_size=4)


@given(_FILES, _FILES)
def test_the_version_changes_with_the_bytes_and_only_with_them(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert (version_of(one) == version_of(other)) == (one == other)
    assert version_of(one) == version_of(dict(reversed(one.items())))


@given(st.binary(max_size=6), st.integers(0, 6))
def test_a_byte_that_moves_to_the_next_file_changes_the_version(raw: bytes, at: int) -> None:
    split = {"a": raw[:at], "b": raw[at:]}
    assert (version_of(split) == version_of({"a": raw, "b": b""})) == (at >= len(raw))


def test_the_version_does_not_hang_on_times(tmp_path: Path) -> None:
    first = loaded(tmp_path).version
    os.utime(tmp_path / "facts.yaml", (0, 0))
    assert load(tmp_path, every_example_holds).version == first
    assert len(first) == 12
    assert loaded(tmp_path, facts=FACTS + "# 一\n").version != first
