"""Rights given and taken, by owners; and the link by which somebody comes to one."""

import re
from typing import Final

from bot.callbacks import press, start_link, start_payload
from bot.handlers.dialogs import Held, await_words, let_go
from bot.handlers.keeping.allowed import refused
from bot.handlers.units.pressed import GONE, number_of
from bot.handlers.units.telling import tell
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.settings import NO_USER
from bot.usecases.keeping.granting import accept, called, give, keepers, offer, offered, open_offers, recall, take
from bot.usecases.rights import ROLES, Role, may, person_of
from bot.views.keeping import granting as words

GIVING: Final = "right_given"
ROLE_OF: Final[dict[str, Role]] = {role: role for role in ROLES}
_NUMBERED = re.compile(r"([0-9]{5,16})\s+(\S.*)", re.ASCII)


async def on_rights(visit: Visit) -> Outcome:
    """Everybody with a right; or what a button wants done."""
    match visit.argument(), visit.argument(1):
        case "g", "":
            return reply(words.roles_message())
        case "g", role if role in ROLE_OF:
            await await_words(visit, GIVING, {"role": role})
            return reply(words.ask_whom(ROLE_OF[role]))
        case "t", person:
            return await _take(visit, number_of(person))
        case "o", mark:
            recalled = await recall(visit.rows, mark, visit.person.id, visit.now)
            return await _list(visit, f"收回了给 {recalled.called} 的链接" if recalled else "这个链接早就没用了")
    return await _list(visit)


async def _list(visit: Visit, toast: str | None = None) -> Outcome:
    """Everybody with a right, and the links that give one still."""
    found = words.keepers_message(await keepers(visit.rows), visit.person.id, await open_offers(visit.rows, visit.now))
    return redraw(visit, found, toast) if visit.argument() else reply(found)


async def on_whom(visit: Visit, held: Held) -> Outcome:
    """Who is to have it: by what they are called, with Telegram's number before it or not."""
    role = ROLE_OF[held["role"]]
    if not await may(visit.rows, visit.person.id, "owner"):
        await let_go(visit)
        return await refused(visit)
    text = " ".join(visit.text.split())
    numbered = _NUMBERED.fullmatch(text)
    name = numbered[2] if numbered else text
    if not (0 < len(name) <= words.LONGEST and any(one.isalpha() for one in name)) or (numbered and int(numbered[1]) >= NO_USER):
        return reply(words.ask_whom(role, again=f"没看明白，称呼请写 {words.LONGEST} 个字以内"))
    await let_go(visit)
    if numbered is None:
        made = await offer(visit.rows, role, name, visit.person.id, visit.now)
        payload = start_payload(press("vf", made.token))
        assert payload is not None  # noqa: S101 - a token holds nothing that a link does not carry
        return reply(words.link_message(made, start_link(visit.update.get_bot().username, payload)))
    person_id = await person_of(visit.rows, int(numbered[1]), visit.now)
    came = await give(visit.rows, person_id, role, name, visit.person.id, visit.now)
    if came != "done":
        return reply(words.kept_message(came))
    return reply(words.done_message(name, role, told=await tell(visit, person_id, words.given_message(role))))


async def on_offer(visit: Visit) -> Outcome:
    """A link was opened, which gives nothing yet; or it is accepted."""
    found = await offered(visit.rows, visit.argument(), visit.now)
    if found is None:
        return GONE
    if visit.argument(1) != "y" or visit.update.callback_query is None:
        return reply(words.offer_message(found))
    came = await accept(visit.rows, found, visit.person.id, visit.now)
    if came is None:
        return GONE
    if came != "done":
        return redraw(visit, words.kept_message(came))
    await tell(visit, found.by, words.done_message(found.called, found.role, told=True))
    return redraw(visit, words.given_message(found.role))


async def _take(visit: Visit, person_id: int) -> Outcome:
    keeper = next((one for one in await keepers(visit.rows) if one.person_id == person_id), None)
    if keeper is None:
        return redraw(visit, words.kept_message("same"))
    if visit.argument(2) != "y":
        return redraw(visit, words.sure_message(keeper))
    came = await take(visit.rows, person_id, visit.person.id, visit.now)
    if came != "done":
        return redraw(visit, words.kept_message(came))
    if person_id != visit.person.id:
        await tell(visit, person_id, words.taken_message())
    return await _list(visit, f"收回了：{await called(visit.rows, person_id)}")
