"""What the models refuse, in Chinese, at its line, with what is allowed and the nearest spelling."""

import re
from collections.abc import Callable, Iterator
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
    "greater_than": "数字要大于 {gt}；现在是{got}",
    "greater_than_equal": "数字要不小于 {ge}；现在是{got}",
    "less_than_equal": "数字要不大于 {le}；现在是{got}",
    "time_parsing": '钟点请写成带引号的 "17:30"；现在是{got}',
    "time_type": '钟点请写成带引号的 "17:30"；现在是{got}',
}


def problems_of(document: Document, model: type[BaseModel], error: ValidationError) -> Iterator[Problem]:
    """The complaints of a model over a document, one for each place."""
    told: set[Path] = set()
    for detail in error.errors(include_url=False):
        spot = locate(model, document.data, detail["loc"])
        if not any(spot.path[:length] in told for length in range(1, len(spot.path) + 1)):
            told.add(spot.path)
            yield _problem(document, model, spot, detail)


def _problem(document: Document, root: type[BaseModel], spot: Spot, detail: ErrorDetails) -> Problem:
    teller = _TELLERS.get(detail["type"])
    if teller:
        return teller(document, root, spot, detail)
    got = _got(_value_at(document.data, spot.path))
    plain = _PLAIN.get(detail["type"])
    said = plain.format(got=got, **detail.get("ctx", {})) if plain else f"写法不对；现在是{got}（{detail['msg']}）"
    return document.problem(spot.path, said)


def _missing(document: Document, root: type[BaseModel], spot: Spot, detail: ErrorDetails) -> Problem:
    key = str(spot.path[-1])
    holder = locate(root, document.data, detail["loc"][:-1]).model
    field = holder.model_fields.get(key) if holder else None
    about = f"（{field.description}）" if field and field.description else ""
    return document.problem(spot.path[:-1], f"缺少 {key}{about}")


def _extra(document: Document, root: type[BaseModel], spot: Spot, detail: ErrorDetails) -> Problem:
    key = str(spot.path[-1])
    holder = locate(root, document.data, detail["loc"][:-1]).model
    allowed = keys_of(holder) if holder else ()
    return document.problem(spot.path, f"没有 {key} 这个键", allowed, nearest(key, allowed))


def _literal(document: Document, _root: type[BaseModel], spot: Spot, detail: ErrorDetails) -> Problem:
    value = _value_at(document.data, spot.path)
    allowed = tuple(re.findall(r"'([^']*)'", detail["ctx"]["expected"]))
    return document.problem(spot.path, f"不能写{_got(value)}", allowed, nearest(str(value), allowed))


def _rule_kind(document: Document, _root: type[BaseModel], spot: Spot, _detail: ErrorDetails) -> Problem:
    value = _value_at(document.data, spot.path)
    written = list(value) if isinstance(value, dict) else []
    guess = next((near for word in written if (near := nearest(word, _RULE_KEYS))), None)
    return document.problem(spot.path, "规则要以 fact、all、any、none、count 之一开头", _RULE_KEYS, guess)


def _kind(document: Document, root: type[BaseModel], spot: Spot, _detail: ErrorDetails) -> Problem:
    value = _value_at(document.data, spot.path)
    models = models_in(root, str(spot.path[0]))
    allowed = tuple(word for model in models for word in get_args(model.model_fields["kind"].annotation))
    written = value.get("kind") if isinstance(value, dict) else None
    if written is None:
        return document.problem(spot.path, "缺少 kind（事实的种类）", allowed)
    return document.problem((*spot.path, "kind"), f"没有 {written} 这种 kind", allowed, nearest(str(written), allowed))


def _text(document: Document, _root: type[BaseModel], spot: Spot, _detail: ErrorDetails) -> Problem:
    value = _value_at(document.data, spot.path)
    if isinstance(value, bool | int | Decimal):
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        return document.problem(spot.path, f'这里要文字，却写成了{_got(value)}，请加引号写成 "{shown}"')
    return document.problem(spot.path, f"这里要文字；现在是{_got(value)}")


def _pattern(document: Document, _root: type[BaseModel], spot: Spot, detail: ErrorDetails) -> Problem:
    written = str(detail["input"])
    pattern: str = detail["ctx"]["pattern"]
    if pattern.startswith("^https?"):
        return document.problem(spot.path, f"网址须以 http:// 或 https:// 开头，不含空格；现在是“{written}”")
    if pattern.startswith("^[a-z]"):
        cure = re.sub(r"[^a-z0-9_-]+", "-", written.lower()).strip("-_")
        cure = cure if cure[:1].isalpha() else ""
        return document.problem(spot.path, f"编号“{written}”只能用小写字母、数字、- 和 _，以字母开头", nearest=cure or None)
    cure = re.sub(r"\s", "", written).replace("(", "（").replace(")", "）")
    return document.problem(spot.path, f"条款号“{written}”请用中文括号、不留空格", nearest=cure or None)


def _own_words(document: Document, _root: type[BaseModel], spot: Spot, detail: ErrorDetails) -> Problem:
    return document.problem(spot.path, str(detail["ctx"]["error"]))


_TELLERS: dict[str, Callable[[Document, type[BaseModel], Spot, ErrorDetails], Problem]] = {
    "missing": _missing,
    "extra_forbidden": _extra,
    "literal_error": _literal,
    "rule_kind": _rule_kind,
    "union_tag_invalid": _kind,
    "union_tag_not_found": _kind,
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
