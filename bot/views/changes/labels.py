"""What fields and their options are called: as their own descriptions say, which editors show; a few by a name of their own."""

import re
from collections.abc import Mapping
from functools import cache
from typing import get_args

from bot.views.next_steps import LABELS
from knowledge.closed import Closed

_NAMES: Mapping[str, str] = {
    "text": "内容",
    "kind": "种类",
    "decided_by": "怎么认定",
    "rule": "判断规则",
    "when": "只对谁适用",
    "name": "名称",
    "title": "标题",
    "genre": "文件种类",
    "period": "每月还是每年",
    "medium": "纸质还是电子",
    "photocopy": "原件还是复印件",
    "bound": "恰好还是至少、至多",
    "role": "是依据还是附件",
    "why": "为什么没有",
    "stance": "能不能报",
    "certainty": "把握",
    "topic": "管什么",
    "topics": "管什么",
    "unlimited": "不设上限",
    "judged_on": "判断日",
    "day": "哪一天",
    "summary": "简介",
    "audience": "适用谁",
    "slots": "答哪些细问",
    "sensitive": "敏感信息",
    "likely": "多数人的回答",
    "options": "选项",
    "facts": "回答",
    "told": "认出它的词",
    "told_no": "认出“否”的词",
    "note": "说明",
    "tracks": "适用的类别",
    "aliases": "其他叫法",
    "beside": "答政策时带上的话",
    "gate": "对应的程序门槛",
    "silent": "通知没写时说的话",
    "each": "按每个什么给",
    "course": "课时和班额",
    "subject": "关于谁",
}
"""For fields whose description begins with an option, or with advice for the writer."""

_OWN: Mapping[tuple[str, str], str] = {
    ("Length", "unit"): "时间单位",
    ("Policy", "tracks"): "类别",
    ("Example", "name"): "例子",
    ("Example", "facts"): "回答",
    ("Example", "track"): "类别",
    ("Situation", "about"): "哪种情况",
    ("Situation", "silent"): "通知没写的是什么",
    ("Absence", "text"): "回答",
    ("Bracket", "provided"): "前提",
}

_TOPICS = {str(topic): label for topic, label in LABELS.items()}
_OPTION = re.compile("(?<![a-z_])([a-z_]+) ([^/；，。]+)")
_BREAK = re.compile("[；，。：（]")


def field_label(model: type[Closed], field: str) -> str:
    """What a field is called: 最后一天, 份数, 办公电话."""
    described = _BREAK.split(model.model_fields[field].description or field)[0]
    return _OWN.get((model.__name__, field)) or _NAMES.get(field) or described


def option_label(model: type[Closed], field: str, value: str) -> str | None:
    """What an option of a field is called (必备 of ``required``), where its description lists them, or tells the only one."""
    if field in {"topic", "topics"} and value in _TOPICS:
        return _TOPICS[value]
    return _options(model, field).get(value)


@cache
def _options(model: type[Closed], field: str) -> Mapping[str, str]:
    described = model.model_fields[field].description or ""
    only = get_args(model.model_fields[field].annotation)
    if len(only) == 1 and isinstance(only[0], str):
        return {only[0]: described.partition("：")[2]}
    return {value: label.strip() for value, label in _OPTION.findall(described)}
