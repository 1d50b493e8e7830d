"""Text out of .txt, .html, .docx and .pdf; what cannot be read says why and what to do."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from knowledge.drafting.formats import UnreadableError, text_in

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, name: str = "word/document.xml", head: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    return packed.getvalue()


def paragraph(*words: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{word}</w:t></w:r>" for word in words) + "</w:p>"


def pdf(*lines: str) -> bytes:
    """A small page with Latin text, written by hand."""
    drawn = "BT /F1 12 Tf 50 700 Td " + " ".join(f"({line}) Tj 0 -20 Td" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return (out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").encode()


def blank_pdf(password: str | None = None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "raw", ["通知\r\n一、条件".encode(), "\ufeff通知\n一、条件".encode(), "通知\n一、条件".encode("gbk"), "通知\n一、条件".encode("utf-16")]
)
def test_plain_text_in_the_codings_of_our_editors(raw: bytes) -> None:
    assert text_in(".TXT", raw) == "通知\n一、条件"


def test_a_page_is_read_a_line_for_each_block_without_its_scripts() -> None:
    page = """<html><head><title>站名</title><style>p{}</style></head><body><script>alert(1)</script>
    <h1>关于评选的\n通知</h1><p>一、条件&nbsp;在职<br>二、材料</p><table><tr><td>名称</td><td>份数</td></tr></table></body></html>"""
    assert text_in(".html", page.encode()) == "关于评选的 通知\n一、条件 在职\n二、材料\n名称\t份数\n"
    old = '<meta charset="gb2312"><p>通知</p>'.encode("gbk")
    assert text_in(".htm", old) == "通知\n"


def test_a_word_file_is_read_paragraph_by_paragraph() -> None:
    body = paragraph("关于", "评选的通知") + "<w:tbl><w:tr><w:tc>" + paragraph("申请表") + "</w:tc></w:tr></w:tbl>"
    assert (
        text_in(".docx", docx(body + "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/></w:r></w:p>"))
        == "关于评选的通知\n申请表\n甲 乙\n\n"
    )


def test_a_pdf_is_read_page_by_page() -> None:
    assert text_in(".pdf", pdf("Notice 2026", "Apply by May")).split() == ["Notice", "2026", "Apply", "by", "May"]


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]>'


@pytest.mark.parametrize(
    ("suffix", "raw", "said"),
    [
        (".doc", b"", "不认识 .doc"),
        ("", b"", "没有后缀"),
        (".txt", b"\x81\x30\xff", "另存为 UTF-8"),
        (".docx", b"no zip", "另存一次"),
        (".docx", docx("", name="word/other.xml"), "另存一次"),
        (".docx", docx("<w:p>", head=""), "另存一次"),
        (".docx", docx(paragraph("甲"), head=BOMB), "另存一次"),
        (".pdf", b"no pdf", "PDF"),
        (".pdf", blank_pdf(), "扫描"),
        (".pdf", blank_pdf("secret"), "密码"),
        (".txt", "字".encode() * 100_001, "太多"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(suffix: str, raw: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        text_in(suffix, raw)


def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.drafting.formats._MOST_XML", 10)
    with pytest.raises(UnreadableError, match="太大"):
        text_in(".docx", docx(paragraph("甲")))


def test_a_book_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.drafting.formats._MOST_PAGES", 0)
    with pytest.raises(UnreadableError, match="页数"):
        text_in(".pdf", pdf("a"))


def test_lines_that_a_printed_page_broke_are_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "pypdf._page.PageObject.extract_text", lambda _: "关于评选云桥市\n巧匠的通知\n一、条件\n年龄不超过五十周岁，\n在职。"
    )
    assert text_in(".pdf", pdf("a")) == "关于评选云桥市巧匠的通知\n一、条件年龄不超过五十周岁，在职。"


@given(st.sampled_from([".txt", ".html", ".docx", ".pdf"]), st.binary(max_size=200))
def test_any_bytes_become_text_or_a_reason(suffix: str, raw: bytes) -> None:
    with suppress(UnreadableError):
        assert "\r" not in text_in(suffix, raw)
