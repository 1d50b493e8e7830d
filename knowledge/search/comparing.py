"""What somebody wants side by side: two policies, or the tracks of one."""

import re
from collections.abc import Iterator

from knowledge.base import KnowledgeBase
from knowledge.entries import Topic
from knowledge.search.hearing import LONGEST, Cleaner
from knowledge.search.index import Index
from knowledge.search.lexicon import Lexicon
from knowledge.search.normal import normalise
from knowledge.search.phrases import Phrasebook
from knowledge.search.scanner import Scanner
from knowledge.search.understanding import Elsewhere, Leaning, Understanding

_MOST = 4
"""Things put side by side; more are no help on a phone."""
_TWO = 2
_LEANS = re.compile("^(?:那|再|如果|要是)?(?:和|跟|与|同|比)")


class Comparisons:
    """Words of comparing over one base."""

    def __init__(self, base: KnowledgeBase, index: Index, lexicon: Lexicon) -> None:
        """What is done to a question is done to the words."""
        self._policies = base.policies
        self._index = index
        self._clean = Cleaner(lexicon.words.fillers).clean
        words = lexicon.comparing
        self._says = Phrasebook(dict.fromkeys((*lexicon.intents.comparison.says, *words.says), True), self._clean)
        self._all = Scanner(dict.fromkeys(map(self._clean, words.all_tracks), True))
        self._everything = lexicon.intents.comparison.means
        self._joins = re.compile("|".join(re.escape(join) for join in words.joins), re.IGNORECASE)

    def find(self, understood: Understanding, topic: Leaning | None = None) -> tuple[str, ...]:
        """Each POLICY or POLICY/TRACK, two to four; empty where nothing is compared, or nothing of ours."""
        question = _asked(understood)
        text = self._clean(question)
        if understood.small_talk or not self._says.every(text):
            return ()
        # What was told about last may hide what is named now.
        alone = self._index.understand(question) if topic else understood
        if alone.elsewhere or (alone.general and not alone.policies):
            return ()
        return self._tracks(alone, text) or self._named(question) or self._offered(alone) or self._leaning(alone, text, topic)

    def lacking(self, understood: Understanding) -> tuple[Elsewhere, tuple[str, ...]] | None:
        """The place or year of one side that is not ours, and what is on the other; None where nothing of the kind is compared."""
        question = _asked(understood)
        if understood.action != "answer" or not self._says.every(self._clean(question)):
            return None
        for left, right in self._halves(question):
            sides = (self._index.understand(left), self._index.understand(right))
            strange = next((side.elsewhere for side in sides if side.elsewhere), None)
            ours = tuple(policy for side in sides for policy in side.policies if side.action == "answer")
            if strange is not None and ours:
                return strange, ours
        return None

    def topics(self, intents: tuple[Topic, ...]) -> tuple[Topic, ...]:
        """What is to be compared; an overview where only the comparing itself was asked."""
        return intents if intents and intents != self._everything else ("overview",)

    def _tracks(self, understood: Understanding, text: str) -> tuple[str, ...]:
        """Several tracks of one policy: those named, or all of them."""
        of_policy: dict[str, list[str]] = {}
        for track in understood.tracks:
            of_policy.setdefault(track.partition("/")[0], []).append(track)
        several = [tracks for tracks in of_policy.values() if len(tracks) > 1]
        if len(several) == 1 and (understood.action == "clarify" or len(understood.policies) == 1):
            return tuple(several[0][:_MOST])
        if understood.action == "answer" and len(understood.policies) == 1 and self._all.longest(text):
            (policy,) = understood.policies
            every = tuple(f"{policy}/{track.id}" for track in self._policies[policy].tracks[:_MOST])
            return every if len(every) > 1 else ()
        return ()

    def _named(self, question: str) -> tuple[str, ...]:
        """One on each side of a word between two; where one side may be several, the one that has its place in common with the other."""
        for left, right in self._halves(question):
            pairs = tuple(self._pairs(self._meant(left), self._meant(right)))
            if len(pairs) == 1:
                return pairs[0]
        return ()

    def _halves(self, question: str) -> Iterator[tuple[str, str]]:
        """What stands on either side of each word between two."""
        for join in self._joins.finditer(question):
            left, right = question[: join.start()], question[join.end() :]
            if normalise(left) and normalise(right):
                yield left, right

    def _meant(self, part: str) -> tuple[str, ...]:
        """What a half of the question may name."""
        understood = self._index.understand(part)
        if understood.action == "none" or understood.only_intent or understood.asks_screening:
            return ()
        tracks = {track.partition("/")[0]: track for track in understood.tracks}
        single = len(understood.tracks) == 1
        return tuple(tracks[one] if single and one in tracks else one for one in understood.policies)

    def _pairs(self, left: tuple[str, ...], right: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """The pairs that may be meant: all where both sides are sure, else those of one place."""
        pairs = [(one, other) for one in left for other in right if _policy(one) != _policy(other)]
        yield from pairs if len(pairs) == 1 else [pair for pair in pairs if self._place(pair[0]) == self._place(pair[1])]

    def _place(self, target: str) -> str:
        return self._policies[_policy(target)].region[-1]

    @staticmethod
    def _offered(understood: Understanding) -> tuple[str, ...]:
        """Two that a place, or one name, stands for."""
        both = not understood.only_intent and len(understood.policies) == _TWO
        return understood.policies if both and understood.action != "none" else ()

    def _leaning(self, understood: Understanding, text: str, topic: Leaning | None) -> tuple[str, ...]:
        """What was just told about, and the one named now."""
        named = understood.policies if understood.action == "answer" else ()
        if topic is None or topic.policy not in self._policies or len(named) != 1 or named[0] == topic.policy or not _LEANS.search(text):
            return ()
        return topic.policy, named[0]


def _asked(understood: Understanding) -> str:
    return (understood.read_as or understood.question)[:LONGEST]


def _policy(target: str) -> str:
    return target.partition("/")[0]
