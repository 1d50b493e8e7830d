"""What Telegram does to any text: blank ends, control characters, commands and links that it finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.errors import ApiError
from bot.sandbox.formatting import utf16
from bot.sandbox.formatting.plain import find
from bot.sandbox.formatting.reading import read_caption, read_text
from bot.sandbox.formatting.tidy import check_entities, tidy
from bot.sandbox.wire import Entity

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, Entity]:
    text = draw(texts.filter(bool))
    ends = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    start, stop = (utf16.length(text[:end]) for end in ends)
    return text, Entity(type="bold", offset=start, length=stop - start)


@given(marked_texts())
def test_tidying_moves_entities_along_with_their_text(given_text: tuple[str, Entity]) -> None:
    text, entity = given_text
    check_entities(text, (entity,))
    tidied, entities = tidy(text, (entity,))
    assert tidied == tidied.strip()
    assert tidy(tidied) == (tidied, ())
    for kept in entities:
        covered = tidy(utf16.cut(text, entity.offset, entity.length))[0]
        assert not covered or utf16.cut(tidied, kept.offset, kept.length).strip() == covered
        assert kept.offset + kept.length <= utf16.length(tidied)


@given(texts)
def test_offsets_are_utf16_units(text: str) -> None:
    assert utf16.length(text) == len(text.encode("utf-16-le")) // 2
    assert utf16.cut(text, 0, utf16.length(text)) == text


@pytest.mark.parametrize("text", ["   ", "\n\t", "\u200b\u200d\ufeff", "\u2028"])
def test_text_that_shows_nothing_is_refused(text: str) -> None:
    with pytest.raises(ApiError, match="text must be non-empty"):
        read_text(text, None, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", [("bot_command", "/start")]),
        ("说 /check@some_bot 吧", [("bot_command", "/check@some_bot")]),
        ("a/b 和 //c", []),
        ("见 https://example.com/a?b=1，谢谢", [("url", "https://example.com/a?b=1")]),
        ("@shenbao_bot 你好 #人才", [("mention", "@shenbao_bot"), ("hashtag", "#人才")]),
        ("写信到 a.b@example.org。", [("email", "a.b@example.org")]),
        ("😀 /go", [("bot_command", "/go")]),
    ],
)
def test_commands_links_and_names_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert [(e.type, utf16.cut(text, e.offset, e.length)) for e in find(text)] == found


def test_nothing_is_found_inside_code_and_links() -> None:
    text, entities = read_text('<code>/start</code> <a href="https://example.com/">@someone</a>', "html", None)
    assert text == "/start @someone"
    assert [e.type for e in entities or ()] == ["code", "text_link"]


@pytest.mark.parametrize(
    ("entities", "wording"),
    [
        ('[{"type":"bold","offset":100,"length":1}]', "entity begins after the end of the text at UTF-16 offset 100"),
        (
            '[{"type":"bold","offset":0,"length":9}]',
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9",
        ),
        ('[{"type":"bold","offset":-1,"length":1}]', "receive an entity with incorrect offset -1"),
        ('[{"type":"bold","offset":0,"length":-1}]', "receive an entity with incorrect length -1"),
        ('[{"type":"odd","offset":0,"length":1}]', "can't parse MessageEntity: Unsupported type specified"),
        ('[{"type":"text_link","offset":0,"length":1}]', "can't parse MessageEntity: Can't find field \"url\""),
        ('[{"type":"text_link","offset":0,"length":1,"url":"no"}]', "entity URL 'no' is invalid: Wrong HTTP URL"),
        ('[{"type":"text_link","offset":0,"length":1,"url":""}]', "entity URL '' is invalid: URL host is empty"),
        ('[{"type":"bold"}]', "can't parse MessageEntity: Can't find field \"offset\""),
        ("[", "can't parse entities: Can't parse entities JSON object"),
    ],
)
def test_entities_that_do_not_fit_are_refused(entities: str, wording: str) -> None:
    with pytest.raises(ApiError) as refusal:
        read_text("hello", None, entities)
    assert refusal.value.description == f"Bad Request: {wording}"


@given(st.integers(1020, 1030))
def test_a_caption_holds_1024_characters_after_parsing(size: int) -> None:
    source = f"<b>{'😀' * size}</b>"
    if size <= 1024:
        assert read_caption(source, "HTML", None)[0] == "😀" * size
    else:
        with pytest.raises(ApiError, match="message caption is too long"):
            read_caption(source, "HTML", None)
