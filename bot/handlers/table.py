"""Which handler takes which update, in order: the first that fits."""

from functools import reduce
from operator import or_
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, TypeHandler, filters

from bot import texts
from bot.handlers import (
    asking,
    beginning,
    changing,
    checking,
    explaining,
    following,
    greeting,
    many,
    membership,
    privacy,
    routing,
    screening,
    strays,
    supposing,
    ticking,
)
from bot.handlers.turn import Turns
from bot.handlers.visit import Handler, Outcome, Visit, reply
from bot.views.message import say

COMMANDS: dict[str, Handler] = {
    "start": greeting.on_start,
    "help": greeting.on_help,
    "policies": greeting.on_policies,
    "check": beginning.on_check,
    "remind": following.on_my,
    "my": following.on_my,
    "privacy": privacy.on_privacy,
    "export": privacy.on_export,
    "delete": privacy.on_delete,
}
PUBLIC_COMMANDS = frozenset({"start", "help", "policies"})
PUBLIC_PRESSES = frozenset({"si", "t", "n", "g", "p"})
"""What may be answered where others read along; everything else is personal, and its answer stays in the private chat."""

PRESSES: dict[str, Handler] = {
    "t": asking.on_topic,
    "n": asking.on_count,
    "g": asking.on_figures,
    "p": greeting.on_policies,
    "si": asking.on_situation,
    "cc": beginning.on_check,
    "c": beginning.on_policy,
    "ct": beginning.on_track,
    "cp": beginning.on_all_tracks,
    "ok": beginning.on_consent,
    "no": beginning.on_no_consent,
    "so": checking.on_sensitive_consent,
    "sn": checking.on_no_sensitive_consent,
    "a": checking.on_answer,
    "m": checking.on_tick,
    "md": checking.on_tick,
    "w": checking.on_why,
    "b": checking.on_back,
    "r": checking.on_again,
    "q": beginning.on_go_on,
    "x": checking.on_stop,
    "l": changing.on_list,
    "lc": changing.on_choose,
    "lk": changing.on_leave,
    "lr": changing.on_all_right,
    "ld": changing.on_rough,
    "h": supposing.on_facts,
    "hf": supposing.on_fact,
    "hs": supposing.on_suppose,
    "ht": supposing.on_take,
    "ly": changing.on_forget,
    "lz": changing.on_forget_confirmed,
    "s": screening.on_begin,
    "sp": screening.on_so_far,
    "sr": screening.on_misfits,
    "sd": screening.on_details,
    "sa": screening.on_remind,
    "sw": screening.on_follow,
    "su": screening.on_unfollow,
    "sl": screening.on_wait,
    "v": explaining.on_details,
    "tb": many.on_list,
    "tbp": many.on_policy,
    "tbt": many.on_template,
    "rt": routing.on_route,
    "rk": routing.on_route_consent,
    "ra": routing.on_route_answer,
    "rc": routing.on_route_again,
    "f": following.on_follow,
    "fs": following.on_follow_series,
    "uf": following.on_unfollow,
    "us": following.on_unfollow_series,
    "k": ticking.on_open,
    "ko": ticking.on_open_here,
    "kc": ticking.on_consent,
    "kt": ticking.on_tick,
    "ks": ticking.on_share,
    "kz": ticking.on_clear,
    "kd": ticking.on_clear_confirmed,
    "e": following.on_end,
    "my": following.on_my,
    "ex": privacy.on_export,
    "d": privacy.on_delete,
    "dd": privacy.on_delete_confirmed,
    "dn": privacy.on_delete_declined,
}

TABLES = reduce(or_, (filters.Document.FileExtension(ending) for ending in many.ENDINGS))


def handlers(turns: Turns) -> tuple[BaseHandler[Update, Any, None], ...]:
    """Every handler in order; the last takes what is left, so that no update stays unhandled."""
    in_private = filters.ChatType.PRIVATE
    return (
        CallbackQueryHandler(turns.take(on_press)),
        *(CommandHandler(name, turns.take(_guarded(name, handler)), filters.UpdateType.MESSAGE) for name, handler in COMMANDS.items()),
        ChatMemberHandler(turns.take(membership.on_member), ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE & filters.UpdateType.MESSAGE, turns.take(membership.on_migrate)),
        MessageHandler(filters.StatusUpdate.ALL, turns.skip),
        MessageHandler(filters.COMMAND & filters.UpdateType.MESSAGE & in_private, turns.take(greeting.on_unknown_command)),
        MessageHandler(TABLES & filters.UpdateType.MESSAGE & in_private, turns.take(many.on_table)),
        MessageHandler((filters.TEXT | filters.CAPTION) & filters.UpdateType.MESSAGE, turns.take(asking.on_text)),
        MessageHandler(filters.UpdateType.MESSAGES, turns.take(strays.on_stray)),
        TypeHandler(Update, turns.skip),
    )


async def on_press(visit: Visit) -> Outcome:
    """A button; its data carries no trust, and a personal one does nothing where others read along."""
    verb = visit.press.verb if visit.press else ""
    if not visit.is_private and verb not in PUBLIC_PRESSES:
        return Outcome(toast=texts.PRIVATE_ONLY)
    return await PRESSES.get(verb, strays.on_stale)(visit)


def _guarded(command: str, handler: Handler) -> Handler:
    """The command's handler; where others read along, a personal command only says where it works."""

    async def guarded(visit: Visit) -> Outcome:
        if not visit.is_private and command not in PUBLIC_COMMANDS:
            return reply(say(texts.PRIVATE_ONLY))
        return await handler(visit)

    return guarded
