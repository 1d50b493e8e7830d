"""How the bot gets its updates: asking for them, or having them pushed."""

# ruff: noqa: D101, D103 - names and meanings are the Bot API's own, told in its reference

import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.errors import bad_request, conflict
from bot.sandbox.methods.base import Flag, Int, Json, Nothing, Params, method
from bot.sandbox.telegram import Telegram
from bot.sandbox.updates import WEBHOOK_SET
from bot.sandbox.wire import Update
from bot.sandbox.world import Webhook

BATCH_LIMIT = 100
SECRET = re.compile(r"[A-Za-z0-9_-]*")
SECRET_LIMIT = 256
KINDS = frozenset(Update.model_fields) - {"update_id"}


class Receive(Params):
    allowed_updates: Json = None


def remember_allowed(tg: Telegram, p: Receive) -> None:
    """An absent list keeps the one given before; an empty one means the default kinds."""
    if isinstance(p.allowed_updates, list):
        tg.world.change_settings(allowed_updates=tuple(str(kind) for kind in p.allowed_updates))


class GetUpdates(Receive):
    offset: Int = 0
    limit: Int = BATCH_LIMIT
    timeout: Int = 0


async def get_updates(tg: Telegram, p: GetUpdates) -> list[Update]:
    if tg.world.settings.webhook is not None:
        raise conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
    remember_allowed(tg, p)
    limit = p.limit if 1 <= p.limit <= BATCH_LIMIT else BATCH_LIMIT
    return await tg.queue.poll(p.offset, limit, p.timeout)


class SetWebhook(Receive):
    url: str = ""
    secret_token: str = ""
    max_connections: Int = 40
    drop_pending_updates: Flag = False


def set_webhook(tg: Telegram, p: SetWebhook) -> bool:
    if not p.url:
        return delete_webhook(tg, DeleteWebhook(drop_pending_updates=p.drop_pending_updates))
    check_url(p.url)
    if len(p.secret_token) > SECRET_LIMIT:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(p.secret_token):
        raise bad_request("secret token contains unallowed characters")
    remember_allowed(tg, p)
    if p.drop_pending_updates:
        tg.queue.clear()
    tg.world.change_settings(webhook=Webhook(url=p.url, secret=p.secret_token, max_connections=min(max(p.max_connections, 1), 100)))
    tg.queue.end_polls(WEBHOOK_SET)
    return True


def check_url(url: str) -> None:
    """Only this machine is called, so plain http is fine, as with a Bot API server of one's own."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not loopback(parts.hostname):
        raise bad_request("bad webhook: Failed to resolve host: the sandbox calls this machine only")


def loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class DeleteWebhook(Params):
    drop_pending_updates: Flag = False


def delete_webhook(tg: Telegram, p: DeleteWebhook) -> bool:
    if p.drop_pending_updates:
        tg.queue.clear()
    tg.world.change_settings(webhook=None)
    return True


def get_webhook_info(tg: Telegram, _p: Nothing) -> dict[str, Any]:
    settings = tg.world.settings
    info: dict[str, Any] = {"url": "", "has_custom_certificate": False, "pending_update_count": len(tg.queue)}
    if settings.webhook is not None:
        hook = settings.webhook
        info |= {"url": hook.url, "max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
        if hook.last_error_date is not None:
            info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error_message}
    return info | ({"allowed_updates": list(settings.allowed_updates)} if settings.allowed_updates else {})


METHODS = {
    "getUpdates": method(GetUpdates, get_updates),
    "setWebhook": method(SetWebhook, set_webhook),
    "deleteWebhook": method(DeleteWebhook, delete_webhook),
    "getWebhookInfo": method(Nothing, get_webhook_info),
}
