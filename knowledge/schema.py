"""JSON Schema of the files, made from the models, so that editors complete and check while an admin types.

A file names its schema in its first line (``HEADER``). The copies under ``data/schema`` are what ``schema_texts`` gives; a test holds
them to it.
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema

from knowledge.clauses import Notice
from knowledge.contradictions import ContradictionFile
from knowledge.facts import FactFile
from knowledge.general import GeneralFile
from knowledge.policy import Policy

POLICY_SCHEMA = "policy.schema.json"
FACTS_SCHEMA = "facts.schema.json"
NOTICE_SCHEMA = "notice.schema.json"
GENERAL_SCHEMA = "general.schema.json"
CONTRADICTIONS_SCHEMA = "contradictions.schema.json"

HEADER = "# yaml-language-server: $schema={}"
"""The first line of a file, filled with the schema's place: ``../schema/policy.schema.json``, ``schema/facts.schema.json`` …"""

_TITLES = {
    "Absence": "没有的内容",
    "AgeFact": "年龄类事实",
    "AllOf": "全部满足",
    "AnyOf": "满足其一",
    "Benefit": "待遇",
    "Begins": "开始得太早",
    "Beside": "答政策时带上的话",
    "Bracket": "名额的一档",
    "Caveat": "存疑",
    "ChoiceFact": "单选类事实（无高低）",
    "ChoicesFact": "多选类事实",
    "ClauseSpan": "一条或一条的一段",
    "Comparison": "比较一个事实",
    "Condition": "条件",
    "Contact": "联系方式",
    "Contradiction": "互相矛盾的回答",
    "ContradictionFile": "矛盾文件",
    "CountOf": "满足其中几项",
    "Course": "上课",
    "DateFact": "日期类事实",
    "Document": "文件或附件",
    "DurationFact": "时长类事实",
    "Duty": "义务",
    "Each": "每个什么",
    "Example": "例子",
    "Exceeds": "部分大于整体",
    "Exclusion": "不算条款的文字",
    "FactFile": "事实文件",
    "Gate": "程序门槛",
    "FormFile": "表格文件",
    "GeneralFact": "常识",
    "GeneralFile": "常识文件",
    "Ground": "依据",
    "Instalment": "一笔付款",
    "JudgedOn": "判断日",
    "Length": "时长",
    "Material": "材料",
    "NoneOf": "都不满足",
    "Notice": "一份通知的条款",
    "NumberFact": "数字类事实",
    "Option": "选项",
    "Policy": "政策文件",
    "Quota": "名额",
    "ScaleFact": "单选类事实（由低到高）",
    "Series": "项目系列",
    "Share": "比例",
    "Situation": "特殊情况能不能报",
    "Source": "来源",
    "Stage": "环节",
    "System": "网上系统",
    "Track": "类别",
    "YesNoFact": "是否类事实",
}


class _Chinese(GenerateJsonSchema):
    """Without the titles that pydantic makes from English names: editors show the Chinese descriptions."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 - pydantic's signature
        return False

    def generate(self, schema: CoreSchema, mode: Any = "validation") -> dict[str, Any]:  # noqa: ANN401 - as above
        made = super().generate(schema, mode)
        for name, model in {made["title"]: made, **made.get("$defs", {})}.items():
            model.pop("description", None)
            model["title"] = _TITLES[name]
        return {"$schema": self.schema_dialect, **made}


def policy_schema() -> dict[str, Any]:
    """The schema of a policy file, draft 2020-12."""
    return _schema_of(Policy)


def facts_schema() -> dict[str, Any]:
    """The schema of the file of facts, draft 2020-12."""
    return _schema_of(FactFile)


def notice_schema() -> dict[str, Any]:
    """The schema of a clause file, draft 2020-12."""
    return _schema_of(Notice)


def general_schema() -> dict[str, Any]:
    """The schema of the file of general facts, draft 2020-12."""
    return _schema_of(GeneralFile)


def contradictions_schema() -> dict[str, Any]:
    """The schema of the file of contradictions, draft 2020-12."""
    return _schema_of(ContradictionFile)


def schema_texts() -> Mapping[str, str]:
    """The files under ``data/schema`` by name."""
    schemas = {
        POLICY_SCHEMA: policy_schema(),
        FACTS_SCHEMA: facts_schema(),
        NOTICE_SCHEMA: notice_schema(),
        GENERAL_SCHEMA: general_schema(),
        CONTRADICTIONS_SCHEMA: contradictions_schema(),
    }
    return {name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in schemas.items()}


def _schema_of(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True, schema_generator=_Chinese)
