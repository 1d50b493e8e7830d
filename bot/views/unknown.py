"""What is not known: that it is not, then what was just talked about, or what is nearest, or the newest programmes."""

from bot import texts
from bot.callbacks import press
from bot.views.citing import name_of
from bot.views.message import Block, Button, Message, grid
from bot.views.next_steps import LABELS, MOST_CHOICES, policy_choice, topic_press
from knowledge.base import KnowledgeBase
from knowledge.entries import Topic
from knowledge.policy import Policy
from knowledge.search.lookups import Lookups
from knowledge.search.understanding import Elsewhere, Leaning, Understanding

LEAST = 2
"""Letters of a text that may ask for something; a sign or one word of anger does not."""
OFFERED: tuple[Topic, ...] = ("deadline", "conditions", "materials", "how_to_apply", "benefit", "contact")
_ALL = (Button("有哪些项目", press("p")),)


def unknown_message(base: KnowledgeBase, understood: Understanding, topic: Leaning | None = None) -> Message:
    """``topic``: what this person was told about last."""
    policy = base.policies.get(topic.policy) if topic is not None and understood.elsewhere is None else None
    if understood.elsewhere is None and sum(map(str.isalnum, understood.question)) < LEAST:
        return Message((Block((texts.NO_QUESTION,)),), (*policy_choice(base, (policy.id,) if policy else (), ("overview",)), _ALL))
    if policy is not None and topic is not None and not Lookups.looks_up(understood.question):
        return _on_topic(policy, topic.track)
    lead = f"我这里没有{_elsewhere_text(understood.elsewhere)}的这类通知。" if understood.elsewhere else _lost(understood)
    suggested = understood.related or tuple(policy.id for policy in _newest_first(base) if policy.applicant is not None)
    shown = tuple(base.policies[one] for one in suggested[:MOST_CHOICES])
    lines = (*(("我有的是：",) if understood.elsewhere else ()), *(f"· {name_of(policy)}" for policy in shown))
    hints = (*((texts.RATIOS_DIFFER,) if "quota" in understood.intents else ()), texts.NOTHING_FITS)
    return Message(
        (Block((lead,), "lead"), Block(lines), Block(hints)),
        (*policy_choice(base, (policy.id for policy in shown), ("overview",)), _ALL),
    )


def _on_topic(policy: Policy, track: str | None) -> Message:
    """The programme that was just talked about, with a button for each thing to ask of it."""
    buttons = grid(tuple(Button(LABELS[one], topic_press(policy, track, (one,))) for one in OFFERED))
    lines = (f"刚才说的是{name_of(policy)}，问它就点下面的。", texts.NOTHING_FITS)
    return Message((Block((texts.NOT_KNOWN,), "lead"), Block(lines)), (*buttons, _ALL))


def _newest_first(base: KnowledgeBase) -> list[Policy]:
    return sorted(base.policies.values(), key=lambda policy: (-policy.year, policy.id))


def _lost(understood: Understanding) -> str:
    """A number that nobody bears is said to be none of ours, rather than not understood."""
    return texts.NUMBER_NOT_HELD if Lookups.looks_up(understood.question) else texts.NOT_UNDERSTOOD


def _elsewhere_text(elsewhere: Elsewhere) -> str:
    return "、".join(elsewhere.regions) + "、".join(f"{year}年" for year in elsewhere.years)
