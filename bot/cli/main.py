"""The commands. What only some of them need is imported by those."""

import gc
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import health, wiring
from bot.cli.elsewhere import Commands

app = typer.Typer(
    cls=Commands,
    add_completion=False,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    help="申报助手: with TELEGRAM_BOT_TOKEN set the bot on Telegram, without one a chat page on this machine.",
)

At = Annotated[str | None, typer.Option("--at", help="Start at this moment, like 2024-11-28T09:00. Going back starts afresh.")]
Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one.")]
Called = Annotated[
    bool | None, typer.Option("--webhook/--polling", help="Be called by Telegram at WEBHOOK_URL, or ask; by default as that is set or not.")
]
Folder = Annotated[Path | None, typer.Option("--folder", help="Where chats, clock and database of the sandbox are kept.")]


@app.callback()
def run(context: typer.Context) -> None:
    """Serve on Telegram where there is a token, else in the sandbox."""
    if context.invoked_subcommand is not None:
        return
    if wiring.settings().telegram_bot_token is not None:
        serve()
    else:
        sandbox()


@app.command()
def serve(webhook: Called = None) -> None:
    """Be the bot on Telegram; needs TELEGRAM_BOT_TOKEN."""
    gc.disable()  # until all is imported and loaded, none of which is thrown away
    try:
        from bot.cli import running  # noqa: PLC0415 - see the module's first line

        running.serve(wiring.settings(), webhook)
    finally:
        gc.enable()


@app.command()
def sandbox(at: At = None, port: Port = None, folder: Folder = None) -> None:
    """Start a stand-in for Telegram with a chat page on this machine."""
    from bot.cli import sandboxing  # noqa: PLC0415 - see the module's first line

    settings = wiring.settings()
    moment = wiring.moment(at) if at is not None else None
    sandboxing.sandbox(settings, moment, settings.sandbox_port if port is None else port, folder or settings.sandbox_dir)


@app.command("health")
def health_command(
    ready: Annotated[bool, typer.Option("--ready", help="Whether it is to be given work, not only whether it lives.")] = False,
) -> None:
    """Ask the process that serves at OPERATIONS_LISTEN how it is; ends with 0 or 1."""
    health.main(["--ready"] if ready else [])


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def test(context: typer.Context) -> None:
    """Run all tests with their coverage; arguments go to pytest, then without coverage."""
    from bot.cli import developing  # noqa: PLC0415 - see the module's first line

    raise typer.Exit(developing.test(context.args))


@app.command()
def lint() -> None:
    """Run the linters: ruff, mypy, import contracts."""
    from bot.cli import developing  # noqa: PLC0415 - see the module's first line

    raise typer.Exit(developing.lint())


def main() -> None:
    """Read the command line and do it."""
    gc.enable()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    app()
