"""Whether somebody passes on what a notice is said to say: a short text that they paste, or a question whether it is true."""

import re

from bot.usecases.snapshot import Snapshot
from knowledge.pasted.notices import Pasted
from knowledge.search.understanding import Understanding

_LONG, _LINES = 80, 3
"""Characters or lines from which on a text that asks nothing may be pasted."""
_TRUE = re.compile("真的[吗嘛么假]|是真是假|真不真|(?:是不是|可是)真|对不对|对吗|属实吗|可信吗|靠谱吗|是这样吗")
_HEARD = re.compile("听说|听人说|网上说|网上传|有人说|群里说|都说|据说")
_ASKING = re.compile("[?？吗呢啥谁]|什么|怎么|怎样|如何|多少|多久|几时|几号|哪|能不能|可不可以|要不要|是不是")


_SELF = re.compile("我(?!市|省|区|县|国|厅|局|委|校|院|公司)|本人")
"""Who tells about themselves pastes nothing."""


_CALLED = re.compile(r"(?<![0-9])(?P<number>(?:0[0-9]{2,3}-?)?[1-9][0-9]{6,10})(?![0-9]).*(?:电话|号码|谁|打给|官方)")
"""A number, and whose it is."""


def is_passed_on(text: str) -> bool:
    """Whether a text asks if something is true, tells what is heard, or looks pasted."""
    return is_doubted(text) or is_pasted(text)


def is_doubted(text: str) -> bool:
    """Whether it is asked if something is true; what is heard beside another question is not."""
    return bool(_TRUE.search(text) or _CALLED.search(text)) or (_HEARD.search(text) is not None and _ASKING.search(text) is None)


def is_pasted(text: str) -> bool:
    """Whether a text looks pasted: it goes on, and asks nothing."""
    return (len(text) >= _LONG or len(text.splitlines()) >= _LINES) and not (_ASKING.search(text) or _SELF.search(text))


def strange_number(text: str, understood: Understanding) -> str | None:
    """The number of which somebody asks whose it is, where it is on no notice and nothing else is asked."""
    asked = _CALLED.search(text)
    alone = not understood.policies or understood.only_intent
    return asked["number"] if asked and alone and understood.looked_up is None and understood.elsewhere is None else None


def claimed(snapshot: Snapshot, text: str, understood: Understanding, leaning: str | None = None) -> Pasted | None:
    """What is said held against the one policy that it is certainly about; None where it is none, or there is no figure to compare.

    ``leaning``: the policy just told about; what is doubted without naming any is about it.
    """
    if understood.elsewhere is not None:
        return None
    if not is_pasted(text) and (understood.shortcut is not None or (understood.looked_up is not None and _TRUE.search(text) is None)):
        return None
    if len(understood.policies) == 1 and understood.action == "answer":
        return snapshot.notices.claimed(text, understood.policies[0])
    if leaning is not None and not understood.policies and is_doubted(text):
        return snapshot.notices.claimed(text, leaning)
    pasted = snapshot.notices.compare(text) if is_pasted(text) else None
    return pasted if pasted is not None and pasted.policies and any((pasted.compared or {}).values()) else None
