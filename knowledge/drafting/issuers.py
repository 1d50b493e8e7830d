"""Who published a notice: by its signature, else its title, the page's own line or its opening sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.drafting.opening import LONGEST_TITLE, LOST, SIGNED, STAMP, Line, Opening
from knowledge.drafting.page import Found, Page, Place
from knowledge.drafting.titles import Title

Basis = Literal["signature", "title", "masthead", "source_line", "body"]
"""Where an issuer stands in the text, the surest first."""
_SHORTEST, _LONGEST = 3, 40
"""Characters of an office's name."""
_SOURCE = re.compile(r"(?:信息来源|文章来源|来源|发布机构|发文机关|发布单位|制定机关)\s*:\s*([^\s:]{3,40})")


@dataclass(frozen=True)
class Issuer(Found):
    """One authority that published a notice."""

    name: str
    basis: Basis


class Issuers:
    """Finds them."""

    def __init__(self, page: Page, opening: Opening) -> None:
        self._page, self._opening = page, opening

    def of(self, title: Title | None) -> Iterator[Issuer]:
        """Those who sign; else who stands in the title, in the page's own line, or in the opening sentence."""
        for found in (self._signing(), self._in_title(title), self._heading(), self._publishing(), self._acting(title)):
            if found:
                yield from found
                return

    def _signing(self) -> list[Issuer]:
        for at, line in enumerate(self._opening.rest):
            if inside := self._at_the_end(line):
                return inside
            dated = SIGNED.search(line.text) or LOST.fullmatch(line.text) or STAMP.fullmatch(line.text)
            if not dated or dated.end() != len(line.text):
                continue
            own = line.text[: dated.start()].strip()
            if own and not self._opening.offices.fullmatch(own):
                continue
            above: list[Line] = []
            for before in reversed(self._opening.rest[:at]):
                if not before.text.strip():
                    continue
                if not self._opening.offices.fullmatch(before.text.strip()):
                    break
                above.insert(0, before)
            named = ([*above, line] if own else above) if not own or above else [line]
            return [issuer for one in named for issuer in self._named(one, "signature")]
        last = [line for line in self._opening.rest if line.text.strip()][-1:]
        return [issuer for line in last if self._opening.offices.fullmatch(line.text) for issuer in self._named(line, "signature")]

    def _at_the_end(self, line: Line) -> list[Issuer]:
        """Where all came in one line: the office before the date that ends it."""
        text = self._page.plain[line.place.start : line.place.end].rstrip()
        found = re.search(rf"\s({self._opening.office.pattern})\s*{SIGNED.pattern}$", text) if len(text) > LONGEST_TITLE else None
        if not found:
            return []
        place = Place(line.place.start + found.start(1), line.place.start + found.end(1))
        return [Issuer(*self._opening.standing(place), self._page.quote(place), "signature")]

    def _named(self, line: Line, basis: Basis) -> Iterator[Issuer]:
        text = self._page.plain[line.place.start : line.place.end]
        stop = SIGNED.search(text)
        for found in re.finditer(r"[^\s、]+", text[: stop.start()] if stop else text):
            place = Place(line.place.start + found.start(), line.place.start + found.end())
            yield Issuer(*self._opening.standing(place), self._page.quote(place), basis)

    def _in_title(self, title: Title | None) -> list[Issuer]:
        if not title or "关于" not in title.text:
            return []
        before = title.text.partition("关于")[0]
        names = [name for name in re.split("[、 ]", before) if name]
        if not names or not all(self._opening.office.fullmatch(name) for name in names):
            return []
        return [Issuer(title.place, title.clause, name, "title") for name in names]

    def _heading(self) -> list[Issuer]:
        """A line of the opening that is an office's name, with or without a date behind it."""
        for line in self._opening.head:
            bare = STAMP.sub("", line.text).strip()
            bare = re.sub(r"[0-9:\s]+$", "", bare)
            named = _SHORTEST < len(bare) < _LONGEST and self._opening.offices.fullmatch(bare) and not self._opening.is_chrome(bare)
            if named and STAMP.search(line.text):
                at = self._page.plain.index(bare, line.place.start)
                place = Place(at, at + len(bare))
                return [Issuer(*self._opening.standing(place), self._page.quote(place), "source_line")]
        return []

    def _publishing(self) -> list[Issuer]:
        for line in (*self._opening.head, *self._opening.rest[:1]):
            if found := _SOURCE.search(line.text):
                name = re.sub("(?:官方)?(?:官网|网站|门户网站|微信公众号)$", "", found[1])
                if self._opening.office.fullmatch(name):
                    at = self._page.plain.index(name, line.place.start)
                    place = Place(at, at + len(name))
                    return [Issuer(*self._opening.standing(place), self._page.quote(place), "source_line")]
        return []

    def _acting(self, title: Title | None) -> list[Issuer]:
        """Who acts in the opening sentence, or is named as responsible; by its full name only."""
        start = self._opening.body
        opening = self._page.plain[start : start + 600]
        for found in re.finditer(rf"(?:^|[,。\n])\s*({self._opening.office.pattern})(?=面向|决定|拟|现面|现组织|将组织)", opening):
            place = Place(start + found.start(1), start + found.end(1))
            if title is None or not found[1].startswith(("我", "本")):
                return [Issuer(*self._opening.standing(place), self._page.quote(place), "body")]
        whole = self._page.plain
        for found in re.finditer(
            rf"(?:责任(?:单位|部门)|实施(?:机关|主体|部门)|发文机关|主办单位|制定机关)\s*:?\s*\n?\s*({self._opening.office.pattern})[。\n]",
            whole,
        ):
            place = Place(found.start(1), found.end(1))
            return [Issuer(*self._opening.standing(place), self._page.quote(place), "body")]
        return []
