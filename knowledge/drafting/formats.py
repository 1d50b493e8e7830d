"""The text of a notice's file, whatever its format: .txt, .html, .docx, .pdf. Bytes in, text out; nothing in a file is run or fetched."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

if TYPE_CHECKING:
    from pypdf import PdfReader

LARGEST = 20_000_000
"""Bytes of a file."""

_MOST_TEXT = 100_000
"""Characters; a notice has some thousands. What unpacks to more is a bomb or a book."""
TOO_LARGE = f"文件太大，一份通知不超过 {LARGEST // 1_000_000} MB，请只留通知的部分"
_TOO_MUCH = "文字太多，不像一份通知，请只留通知的部分"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
_MOST_XML = 12_000_000
_MOST_PAGES = 300


class UnreadableError(Exception):
    """A file that has no text to read; says in Chinese why and what to do. The root of this package's errors."""


def text_in(suffix: str, raw: bytes) -> str:
    """The text of a file with that suffix; lines as paragraphs.

    Raises:
        UnreadableError: the format is unknown, or the file is too large, broken, locked, empty or only a picture.
    """
    if len(raw) > LARGEST:
        raise UnreadableError(TOO_LARGE)
    reader = _READERS.get(suffix.lower())
    if reader is None:
        raise UnreadableError(f"不认识 {suffix or '没有后缀'} 的文件，可以用 .txt、.html、.docx、.pdf；别的请打开后另存为 .docx")
    text = reader(raw)
    if len(text) > _MOST_TEXT:
        raise UnreadableError(_TOO_MUCH)
    if not text.strip():
        raise UnreadableError("文件里没有文字")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _plain(raw: bytes) -> str:
    for coding in ("utf-8-sig", "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "gb18030"):
        try:
            return raw.decode(coding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("不是 UTF-8 或 GBK 的文本，请另存为 UTF-8")


class _Page(HTMLParser):
    """The words of a page, a line for each block; scripts and styles left out."""

    _BLOCKS = frozenset(
        (
            *("p", "div", "br", "li", "tr", "table", "section", "article", "header", "footer", "title"),
            *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "dt", "dd"),
        )
    )
    _SILENT = frozenset({"script", "style", "noscript", "template", "head"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in self._SILENT:
            self._silent += 1
        elif tag in self._BLOCKS:
            self.words.append("\n")
        elif tag in {"td", "th"}:
            self.words.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in self._BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(re.sub(r"[ \t\r\n\u00a0]+", " ", data))


def _html(raw: bytes) -> str:
    named = re.search(rb"charset=[\"']?\s*([A-Za-z0-9-]+)", raw[:4096])
    coding = named[1].decode("ascii").lower() if named else ""
    text = raw.decode("gb18030", errors="replace") if coding in {"gb2312", "gbk", "gb18030"} else _plain(raw)
    page = _Page()
    page.feed(text)
    page.close()
    return re.sub(r"\n+", "\n", re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(page.words))).strip() + "\n"


def _docx(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if packed.getinfo(_BODY).file_size > _MOST_XML:
                raise UnreadableError("解开后太大，不像一份通知")
            body = fromstring(packed.read(_BODY), forbid_dtd=True)
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, RuntimeError, NotImplementedError, OSError, ValueError):
        raise UnreadableError("不是能读的 Word 文件（.docx），请在 Word 里另存一次；.doc 请另存为 .docx") from None
    return "\n".join(_paragraph(one) for one in body.iter(f"{_WORD}p")) + "\n"


def _paragraph(paragraph: Element) -> str:
    words: list[str] = []
    for node in paragraph.iter():
        if node.tag == f"{_WORD}t":
            words.append(node.text or "")
        elif node.tag in {f"{_WORD}tab", f"{_WORD}br"}:
            words.append(" " if node.tag.endswith("tab") else "\n")
    return "".join(words)


def _pdf(raw: bytes) -> str:
    # Takes as long to import as the bot to start, and few notices need it.
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("PDF 加了密码，请先去掉密码")
        if len(reader.pages) > _MOST_PAGES:
            raise UnreadableError("页数太多，不像一份通知")
        text = "\n".join(_pages(reader))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        raise UnreadableError("不是能读的 PDF，请另存一次，或把文字复制到记事本") from None
    if not text.strip():
        raise UnreadableError("PDF 里没有文字，像是扫描的图片；请先识别成文字，或找可以复制文字的版本")
    return _rejoined(text)


def _pages(reader: "PdfReader") -> Iterator[str]:
    """The text of each page, as long as it can be a notice's."""
    left = _MOST_TEXT
    for page in reader.pages:
        text = page.extract_text()
        left -= len(text)
        if left < 0:
            raise UnreadableError(_TOO_MUCH)
        yield text


def _rejoined(text: str) -> str:
    """Lines that a page broke in the middle of a sentence put together again."""
    return (
        re.sub(
            r"(?<=[\u4e00-\u9fff，、；（《“])\n(?=[\u4e00-\u9fff，。、；）》”])(?!第?[一二三四五六七八九十]{1,3}[、条章])(?!（)", "", text
        )
        if _is_broken(text)
        else text
    )


def _is_broken(text: str) -> bool:
    lengths = [len(line) for line in text.split("\n") if len(line.strip()) > 4]  # noqa: PLR2004 - words, no page numbers
    return bool(lengths) and max(lengths) < 60  # noqa: PLR2004 - as wide as a printed line


_READERS: dict[str, Callable[[bytes], str]] = {".txt": _plain, ".html": _html, ".htm": _html, ".docx": _docx, ".pdf": _pdf}
