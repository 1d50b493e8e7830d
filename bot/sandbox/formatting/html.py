"""Telegram's HTML: a few tags, four named entities, and its own words when something is off.

Behaviour follows the official client library's parser: tags nest strictly, attributes need a value (``expandable`` excepted), an
empty end tag ``</>`` closes whatever is open, unknown named entities stay as they are written.
"""

import re
from typing import NamedTuple

from bot.sandbox.errors import bad_request
from bot.sandbox.formatting import utf16
from bot.sandbox.wire import Entity

PLAIN_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
TAGS = {*PLAIN_TAGS, "a", "code", "pre", "blockquote", "tg-emoji"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,8})|([a-zA-Z]+));?")
ATTRIBUTE = re.compile(r"\s*([^\s=>/]*)\s*")
VALUE = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([0-9a-zA-Z.-]+)(?=[\s>]))""")
SPACE = re.compile(r"\s*")


class Open(NamedTuple):
    """A tag not yet closed."""

    tag: str
    argument: str
    offset: int
    start: int  # where its text begins in the output
    order: int


def decode_character(match: re.Match[str]) -> str:
    """The character a reference stands for, or the reference itself where Telegram knows none."""
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return NAMED.get(name, match[0])
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    usable = 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 - Unicode's bounds
    return chr(code) if usable else match[0]


class Reader:
    """One pass over one text."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.parts: list[str] = []
        self.size = 0  # of the output, UTF-16
        self.open: list[Open] = []
        self.found: list[tuple[int, Entity]] = []

    def read(self) -> tuple[str, tuple[Entity, ...]]:
        """The whole text."""
        while self.at < len(self.source):
            if self.source[self.at] == "<":
                self.end_tag() if self.source.startswith("</", self.at) else self.start_tag()
            else:
                stop = self.source.find("<", self.at)
                stop = len(self.source) if stop < 0 else stop
                self.write(CHARACTER.sub(decode_character, self.source[self.at : stop]))
                self.at = stop
        if self.open:
            raise broken(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        ordered = sorted(self.found, key=lambda pair: (pair[1].offset, -pair[1].length, pair[0]))
        return "".join(self.parts), tuple(entity for _, entity in ordered)

    def write(self, text: str) -> None:
        """Add to the output."""
        self.parts.append(text)
        self.size += utf16.length(text)

    def byte(self, position: int) -> int:
        """Where a position is, in bytes of UTF-8, as Telegram tells it."""
        return len(self.source[:position].encode())

    def start_tag(self) -> None:
        """Read ``<tag …>``."""
        begin = self.at
        match = re.compile(r"<([^\s>]*)").match(self.source, begin)
        assert match is not None  # noqa: S101 - we stand on "<"
        self.at = match.end()
        if self.at >= len(self.source):
            raise broken(f"Unclosed start tag at byte offset {self.byte(begin)}")
        tag = match[1].lower()
        if tag not in TAGS:
            raise broken(f'Unsupported start tag "{tag}" at byte offset {self.byte(begin)}')
        argument = self.attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            raise broken(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte(begin)}')
        self.open.append(Open(tag, argument, self.size, len(self.parts), len(self.open) + len(self.found)))

    def attributes(self, tag: str, begin: int) -> str:
        """Read up to the ``>``; returns what matters to the tag."""
        argument = ""
        while True:
            self.at = _end(SPACE.match(self.source, self.at))
            if self.source.startswith(">", self.at):
                self.at += 1
                return argument
            name, value = self.attribute(tag, begin)
            argument = meaning(tag, name, value) or argument

    def attribute(self, tag: str, begin: int) -> tuple[str, str]:
        """Read one attribute: its name in lower case and its value."""
        match = ATTRIBUTE.match(self.source, self.at)
        name = match[1].lower() if match else ""
        if not name:
            raise broken(
                f"Unclosed start tag at byte offset {self.byte(begin)}"
                if self.at >= len(self.source)
                else f'Empty attribute name in the tag "{tag}" at byte offset {self.byte(begin)}'
            )
        self.at = _end(match)
        if not self.source.startswith("=", self.at):
            if tag == "blockquote" and name == "expandable":
                return name, "1"
            raise broken(f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {self.byte(begin)}')
        value = VALUE.match(self.source, self.at + 1)
        if value is None:
            return self.no_value(tag, begin)
        self.at = value.end()
        if self.at >= len(self.source):
            raise broken(f"Unclosed start tag at byte offset {self.byte(begin)}")
        quoted = value[1] if value[1] is not None else value[2]
        return name, value[3].lower() if quoted is None else CHARACTER.sub(decode_character, quoted)

    def no_value(self, tag: str, begin: int) -> tuple[str, str]:
        """Refuse what stands where a value should."""
        start = _end(SPACE.match(self.source, self.at + 1))
        if start >= len(self.source):
            raise broken(f'Unclosed start tag "{tag}" at byte offset {self.byte(begin)}')
        if self.source[start] in "\"'":
            raise broken(f"Unclosed start tag at byte offset {self.byte(begin)}")
        raise broken(f"Unexpected end of name token at byte offset {self.byte(start)}")

    def end_tag(self) -> None:
        """Read ``</tag>``."""
        begin = self.at
        if not self.open:
            raise broken(f"Unexpected end tag at byte offset {self.byte(begin)}")
        match = re.compile(r"</([^\s>]*)\s*(>?)").match(self.source, begin)
        if match is None or not match[2]:
            raise broken(f"Unclosed end tag at byte offset {self.byte(begin)}")
        self.at = match.end()
        opened, name = self.open[-1], match[1].lower()
        if name and name != opened.tag:
            raise broken(f'Unmatched end tag at byte offset {self.byte(begin)}, expected "</{opened.tag}>", found "</{name}>"')
        self.open.pop()
        if self.size > opened.offset:
            self.close(opened)

    def close(self, opened: Open) -> None:
        """An element with text in it is over."""
        fields = {"offset": opened.offset, "length": self.size - opened.offset}
        inner = self.found[-1][1] if self.found else None
        same = inner is not None and (inner.offset, inner.length) == (fields["offset"], fields["length"])
        match opened.tag:
            case "a":
                url = checked_link(opened.argument or "".join(self.parts[opened.start :]))
                entity = Entity(type="text_link", url=url, **fields) if url else None
            case "pre" if same and inner is not None and inner.type == "code" and inner.language:
                self.found.pop()
                entity = Entity(type="pre", language=inner.language, **fields)
            case "code":
                entity = Entity(type="code", language=opened.argument or None, **fields)
            case "blockquote":
                entity = Entity(type="expandable_blockquote" if opened.argument else "blockquote", **fields)
            case "tg-emoji":
                entity = Entity(type="custom_emoji", custom_emoji_id=emoji_id(opened.argument), **fields)
            case tag:
                entity = Entity(type=PLAIN_TAGS.get(tag, tag), **fields)
        if entity is not None:
            self.found.append((opened.order, entity))


def parse_html(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Plain text and entities. Raises ApiError (400, "can't parse entities: …") as Telegram words it."""
    text, entities = Reader(source).read()
    # a language belongs to <pre><code class="language-x">; alone it is dropped
    return text, tuple(e.model_copy(update={"language": None}) if e.type == "code" else e for e in entities)


def broken(words: str) -> Exception:
    """The refusal of markup that does not parse."""
    return bad_request(f"can't parse entities: {words}")


def meaning(tag: str, name: str, value: str) -> str:
    """The part of an attribute that matters, empty for one that does not."""
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("blockquote", "expandable"):
            return value
        case ("code", "class"):
            return value.removeprefix("language-") if value.startswith("language-") else ""
        case ("span", "class"):
            return value.removeprefix("tg-") if value.startswith("tg-") else ""
        case _:
            return ""


def emoji_id(argument: str) -> str:
    """A custom emoji's number, 64 bits."""
    if not argument.isdecimal() or not 0 < int(argument) < 2**63:
        raise broken("Invalid custom emoji identifier specified")
    return argument


def checked_link(url: str) -> str | None:
    """The address as Telegram keeps it, None where it would quietly drop the link."""
    url = url.strip()
    if re.fullmatch(r"(?:https?://[^\s/?#]+\.[^\s/?#]+|(?:tg|ton|tonsite)://[^\s/?#]+)\S*", url, re.IGNORECASE):
        return url if re.match(r"\w+://[^/?#]*[/?#]", url) or url.startswith("tg:") else f"{url}/"
    return f"http://{url}" + ("" if "/" in url else "/") if re.fullmatch(r"[^\s/:@]+\.[a-zA-Z]{2,}(?:[/?#]\S*)?", url) else None


def _end(match: re.Match[str] | None) -> int:
    """Where a pattern that always matches ended."""
    assert match is not None  # noqa: S101 - the pattern matches the empty string
    return match.end()
