"""A file that Telegram holds."""

from telegram import Bot
from telegram.error import BadRequest, InvalidToken


async def fetched(bot: Bot, file_id: str, most: int) -> bytes | None:
    """The bytes; of a file that is larger than ``most`` as many as show it; None where it is not there any more.

    Raises:
        TelegramError: Telegram cannot be reached just now.
    """
    try:
        file = await bot.get_file(file_id)
        return b" " * (most + 1) if file.file_size and file.file_size > most else bytes(await file.download_as_bytearray())
    except (BadRequest, InvalidToken):  # so the library calls a file that is not there
        return None
