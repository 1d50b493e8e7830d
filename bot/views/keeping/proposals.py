"""A change that waits to be published: what it changes, whose conclusions flip, and what may be done with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.callbacks import press, target_code
from bot.usecases.keeping.drafts import Draft
from bot.views.cancelling import CANCEL
from bot.views.changes.told import changes_message
from bot.views.citing import name_of
from bot.views.message import Attachment, Block, Button, Keyboard, Message, column, say
from bot.views.render import to_plain
from storage.keeping_records import ProposalRecord, Tied

SHOWN = 6
"""Mistakes told in the message; all of them go with it as a file."""
LONGEST = 400
MOST_LINES, SHOWN_LINES = 60, 12
"""Of a difference that has more lines, some are shown; all are in a file."""
MOST_OTHERS = 2
"""Other changes of the same person to which one can be added by a button."""
MOST_PAGES = 3
"""Policies whose preview has a button."""
LEAST_WHY, LONGEST_WHY = 4, 300


@dataclass(frozen=True)
class Reader:
    """What the reader of a card may do. ``lacking``: how many more have to agree before it is published."""

    may_publish: bool
    is_theirs: bool
    agreed: bool
    lacking: int
    digest: str = ""
    """Of what the card shows: to that alone its buttons agree."""
    others: tuple[int, ...] = ()
    """Numbers of the reader's own other proposals that wait, where this one is theirs."""


def card_message(proposal: ProposalRecord, draft: Draft, reader: Reader, tied: Mapping[str, Tied] | None = None) -> Message:
    """The whole card; ``tied``: what of people's hangs on policies that would be gone."""
    found = draft.difference
    told = shortened(changes_message(found.old, found.new, found.changes, found.flips, found.turned), f"改动{proposal.id}.txt")
    lead = Block((f"改动 {proposal.id}：{told.blocks[0].lines[0]}",), "lead")
    why = (Block((f"依据：{proposal.why}",)),) if proposal.why else ()
    gone = tuple(line for policy, one in (tied or {}).items() for line in tied_lines(name_of(found.old.policies[policy]), one))
    blocks = (lead, *told.blocks[1:], *((Block(gone),) if gone else ()), *why, Block((_next(reader, proposal),), "small"))
    return Message(blocks, keyboard(proposal, draft, reader), told.document)


def tied_lines(name: str, tied: Tied) -> tuple[str, ...]:
    """What of people's hangs on a policy that is to be deleted."""
    counts = (
        f"{tied.followers} 人关注",
        f"{tied.checks} 人存着自测",
        f"{tied.lists} 人勾着材料",
        f"{tied.units} 家单位关注",
    )
    kept = "没有人关注、自测。" if not any((tied.followers, tied.checks, tied.lists, tied.units)) else f"现在有{'，'.join(counts)}。"
    after = "删掉以后，问起来答“不知道”，提醒、日历、自测、勾选都停。能退回上一版。"
    return (f"⚠ 删掉 {name}：{kept}", after)


def shortened(told: Message, name: str) -> Message:
    """A difference that a phone can show; a longer one goes with it as a file of that name."""
    lines = sum(len(block.lines) for block in told.blocks)
    if lines <= MOST_LINES:
        return told
    blocks = (*_head(told.blocks, SHOWN_LINES), Block((f"一共 {lines} 行，这里只有前面的，全部在附的文件里。",)))
    return Message(blocks, document=Attachment(name, to_plain(told).encode()))


def keyboard(proposal: ProposalRecord, draft: Draft, reader: Reader) -> Keyboard:
    """What may be done with it."""
    number = str(proposal.id)
    base = draft.difference.new
    pages = [
        Button(f"看看：{name_of(base.policies[policy])}", press("vb", number, "w", target_code(policy, None)))
        for policy in draft.policies[:MOST_PAGES]
    ]
    go = "发布" if reader.may_publish and reader.is_theirs else "同意并发布" if reader.may_publish else "请人发布"
    last = Button("放弃", press("vb", number, "x")) if reader.is_theirs else Button("不同意", press("vb", number, "n"))
    acts = (() if reader.agreed and reader.lacking else (Button(go, press("vb", number, "p", reader.digest)),), (last,))
    joining = column(*(Button(f"也加到改动 {other}", press("vb", number, "j", str(other))) for other in reader.others))
    rows = tuple(button for part in acts for button in part) if reader.may_publish or reader.is_theirs else ()
    return (*column(*pages), *joining, *((rows,) if rows else ()))


def _next(reader: Reader, proposal: ProposalRecord) -> str:
    made = f"以第 {proposal.based_on} 版为底。"
    if reader.agreed and reader.lacking:
        return f"{made}您已经同意，还要 {reader.lacking} 位能发布的人同意。"
    if not reader.may_publish:
        return f"{made}还没有发布。核对无误请点“请人发布”。" if reader.is_theirs else f"{made}还没有发布。"
    return f"{made}还没有发布。请对着通知逐行核对，再点下面的按钮。"


def _head(blocks: Sequence[Block], most: int) -> Iterator[Block]:
    for block in blocks:
        if most <= 0:
            return
        yield Block(block.lines[:most], block.style)
        most -= len(block.lines)


def mistakes_message(name: str, lines: Sequence[str], whole: Sequence[str] = ()) -> Message:
    """What is wrong with a file: where, and the cure; ``whole``: the same with all that each place allows."""
    shown = tuple(line if len(line) <= LONGEST else f"{line[:LONGEST]}…" for line in lines[:SHOWN])
    rest = (f"……一共 {len(lines)} 处，都在附的文件里。",) if len(lines) > SHOWN else ()
    all_of_them = Attachment("错处.txt", "\n".join(whole or lines).encode()) if rest else None
    blocks = (
        Block((f"{shown_name(name)} 有 {len(lines)} 处要改，没有收下",), "lead"),
        Block((*shown, *rest)),
        Block(("机器人照常答，用的还是原来的。改好再发一次就行；几个文件互相用到的，选在一起一次发。",)),
    )
    return Message(blocks, document=all_of_them)


def gone_message() -> Message:
    """A file that Telegram does not hold any more."""
    return say("这份文件取不到了", "请再发一次。")


def unknown_version(taken: int, latest: int) -> str:
    """A file's name says that it was taken out of a version that there is not."""
    return f"文件名里的“@{taken}”是说从第 {taken} 版拿的，可现在才到第 {latest} 版。去掉“@{taken}”再发一次，会和第 {latest} 版比。"


def shown_name(name: str) -> str:
    """The name of somebody's file, fit to be said."""
    clean = "".join(one for one in name if one.isprintable())
    return clean if clean and len(clean) <= LONGEST // 10 else "这份文件"


def refused_message(what: str, said: str, buttons: Keyboard = ()) -> Message:
    """Why nothing was done."""
    return say(what, said, keyboard=buttons)


def unpublished_message(number: int, said: str, again: Sequence[str] = (), *, lines: Sequence[str] = ()) -> Message:
    """Why a proposal was not published; it still waits, and its files can be had back.

    ``again``: what a button does that tries once more, where that may lead anywhere (``LOOK``, or ``go`` of a digest).
    """
    labels = {"p": "再发布一次", "s": "再看一次"}
    trying = (Button(labels[again[0]], press("vb", str(number), *again)),) if again else ()
    back, drop = (Button(label, press("vb", str(number), what)) for label, what in (("取回文件", "f"), ("放弃", "x")))
    shown = (*(line[:LONGEST] for line in lines[:SHOWN]), *((f"……一共 {len(lines)} 处",) if len(lines) > SHOWN else ()))
    return say(f"改动 {number} 没有发布", said, *shown, keyboard=((*trying, back), (drop,)))


LOOK: Final = ("s",)
"""A button that shows a proposal's card anew."""


def go(digest: str) -> Sequence[str]:
    """A button that publishes what a proposal held."""
    return ("p", digest)


def changed_message(number: int) -> Message:
    """Somebody pressed the button of a card that shows something else by now; the new one follows."""
    return say(f"改动 {number} 在那以后又变了", "又加了文件，刚才点的不算。下面是现在的，请看过再点。")


def explained_message(number: int) -> Message:
    """Somebody else said why meanwhile; the card that tells it follows."""
    return say(f"改动 {number} 的依据别人已经写了", "您写的没有存。下面是现在的，请看过再点。")


def published_message(number: int, proposal: int, aside: str, *, is_told: bool) -> Message:
    """It is done; ``is_told``: whether any of it is something that people were told otherwise."""
    told = "改了的内容，两分钟后告诉关注、自测、问过的人，告诉了多少人会跟您说；发现错了，这之前退回谁也不会收到。"
    buttons = (Button("看看改了什么", press("vc", str(number))), Button("退回到上一版", press("vd", str(number - 1))))
    lines = (
        f"改动 {proposal} 已经换上，问起来就按新的答。",
        told if is_told else "告诉过别人的日期、金额、条件这些没有变，不另外通知谁。",
        *((aside,) if aside else ()),
    )
    return say(f"发布了，现在是第 {number} 版", *lines, keyboard=(buttons,))


def others_message(number: int, proposal: ProposalRecord) -> Message:
    """To those who did not press the button."""
    return say(
        f"资料换成了第 {number} 版", f"改动 {proposal.id}：{proposal.why}", keyboard=((Button("看看改了什么", press("vc", str(number))),),)
    )


def faded_message(proposal: ProposalRecord) -> Message:
    """To who proposed it: nobody finished it."""
    back = Button("取回文件", press("vb", str(proposal.id), "f"))
    lines = (f"{proposal.why or '没写依据'}"[:LONGEST], "什么都没有变。还要改的，取回文件再发一次就行。")
    return say(f"改动 {proposal.id} 放了 30 天没有发布，收起来了", *lines, keyboard=((back,),))


def ask_why(number: int, *, again: str = "") -> Message:
    """A reason, before anything is published."""
    lead = again or "依据是什么？打一句发给我"
    return say(lead, f"例如“厅里12月2日通知，包头延期到16日”。会和改动 {number} 一起留底。", keyboard=((CANCEL,),))


def ask_reason() -> Message:
    """Why somebody disagrees."""
    return say("为什么不同意？打一句发给我", "会告诉提出改动的人。", keyboard=((CANCEL,),))


def list_message(waiting: Sequence[ProposalRecord], authors: Mapping[int, str]) -> Message:
    """All changes that wait."""
    if not waiting:
        return say("没有等着发布的改动", "要改资料，把改好的文件（.yaml）发到这里。")
    buttons = (Button(f"改动 {one.id}：{one.why or '没写依据'}"[:40], press("vb", str(one.id), "s")) for one in waiting)
    lines = (f"改动 {one.id}，{authors[one.person_id]}提的" for one in waiting)
    return say(f"等着发布的改动：{len(waiting)} 个", *lines, keyboard=column(*buttons))


def asked_message(number: int, asked: int) -> Message:
    """Somebody else has to agree."""
    if not asked:
        return say(
            f"改动 {number} 还要别人同意",
            "可是眼下没有别的能发布的人。请管资料的负责人点 /admin 里的“谁能管资料”，给一位同事“发布”权限，再点一次。",
        )
    return say(f"改动 {number} 交上去了，等同意", f"已经告诉 {asked} 位能发布的人，有人同意就发布，我会告诉您。")


def dropped_message(proposal: ProposalRecord, reason: str) -> Message:
    """To who proposed it."""
    back = Button("取回文件", press("vb", str(proposal.id), "f"))
    return say(f"改动 {proposal.id} 没有发布", f"原因：{reason}", "改好可以再发一次。", keyboard=((back,),))
