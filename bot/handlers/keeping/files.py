"""A file of the knowledge was sent; what is in it is looked at after the turn, what Telegram says of its size before."""

from bot.handlers import strays
from bot.handlers.visit import Outcome, Reply, Visit, reply
from bot.usecases.keeping.noting import note_refused
from bot.usecases.keeping.orders import FileOrder
from bot.usecases.rights import may
from bot.views.keeping.proposals import LEAST_WHY, LONGEST_WHY, mistakes_message, shown_name
from bot.views.message import say
from knowledge.reading.source import LARGEST

ENDINGS = ("yaml", "yml")


async def on_file(visit: Visit) -> Outcome:
    """To an editor a proposal; from anybody else a file like any other."""
    if not await may(visit.rows, visit.person.id, "editor"):
        await note_refused(visit.rows, "file", visit.person.id, visit.now)
        return await strays.on_stray(visit)
    message = visit.update.effective_message
    assert message is not None  # noqa: S101 - only messages
    assert message.document is not None  # noqa: S101 - and of these only files get here
    document, name = message.document, message.document.file_name or ""
    if document.file_size and document.file_size > LARGEST:
        return reply(
            mistakes_message(name, (f"文件有 {document.file_size // 1024} KiB，最多 {LARGEST // 1024} KiB，请拆开或删去多余内容。",))
        )
    why = " ".join(visit.text.split())
    why = why if LEAST_WHY <= len(why) <= LONGEST_WHY else ""
    order = FileOrder(file=document.file_id, name=name, why=why, album=message.media_group_id)
    return Outcome((Reply(say(f"收到 {shown_name(name)}，正在检查", "连同其它资料一起查一遍，稍等。")),), orders=(order,))
