"""``health``: asks the process that serves here whether it lives. Small on purpose: container engines run it every few seconds."""

import sys
import urllib.error
import urllib.request
from typing import NoReturn

from bot.settings import SettingsError, read_settings

ANYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - only to find the way to it on this machine
PATIENCE = 5.0


def main(arguments: list[str]) -> NoReturn:
    """Exit with 0 where it lives, or with ``--ready`` where it serves; else with 1 and the reason in words."""
    if not set(arguments) <= {"--ready"}:
        _end(2, "health [--ready]: does the process that serves here live, or, with --ready, is it to be given work?")
    try:
        address = read_settings().operations_address
    except SettingsError as error:
        _end(1, str(error))
    if address is None:
        _end(1, "OPERATIONS_LISTEN is not set, so a process tells nobody how it is. Set it, for example to 127.0.0.1:9464.")
    _end(*asked(address, "readyz" if arguments else "healthz"))


def asked(address: tuple[str, int], path: str) -> tuple[int, str]:
    """The exit code and the words for what is answered there; no proxy is asked the way."""
    host = ANYWHERE.get(address[0], address[0])
    url = f"http://{f'[{host}]' if ':' in host else host}:{address[1]}/{path}"
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=PATIENCE) as answer:
            return 0, answer.read().decode().strip()
    except urllib.error.HTTPError as refusal:
        return 1, refusal.read().decode().strip()
    except OSError as error:
        return 1, f"Nobody answers at {address[0]}:{address[1]} ({getattr(error, 'reason', error)}): the process does not run, or hangs."


def _end(code: int, line: str) -> NoReturn:
    print(line, file=sys.stderr if code else sys.stdout)
    raise SystemExit(code)
