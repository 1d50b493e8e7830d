"""Where a requirement stands: the category it is for, the list it is one of, and what the sentence above makes of it."""

import re
from collections.abc import Iterator
from typing import Literal

from knowledge.drafting.limits import Limits
from knowledge.drafting.outline import SAYS, Outline, Part, above
from knowledge.drafting.page import Page
from knowledge.drafting.words import Words, one_of

Role = Literal["required", "excluding", "preferred", "exempting"]
_SHORT_NAME = 3
_UNNUMBERED = frozenset({"正文", "前言", "页头", "标题", "抬头", "文号", "落款"})
PLAIN = re.compile(
    "申报|申请|基本|遴选|选拔|推荐|评选|必备|具体|资格|条件|须具备|应当|应具备|具备|下列|对象|范围|人员|者|单位|及|和|与|一般|以下|符合|应|须|需|同时|"
    "情形|要求|类别|标准|年龄|学历|职称|技能|等级|工作|年限|业绩|政治|素质|思想|能力|职业|道德|身体|健康|之一|的|有|人|入选|参评|评审|认定|其他|任职|品德|补贴|政策|内容|程序|流程|办法|申领|概况|、"
)
"""Words of headings and conditions that name nobody in particular."""


class Scopes:
    """Reads what stands above a part."""

    def __init__(self, page: Page, outline: Outline, words: Words, limits: Limits) -> None:
        self._page, self._outline, self._words, self._limits = page, outline, words, limits
        self._excluding, self._exempting = one_of(words.excluding), one_of(words.exempting)

    def scope(self, part: Part) -> str | None:
        """The category that a clause stands under: a heading above it that is no plain heading of conditions and has others beside it."""
        parts = self._outline.parts
        for one in (part, *self._before(part)):
            if not one.begins or one.clause in _UNNUMBERED or not part.clause.startswith(one.clause):
                continue
            label = self._category(one, own=one.clause == part.clause)
            beside = {other.clause for other in parts if other.begins and above(other.clause) == above(one.clause)} - {one.clause}
            if label and any(self._has_conditions(clause) for clause in beside):
                return label
        return None

    def _category(self, one: Part, *, own: bool) -> str | None:
        """The name of a category that a clause begins with, such as 高层次人才 or 区外学员须具备下列条件."""
        text = self._page.plain[one.body.start : one.body.end].strip()
        label = re.match(r"[^:。;,]{2,24}(?=[:。]|$)", text)
        if (
            not label
            or self._limits.in_text(label[0])
            or (own and text[label.end() : label.end() + 1] != "。")
            or (own and (len(text) == label.end() + 1 or SAYS.search(label[0])))
        ):
            return None
        bare = PLAIN.sub("", label[0])
        return None if len(bare) <= 1 or (self._words.topic_of(label[0]) and len(bare) <= _SHORT_NAME) else label[0]

    def _has_conditions(self, clause: str) -> bool:
        """Whether a clause holds conditions for somebody: not a list of who is shut out or let off."""
        held = [one for one in self._outline.parts if one.clause.startswith(clause)]
        text = "".join(self._page.plain[one.place.start : one.place.end] for one in held[:1])
        return any(one.topic == "conditions" for one in held) and not (self._excluding.search(text) or self._exempting.search(text))

    def group(self, part: Part) -> str | None:
        """The clause above that says 之一, where a part is one of its items; each item alone shuts out where it says who may not."""
        if self.led_role(part) == "excluding":
            return None
        for one in self._before(part):
            if part.clause.startswith(one.clause) and part.clause != one.clause:
                text = self._page.plain[one.place.start : one.place.end].rstrip()
                if text.endswith(":") and re.search("之一|任一|任意一项|其中一项", text[-24:]):
                    return one.clause
        return None

    def led_role(self, part: Part) -> Role:
        """What the sentence above makes of its items: 可以不受……限制, 有下列情形的不得申报."""
        above = next((one for one in self._before(part) if part.clause != one.clause and part.clause.startswith(one.clause)), None)
        text = self._page.plain[above.place.start : above.place.end].rstrip() if above else ""
        if not text.endswith(":"):
            return "required"
        return "exempting" if self._exempting.search(text) else "excluding" if self._excluding.search(text) else "required"

    def _before(self, part: Part) -> Iterator[Part]:
        return (one for one in reversed(self._outline.parts) if one.place.start < part.place.start)
