"""Updates pushed to the bot's webhook: in order for each person, again and again until they are taken."""

import asyncio
import json
from collections import Counter

import aiohttp

from bot.sandbox.gateway import Gateway
from bot.sandbox.requests import Call, as_text
from bot.sandbox.telegram import Telegram
from bot.sandbox.wire import Update
from bot.sandbox.world import Webhook

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
IDLE_SECONDS = 60.0
ANSWER_SECONDS = 60.0
LONGEST_PAUSE = 64
LOOK_AT = 1000
"""So many of the oldest updates are looked at for the next to push."""


KINDS = tuple(name for name in Update.model_fields if name != "update_id")


class Deliverer:
    """Delivers while a webhook is set; after a failure it waits ``pause`` seconds, doubling up to a limit."""

    def __init__(self, tg: Telegram, gateway: Gateway, pause: float) -> None:
        self._tg, self._gateway, self._pause = tg, gateway, pause
        self._busy: set[int] = set()
        self._failures: Counter[int] = Counter()

    async def run(self) -> None:
        """Deliver for ever: one person's updates one after the other, those of different people side by side."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(timeout=timeout, connector=connector, trust_env=False) as session, asyncio.TaskGroup() as tasks:
            while True:
                hook = self._tg.world.settings.webhook
                if hook is None:
                    self._failures.clear()
                else:
                    for update in self._next(hook.max_connections - len(self._busy)):
                        self._busy.add(author(update))
                        tasks.create_task(self._bring(session, hook, update))
                await self._tg.queue.signal.wait(IDLE_SECONDS)

    def _next(self, most: int) -> list[Update]:
        """The oldest update of each person of whom none is under way, so many at most."""
        first: dict[int, Update] = {}
        for update in self._tg.queue.pending(LOOK_AT):
            first.setdefault(author(update), update)
        return [update for person, update in first.items() if person not in self._busy][: max(most, 0)]

    async def _bring(self, session: aiohttp.ClientSession, hook: Webhook, update: Update) -> None:
        """Push one update; when it was not taken, its person's turn comes again after a while."""
        person = author(update)
        problem = await self.deliver(session, hook, update)
        self._failures[person] = self._failures[person] + 1 if problem else 0
        if problem:
            self._note(problem)
            await asyncio.sleep(self._pause * min(2 ** (self._failures[person] - 1), LONGEST_PAUSE))
        self._busy.discard(person)
        self._tg.queue.signal.fire()

    async def deliver(self, session: aiohttp.ClientSession, hook: Webhook, update: Update) -> str:
        """Push one update. Returns what went wrong, empty for success."""
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        try:
            async with session.post(hook.url, json=update.dump(), headers=headers) as response:
                if not response.ok:
                    return f"Wrong response from the webhook: {response.status} {response.reason}"
                body = await response.text()
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientError:
            return "Connection refused"
        self._tg.queue.take(update.update_id)
        self._tg.world.commit(self._tg.clock.now())
        await self._reply(body)
        return ""

    async def _reply(self, body: str) -> None:
        """The answer may itself be a call of a method."""
        try:
            found = json.loads(body) if body.startswith("{") else None
        except ValueError:
            return
        if isinstance(found, dict) and isinstance(found.get("method"), str):
            params = {name: value for name, value in found.items() if name != "method"}
            await self._gateway.answer(Call(found["method"], as_text(params), {}))

    def _note(self, problem: str) -> None:
        hook = self._tg.world.settings.webhook
        if hook is not None:
            failed = hook.model_copy(update={"last_error_date": self._tg.date(), "last_error_message": problem})
            self._tg.world.change_settings(webhook=failed)
            self._tg.world.commit(self._tg.clock.now())


def author(update: Update) -> int:
    """Whose update it is."""
    content = next(part for part in (getattr(update, name) for name in KINDS) if part is not None)
    number: int = content.from_.id if content.from_ is not None else content.chat.id
    return number
