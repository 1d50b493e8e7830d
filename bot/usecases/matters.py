"""What questions are about, without how they ask: worked out once for each as long as one version is served."""

from functools import lru_cache
from typing import Final

from knowledge.search.index import Index

KEPT: Final = 20_000
"""Questions remembered."""


class Matters:
    """Remembers what it was asked."""

    def __init__(self, index: Index) -> None:
        self._of = lru_cache(maxsize=KEPT)(index.strange)

    def of(self, text: str) -> str:
        """鹿城金蓝领 of 鹿城金蓝领啥时候截止; empty where every word of it is how."""
        return self._of(text)
