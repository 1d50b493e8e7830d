"""Telegram's HTML: what is written comes back, what is broken is refused in Telegram's words."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.errors import ApiError
from bot.sandbox.formatting import utf16
from bot.sandbox.formatting.html import parse_html

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline", "s": "strikethrough",
    "del": "strikethrough", "strike": "strikethrough", "code": "code", "pre": "pre", "tg-spoiler": "spoiler", "blockquote": "blockquote",
}  # fmt: skip
Tree = str | tuple[str, list["Tree"]]
trees = st.recursive(words, lambda inner: st.tuples(st.sampled_from(sorted(TYPES)), st.lists(inner, max_size=3)), max_leaves=8)


def written(tree: Tree) -> str:
    return html.escape(tree) if isinstance(tree, str) else f"<{tree[0]}>{''.join(map(written, tree[1]))}</{tree[0]}>"


def plain(tree: Tree) -> str:
    return tree if isinstance(tree, str) else "".join(map(plain, tree[1]))


def marked(tree: Tree) -> list[tuple[str, str]]:
    """(type, text) of every element with text, in any order."""
    if isinstance(tree, str):
        return []
    own = [(TYPES[tree[0]], plain(tree))] if plain(tree) else []
    return own + [pair for inner in tree[1] for pair in marked(inner)]


@given(words)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text).replace("&#x27;", "'")) == (text, ())


@given(trees)
def test_every_element_covers_its_own_text(tree: Tree) -> None:
    text, entities = parse_html(written(tree).replace("&#x27;", "'"))
    assert text == plain(tree)
    assert sorted((e.type, utf16.cut(text, e.offset, e.length)) for e in entities) == sorted(marked(tree))
    assert [(e.offset, -e.length) for e in entities] == sorted((e.offset, -e.length) for e in entities)


@given(st.text("<>/ab=\"' &;#x1e", max_size=30))
def test_anything_is_either_read_or_refused_as_unparsable(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except ApiError as refusal:
        readable, words = False, refusal.description
    else:
        readable, words = all(0 <= e.offset < e.offset + e.length <= utf16.length(text) for e in entities), ""
    assert readable or words.startswith("Bad Request: can't parse entities: ")


@pytest.mark.parametrize(
    ("source", "wording"),
    [
        ("<b>unclosed", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<script>alert(1)</script>", 'Unsupported start tag "script" at byte offset 0'),
        ("好<br>", 'Unsupported start tag "br" at byte offset 3'),
        ("<b><i>test</b></i>", 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ('<a href="x"', "Unclosed start tag at byte offset 0"),
        ("<a ", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="9999999999999999999">x</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, wording: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {wording}"


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ('<a href="https://example.com/a?b=1&amp;c=2">通知</a>', "通知", {"type": "text_link", "url": "https://example.com/a?b=1&c=2"}),
        ('<a href="example.com">x</a>', "x", {"type": "text_link", "url": "http://example.com/"}),
        ("<a>https://example.com</a>", "https://example.com", {"type": "text_link", "url": "https://example.com/"}),
        ('<a href="tg://user?id=7">x</a>', "x", {"type": "text_link", "url": "tg://user?id=7"}),
        ('<pre><code class="language-python">x</code></pre>', "x", {"type": "pre", "language": "python"}),
        ('<code class="language-python">x</code>', "x", {"type": "code"}),
        ('<span class="tg-spoiler">x</span>', "x", {"type": "spoiler"}),
        ("<blockquote expandable>x</blockquote>", "x", {"type": "expandable_blockquote"}),
        ('<tg-emoji emoji-id="12">x</tg-emoji>', "x", {"type": "custom_emoji", "custom_emoji_id": "12"}),
        ("<B>x</>", "x", {"type": "bold"}),
        ("<a href=abc>x</a>", "x", None),
        ("&lt;b&gt; &amp;amp; &nbsp; &#20320;&#x597d;", "<b> &amp; &nbsp; 你好", None),
        ("&#0; &#xd800;", "&#0; &#xd800;", None),
        ("<b></b>x", "x", None),
    ],
)
def test_each_tag_means_what_telegram_says(source: str, text: str, expected: dict[str, str] | None) -> None:
    read, entities = parse_html(source)
    assert read == text
    assert [e.dump() for e in entities] == ([{"offset": 0, "length": len(text), **expected}] if expected else [])
