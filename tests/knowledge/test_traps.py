"""YAML's traps, broken files and bombs: each is told, none is guessed at, none takes long."""

from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.reading.document import read_document
from knowledge.reading.scalars import TrapError, resolve
from knowledge.reading.source import LARGEST
from knowledge.reading.tree import DEEPEST, MOST_NODES, read_tree
from tests.knowledge.factories import POLICY, line_of, problems, spoilt

_CURES = {
    "true 或 false": "yes No on OFF y n",
    "小写的": "True FALSE",
    "请写 null": "~ Null NULL",
    "六十进制": "12:30 1:30:00",
    "开头的 0": "010 08 0x1F 0o17 00.5",
    "下划线": "1_000",
    "1000 或 0.5": "1e3 1.5E-3 .5 5. .inf -.Inf .nan",
    "数字写法不对": "+5 12345678901234567890",
    "单独的 =": "=",
}
TRAPS = {plain: cure for cure, words in _CURES.items() for plain in words.split()}

PLAIN = {
    "": None, "null": None, "true": True, "false": False, "0": 0, "-7": -7, "45": 45, "0.50": Decimal("0.50"), "-1.5": Decimal("-1.5"),
    "2024-12-10": "2024-12-10", "2024-12-10 12:00": "2024-12-10 12:00", "8年": "8年", "0472-1234567": "0472-1234567", "no_one": "no_one",
    "1,000": "1,000", "yes or no": "yes or no", "三（一）3": "三（一）3", "12%": "12%", "v1.2.3": "v1.2.3", "ＹＥＳ": "ＹＥＳ",
}  # fmt: skip


@pytest.mark.parametrize("plain", TRAPS)
def test_a_trap_is_refused_with_its_cure(tmp_path: Path, plain: str) -> None:
    with pytest.raises(TrapError, match=TRAPS[plain]):
        resolve(plain)
    text = spoilt(POLICY, "text: 技艺精湛", f"text: {plain}")
    told = problems(tmp_path, demo=text)
    assert [problem.line for problem in told] == [line_of(POLICY, "text: 技艺精湛")], told
    assert TRAPS[plain] in told[0].message


@pytest.mark.parametrize("plain", PLAIN)
def test_everything_else_is_what_it_looks_like(plain: str) -> None:
    value = resolve(plain)
    assert (value, type(value)) == (PLAIN[plain], type(PLAIN[plain]))


@pytest.mark.parametrize("word", [*TRAPS, *PLAIN])
def test_in_quotes_everything_is_text(word: str) -> None:
    assert read_tree(f"a: \"{word}\"\nb: '{word}'").data == {"a": word, "b": word}


def test_keys_are_text_whatever_they_look_like() -> None:
    assert read_tree("yes: 是\nno: 否\n2022: a\ntrue: b").data == {"yes": "是", "no": "否", "2022": "a", "true": "b"}


SYNTAX = {
    "tab": ("    clause: 三（二）", "\tclause: 三（二）", "Tab", 0),
    "conflict": ("    clause: 三（二）", "<<<<<<< HEAD\n    clause: 三（二）", "合并冲突", 0),
    "middle of a conflict": ("    clause: 三（二）", "=======\n    clause: 三（二）", "合并冲突", 0),
    "end of a conflict": ("    clause: 三（二）", ">>>>>>> theirs\n    clause: 三（二）", "合并冲突", 0),
    "control character": ("name: 单位报送", "name: 单位\x07报送", "控制字符", 0),
    "zero-width character": ("name: 单位报送", "name: 单位\u200b报送", "零宽字符", 0),
    "line separator": ("name: 单位报送", "name: 单位\u2028报送", "零宽字符", 0),
    "escaped control character": ("name: 单位报送", 'name: "单位\\u0007报送"', "看不见的字符", 0),
    "anchor": ("name: 单位报送", "name: &a 单位报送", "锚点 &a", 0),
    "alias": ("name: 单位报送", "name: *a", "引用 *a", 0),
    "tag": ("name: 单位报送", "name: !!str 单位报送", "标签", 0),
    "python tag": ("name: 单位报送", "name: !!python/object/apply:os.system [ls]", "标签", 0),
    "merge key": ("name: 单位报送", "name: 单位报送\n    <<: {actor_name: 单位}", "<< 键", 1),
    "list as a key": ("name: 单位报送", "name: 单位报送\n    ? [a]\n    : b", "键只能是文字", 1),
    "key twice": ("name: 单位报送", "name: 单位报送\n    name: 报送", "name 写了两次", 1),
    "second document": ("name: 单位报送", "name: 单位报送\n---\nid: x", "一份内容", 1),
    "full-width colon": ("name: 单位报送", "name：单位报送", "中文冒号", 0),
    "no space after the colon": ("name: 单位报送", "name:单位报送", "冒号后面少了空格", 0),
    "colon within": ("name: 单位报送", "name: 单位: 报送", "冒号位置", 0),
    "wrong indentation": ("    name: 单位报送", "   name: 单位报送", "没有对齐", 0),
    "open quote": ("name: 单位报送", 'name: "单位报送', "YAML 写法有误", None),
    "open bracket": ("name: 单位报送", "name: [单位报送", "YAML 写法有误", None),
    "at sign": ("name: 单位报送", "name: @单位报送", "加引号", 0),
    "percent sign": ("name: 单位报送", "name: %单位报送", "加引号", 0),
    "lone dash": ("name: 单位报送", "name: -", "减号位置", 0),
    "backslash": ("name: 单位报送", 'name: "单位\\报送"', "反斜杠", 0),
    "directive": ("id: demo-2024\n", "%YAML 1.1\n---\nid: demo-2024\n", "指令", 0),
}


@pytest.mark.parametrize("slip", SYNTAX.values(), ids=SYNTAX)
def test_broken_yaml_is_told_in_chinese(tmp_path: Path, slip: tuple[str, str, str, int | None]) -> None:
    old, new, said, below = slip
    told = problems(tmp_path, demo=spoilt(POLICY, old, new))
    assert [problem.file for problem in told] == ["policies/demo-2024.yaml"], [str(problem) for problem in told]
    assert said in told[0].message, str(told[0])
    if below is not None:
        assert told[0].line == line_of(POLICY, old) + below


WHOLE_FILES = {
    "byte order mark": (b"\xef\xbb\xbf" + POLICY.encode(), "BOM"),
    "UTF-16": (POLICY.encode("utf-16"), "UTF-8"),
    "GBK": (POLICY.encode("gbk"), "GBK"),
    "empty": (b"", "文件是空的"),
    "only comments": ("# 空".encode(), "文件是空的"),
    "list": (b"- a", "最外层"),
    "word": (b"a", "最外层"),
    "too large": (b"#" * (LARGEST + 1), "超过上限"),
    "too deep": (b"[" * 100_000, "嵌套太深"),
    "too deep in blocks": (b"- " * 10_000, "嵌套太深"),
    "too deep in mappings": (b"{a: " * 50_000, "嵌套太深"),
    "too much": (b"a:\n" + b"- b\n" * (MOST_NODES + 1), "内容太多"),
    "anchors bomb": (
        b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c]\n" % (n, n, *[n - 1] * 6) for n in range(98, 120)),
        "锚点",
    ),
}


@pytest.mark.parametrize("case", WHOLE_FILES.values(), ids=WHOLE_FILES)
def test_a_file_that_is_no_policy_file_is_told(tmp_path: Path, case: tuple[bytes, str]) -> None:
    raw, said = case
    told = problems(tmp_path, demo=raw)
    assert {problem.file for problem in told} == {"policies/demo-2024.yaml"}
    assert said in told[0].message


SLOW = {
    "digits": b"1" * 500_000,
    "underscores": b"1_" * 250_000,
    "colons": b"1:1" * 160_000,
    "quotes": b'"' + b"a\n" * 200_000 + b'"',
    "brackets": b"[" * 500_000,
    "spaces": b" " * 500_000,
    "aliases": b"\n- *a" * 90_000,
    "escapes": b'"' + b"\\u0007" * 80_000 + b'"',
    "numbers of telephones": b"13912345678 " * 40_000,
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("raw", SLOW.values(), ids=SLOW)
def test_no_file_takes_the_square_of_its_size(raw: bytes) -> None:
    """Half a megabyte takes a fraction of a second; its square would take hours, which the time limit tells apart."""
    read_document("a.yaml", b"a: " + raw)


def test_the_allowed_depth_is_allowed() -> None:
    assert read_tree("[" * DEEPEST + "]" * DEEPEST).faults == []
    assert "嵌套太深" in read_tree("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)).faults[0].message


def test_windows_line_ends_are_welcome(tmp_path: Path) -> None:
    assert problems(tmp_path, demo=POLICY.replace("\n", "\r\n")) == ()


def test_every_place_has_its_line() -> None:
    document = read_document("a.yaml", b"a: 1\nb:\n  - id: x\n    c: [1,\n      2]\n  - - y\n")
    expected: dict[tuple[str | int, ...], int] = {
        ("a",): 1,
        ("b",): 2,
        ("b", 0, "id"): 3,
        ("b", 0, "c"): 4,
        ("b", 0, "c", 1): 5,
        ("b", 1, 0): 6,
    }
    assert {path: document.line(path) for path in expected} == expected
    assert document.line(("b", 0, "missing")) == document.line(("b", 0)) == 3
    assert document.place(("b", 0, "c", 1)) == "b[x].c[2]"
    assert document.place(("b", 1, 0)) == "b[2][1]"
