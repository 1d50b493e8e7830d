"""What Telegram takes: so many messages in all, and so many in one chat."""

from dataclasses import dataclass

FREE = 30
"""Messages a second that Telegram takes from anybody; more are paid for, by the message."""
UNDER = 0.93
"""So much of what Telegram takes is used; the rest is for what arrives a little late."""
LATE = 1 / UNDER - 1
"""Seconds that a message may be late for its place: by so much, no second holds more than Telegram takes."""


@dataclass(frozen=True)
class Limit:
    """A message every so many seconds, and ``burst`` at once where there were none before."""

    every: float
    burst: int = 1

    @property
    def slack(self) -> float:
        """How far ahead of an even pace a burst may be, in seconds."""
        return self.every * (self.burst - 1)


@dataclass(frozen=True)
class Limits:
    """Telegram's: 30 a second in all (1000 where that is paid for), about one a second in a private chat, 20 a minute in a group."""

    overall: Limit = Limit(1 / (FREE * UNDER))
    private: Limit = Limit(1.0, burst=5)
    group: Limit = Limit(4.0, burst=5)
    paid: bool = False
    """Whether Telegram is to take more pushes than are free, for Stars."""

    @classmethod
    def of(cls, messages_a_second: int) -> "Limits":
        """With another limit on all messages."""
        return cls(overall=Limit(1 / (messages_a_second * UNDER)), paid=messages_a_second > FREE)

    def of_chat(self, telegram_chat_id: int) -> Limit:
        """Groups have numbers below zero."""
        return self.group if telegram_chat_id < 0 else self.private


UNLIMITED = Limits(Limit(0.0), Limit(0.0), Limit(0.0))
"""As fast as it goes."""
