"""What a bot says of itself: commands, descriptions, menu button, rights."""

# ruff: noqa: D101, D103 - names and meanings are the Bot API's own, told in its reference

import json
import re
from typing import Any

from pydantic import ValidationError

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.base import Flag, Json, Method, Nothing, Params, method
from bot.sandbox.telegram import Telegram
from bot.sandbox.wire import BotCommand
from bot.sandbox.world import CommandList

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMANDS_LIMIT = 100
DESCRIPTION_LIMIT = 256
LANGUAGE = re.compile(r"[a-z]{2}")
TEXTS = {"Name": ("name", 64), "Description": ("description", 512), "ShortDescription": ("short_description", 120)}
SCOPES = {
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators", "chat_member",
}  # fmt: skip


def get_me(tg: Telegram, _p: Nothing) -> dict[str, Any]:
    return tg.bot.dump() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not tg.world.settings.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def nothing_to_do(_tg: Telegram, _p: Nothing) -> bool:
    return True


class Scope(Params):
    scope: Json = None
    language_code: str = ""


def scope_key(tg: Telegram, p: Scope) -> str:
    """The scope in one spelling. Raises ApiError."""
    scope = p.scope or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if p.language_code and not LANGUAGE.fullmatch(p.language_code):
        raise bad_request("invalid language code specified")
    if "chat_id" in scope:
        scope = {**scope, "chat_id": tg.room(str(scope["chat_id"])).chat.id}
    return json.dumps(scope, sort_keys=True)


class SetCommands(Scope):
    commands: Json = None


def set_my_commands(tg: Telegram, p: SetCommands) -> bool:
    try:
        commands = tuple(BotCommand.model_validate(item) for item in p.commands)
    except (ValidationError, TypeError):
        raise bad_request("can't parse commands JSON object") from None
    if len(commands) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    cleaned = tuple(check_command(command) for command in commands)
    tg.world.commands.put(CommandList(scope=scope_key(tg, p), language=p.language_code, commands=cleaned))
    tg.feed.publish("commands", by_bot=True)
    return True


def check_command(command: BotCommand) -> BotCommand:
    """A command without its slash. Raises ApiError."""
    name = command.command.removeprefix("/")
    if not name:
        raise bad_request("command must be non-empty")
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 0 < len(command.description.strip()) <= DESCRIPTION_LIMIT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID" if command.description.strip() else "command description must be non-empty")
    return BotCommand(command=name, description=command.description.strip())


def get_my_commands(tg: Telegram, p: Scope) -> list[BotCommand]:
    found = tg.world.commands.get(f"{scope_key(tg, p)} {p.language_code}")
    return list(found.commands) if found else []


def delete_my_commands(tg: Telegram, p: Scope) -> bool:
    tg.world.commands.drop(f"{scope_key(tg, p)} {p.language_code}")
    tg.feed.publish("commands", by_bot=True)
    return True


class Text(Params):
    name: str = ""
    description: str = ""
    short_description: str = ""
    language_code: str = ""


def text_methods(title: str, field: str, limit: int) -> dict[str, Method]:
    """setMy… and getMy… of one text, per language."""

    def write(tg: Telegram, p: Text) -> bool:
        text: str = getattr(p, field)
        if len(text) > limit:
            raise bad_request(f"BOT_{field.replace('_', '').upper()}_INVALID" if field == "name" else "the bot's text is too long")
        tg.world.change_settings(texts={**tg.world.settings.texts, f"{field}:{p.language_code}": text})
        return True

    def read(tg: Telegram, p: Text) -> dict[str, str]:
        texts = tg.world.settings.texts
        default = tg.bot.first_name if field == "name" else ""
        return {field: texts.get(f"{field}:{p.language_code}") or texts.get(f"{field}:") or default}

    return {f"setMy{title}": method(Text, write), f"getMy{title}": method(Text, read)}


class MenuButton(Params):
    chat_id: str = ""
    menu_button: Json = None


def set_chat_menu_button(tg: Telegram, p: MenuButton) -> bool:
    button = p.menu_button or {"type": "default"}
    if button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse menu button: Unsupported type specified")
    key = str(tg.room(p.chat_id).chat.id) if p.chat_id else ""
    tg.world.change_settings(menu_buttons={**tg.world.settings.menu_buttons, key: button})
    return True


def get_chat_menu_button(tg: Telegram, p: MenuButton) -> dict[str, Any]:
    buttons = tg.world.settings.menu_buttons
    own = buttons.get(str(tg.room(p.chat_id).chat.id)) if p.chat_id else None
    return own or buttons.get("") or {"type": "commands"}


class Rights(Params):
    rights: Json = None
    for_channels: Flag = False


RIGHT_NAMES = (
    "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip


def set_rights(tg: Telegram, p: Rights) -> bool:
    key = "channels" if p.for_channels else "groups"
    tg.world.change_settings(default_rights={**tg.world.settings.default_rights, key: p.rights or {}})
    return True


def get_rights(tg: Telegram, p: Rights) -> dict[str, Any]:
    return dict.fromkeys(RIGHT_NAMES, False) | tg.world.settings.default_rights.get("channels" if p.for_channels else "groups", {})


METHODS = {
    "getMe": method(Nothing, get_me),
    "logOut": method(Nothing, nothing_to_do),
    "close": method(Nothing, nothing_to_do),
    "setMyCommands": method(SetCommands, set_my_commands),
    "getMyCommands": method(Scope, get_my_commands),
    "deleteMyCommands": method(Scope, delete_my_commands),
    "setChatMenuButton": method(MenuButton, set_chat_menu_button),
    "getChatMenuButton": method(MenuButton, get_chat_menu_button),
    "setMyDefaultAdministratorRights": method(Rights, set_rights),
    "getMyDefaultAdministratorRights": method(Rights, get_rights),
}
for _title, (_field, _limit) in TEXTS.items():
    METHODS |= text_methods(_title, _field, _limit)
