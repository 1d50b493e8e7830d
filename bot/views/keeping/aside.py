"""What those who own the bot are told of updates that were set aside."""

from bot.views.message import Message, say


def aside_message(number: int) -> Message:
    """How many, that nothing is lost, and whom to ask."""
    return say(
        f"⚠️ 有 {number} 条发来的消息，程序没能处理。",
        "它们已经原样单独存好（加密，留两天），别人的消息照常回答。",
        "您要做的：告诉维护程序的人，让他在日志里找 an update could not be handled 或 cannot be read 这几行。",
    )
