"""Which handler takes which update, in order: the first that fits."""

from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot import texts
from bot.callbacks import Press, read_start
from bot.handlers import (
    asking,
    beginning,
    changing,
    checking,
    commands,
    correcting,
    dates,
    dialogs,
    doubting,
    explaining,
    feedback,
    following,
    forms,
    greeting,
    many,
    membership,
    notices,
    privacy,
    reminded,
    rhythms,
    routing,
    screening,
    showing,
    strays,
    supposing,
    ticking,
    transferring,
    withheld,
)
from bot.handlers.addressing import Overheard
from bot.handlers.keeping import drafting, files
from bot.handlers.keeping import table as keeping
from bot.handlers.public import for_everyone, private_message
from bot.handlers.turn import TelegramHandler, Turns
from bot.handlers.units import groups, mine
from bot.handlers.units import table as units
from bot.handlers.visit import Handler, Outcome, Visit, reply
from bot.views.message import Message, say

COMMANDS: dict[str, Handler] = {
    "help": greeting.on_help,
    "policies": greeting.on_policies,
    "ask": commands.on_ask,
    "compare": commands.on_compare,
    "changes": correcting.on_changes,
    "privacy": privacy.on_privacy,
    **{name: commands.asks(topic) for name, topic in commands.TOPICS.items()},
}
"""What may be asked anywhere; its answers hold public facts only."""
PERSONAL_COMMANDS: dict[str, tuple[Handler, str]] = {
    "check": (beginning.on_check, "cc"),
    "remind": (following.on_my, "my"),
    "my": (following.on_my, "my"),
    "unit": (mine.on_unit, "ja"),
    "export": (privacy.on_export, "ex"),
    "delete": (privacy.on_delete, "d"),
}
"""What is done in private only; elsewhere the button (its verb) that begins it there."""
ON_A_POLICY = {"check": ("c", "ct"), "remind": ("f", "f")}
"""Those that may name a policy: the verbs of the buttons that they then stand for, on a policy and on a track."""
PUBLIC_PRESSES = frozenset({"si", "t", "n", "g", "p", "z", "zh", "zo"})
"""What may be answered where others read along; everything else is personal, and its answer stays in the private chat."""
LINKED_PRESSES = (
    PUBLIC_PRESSES
    | frozenset(
        {"cc", "c", "ct", "cp", "q", "s", "f", "fs", "fl", "oo", "my", "ex", "d", "tb", "tbp", "tbt", "rt", "k", "y", "ic", "pt", "zw"}
    )
    | transferring.LINKED
    | units.LINKED
    | keeping.LINKED
)
"""What a deep link may begin: nothing that deletes, agrees or answers by being opened, for anybody can write a link."""

PRESSES: dict[str, Handler] = {
    "t": doubting.taking(asking.on_topic),
    "n": asking.on_count,
    "g": doubting.taking(asking.on_figures),
    "p": greeting.on_policies,
    "si": asking.on_situation,
    "zu": feedback.on_useful,
    "zn": feedback.on_useless,
    "zw": feedback.on_wrong,
    "zg": feedback.on_new,
    "zx": feedback.on_let_go,
    "zt": feedback.on_take_back,
    "zk": doubting.on_none,
    "zo": feedback.on_office,
    "zh": correcting.on_press,
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
    "lo": changing.on_open,
    "s": screening.on_begin,
    "sp": screening.on_so_far,
    "sg": screening.on_onward,
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
    "y": showing.on_begin,
    "yt": showing.on_choose,
    "z": forms.on_press,
    "yg": showing.on_make,
    "ic": dates.on_calendar,
    "pt": dates.on_timeline,
    "fl": following.on_stages,
    "fo": following.on_follow_stage,
    "uo": following.on_unfollow_stage,
    "os": reminded.on_tomorrow,
    "ox": reminded.on_done,
    "oq": reminded.on_enough,
    "ol": reminded.on_lift,
    "oo": rhythms.on_options,
    "ot": rhythms.on_days,
    "oh": rhythms.on_hour,
    "on": rhythms.on_quiet,
    "oz": rhythms.on_zone,
    "vz": notices.on_notices,
    "e": following.on_end,
    "my": following.on_my,
    "ex": privacy.on_export,
    "d": privacy.on_delete,
    "dd": privacy.on_delete_confirmed,
    "dn": privacy.on_delete_declined,
    **transferring.PRESSES,
    **units.PRESSES,
    **keeping.PRESSES,
}
PRESSES |= withheld.guarded(PRESSES)

TABLES = reduce(or_, (filters.Document.FileExtension(ending) for ending in many.ENDINGS))
KNOWLEDGE = reduce(or_, (filters.Document.FileExtension(ending) for ending in files.ENDINGS))
NOTICES = reduce(or_, (filters.Document.FileExtension(ending) for ending in drafting.ENDINGS))


def handlers(turns: Turns) -> tuple[BaseHandler[Update, Any, None], ...]:
    """Every handler in order; the last takes what is left, so that no update stays unhandled."""
    in_private = filters.ChatType.PRIVATE
    personal = {name: _personal(name) for name in PERSONAL_COMMANDS}
    known = {"start": on_start, **COMMANDS, **personal, **keeping.COMMANDS}

    def take(handler: Handler) -> TelegramHandler:
        return turns.take(_fitting(handler))

    return (
        CallbackQueryHandler(take(on_press)),
        InlineQueryHandler(turns.look_up),
        *(
            CommandHandler(name, take(dialogs.ending(feedback.going_on(handler))), filters.UpdateType.MESSAGE)
            for name, handler in known.items()
        ),
        ChatMemberHandler(take(membership.on_member), ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE & filters.UpdateType.MESSAGE, take(membership.on_migrate)),
        MessageHandler(filters.StatusUpdate.ALL, turns.skip),
        MessageHandler(Overheard() & filters.UpdateType.MESSAGES, turns.skip),
        MessageHandler(filters.COMMAND & filters.UpdateType.MESSAGE, take(dialogs.ending(greeting.on_unknown_command))),
        MessageHandler(TABLES & filters.UpdateType.MESSAGE & in_private, take(many.on_table)),
        MessageHandler(KNOWLEDGE & filters.UpdateType.MESSAGE & in_private, take(files.on_file)),
        MessageHandler(NOTICES & filters.UpdateType.MESSAGE & in_private, take(drafting.noticing(strays.noting_albums(asking.on_text)))),
        MessageHandler((filters.TEXT | filters.CAPTION) & filters.UpdateType.MESSAGE, take(strays.noting_albums(asking.on_text))),
        MessageHandler(filters.UpdateType.MESSAGES, take(strays.on_stray)),
        TypeHandler(Update, turns.skip),
    )


async def on_press(visit: Visit) -> Outcome:
    """A button; its data carries no trust, and a personal one does nothing where others read along."""
    verb = visit.press.verb if visit.press else ""
    if not visit.is_private and verb not in PUBLIC_PRESSES:
        return Outcome(toast=texts.PRIVATE_ONLY)
    await feedback.let_go(visit)
    if verb != dialogs.CHOOSE:
        await dialogs.let_go(visit)
    return await PRESSES.get(verb, strays.on_stale)(visit)


async def on_start(visit: Visit) -> Outcome:
    """Say hello; a deep link goes straight to what it names, below a brief hello to somebody new."""
    payload = commands.argument(visit)
    if payload and (connected := await groups.on_connect(visit, payload)) is not None:
        return connected
    if not payload or not visit.is_private:
        return await greeting.on_start(visit)
    pressed = read_start(payload)
    outcome = await _begun(visit, pressed) if pressed.verb in LINKED_PRESSES else STALE
    if outcome == STALE:
        return reply(say(*texts.LINK_GONE), *(one.message for one in (await greeting.on_start(visit)).replies))
    hello = reply(Message(say(*texts.HELLO_BRIEF).blocks, words=texts.WORDS)).replies if visit.is_new else ()
    return replace(outcome, replies=hello + outcome.replies)


STALE = reply(say(texts.STALE_GONE))


async def _begun(visit: Visit, pressed: Press) -> Outcome:
    """What a button would do, without one."""
    return await PRESSES[pressed.verb](replace(visit, press=pressed))


def _personal(command: str) -> Handler:
    """A command about oneself; where others read along it gives the way to the private chat, with the policy that it names."""
    handler, verb = PERSONAL_COMMANDS[command]

    async def guarded(visit: Visit) -> Outcome:
        if not commands.argument(visit) or command not in ON_A_POLICY:
            return await handler(visit) if visit.is_private else reply(private_message(verb))
        found = await commands.named_press(visit, ON_A_POLICY[command])
        if isinstance(found, Message):
            return reply(found)
        return await _begun(visit, found) if visit.is_private else reply(private_message(str(found)))

    return guarded


def _fitting(handler: Handler) -> Handler:
    """The handler with what it says made fit for the chat that reads it."""

    async def fitted(visit: Visit) -> Outcome:
        outcome = await handler(visit)
        if visit.is_private:
            return outcome
        return for_everyone(outcome, visit.update.get_bot().username, PUBLIC_PRESSES, LINKED_PRESSES)

    return fitted
