"""Decisions as nodes of one reduced, ordered diagram, so that what comes down to the same is the same.

Unlike ``diagram``, which only finds out where a decision can lead, its nodes can be carried on: a fact's answer leads from a
node to a node. What a node looks at are exactly the facts that can change where it ends. (Bryant 1986)
"""

from collections.abc import Sequence

from eligibility.diagram import Decision, End, TooWideError, with_fact
from eligibility.possible import Truths

MOST_NODES = 2000
"""Nodes of one diagram; what takes more is too wide for planning."""

Node = int
"""A place in the diagram; the first are the ends, by their value."""


class Reduced:
    """The nodes of one target's decision; ``branches`` holds, for each fact in order, the ways its comparisons can come out."""

    def __init__(self, branches: Sequence[Sequence[Truths]], most: int = MOST_NODES) -> None:
        self.facts: list[frozenset[int]] = [frozenset() for _ in End]
        """That each node looks at."""
        self.ends: list[frozenset[End]] = [frozenset({end}) for end in End]
        """That each node can lead to."""
        self._branches = branches
        self._most = most
        self._asks: list[tuple[int, tuple[Node, ...]]] = [(-1, ()) for _ in End]
        self._numbers: dict[tuple[int, tuple[Node, ...]], Node] = {}
        self._known: dict[Decision, Node] = {}
        self._led: dict[tuple[Node, int, int], Node] = {}

    def node(self, decision: Decision) -> Node:
        """The node of a decision; TooWideError when it takes too many."""
        if (end := decision.end) is not None:
            return end
        known = self._known.get(decision)
        if known is None:
            first = min(leaf.fact for leaf in decision.leaves)
            children = tuple(self.node(with_fact(decision, first, truths)) for truths in self._branches[first])
            known = self._known[decision] = self._join(first, children)
        return known

    def led(self, node: Node, fact: int, branch: int) -> Node:
        """Where a node leads once a fact has come out in one of its ways."""
        if fact not in self.facts[node]:
            return node
        key = node, fact, branch
        found = self._led.get(key)
        if found is None:
            first, children = self._asks[node]
            found = children[branch] if first == fact else self._join(first, tuple(self.led(child, fact, branch) for child in children))
            self._led[key] = found
        return found

    def without_pending(self, node: Node) -> Node:
        """A node for which it makes no difference any more whether it pends."""
        if node <= End.PENDS:
            return End.FITS
        if End.PENDS not in self.ends[node]:
            return node
        fact, children = self._asks[node]
        return self._join(fact, tuple(self.without_pending(child) for child in children))

    def _join(self, fact: int, children: tuple[Node, ...]) -> Node:
        if len(set(children)) == 1:
            return children[0]
        key = fact, children
        found = self._numbers.get(key)
        if found is None:
            if len(self._asks) >= self._most:
                raise TooWideError
            found = self._numbers[key] = len(self._asks)
            self._asks.append(key)
            self.facts.append(frozenset({fact}).union(*(self.facts[child] for child in children)))
            self.ends.append(frozenset().union(*(self.ends[child] for child in children)))
        return found
