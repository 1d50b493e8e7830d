"""Keyboards: what Telegram takes and what it refuses."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.errors import ApiError
from bot.sandbox.keyboards import read_markup


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


@given(st.text(min_size=1, max_size=70))
def test_a_button_carries_64_bytes(data: str) -> None:
    markup = json.dumps(inline({"text": "x", "callback_data": data}))
    if len(data.encode(errors="surrogatepass")) <= 64:
        keyboard, _ = read_markup(markup)
        assert keyboard is not None
        assert keyboard.inline_keyboard[0][0].callback_data == data
    else:
        with pytest.raises(ApiError, match="BUTTON_DATA_INVALID"):
            read_markup(markup)


@pytest.mark.parametrize(
    ("markup", "wording"),
    [
        (inline({"text": "x"}), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (
            inline({"text": "x", "callback_data": ""}),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (inline({"callback_data": "x"}), "can't parse inline keyboard button: Can't find field \"text\""),
        (inline({"text": 1, "callback_data": "x"}), 'can\'t parse inline keyboard button: Field "text" must be of type String'),
        (inline({"text": "x", "callback_data": {}}), "can't parse inline keyboard button: Field must be of type String"),
        (inline({"text": " ", "callback_data": "x"}), "inline keyboard button text is empty"),
        ({"inline_keyboard": [["x"]]}, "can't parse inline keyboard button: Expected an Object"),
        ({"inline_keyboard": ["x"]}, 'field "inline_keyboard" must be an Array of Arrays'),
        ({"inline_keyboard": "bad"}, 'field "inline_keyboard" must be of type Array'),
        (inline({"text": "x", "url": "not-a-url"}), "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL"),
        (inline({"text": "x", "url": "http://localhost/"}), "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"),
        (
            inline({"text": "x", "url": "ftp://example.com"}),
            "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
        ),
        (
            inline({"text": "x", "web_app": {"url": "http://example.com"}}),
            "inline keyboard button Web App URL 'http://example.com' is invalid: Only HTTPS links are allowed",
        ),
        (inline({"text": "x", "pay": True}), "BUTTON_TYPE_INVALID"),
        (inline({"text": "x", "copy_text": {"text": ""}}), "BUTTON_COPY_TEXT_INVALID"),
        (inline(*[{"text": "x", "callback_data": "y"}] * 101), "reply markup is too long"),
        ({"force_reply": "yes"}, 'field "force_reply" must be of type Boolean'),
        ({"keyboard": [[{"text": "a"}]], "selective": "yes"}, 'field "selective" must be of type Boolean'),
        ({"keyboard": [[{}]]}, "can't parse keyboard button: Can't find field \"text\""),
        ({"keyboard": [[1]]}, "can't parse keyboard button: Expected an Object"),
        ({"keyboard": [[]]}, "keyboard must be non-empty"),
        ({"force_reply": True, "input_field_placeholder": "x" * 65}, "INPUT_FIELD_PLACEHOLDER_INVALID"),
        ([], "object expected as reply markup"),
    ],
)
def test_what_telegram_refuses_is_refused_in_its_words(markup: object, wording: str) -> None:
    with pytest.raises(ApiError) as refusal:
        read_markup(json.dumps(markup))
    assert refusal.value.description == f"Bad Request: {wording}"


def test_markup_that_is_no_json_is_refused() -> None:
    with pytest.raises(ApiError, match="can't parse reply keyboard markup JSON object"):
        read_markup("{")


@pytest.mark.parametrize("markup", [{}, {"inline_keyboard": []}, {"inline_keyboard": [[]]}])
def test_an_empty_keyboard_is_none(markup: object) -> None:
    assert read_markup(json.dumps(markup)) == (None, None)


def test_plain_words_are_buttons_of_a_reply_keyboard() -> None:
    inline_keyboard, other = read_markup(json.dumps({"keyboard": [["问政策", {"text": "手机号", "request_contact": True}]]}))
    assert inline_keyboard is None
    assert other is not None
    assert other.dump() == {"keyboard": [[{"text": "问政策"}, {"text": "手机号", "request_contact": True}]]}
