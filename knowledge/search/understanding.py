"""What a question was understood to ask."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from knowledge.entries import SituationId, SlotId, Topic

Action = Literal["answer", "clarify", "none"]
SmallTalk = Literal["greeting", "thanks", "bye"]
Speaker = Literal["person", "unit"]
"""Who asks what there is for them."""


class Seen(NamedTuple):
    """What one channel saw, for those who tune names and words."""

    channel: Literal["text", "region", "year", "unit", "name", "asked", "intent", "slot", "foreign", "unknown"]
    saw: str
    score: float


class Leaning(NamedTuple):
    """What a chat is about: the last answer, which half a question leans on."""

    policy: str
    track: str | None = None
    intents: tuple[Topic, ...] = ()


class Narrow(NamedTuple):
    """What is asked more narrowly than a topic, for example 路费 of the benefits."""

    slot: SlotId
    name: str
    topic: Topic
    facts: tuple[str, ...] = ()
    """Conditions on one of these facts are what is asked, beside the entries that say so of themselves."""


LookedUpKind = Literal["phone", "mail", "web", "paper", "number"]


class Bearer(NamedTuple):
    """Where something is published: the entry of a policy (an office, a system, a paper), or none for the policy's own number."""

    policy: str
    entry: str | None = None


class LookedUp(NamedTuple):
    """Something that somebody holds in their hand: a telephone number, a web address, a paper's name, a document number."""

    kind: LookedUpKind
    shown: str
    """As it is published."""
    bearers: tuple[Bearer, ...]


class Warned(NamedTuple):
    """What to tell somebody who speaks of a short cut."""

    fact: str
    """The general fact that it rests on."""
    lead: str
    lines: tuple[str, ...]
    """What not to do."""
    paid: str
    """What to do who has paid."""


@dataclass(frozen=True)
class Elsewhere:
    """A place or edition that was asked for and is not ours: the answer says so and says what there is."""

    regions: tuple[str, ...] = ()
    """As full names, or as typed where the place is not on our table."""
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Understanding:
    """One question, understood as far as it goes."""

    question: str
    action: Action
    policies: tuple[str, ...] = ()
    """Best first: those to answer, or at most four candidates when asking back; empty for none and where a general fact answers."""
    tracks: tuple[str, ...] = ()
    """As POLICY/TRACK, of the policies above."""
    intents: tuple[Topic, ...] = ()
    """In reading order; ("overview",) where a policy is named and nothing asked, or what is asked is unsure."""
    likely: tuple[Topic, ...] = ()
    """Where a policy is named and it is unsure what is asked: what it may be, the likeliest first."""
    slots: tuple[Narrow, ...] = ()
    """What of these intents is asked more narrowly (路费 of the benefits), where nothing wider of them is."""
    confidence: float = 0.0
    """How well the best policy fits the question, 0 to 1."""
    regions: tuple[str, ...] = ()
    """Full names of the places recognised; several for a name that several places bear."""
    years: tuple[int, ...] = ()
    elsewhere: Elsewhere | None = None
    """Set when what was asked exists only for other places or years, if at all."""
    related: tuple[str, ...] = ()
    """For ``elsewhere``: the policies of ours that are nearest, at most four."""
    only_intent: bool = False
    """Something was asked and no policy named."""
    asks_screening: bool = False
    """Somebody tells about themselves or asks what there is for them: ``policies`` are at most four that one could apply for."""
    applicant: Speaker | None = None
    """For ``asks_screening``: who asks, as far as it is told."""
    small_talk: SmallTalk | None = None
    """The whole message is a greeting, thanks or farewell; nothing is asked."""
    general: str | None = None
    """The general fact asked for: the whole answer where ``policies`` is empty, else what stands beside the policy's answer."""
    looked_up: LookedUp | None = None
    """What was asked backwards; ``policies`` are all that bear it, however many."""
    situation: SituationId | None = None
    """Somebody asks whether they may apply in a situation of theirs: of the policy answered, else of all ``policies``."""
    shortcut: Warned | None = None
    """Somebody speaks of a short cut (交钱包过): whatever else was asked, they are warned; ``policies``: the one named, if any."""
    compared: tuple[str, ...] = ()
    """What is to be put side by side, two or more, each POLICY or POLICY/TRACK."""
    read_as: str | None = None
    """The question as it was meant, where it was typed in pinyin or by its sound (进城 for 晋城)."""
    unexplained: str = ""
    """When asking back: the letters beside the names offered that nothing on file explains, so that something else may be meant."""
    explain: tuple[Seen, ...] = ()

    @property
    def intent_sure(self) -> bool:
        """Whether it is clear what is asked; otherwise a policy's card goes with a button for each topic."""
        return not self.likely
