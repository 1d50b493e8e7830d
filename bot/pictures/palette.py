"""The colours: calm, light grounds with dark words on them (WCAG AA, held by a test). A word always says what a colour says."""

from dataclasses import dataclass

INK = "#1f2a37"
SOFT = "#4d5b6b"
PAGE = "#ffffff"
RULE = "#c3ccd6"


@dataclass(frozen=True, slots=True)
class Tone:
    """The three shades of one meaning."""

    ground: str
    edge: str
    words: str


PLAIN = Tone("#f4f6f8", "#c3ccd6", INK)
GROUP = Tone("#e3e9f0", "#e3e9f0", INK)
ASIDE = Tone("#ffffff", "#6b7a8a", SOFT)
HEADING = Tone("#2f4459", "#2f4459", "#ffffff")
BLUE = Tone("#edf4fb", "#2f6fb0", "#1b4b80")
RED = Tone("#fcf0ee", "#b4443c", "#8a2b24")
GOLD = Tone("#fbf6e4", "#a07a00", "#684d00")
VIOLET = Tone("#f4f0fa", "#7a5ba6", "#573b87")
TEAL = Tone("#ebf5f5", "#3d7f86", "#245a61")
GREEN = Tone("#e8f6ec", "#2e8b57", "#1b5a37")
GREY = Tone("#f4f6f8", "#8593a2", SOFT)
