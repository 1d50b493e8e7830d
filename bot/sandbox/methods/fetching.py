"""Files that the bot asks for."""

# ruff: noqa: D101, D103 - names and meanings are the Bot API's own, told in its reference

from bot.sandbox.errors import bad_request
from bot.sandbox.files import DOWNLOAD_LIMIT
from bot.sandbox.methods.base import Params, method
from bot.sandbox.telegram import Telegram


class GetFile(Params):
    file_id: str = ""


def get_file(tg: Telegram, p: GetFile) -> dict[str, object]:
    if not p.file_id:
        raise bad_request("file_id is empty")
    stored = tg.files.by_id(p.file_id)
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.file_size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.file_unique_id,
        "file_size": stored.file_size,
        "file_path": stored.file_path,
    }


METHODS = {"getFile": method(GetFile, get_file)}
