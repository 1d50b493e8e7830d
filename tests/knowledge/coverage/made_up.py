"""A made-up notice, its clause list and a policy that holds all of it; each test spoils one thing."""

from collections.abc import Mapping
from typing import Any

from knowledge.clauses import Notice
from knowledge.coverage.collation import digest
from knowledge.policy import Policy
from knowledge.reading.tree import read_tree
from tests.knowledge.factories import POLICY

PARTS: Mapping[str, str] = {
    "页头": "网站导航>通知\n",
    "标题": "关于评选示范市金匠的通知\n",
    "前言": "按照示人社发〔2023〕33号，开展2024年度评选。\n",
    "一": "一、范围\n",
    "一1": "1.全市共选10人，每人3万元，满两年后发40%。\n",
    "一2": "2.材料一式三份（附件1、2），12月10日前交。\n",
    "二": "二、希望各地高度重视。\n",
    "落款": "示范市人社局\n二〇二四年十一月一日，电话(0472)1234567",
}
TEXT = "".join(PARTS.values())
KEY = "009_0123abcd"
NOTHING = {"一": "标题", "二": "口号"}

ENTRIES = """\
quotas:
  - {id: total, clause: 一1, text: 共选十名, kind: chosen, amount: 10}
benefits:
  - {id: grant, clause: 一1, text: 每人补助，分次发, amount: 30000, instalments: [{percent: 60, due: 当年}, {percent: 40, due: 满2年}]}
materials:
  - {id: form, clause: 一2, name: 申报表, copies: 3, prepared_by: applicant}
stages:
  - {id: hand-in, clause: 一2, name: 交材料, actor: applicant, action: 交给单位, ends: 2024-12-10}
contacts:
  - {id: office, clause: 落款, office: 示范市人社局, phones: ["0472-1234567"]}
documents:
  - {id: basis, title: 上级通知, number: 示人社发〔2023〕33号, role: basis}
"""


def policy(entries: str = ENTRIES) -> Policy:
    """A policy with the head of the demo policy and these entries."""
    return Policy.model_validate(read_tree(POLICY.split("tracks:")[0] + entries).data)


def notice(parts: Mapping[str, str] = PARTS, **changes: Any) -> Notice:  # noqa: ANN401 - data of a model
    """The clause list of a text made of these parts; the page head is left out by name."""
    at = 0
    data: dict[str, Any] = {"id": "demo-notice", "text": KEY, "policies": ("demo-2024",), "clauses": [], "excluded": []}
    for name, said in parts.items():
        span: dict[str, Any] = {"start": at, "end": at + len(said), "sha": digest(said)}
        at += len(said)
        if name == "页头":
            data["excluded"].append({**span, "reason": "网站导航"})
        else:
            excused = {"2024年": "年度，见标题"} if name == "前言" else {}
            data["clauses"].append({"id": name, **span, "excused": excused} | ({"nothing": NOTHING[name]} if name in NOTHING else {}))
    return Notice.model_validate({**data, **changes})
