"""Head counts in a sentence: “高级技师20人，技师一百五十名” to the facts that a policy's quotas are counted from."""

import re
from datetime import date
from decimal import Decimal

from eligibility.answers import Answers, Given
from eligibility.quota import counted_quotas
from eligibility.reading import read_answer
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy

NUMBER = r"(\d+|[零〇一二两三四五六七八九十百千]+)"
BETWEEN = r"\s*(?:人数)?\s*(?:有|共|是|为|:|：|=)?\s*"
COUNTED = r"\s*(?:个|名|位|人)"


def head_counts(base: KnowledgeBase, policy: Policy, text: str, today: date) -> Answers:
    """The head counts that a text gives, by fact.

    The longer name is looked for first: 高级技师 is no 技师. A number without 人 or 名 is no head count: 技师二级.
    """
    wanted = {quota.of: _level_of(base, quota.of) for quota in counted_quotas(policy, None) if quota.of}
    found: dict[str, Given] = {}
    for fact, level in sorted(wanted.items(), key=lambda pair: -len(pair[1])):
        match = re.search(f"{level}{BETWEEN}{NUMBER}{COUNTED}", text) or re.search(f"{NUMBER}{COUNTED}{level}", text)
        if match is None:
            continue
        answer = read_answer(base.facts[fact], match[1], today=today)
        if isinstance(answer, Given) and isinstance(answer.value, Decimal):
            found[fact] = answer
        text = text[: match.start()] + "|" + text[match.end() :]
    return found


def _level_of(base: KnowledgeBase, fact: str) -> str:
    return re.escape(base.facts[fact].name.removeprefix("单位").removesuffix("人数"))
