"""Blank forms: which are sent, and for those that are not on file whom to ask."""

from collections.abc import Iterable, Sequence

from bot import texts
from bot.callbacks import code, press, target_code
from bot.usecases.forms import forms_of
from bot.views.asking_back import none_of
from bot.views.changing import short_text
from bot.views.citing import name_of, source_text
from bot.views.message import Attachment, Block, Button, Message, column
from bot.views.next_steps import next_steps
from bot.views.topics.papers import details_text
from bot.views.topics.section import View
from eligibility.describing import plain_day
from knowledge.base import KnowledgeBase
from knowledge.entries import Document, FormFile
from knowledge.policy import Policy


def forms_message(view: View, sent: Sequence[Document], offered: Sequence[Document], lacking: Sequence[Document]) -> Message:
    """What follows below (``sent``), what a button each sends (``offered``), and what is not on file."""
    policy = view.policy
    if not (sent or offered or lacking):
        lead, lines = f"{name_of(policy)}：通知没有附表格", [f"要什么表、怎么写，{ask_text(view)}。"]
    elif sent or offered:
        lead, lines = (
            f"{name_of(policy)}的表格",
            [f"· {title_of(one)}：{'发在下面' if one in sent else '点下面的按钮就发'}" for one in (*sent, *offered)],
        )
        lines += [f"· {title_of(one)}：我这里没有文件，{ask_text(view)}" for one in lacking]
    else:
        lead = f"{name_of(policy)}的表格，我这里没有文件"
        lines = [*(f"· {title_of(one)}" for one in lacking), f"请{ask_text(view)}；发通知的网页下面一般也有附件。"]
    blocks = (Block((lead,), "lead"), Block(tuple(lines)), Block((source_text(policy),), "small"))
    return Message(blocks, column(*(form_button(view, one) for one in offered)) + next_steps(view, ("materials",)))


def form_button(view: View, document: Document) -> Button:
    """Sends one form."""
    target = target_code(view.policy.id, view.track)
    return Button(short_text(f"📎 {title_of(document)}"), press("z", target, code("entry", f"{view.policy.id}/{document.id}")))


def title_of(document: Document) -> str:
    """附件1《申报表》."""
    return f"{document.label or ''}《{document.title.strip('《》')}》"


def ask_text(view: View) -> str:
    """Whom to ask for a form: the office that the notice names with its number, else the issuers."""
    offices = [one for one in view.keep(view.policy.contacts) if one.phones]
    if offices:
        return f"向{offices[0].office}要（电话 {'、'.join(offices[0].phones)}）"
    return f"向{'、'.join(view.policy.issuers)}要，或拨打 12333 问"


def form_message(view: View, document: Document, file: FormFile, content: bytes) -> Message:
    """The form itself, with what is to be done with it and where it is from."""
    used = [one for one in view.policy.materials if one.form == document.id]
    lines = tuple(f"· {one.name}{details_text(view, one)}" for one in used)
    origin = f"取自：{file.source}（{plain_day(file.retrieved)}）。填之前请看看发文单位有没有换新版。"
    blocks = (Block((title_of(document),), "lead"), *((Block(lines),) if lines else ()), Block((name_of(view.policy), origin), "small"))
    return Message(blocks, document=Attachment(_file_name(document, file), content))


def form_gone_message(view: View, document: Document) -> Message:
    """The file cannot be read just now."""
    return Message((Block((f"{title_of(document)}的文件我这里打不开了",), "lead"), Block((f"请{ask_text(view)}。",))))


def which_forms_message(base: KnowledgeBase, policies: Iterable[str]) -> Message:
    """Of which policy?"""
    found = [base.policies[one] for one in policies]
    buttons = (Button(f"📎 {name_of(one)}", press("z", target_code(one.id, None))) for one in found)
    return Message((Block((texts.ASK_WHICH,), "lead"), Block(("要哪个项目的表格？",))), column(*buttons, none_of(found)))


def has_forms(policy: Policy) -> bool:
    """Whether there is a form to ask for."""
    return bool(forms_of(policy, None))


def _file_name(document: Document, file: FormFile) -> str:
    """附件1 申报表.docx: what people see in their list of files."""
    ending = "." + file.path.rpartition(".")[2].lower()
    name = " ".join(part for part in (document.label, document.title.strip("《》")) if part)
    return "".join("_" if one in '/\\:*?"<>|' else one for one in name)[:80] + ending
