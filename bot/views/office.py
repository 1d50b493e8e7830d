"""转人工: whom to call about a policy, from which year that is, and what to say."""

import re
from collections.abc import Iterator

from bot.views.citing import name_of
from bot.views.message import Block, Button, Message, column, telling
from bot.views.next_steps import follow_buttons, is_over, topic_press
from bot.views.topics.absences import nothing_on_file
from bot.views.topics.section import View, clause_text
from knowledge.entries import Contact
from knowledge.policy import Policy

_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")


def office_message(view: View) -> Message:
    """The office as the notice of its year published it, then 12333, then the first sentence to say."""
    policy = view.policy
    offices = tuple(one for one in view.keep(policy.contacts) if _reachable(one))
    blocks = [Block((_lead(view, offices),), "lead"), Block((name_of(policy),))]
    blocks += [Block(tuple(_lines(one))) for one in offices]
    blocks.append(Block((*((_age(view),) if offices else ()), "打不通，或不知道归谁管，就打 12333；问外地的，前面加那里的区号。")))
    blocks.append(Block(("打通后这样说：", _script(view))))
    ask_on = (
        Button("找谁问", topic_press(policy, view.track, ("contact",))),
        Button("怎么报", topic_press(policy, view.track, ("how_to_apply",))),
    )
    buttons = (ask_on, *column(*follow_buttons(view.route, view.track, view.now)))
    return Message(tuple(blocks), buttons, tells=telling(policy.id, "contact"))


def landlines(office: Contact) -> tuple[str, ...]:
    """The telephones of an office that ring on a desk."""
    return tuple(phone for phone in office.phones if not _MOBILE.fullmatch(re.sub(r"[\s-]", "", phone)))


def _reachable(office: Contact) -> bool:
    return bool(landlines(office) or office.mails or office.address)


def _lead(view: View, offices: tuple[Contact, ...]) -> str:
    phones = [phone for one in offices for phone in landlines(one)]
    if phones:
        return f"请打 {phones[0]}（{offices[0].office}）" if len(offices) == 1 else "请打其中一个电话："
    nothing = nothing_on_file(view.policy, "contact", view.track, "电话")
    return f"{nothing}请问发文单位：{'、'.join(view.policy.issuers)}。"


def _lines(office: Contact) -> Iterator[str]:
    yield f"· {office.office}" + (f"（{office.purpose}）" if office.purpose else "") + (clause_text(office.clause) if office.clause else "")
    yield from (f"　☎ {phone}" + ("" if "-" in phone else "（没写区号，外地打要先加当地区号）") for phone in landlines(office))
    yield from (f"　✉ {mail}" for mail in office.mails)
    if office.address:
        yield f"　地址 {office.address}"


def _script(view: View) -> str:
    """The first sentence to say: while it runs what one needs to know, of an old one who is in charge now."""
    policy = view.policy
    if policy.applicant and not is_over(view.route, view.now):
        return f"您好，我想报{policy.short_title}（{policy.year}年），请问我这种情况能不能报、材料交到哪里、哪天截止？"
    return f"您好，我想问{policy.year}年{policy.short_title}的事，请问现在归谁管？"


def _age(view: View) -> str:
    year = _published(view.policy)
    old = view.now.year - year
    return f"这是{year}年通知里公布的" + ("，号码可能已经变了。" if old > 0 else "。")


def _published(policy: Policy) -> int:
    day = policy.signed or policy.published
    return day.year if day else policy.year
