"""What Telegram finds in any text by itself: commands, links, mentions, hashtags, addresses."""

import re

from bot.sandbox.formatting import utf16
from bot.sandbox.wire import Entity

PATTERNS = {
    "url": re.compile(
        r"(?<![\w@./-])(?:https?://[^\s<>\"'，。；、（）「」《》]+|(?:t\.me|telegram\.org|example\.com)/?[^\s<>\"'，。；、（）]*)",
        re.ASCII | re.IGNORECASE,
    ),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?!\w)", re.ASCII | re.IGNORECASE),
    "bot_command": re.compile(r"(?<![\w/@])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/])"),
    "mention": re.compile(r"(?<![\w@])@[a-zA-Z0-9_]{4,32}(?![\w@])"),
    "hashtag": re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}(?!\w)"),
}  # fmt: skip
OPAQUE = {"code", "pre", "text_link", "text_mention"}


def find(text: str, marked: tuple[Entity, ...] = ()) -> tuple[Entity, ...]:
    """``marked`` plus what is found outside of code and links, in the order of the text."""
    taken = [(e.offset, e.offset + e.length) for e in marked if e.type in OPAQUE]
    found: list[Entity] = []
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            words = match[0].rstrip(".,:;!?)") if kind == "url" else match[0]
            start = utf16.length(text[: match.start()])
            end = start + utf16.length(words)
            if not any(start < stop and begin < end for begin, stop in taken):
                taken.append((start, end))
                found.append(Entity(type=kind, offset=start, length=end - start))
    return tuple(sorted((*marked, *found), key=lambda e: (e.offset, -e.length)))
