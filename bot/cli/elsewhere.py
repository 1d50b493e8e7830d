"""Commands whose modules are imported when they are asked for: the bot needs none of them to start."""

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

PLACES: Mapping[str, str] = {
    "ask": "asking:ask",
    "check": "checks:check_command",
    "screen": "screening:screen_command",
    "quota": "quotas:quota_command",
    "route": "routing:route_command",
    "figures": "figures:figures_command",
    "unanswered": "unanswered:unanswered_command",
    "audit": "auditing:audit_command",
    "stats": "stats:stats_command",
    "table": "tables:app",
    "db": "databases:app",
    "knowledge": "knowledge:app",
}
"""Which module of this package holds a command, and as what: a function, or a ``typer.Typer`` of commands."""


class Commands(TyperGroup):
    """Those that are here, then those that are elsewhere."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - typer's own
        super().__init__(**settings)
        self.commands = _Imported(self.commands)


class _Imported(MutableMapping[str, Any]):
    """Commands by name, each imported at the first look."""

    def __init__(self, here: MutableMapping[str, Any]) -> None:
        self._here = here

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - typer's commands have no public base
        if name not in self._here and name in PLACES:
            self._here[name] = _command(name, PLACES[name])
        return self._here[name]

    def __setitem__(self, name: str, command: Any) -> None:  # noqa: ANN401 - as above
        self._here[name] = command

    def __delitem__(self, name: str) -> None:
        del self._here[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._here, **PLACES})

    def __len__(self) -> int:
        return len({**self._here, **PLACES})


def _command(name: str, place: str) -> Any:  # noqa: ANN401 - as above
    module, _, attribute = place.partition(":")
    found = getattr(import_module(f"bot.cli.{module}"), attribute)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False)
        alone.command()(found)
        found = alone
    command = get_command(found)
    command.name = name
    return command
