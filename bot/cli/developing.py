"""``test`` and ``lint``: what a change must pass."""

import subprocess
import sys

from bot.settings import ROOT

PYTEST = ("-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "-p", "tests.tracing", "--cov", "--cov-report=term")
LINTERS = (
    ("-m", "ruff", "check", "."),
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "mypy"),
    ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
)


def test(arguments: list[str]) -> int:
    """Run all tests with their coverage, or pytest with the arguments given; the exit code."""
    return _python(*(("-m", "pytest", *arguments) if arguments else PYTEST))


def lint() -> int:
    """Run every linter; 0 when all are content."""
    return max([_python(*arguments) for arguments in LINTERS])


def _python(*arguments: str) -> int:
    return subprocess.run([sys.executable, *arguments], check=False, cwd=ROOT).returncode  # noqa: S603 - our own tools
