"""A person asks to be contact of a unit: a dialog of a few questions, then the evidence."""

import asyncio
from collections.abc import Mapping

from bot.clock import SHANGHAI
from bot.handlers.dialogs import Held, await_words, let_go
from bot.handlers.units.pressed import GONE
from bot.handlers.units.telling import forward_letter, tell_request
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.situating import is_question
from bot.usecases.units.naming import LONGEST, name_in
from bot.usecases.units.registering import Stated, Waiting, ask, is_too_often, note_letter, try_code, waiting_there, waiting_under, withdraw
from bot.usecases.units.watching import AFFILIATION, TYPE
from bot.views.message import Button, Message, column, say
from bot.views.units import registering as words
from eligibility.answers import Given
from eligibility.reading import read_answer
from storage.unit_records import UnitRecord
from storage.units import MAX_TRIES

REGISTER, CODE, LETTER = "register", "code", "letter"
LONGEST_NAME, LEAST_NAME = 40, 4
FACTS = {"kind": TYPE, "affiliation": AFFILIATION}
ASKING_AGAIN = "这像是在问我别的事。先填完这一步，或点“取消”再问我。"
NOT_UNDERSTOOD = "没认出来，请点下面的一个"


async def on_register(visit: Visit) -> Outcome:  # noqa: PLR0911 - one line per button
    """Begin; or what a button wants done with one's own request."""
    if not visit.argument():
        await await_words(visit, REGISTER, {"step": "region"})
        return reply(words.begin_message())
    waiting = await waiting_under(visit.rows, visit.argument(1), visit.person.id)
    if waiting is None:
        return GONE
    match visit.argument():
        case "w":
            return redraw(visit, _drawn(visit, waiting))
        case "k":
            await await_words(visit, CODE, {"request": waiting.code})
            return reply(words.ask_code())
        case "l":
            await await_words(visit, LETTER, {"request": waiting.code})
            return reply(words.ask_letter())
        case "x":
            return redraw(visit, words.withdraw_message(waiting))
        case "xx":
            if not await withdraw(visit.rows, waiting, visit.now):
                return GONE
            return redraw(visit, say("撤回了，您填的已经删掉。", "想再登记点 /unit。"))
    return GONE


async def begin_for(visit: Visit, unit: UnitRecord) -> Outcome:
    """A colleague's invitation: all is known of the unit but who asks."""
    held = {"name": unit.name, "region": unit.region, "kind": unit.kind, "affiliation": unit.affiliation, "step": "called"}
    await await_words(visit, REGISTER, held)
    return reply(words.invited_message(unit.name))


async def on_registering(visit: Visit, held: Held) -> Outcome:
    """One answer of the dialog: typed, or one of its buttons."""
    step = str(held["step"])
    if visit.press is not None:
        return await _pressed(visit, held, step)
    text = visit.text.strip()
    if not text:
        return reply(_asked(visit, held, again="这一步请打字告诉我。"))
    if step not in FACTS and is_question(text):
        return reply(_asked(visit, held, again=ASKING_AGAIN))
    before = str(held.get("region", "")) if step == "district" else ""
    taken = await asyncio.to_thread(_read, visit, step, text, before)
    if taken is None:
        return reply(_asked(visit, held, again=AGAIN[step]))
    if step in {"region", "district"}:
        has_parts = taken != before and visit.snapshot.index.parts_of(tuple(taken.split("/")))
        return await _next(visit, {**held, "region": taken}, "region" if has_parts else "district")
    return await _next(visit, {**held, step: taken}, step)


async def on_code(visit: Visit, held: Held) -> Outcome:
    """Six digits from the office."""
    waiting = await waiting_under(visit.rows, str(held.get("request")), visit.person.id)
    if waiting is None:
        await let_go(visit)
        return GONE
    said = "".join(one for one in visit.text if one.isdecimal())
    if len(said) != 6 or not said.isascii():  # noqa: PLR2004 - as many as we gave
        return reply(words.ask_code(again="核验码是 6 位数字，请再打一次"))
    match await try_code(visit.rows, waiting, said, visit.now):
        case "right":
            await let_go(visit)
            await tell_request(visit, waiting)
            return reply(say("核验码对上了", "已经告诉管理员，批准后我马上告诉您。"))
        case "wrong":
            tried = await waiting_there(visit.rows, waiting.contact.unit_id, visit.person.id)
            left = MAX_TRIES - tried.contact.code_tries if tried is not None else 0
            return reply(words.ask_code(again=f"不对，还能试 {left} 次。请核对后再打一次"))
    await let_go(visit)
    return reply(say("这个核验码不能用了", "试错太多或过了期。请让管理员再发一个，或者发盖章证明。", keyboard=_proofs(waiting)))


async def on_letter(visit: Visit, held: Held) -> Outcome:
    """A picture or a file for the admins."""
    waiting = await waiting_under(visit.rows, str(held.get("request")), visit.person.id)
    if waiting is None:
        await let_go(visit)
        return GONE
    message = visit.update.effective_message
    found = message.photo[-1] if message and message.photo else message.document if message else None
    if found is None:
        return reply(words.ask_letter(again="我等的是一张照片或一个文件"))
    if await is_too_often(visit.rows, "contact.letter", visit.person.id, visit.now):
        return reply(words.ask_letter(again="今天发的够多了，请明天再发"))
    if not await forward_letter(visit, waiting, found.file_id, is_photo=bool(message and message.photo)):
        return reply(words.ask_letter(again="眼下没有管理员能收，请过一会儿再发"))
    await let_go(visit)
    await note_letter(visit.rows, waiting, found.file_unique_id, visit.now)
    return reply(say("转给管理员了", "他核对以后，批没批准我马上告诉您。我没有存这张图。"))


def _proofs(waiting: Waiting) -> tuple[tuple[Button, ...], ...]:
    return words.proof_buttons(waiting.code, has_code=False)


def _drawn(visit: Visit, waiting: Waiting) -> Message:
    until = waiting.contact.code_until
    return words.waiting_message(visit.snapshot.base, waiting, has_code=until is not None and until > visit.now)


async def _pressed(visit: Visit, held: Held, step: str) -> Outcome:
    pressed, value = visit.argument(0), visit.argument(1)
    if pressed != step:
        return reply(_asked(visit, held, again="这一步已经过了，接着填："))
    if step == "sure":
        if value == "yes":
            return await _send(visit, held)
        await await_words(visit, REGISTER, {"step": "region"})
        return reply(words.begin_message())
    if value == "-" and step in SKIPPED:
        return await _next(visit, {**held, **SKIPPED[step]}, step)
    fact = FACTS.get(step, "")
    option = (visit.snapshot.codes.find("option", value) or "").removeprefix(f"{fact}=")
    if not fact or not option or "=" in option:
        return reply(_asked(visit, held, again=NOT_UNDERSTOOD))
    return await _next(visit, {**held, step: option}, step)


async def _next(visit: Visit, held: Held, step: str) -> Outcome:
    """What was said is kept, and the next thing asked."""
    on = {**held, "step": NEXT[step]}
    await await_words(visit, REGISTER, on)
    return reply(_asked(visit, on))


async def _send(visit: Visit, held: Held) -> Outcome:
    await let_go(visit)
    stated = Stated(name=held["name"], region=held["region"], kind=held["kind"], affiliation=held["affiliation"])
    asked, unit_id = await ask(visit.rows, visit.person.id, held["called"], stated, visit.now)
    match asked:
        case "too_many":
            return reply(say("您登记的够多了，先等核实", "一次最多三个单位在核实，一天最多登记五次。点 /unit 看进度，不要的可以撤回。"))
        case "is_contact":
            return reply(say("您已经是它的联系人了", keyboard=column(Button("打开我的单位", f"ja:{unit_id}"))))
        case "waits":
            there = await waiting_there(visit.rows, unit_id, visit.person.id)
            return reply(_drawn(visit, there)) if there is not None else GONE
    waiting = await waiting_there(visit.rows, unit_id, visit.person.id)
    assert waiting is not None  # noqa: S101 - asked in this very transaction
    return reply(words.sent_message(waiting.code, told=await tell_request(visit, waiting) > 0))


def _read(visit: Visit, step: str, text: str, before: str) -> str | None:
    """What was typed, as it is kept; None where it cannot be meant. Reading a place may be slow: in a thread.

    ``before``: the place so far.
    """
    if step == "district":
        where = visit.snapshot.index.where
        within = "/".join(where(f"{before.rpartition('/')[2]}{text}"))
        return within if within.startswith(f"{before}/") else "/".join(where(text)) or None
    if step == "region":
        return "/".join(visit.snapshot.index.where(text)) or None
    if step == "name":
        letters = sum(one.isalpha() for one in text)
        return " ".join(text.split()) if letters >= LEAST_NAME and len(text) <= LONGEST_NAME and "\n" not in text else None
    if step == "called":
        return name_in(text)
    fact = visit.snapshot.base.facts.get(FACTS.get(step, ""))
    found = read_answer(fact, text, today=visit.now.astimezone(SHANGHAI).date()) if fact is not None else None
    return found.value if isinstance(found, Given) and isinstance(found.value, str) else None


def _asked(visit: Visit, held: Held, *, again: str = "") -> Message:
    """The question of the step that is open; ``again``: why it is asked once more."""
    base = visit.snapshot.base
    match held["step"]:
        case "region":
            return words.ask_region(again=again)
        case "district":
            return words.ask_district(held["region"], again=again)
        case "name":
            return words.ask_name(held["region"], again=again)
        case "kind" | "affiliation" as step:
            return words.ask_option(base, FACTS[step], step, again=again)
        case "called":
            return words.ask_called(again=again)
    return words.sure_message(base, held, again=again)


SKIPPED: Mapping[str, Held] = {"district": {}, "affiliation": {"affiliation": ""}}
"""What is said by a step that is skipped."""
NEXT = {
    "region": "district",
    "district": "name",
    "name": "kind",
    "kind": "affiliation",
    "affiliation": "called",
    "called": "sure",
    "sure": "sure",
}
AGAIN = {
    "region": "没认出是哪里。请写省和市，例如“山西晋城”",
    "district": "没认出是哪个区县。再打一次全称，或点下面的按钮",
    "name": "请写单位全称，4 到 40 个字",
    "kind": NOT_UNDERSTOOD,
    "affiliation": NOT_UNDERSTOOD,
    "called": f"这不像称呼。请打 {LONGEST} 个字以内，不要写电话、证件号",
    "sure": "没问题就点“提交”",
}
