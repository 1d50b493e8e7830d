"""Telegram's two Markdowns."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.errors import ApiError
from bot.sandbox.formatting import utf16
from bot.sandbox.formatting.markdown import RESERVED, parse_markdown, parse_markdown_v2

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


def escape(text: str) -> str:
    return re.sub(f"([{re.escape(''.join(RESERVED))}\\\\])", r"\\\1", text)


@given(words)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_markdown_v2(escape(text)) == (text, ())


@given(st.sampled_from("*_~"), words.filter(bool))
def test_a_mark_covers_what_stands_between(sign: str, text: str) -> None:
    read, entities = parse_markdown_v2(f"前{sign}{escape(text)}{sign}")
    assert read == f"前{text}"
    assert [(e.offset, e.length) for e in entities] == [(1, utf16.length(text))]


@given(st.text("*_~|`[]()>\\a.\n", max_size=25), st.sampled_from([parse_markdown, parse_markdown_v2]))
def test_anything_is_either_read_or_refused_as_unparsable(source: str, parse: type) -> None:
    try:
        text, entities = parse(source)
    except ApiError as refusal:
        readable, words = False, refusal.description
    else:
        readable, words = all(0 <= e.offset < e.offset + e.length <= utf16.length(text) for e in entities), ""
    assert readable or words.startswith("Bad Request: can't parse entities: ")


@pytest.mark.parametrize(
    ("source", "text", "types"),
    [
        ("*a _b_*", "a b", ["bold", "italic"]),
        ("__a__ ||b||", "a b", ["underline", "spoiler"]),
        ("[通知](https://example.com/a)", "通知", ["text_link"]),
        ("[https://example\\.com]", "https://example.com", ["text_link"]),
        ("`a*b`", "a*b", ["code"]),
        ("```python\nx=1```", "x=1", ["pre"]),
        (">a\n>b\nc", "a\nb\nc", ["blockquote"]),
    ],
)
def test_each_sign_means_what_telegram_says(source: str, text: str, types: list[str]) -> None:
    read, entities = parse_markdown_v2(source)
    assert (read, [e.type for e in entities]) == (text, types)


@pytest.mark.parametrize(
    ("source", "wording"),
    [
        ("*unclosed", "Can't find end of Bold entity at byte offset 0"),
        ("好_x", "Can't find end of Italic entity at byte offset 3"),
        ("[x", "Can't find end of TextUrl entity at byte offset 0"),
        ("[*x]", "Can't find end of Bold entity at byte offset 1"),
        ("`x", "Can't find end of Code entity at byte offset 0"),
        ("hello.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a-b", "Character '-' is reserved and must be escaped with the preceding '\\'"),
    ],
)
def test_broken_markdown_v2_is_refused_in_telegrams_words(source: str, wording: str) -> None:
    with pytest.raises(ApiError, match=re.escape(wording)):
        parse_markdown_v2(source)


def test_the_old_markdown_knows_four_marks_and_nests_nothing() -> None:
    text, entities = parse_markdown("*a* _b_ `c` [d](https://example.com/) \\* ```py\ne```")
    assert text == "a b c d * e"
    assert [e.type for e in entities] == ["bold", "italic", "code", "text_link", "pre"]
    with pytest.raises(ApiError, match="Can't find end of the entity starting at byte offset 2"):
        parse_markdown("a *b")
