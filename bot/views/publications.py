"""What admins are told of the knowledge files: what is wrong with them, where, and what to do."""

from collections.abc import Mapping

from bot.usecases.refusals import Trouble, TroubleKind
from bot.views.message import Block, Message

SHOWN = 6
"""More mistakes than this at once help nobody; the command line tells all."""
LONGEST = 400
"""Characters of one mistake."""

_TOLD: Mapping[TroubleKind, tuple[str, str]] = {
    "broken": ("资料文件有错，没有换上", "机器人照常答，用的还是{now}。改好存盘，几秒后自动换上；全部错处用 knowledge lint 看。"),
    "clash": (
        "资料文件夹里的改动和已发布的撞上了",
        "机器人照常答，用的是{now}，两边都没有丢。请运行 knowledge rollback {number}：您的改动另存在一边，再对照着改一次。",
    ),
    "unwritten": ("新发布的资料写不进文件夹", "机器人用的已经是{now}，只是文件夹里还是旧的。请检查磁盘空间和权限，弄好后几秒内自动写上。"),
    "outgrown": ("新发布的资料这个进程读不了", "多半是这个进程的程序旧了，请更新程序再重启。它照常答，用的还是上一版。"),
    "mended": ("资料文件已经没有问题", "现在用的是{now}。"),
}


def trouble_message(trouble: Trouble) -> Message:
    """What is wrong, where, and what to do; short enough for one message."""
    lead, then = _TOLD[trouble.kind]
    number = trouble.number
    now = f"第 {number} 版" if number else "启动时的那一版"
    shown = tuple(line if len(line) <= LONGEST else f"{line[:LONGEST]}…" for line in trouble.lines[:SHOWN])
    rest = (f"……一共 {len(trouble.lines)} 处。",) if len(trouble.lines) > SHOWN else ()
    blocks = (Block((lead,), "lead"), Block((*shown, *rest)), Block((then.format(now=now, number=number),)))
    return Message(tuple(block for block in blocks if block.lines))
