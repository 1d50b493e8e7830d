"""取消: the one button that ends whatever words are awaited (``handlers.dialogs``)."""

from typing import Final

from bot.callbacks import press
from bot.views.message import Button

CANCEL: Final = Button("取消", press("jc"))
