"""Telegram's two Markdowns: the strict MarkdownV2 and the old, forgiving one."""

import re
from typing import NamedTuple

from bot.sandbox.errors import bad_request
from bot.sandbox.formatting import utf16
from bot.sandbox.formatting.html import checked_link
from bot.sandbox.wire import Entity

MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
NAMES = {"*": "Bold", "_": "Italic", "__": "Underline", "~": "Strikethrough", "||": "Spoiler", "[": "TextUrl", "`": "Code", "```": "Pre"}
RESERVED = set("_*[]()~`>#+-=|{}.!")
SIGN = re.compile(r"\\[\x01-\x7e]|```|`|__|_|\|\||\*|~|\[|\]|.", re.DOTALL)
CODE = {
    "```": re.compile(r"```(?:([^\s`]*)\n)?((?:\\.|[^`\\]|`(?!``))*)```", re.DOTALL),
    "`": re.compile(r"`()((?:\\.|[^`\\])*)`", re.DOTALL),
}
LINK = re.compile(r"\]\(((?:\\.|[^)\\])*)\)", re.DOTALL)


class Mark(NamedTuple):
    """A sign not yet closed: where in the source, and at which offset of the output."""

    sign: str
    at: int
    offset: int


def unescape(text: str) -> str:
    """Without the backslashes that escape."""
    return re.sub(r"\\([\x01-\x7e])", r"\1", text)


class Reader:
    """One pass over one MarkdownV2 text."""

    def __init__(self, source: str) -> None:
        self.source, self.at, self.text, self.size = source, 0, "", 0
        self.open: list[Mark] = []
        self.found: list[Entity] = []

    def read(self) -> tuple[str, tuple[Entity, ...]]:
        """The whole text."""
        while match := SIGN.match(self.source, self.at):
            self.take(match[0])
        if self.open:
            raise self.unclosed(self.open[-1])
        return self.text, tuple(sorted(self.found, key=lambda e: (e.offset, -e.length)))

    def write(self, text: str) -> None:
        """Add to the output."""
        self.text += text
        self.size += utf16.length(text)

    def take(self, sign: str) -> None:
        """Read one sign or character."""
        if sign.startswith("\\") and len(sign) > 1:
            self.write(sign[1])
        elif sign in CODE:
            return self.code(sign)
        elif sign == "]" and any(mark.sign == "[" for mark in self.open):
            return self.link()
        elif sign == "[" or sign in MARKS:
            self.mark(sign)
        elif sign == ">" and (not self.text or self.text.endswith("\n")):
            self.quote()
        elif sign in RESERVED:
            raise broken(f"Character '{sign}' is reserved and must be escaped with the preceding '\\'")
        else:
            self.write(sign)
        self.at += len(sign)
        return None

    def mark(self, sign: str) -> None:
        """Open or close a style."""
        if self.open and self.open[-1].sign == sign and sign != "[":
            mark = self.open.pop()
            self.add(MARKS[sign], mark.offset)
        else:
            self.open.append(Mark(sign, self.at, self.size))

    def quote(self) -> None:
        """A line of a quotation: it ends with the line, and lines in a row are one quotation."""
        stop = self.source.find("\n", self.at)
        body, _ = parse_markdown_v2(self.source[self.at + 1 : len(self.source) if stop < 0 else stop])
        last = self.found[-1] if self.found else None
        if last is not None and last.type == "blockquote" and last.offset + last.length + 1 == self.size:
            self.found[-1] = last.model_copy(update={"length": last.length + 1 + utf16.length(body)})
        elif body:
            self.found.append(Entity(type="blockquote", offset=self.size, length=utf16.length(body)))

    def code(self, sign: str) -> None:
        """Read code whole: nothing inside has a meaning."""
        match = CODE[sign].match(self.source, self.at)
        if match is None:
            raise self.unclosed(Mark(sign, self.at, self.size))
        offset = self.size
        self.write(unescape(match[2]))
        self.add("pre" if sign == "```" else "code", offset, language=match[1] or None)
        self.at = match.end()

    def link(self) -> None:
        """Read the address behind a label."""
        mark = self.open.pop()
        if mark.sign != "[":
            raise self.unclosed(mark)
        match = LINK.match(self.source, self.at)
        label = utf16.cut(self.text, mark.offset, self.size - mark.offset)
        url = checked_link(unescape(match[1]) if match else label)
        if url:
            self.add("text_link", mark.offset, url=url)
        self.at = match.end() if match else self.at + 1

    def add(self, kind: str, offset: int, url: str | None = None, language: str | None = None) -> None:
        """Note an entity that ends here."""
        if self.size > offset:
            self.found.append(Entity(type=kind, offset=offset, length=self.size - offset, url=url, language=language))

    def unclosed(self, mark: Mark) -> Exception:
        """The refusal of a sign without its end."""
        return broken(f"Can't find end of {NAMES[mark.sign]} entity at byte offset {len(self.source[: mark.at].encode())}")


def broken(words: str) -> Exception:
    """The refusal of markup that does not parse."""
    return bad_request(f"can't parse entities: {words}")


def parse_markdown_v2(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Plain text and entities of MarkdownV2. Raises ApiError as Telegram words it."""
    return Reader(source).read()


OLD = re.compile(
    r"\\([_*`\[])|```(?:([a-zA-Z0-9+-]+)\n)?(.*?)```|\*([^*]*)\*|_([^_]*)_|`([^`]*)`|\[([^\]]*)\](?:\(([^)]*)\))?|([_*`\[])|([^\\_*`\[]+|\\)",
    re.DOTALL,
)


def parse_markdown(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Plain text and entities of the old Markdown: nothing nests. Raises ApiError for a mark without its end."""
    parts: list[str] = []
    found: list[Entity] = []
    size = 0
    for match in OLD.finditer(source):
        escaped, language, pre, bold, italic, code, label, url, lone, text = match.groups()
        if lone is not None:
            raise broken(f"Can't find end of the entity starting at byte offset {len(source[: match.start()].encode())}")
        kinds = {"pre": pre, "bold": bold, "italic": italic, "code": code, "text_link": label}
        kind, body = next(((k, v) for k, v in kinds.items() if v is not None), ("", escaped or text or ""))
        link = checked_link(url or body) if kind == "text_link" else None
        if body and (kind and (kind != "text_link" or link)):
            found.append(Entity(type=kind, offset=size, length=utf16.length(body), url=link, language=language if kind == "pre" else None))
        parts.append(body)
        size += utf16.length(body)
    return "".join(parts), tuple(found)
