"""What the models refuse, in Chinese, at its line, with what is allowed and the nearest spelling."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from knowledge.errors import Problem, nearest
from knowledge.reading.document import Document
from knowledge.reading.shape import Spot, keys_of, locate, models_in
from knowledge.reading.tree import Path

_SHOWN = 30
"""Characters of a wrong value; enough to find it by."""

_RULE_KEYS = ("fact", "all", "any", "none", "count")

_PLAIN: dict[str, str] = {
    "in_union": "这里要一个值（数字、文字、true 或 false；可选多项的写列表）；现在是{got}",
    "int_type": "这里要整数：用阿拉伯数字写，不加引号，例如 2；现在是{got}",
    "bool_type": "这里要 true 或 false，不加引号；现在是{got}",
    "decimal_type": "这里要数字，例如 12 或 0.5；现在是{got}",
    "decimal_parsing": "这里要数字，例如 12 或 0.5，单位不写进来；现在是{got}",
    "tuple_type": "这里要列表：写成 [甲, 乙]，或每项一行以“- ”开头；现在是{got}",
    "dict_type": "这里要一组“键: 值”；现在是{got}",
    "model_type": "这里要一组“键: 值”；现在是{got}",
    "model_attributes_type": "这里要一组“键: 值”；现在是{got}",
    "string_too_short": "这里不能留空",
    "string_too_long": "这里太长，最多 {max_length} 个字",
    "too_short": "这里至少要写 {min_length} 项",
    "too_long": "这里最多写 {max_length} 项，请删去或并成一项",
    "greater_than": "数字要大于 {gt}；现在是{got}",
    "greater_than_equal": "数字要不小于 {ge}；现在是{got}",
    "less_than_equal": "数字要不大于 {le}；现在是{got}",
    "time_parsing": '钟点请写成带引号的 "17:30"；现在是{got}',
    "time_type": '钟点请写成带引号的 "17:30"；现在是{got}',
}


@dataclass(frozen=True)
class _Complaint:
    """One complaint of a model, and all that a message may want to know about it."""

    document: Document
    root: type[BaseModel]
    spot: Spot
    detail: ErrorDetails

    @property
    def kind(self) -> str:
        return "in_union" if self.spot.in_union and self.detail["type"] != "string_pattern_mismatch" else self.detail["type"]

    @property
    def key(self) -> str:
        return str(self.spot.path[-1]) if self.spot.path else ""

    @property
    def value(self) -> Any:  # noqa: ANN401 - data of any shape
        return _value_at(self.document.data, self.spot.path)

    @property
    def holder(self) -> type[BaseModel] | None:
        """The model whose key is missing or too much."""
        return locate(self.root, self.document.data, self.detail["loc"][:-1]).model

    def problem(self, message: str, allowed: tuple[str, ...] = (), guess: str | None = None, path: Path | None = None) -> Problem:
        return self.document.problem(self.spot.path if path is None else path, message, allowed, guess)


def problems_of(document: Document, model: type[BaseModel], error: ValidationError) -> Iterator[Problem]:
    """The complaints of a model over a document, one for each place; a key that is only misspelt is not missing as well."""
    complaints = [
        _Complaint(document, model, locate(model, document.data, detail["loc"]), detail) for detail in error.errors(include_url=False)
    ]
    meant = {_meant(complaint) for complaint in complaints if complaint.kind == "extra_forbidden"}
    told: set[Path] = set()
    for complaint in complaints:
        path = complaint.spot.path
        if any(path[:length] in told for length in range(1, len(path) + 1)) or (complaint.kind == "missing" and path in meant):
            continue
        if complaint.kind == "too_short" and any(inside[: len(path)] == path for inside in told):
            continue  # too short only without the entry that was refused
        told.add(path)
        yield _TELLERS.get(complaint.kind, _plain)(complaint)


def _meant(complaint: _Complaint) -> Path:
    """The place that a misspelt key was meant for."""
    return (*complaint.spot.path[:-1], nearest(complaint.key, keys_of(complaint.holder) if complaint.holder else ()) or "")


def _plain(complaint: _Complaint) -> Problem:
    got = _got(complaint.value)
    said = _PLAIN.get(complaint.kind)
    if said is None:
        return complaint.problem(f"写法不对；现在是{got}（{complaint.detail['msg']}）")
    return complaint.problem(said.format(got=got, **complaint.detail.get("ctx", {})))


def _missing(complaint: _Complaint) -> Problem:
    field = complaint.holder.model_fields.get(complaint.key) if complaint.holder else None
    about = f"（{field.description}）" if field and field.description else ""
    return complaint.problem(f"缺少 {complaint.key}{about}", path=complaint.spot.path[:-1])


def _extra(complaint: _Complaint) -> Problem:
    allowed = keys_of(complaint.holder) if complaint.holder else ()
    return complaint.problem(f"没有 {complaint.key} 这个键", allowed, nearest(complaint.key, allowed))


def _literal(complaint: _Complaint) -> Problem:
    allowed = tuple(re.findall(r"'([^']*)'", complaint.detail["ctx"]["expected"]))
    return complaint.problem(f"不能写{_got(complaint.value)}", allowed, nearest(str(complaint.value), allowed))


def _rule_kind(complaint: _Complaint) -> Problem:
    written = complaint.value if isinstance(complaint.value, dict) else {}
    guess = next((near for word in written if (near := nearest(word, _RULE_KEYS))), None)
    return complaint.problem("规则要以 fact、all、any、none、count 之一开头", _RULE_KEYS, guess)


def _fact_kind(complaint: _Complaint) -> Problem:
    path = complaint.spot.path
    models = models_in(complaint.root, str(path[0]))
    allowed = tuple(word for model in models for word in get_args(model.model_fields["kind"].annotation))
    written = complaint.value.get("kind") if isinstance(complaint.value, dict) else None
    if written is None:
        return complaint.problem("缺少 kind（事实的种类）", allowed)
    return complaint.problem(f"没有 {written} 这种 kind", allowed, nearest(str(written), allowed), (*path, "kind"))


def _text(complaint: _Complaint) -> Problem:
    value = complaint.value
    if isinstance(value, bool | int | Decimal):
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        return complaint.problem(f'这里要文字，却写成了{_got(value)}，请加引号写成 "{shown}"')
    return complaint.problem(f"这里要文字；现在是{_got(value)}")


def _pattern(complaint: _Complaint) -> Problem:
    written = str(complaint.detail["input"])
    pattern: str = complaint.detail["ctx"]["pattern"]
    if pattern.startswith("^https?"):
        return complaint.problem(f"网址须以 http:// 或 https:// 开头，不含空格；现在是“{written}”")
    if pattern.startswith("^[0-9a-f]"):
        return complaint.problem(f"校验码“{written}”须是加引号的 12 位小写十六进制数")
    if pattern.startswith("^[0-9a-z]"):
        return complaint.problem(f"原文“{written}”请写文本文件的名字，不带 .txt，只用小写字母、数字、- 和 _，例如 yq-yunjiang-2026")
    if pattern.startswith("^[a-z]"):
        cure = re.sub(r"[^a-z0-9_-]+", "-", written.lower()).strip("-_")
        cure = cure if cure[:1].isalpha() else ""
        return complaint.problem(f"编号“{written}”只能用小写字母、数字、- 和 _，以字母开头", guess=cure or None)
    cure = re.sub(r"\s", "", written).replace("(", "（").replace(")", "）")
    return complaint.problem(f"条款号“{written}”请用中文括号、不留空格", guess=cure or None)


def _own_words(complaint: _Complaint) -> Problem:
    """The models' own validators speak Chinese already; the key that their words begin with is where to look."""
    said = str(complaint.detail["ctx"]["error"])
    first = re.match(r"[a-z_]*", said)
    inside = isinstance(complaint.value, dict) and first is not None and first[0] in complaint.value
    return complaint.problem(said, path=(*complaint.spot.path, first[0]) if inside and first else None)


_TELLERS: dict[str, Callable[[_Complaint], Problem]] = {
    "missing": _missing,
    "extra_forbidden": _extra,
    "literal_error": _literal,
    "rule_kind": _rule_kind,
    "union_tag_invalid": _fact_kind,
    "union_tag_not_found": _fact_kind,
    "string_type": _text,
    "string_pattern_mismatch": _pattern,
    "value_error": _own_words,
}


def _value_at(data: Any, path: Path) -> Any:  # noqa: ANN401 - data of any shape
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step]
        else:
            return None
    return data


def _got(value: Any) -> str:  # noqa: ANN401 - data of any shape
    match value:
        case None:
            return "空的"
        case bool():
            return " true" if value else " false"
        case int() | Decimal():
            return f"数字 {value}"
        case str():
            return f"文字“{value if len(value) <= _SHOWN else value[:_SHOWN] + '…'}”"
        case list():
            return "一个列表"
        case _:
            return "一组“键: 值”"
