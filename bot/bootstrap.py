"""From a bare Python to a ready environment, on the standard library alone.

Kept readable by old Pythons, so that they can say that they are too old.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)


def enter_environment(arguments):
    """Run this command inside the project's own environment, making or renewing it first.

    ``test`` and ``lint`` need the developers' packages, everything else the bot's. With SHENBAO_NO_BOOTSTRAP=1 (an image
    that ships its packages) nothing is made and the running Python is taken as it is.
    """
    if sys.version_info < OLDEST_PYTHON:
        _stop("Python {}.{} or newer is needed; this is {}.{}.".format(*OLDEST_PYTHON, *sys.version_info[:2]))
    if os.environ.get("SHENBAO_NO_BOOTSTRAP") == "1":
        return
    developing = arguments[:1] in (["test"], ["lint"])
    wanted = ROOT / ("requirements-dev.txt" if developing else "requirements.txt")
    if not _python().exists():
        _make_environment()
    if not _is_installed(wanted):
        _install(wanted)
    if Path(sys.prefix).resolve() != ENVIRONMENT.resolve():
        _continue_inside()


def _python():
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _make_environment():
    _say("Making the environment in .venv (once) …")
    try:
        import ensurepip  # noqa: F401, PLC0415 - only to learn whether venv can work here
        import venv  # noqa: PLC0415 - missing from some systems' Python
    except ImportError:
        _stop("This Python has no venv module. Install it first, for example: apt-get install python3-venv")
    venv.EnvBuilder(with_pip=True, clear=True).create(ENVIRONMENT)


def _stamp(requirements):
    return ENVIRONMENT / (requirements.stem + ".installed")


def _digest(requirements):
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def _is_installed(requirements):
    # The developers' list holds the bot's list too, and both pin the same versions.
    bigger = ROOT / "requirements-dev.txt"
    return any(_stamp(r).exists() and _stamp(r).read_text() == _digest(r) for r in (requirements, bigger))


def _install(requirements):
    _say("Installing the packages pinned in {} …".format(requirements.name))
    command = [
        str(_python()),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        str(requirements),
    ]
    if subprocess.run(command, check=False, stdout=sys.stderr).returncode != 0:  # noqa: S603 - our own command line
        _stop("The packages could not be installed (see above). Is a package index reachable? Try again once it is.")
    _stamp(requirements).write_text(_digest(requirements))


def _continue_inside():
    command = [str(_python()), str(ROOT / "run_bot.py"), *sys.argv[1:]]
    sys.stdout.flush()
    if os.name == "nt":
        raise SystemExit(subprocess.run(command, check=False).returncode)  # noqa: S603 - our own command line
    os.execv(command[0], command)  # noqa: S606 - our own command line


def _say(line):
    print(line, file=sys.stderr, flush=True)


def _stop(line):
    _say(line)
    raise SystemExit(1)
