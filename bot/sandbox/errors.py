"""What Telegram answers when it refuses, word for word."""

from typing import Any


class SandboxError(Exception):
    """Root of the sandbox's own errors."""


class GoingBackError(SandboxError):
    """The clock was asked to go back without a reset: what is already dated later would lie in the future."""


class ActionError(SandboxError):
    """A person cannot do that in the app: no such button, a blocked bot, a chat that is not theirs."""


class ApiError(SandboxError):
    """A refusal of the Bot API: HTTP status, description and, for some, ``parameters``."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON answer as Telegram sends it."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return answer | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(words: str, **parameters: int) -> ApiError:
    """400, the ordinary refusal."""
    return ApiError(400, f"Bad Request: {words}", **parameters)


def forbidden(words: str) -> ApiError:
    """403: the bot may not write there."""
    return ApiError(403, f"Forbidden: {words}")


def conflict(words: str) -> ApiError:
    """409: two receivers of updates."""
    return ApiError(409, f"Conflict: {words}")


def too_many_requests(retry_after: int) -> ApiError:
    """429: slow down for so many seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def method_not_found() -> ApiError:
    """404: no such method."""
    return ApiError(404, "Not Found: method not found")


def invalid_token() -> ApiError:
    """401: the token has not the form of one."""
    return ApiError(401, "Unauthorized: invalid token specified")


def unauthorized() -> ApiError:
    """401: well formed, but not the token of this sandbox's bot."""
    return ApiError(401, "Unauthorized")
