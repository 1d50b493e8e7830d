"""What if one answer were otherwise: the verdict before and after, and the conditions that turn. Nothing is changed by looking."""

from collections.abc import Iterator, Sequence

from bot.views.message import Block, Message
from bot.views.topics.section import clause_text
from bot.views.verdict_details import MARKS
from bot.views.verdicts import headline_of, lead_of
from eligibility.answers import Answer
from eligibility.describing import describe
from eligibility.supposing import Supposed
from knowledge.base import KnowledgeBase
from knowledge.facts import Fact

UNCONCERNED = "不涉及"


def supposed_message(base: KnowledgeBase, supposed: Sequence[Supposed], fact: Fact, answer: Answer) -> Message:
    """The lead supposes, a block for each verdict tells what comes of it."""
    blocks = (Block(tuple(supposed_lines(base, one))) for one in supposed)
    lead = f"如果{fact.name}是：{describe(fact, answer)}"
    return Message((Block((lead,), "lead"), *blocks, Block(("您原来的回答没有改。",), "small")))


def supposed_lines(base: KnowledgeBase, one: Supposed) -> Iterator[str]:
    """One verdict before and after, its track named, then each condition that turns."""
    track = base.policies[one.before.policy].track(one.before.track).name + "　" if one.before.track else ""
    before, after = headline_of(one.before), headline_of(one.after)
    yield f"{track}{before} → {lead_of(one.after)}" if before != after else f"{track}还是：{lead_of(one.after)}"
    for turned in one.turned:
        marks = (MARKS.get(turned.before, UNCONCERNED), MARKS.get(turned.after, UNCONCERNED))
        wish = "优先条件　" if turned.condition.kind == "preferred" else ""
        yield f"· {wish}{turned.condition.text}{clause_text(turned.condition.clause)}：{' → '.join(marks)}"
