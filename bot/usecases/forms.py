"""Which blank forms somebody wants: “把申请表发我”, “表格发我一份”, “表在哪下载”. Pure."""

import re

from knowledge.entries import Document
from knowledge.policy import Policy, holds_for
from knowledge.search.normal import normalise

_KINDS = "申请表|申报表|申报书|汇总表|推荐表|预报名表|报名表|联络表|登记表|审批表|志愿表|意见表|实施方案"
_FORM = rf"(?:{_KINDS}|表格|模板|样表|空白表|空表|电子表|附件\d{{0,2}}|(?<![代年发图手仪填一报])表(?![示现彰达演扬明格]))"
_WHERE = r"(?:在?(?:哪里|哪儿|哪|什么地方|啥地方)(?:个?网站?)?(?:里|上)?(?:可以|能|可)?(?:下载?|领取?|拿|找|弄|要|有|搞|取)|去哪|从哪)"
_SEND = (
    r"(?:发给?我|发给?俺|发给?咱|传给?我|给我(?:一?[份张个])?(?!讲|说|看|解释)|发(?:我|来)?一?[份张个下]|发过?来|发一发|能不能发|能发|可以发|下载|"
    r"有没有电子[版档]|有电子[版档]|电子[版档](?:发|给|在哪|有没有|有吗|下载)|有[吗么]|求)"
)
_GAP = r".{0,6}"
_ASKS = re.compile(
    rf"{_FORM}的?{_GAP}(?:{_WHERE}|{_SEND})|(?:{_WHERE}|{_SEND}|来一?[份张个]|要一?[份张个]|要个){_GAP}{_FORM}|有没有{_GAP}{_FORM}(?!要)"
)
_OTHER = re.compile(r"怎么填|咋填|如何填|交给谁|交到哪|送到哪|报到哪|几份|多少份|盖章|盖什么章|什么时候|啥时候|截止")
"""Asks something else about a form."""
_ANNEX = re.compile(r"附件(\d{1,2})")


def asks_for_form(text: str) -> bool:
    """Whether a text wants a form itself, not what is in it or where it goes."""
    plain = normalise(text)
    return _ASKS.search(plain) is not None and _OTHER.search(plain) is None


def forms_of(policy: Policy, track: str | None) -> tuple[Document, ...]:
    """The forms that the materials of a track are written on, and whatever else a file is attached to, as the notice lists them."""
    used = {material.form for material in policy.materials if holds_for(material, track)}
    return tuple(one for one in policy.documents if one.id in used or one.file is not None)


def wanted_forms(policy: Policy, track: str | None, text: str) -> tuple[Document, ...]:
    """Those of them that a text names, by the number of the annex or the kind of form; all where it names none."""
    plain, forms = normalise(text), forms_of(policy, track)
    annexes = {f"附件{number}" for number in _ANNEX.findall(plain)}
    kinds = re.findall(_KINDS, plain)
    named = tuple(one for one in forms if one.label in annexes or any(kind in one.title for kind in kinds))
    return named or forms
