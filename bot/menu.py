"""What Telegram shows of the bot before anybody writes: the menus of commands and the descriptions, in Chinese and English."""

from collections.abc import Collection

import structlog
from telegram import Bot, BotCommandScope, BotCommandScopeAllGroupChats, BotCommandScopeDefault
from telegram.error import BadRequest, RetryAfter

from bot import texts

Menu = tuple[tuple[str, str], ...]

log = structlog.get_logger()


async def introduce(bot: Bot, personal: Collection[str]) -> None:
    """Set what differs; where Telegram refuses, or wants it slower, the bot works without.

    ``personal``: the commands that groups are not offered.

    Raises:
        NetworkError: Telegram could not be reached.
    """
    try:
        for menu, description, short, language in (
            (texts.COMMANDS, texts.DESCRIPTION, texts.SHORT_DESCRIPTION, None),
            (texts.COMMANDS_EN, texts.DESCRIPTION_EN, texts.SHORT_DESCRIPTION_EN, "en"),
        ):
            await _offer(bot, menu, BotCommandScopeDefault(), language)
            await _offer(bot, tuple(one for one in menu if one[0] not in personal), BotCommandScopeAllGroupChats(), language)
            await _describe(bot, description, short, language)
    except (BadRequest, RetryAfter) as error:  # a bad request is a NetworkError by the library's own family tree
        log.warning("the menus and descriptions could not be set", reason=error.message)


async def _offer(bot: Bot, menu: Menu, scope: BotCommandScope, language: str | None) -> None:
    offered = await bot.get_my_commands(scope, language)
    if tuple((one.command, one.description) for one in offered) != menu:
        await bot.set_my_commands(menu, scope, language)


async def _describe(bot: Bot, description: str, short: str, language: str | None) -> None:
    """Telegram is strict on how often these are set: only where they changed."""
    if (await bot.get_my_description(language)).description != description:
        await bot.set_my_description(description, language)
    if (await bot.get_my_short_description(language)).short_description != short:
        await bot.set_my_short_description(short, language)
