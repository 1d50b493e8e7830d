"""What a method returned → JSON."""

from typing import Any

from bot.sandbox.wire import Wire


def to_json(result: Any) -> Any:  # noqa: ANN401 - any result of any method
    """Wire objects as Telegram writes them, alone or in lists; all else as it is."""
    if isinstance(result, Wire):
        return result.dump()
    return [to_json(item) for item in result] if isinstance(result, list) else result
