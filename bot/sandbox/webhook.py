"""Updates pushed to the bot's webhook: in order, one at a time, again and again until they are taken."""

import json

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


class Deliverer:
    """Delivers while a webhook is set; after a failure it waits ``pause`` seconds, doubling up to a limit."""

    def __init__(self, tg: Telegram, gateway: Gateway, pause: float) -> None:
        self._tg, self._gateway, self._pause = tg, gateway, pause

    async def run(self) -> None:
        """Deliver for ever."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        failures = 0
        async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
            while True:
                hook, waiting = self._tg.world.settings.webhook, self._tg.queue.pending(1)
                if hook is None or not waiting:
                    failures = 0
                    await self._tg.queue.signal.wait(IDLE_SECONDS)
                    continue
                problem = await self.deliver(session, hook, waiting[0])
                failures = failures + 1 if problem else 0
                if problem:
                    self._note(problem)
                    await self._tg.queue.signal.wait(self._pause * min(2 ** (failures - 1), LONGEST_PAUSE))

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
        self._tg.queue.confirm(update.update_id + 1)
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
