"""Messages to HTML: within Telegram's limit whatever the blocks, tags balanced, every character there, in order."""

import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.letter import Letter, letters_of
from bot.views.message import Attachment, Block, Button, Message, column, grid, say
from bot.views.render import CAPTION_LIMIT, LIMIT, to_html, to_plain, units

STYLES = st.sampled_from(["lead", "title", "plain", "folded", "small"])
LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=200)
LONG = st.builds(lambda text, times: text * times, st.text(st.sampled_from("一a𠮷🙂<&> "), min_size=1, max_size=30), st.integers(1, 600))
blocks = st.builds(lambda lines, style: Block(tuple(lines), style), st.lists(LINES | LONG, min_size=1, max_size=8), STYLES)
messages = st.lists(blocks, min_size=1, max_size=8).map(lambda found: Message(tuple(found)))
TAGS = {"b", "i", "blockquote"}


class Reader(HTMLParser):
    """What a piece shows, as Telegram reads it: only known tags, each closed in order."""

    def __init__(self, piece: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []
        self.feed(piece)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert attrs in ([], [("expandable", None)])
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@given(messages)
def test_every_piece_is_within_the_limit_and_well_formed(message: Message) -> None:
    for piece in to_html(message):
        read = Reader(piece)
        assert read.open == []
        assert units(piece) > 0
        assert units(read.text) <= LIMIT


@given(messages)
def test_all_the_text_is_there_in_order(message: Message) -> None:
    shown = "".join(Reader(piece).text for piece in to_html(message))
    assert re.sub(r"\n", "", shown) == "".join(line for block in message.blocks for line in block.lines)


@given(messages)
def test_a_short_message_is_one_piece_that_reads_like_the_plain_text(message: Message) -> None:
    plain = to_plain(message)
    longest = max(len(line) for block in message.blocks for line in block.lines)
    if longest < LIMIT // 3 and units(plain) + 2 * sum(len(block.lines) for block in message.blocks) <= LIMIT:
        (piece,) = to_html(message)
        assert re.sub("\n+", "\n", Reader(piece).text) == re.sub("\n+", "\n", plain)  # a blank line stands where it is folded


@given(messages, st.integers(1, 5))
def test_buttons_stand_under_the_last_piece_and_only_a_single_piece_takes_anothers_place(message: Message, number: int) -> None:
    withbuttons = Message(message.blocks, column(Button("按", "x")))
    letters = letters_of(withbuttons, edit=number)
    assert [bool(letter.keyboard) for letter in letters] == [False] * (len(letters) - 1) + [True]
    assert [letter.edit for letter in letters] == ([number] if len(letters) == 1 else [None] * len(letters))


def test_a_document_goes_as_one_letter_with_its_caption() -> None:
    letters = letters_of(Message((Block(("给您",), "lead"),), document=Attachment("a.json", b"{}")))
    assert [(letter.html, letter.file_name, letter.file_content) for letter in letters] == [("<b>给您</b>", "a.json", b"{}")]


@given(messages, st.binary(max_size=64))
def test_a_file_comes_through_the_store_byte_by_byte_below_all_its_words(message: Message, content: bytes) -> None:
    letters = letters_of(replace(message, document=Attachment("a.bin", content)), edit=1)
    stored = [Letter.model_validate_json(letter.model_dump_json(exclude_defaults=True)) for letter in letters]
    assert [letter.file_content for letter in stored] == [None] * (len(letters) - 1) + [content]
    assert all(units(Reader(letter.html).text) <= CAPTION_LIMIT and letter.edit is None for letter in stored)


def test_html_in_words_is_shown_and_not_obeyed() -> None:
    (piece,) = to_html(say("<b>&lt;", "</i>"))
    assert Reader(piece).text == "<b>&lt;\n\n</i>"


def test_long_small_print_is_folded() -> None:
    assert "<blockquote expandable>" in to_html(Message((Block(("一", "二", "三", "四"), "small"),)))[0]
    assert "<i>" in to_html(Message((Block(("一",), "small"),)))[0]


@given(st.integers(0, 20), st.integers(1, 4))
def test_a_grid_keeps_every_button_in_order(count: int, width: int) -> None:
    buttons = tuple(Button(str(number), "x") for number in range(count))
    rows = grid(buttons, width)
    assert tuple(button for row in rows for button in row) == buttons
    assert all(1 <= len(row) <= width for row in rows)
