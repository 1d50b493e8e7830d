"""Reply markup of a request → keyboards, with Telegram's refusals."""

import json
from typing import Any

from pydantic import ValidationError

from bot.sandbox.errors import bad_request
from bot.sandbox.formatting.html import checked_link
from bot.sandbox.wire import InlineKeyboard, ReplyMarkup

DATA_LIMIT = 64  # bytes
COPY_LIMIT = 256
BUTTON_LIMIT = 100  # in one inline keyboard
REPLY_BUTTON_LIMIT = 300
PLACEHOLDER_LIMIT = 64
BOOLEANS = ("resize_keyboard", "one_time_keyboard", "is_persistent", "selective", "force_reply", "remove_keyboard")
ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
INLINE = "can't parse inline keyboard button: "
REPLY = "can't parse keyboard button: "
Keyboards = tuple[InlineKeyboard | None, ReplyMarkup | None]


def read_markup(raw: str | None) -> Keyboards:
    """(inline keyboard, other markup), each None when absent. Raises ApiError."""
    if not raw:
        return None, None
    try:
        markup = json.loads(raw)
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    for name in BOOLEANS:
        if not isinstance(markup.get(name, False), bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    if "inline_keyboard" in markup:
        return inline(markup), None
    if not markup.keys() & {"keyboard", "remove_keyboard", "force_reply"}:
        return None, None
    return None, other(markup)


def rows(markup: dict[str, Any], name: str) -> list[list[Any]]:
    """The rows of a keyboard, the empty ones left out."""
    if not isinstance(markup[name], list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in markup[name]):
        raise bad_request(f'field "{name}" must be an Array of Arrays')
    return [row for row in markup[name] if row]


def inline(markup: dict[str, Any]) -> InlineKeyboard | None:
    """An inline keyboard; none when it has no buttons."""
    found = rows(markup, "inline_keyboard")
    for row in found:
        for button in row:
            check_inline_button(button)
    if sum(len(row) for row in found) > BUTTON_LIMIT:
        raise bad_request("reply markup is too long")
    try:
        return InlineKeyboard.model_validate({"inline_keyboard": found}) if found else None
    except ValidationError:
        raise bad_request(f"{INLINE}Field must be of type String") from None


def check_inline_button(button: Any) -> None:  # noqa: ANN401 - as it came
    """Refuse a button under a message that Telegram refuses."""
    if not isinstance(button, dict):
        raise bad_request(f"{INLINE}Expected an Object")
    check_text(button, INLINE)
    actions = [name for name in ACTIONS if button.get(name) is not None and (button[name] != "" or name.startswith("switch"))]
    if not actions:
        raise bad_request(f"{INLINE}Text buttons are unallowed in the inline keyboard")
    if {"pay", "callback_game", "login_url"} & set(actions):
        raise bad_request("BUTTON_TYPE_INVALID")
    if len(str(button.get("callback_data") or "").encode()) > DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    if (url := button.get("url")) and (reason := wrong_url(str(url))):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {reason}")
    check_web_app(button, "inline keyboard button")
    if "copy_text" in actions and not 1 <= len(str(button["copy_text"].get("text", ""))) <= COPY_LIMIT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def check_text(button: dict[str, Any], lead: str) -> None:
    """Refuse a button without words."""
    if "text" not in button:
        raise bad_request(f'{lead}Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad_request(f'{lead}Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text is empty" if lead == INLINE else "keyboard button text must be non-empty")


def check_web_app(button: dict[str, Any], what: str) -> None:
    """Refuse a web app that is not encrypted."""
    url = (button.get("web_app") or {}).get("url", "https://")
    if not url.startswith("https://"):
        raise bad_request(f"{what} Web App URL '{url}' is invalid: Only HTTPS links are allowed")


def wrong_url(url: str) -> str | None:
    """Why Telegram would not open this address from a button, None when it would."""
    scheme, found, _ = url.partition("://")
    if found and scheme.lower() not in {"http", "https", "tg", "ton", "tonsite"}:
        return "Unsupported URL protocol"
    return None if checked_link(url) else "Wrong HTTP URL"


def other(markup: dict[str, Any]) -> ReplyMarkup:
    """A reply keyboard, its removal or a forced reply."""
    if len(str(markup.get("input_field_placeholder") or "")) > PLACEHOLDER_LIMIT:
        raise bad_request("INPUT_FIELD_PLACEHOLDER_INVALID")
    if "keyboard" in markup:
        buttons = [[{"text": b} if isinstance(b, str) else b for b in row] for row in rows(markup, "keyboard")]
        for row in buttons:
            for button in row:
                check_reply_button(button)
        if not buttons or sum(len(row) for row in buttons) > REPLY_BUTTON_LIMIT:
            raise bad_request("reply markup is too long" if buttons else "keyboard must be non-empty")
        markup = {**markup, "keyboard": buttons}
    return ReplyMarkup.model_validate(markup)


def check_reply_button(button: Any) -> None:  # noqa: ANN401 - as it came
    """Refuse a button of a reply keyboard that Telegram refuses."""
    if not isinstance(button, dict):
        raise bad_request(f"{REPLY}Expected an Object")
    check_text(button, REPLY)
    check_web_app(button, "keyboard button")
