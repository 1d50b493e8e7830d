"""What containers and systemd are told, as far as it can be held without either: names, places, settings and times fit the program."""

import re
import shlex
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app import GRACE_SECONDS
from bot.settings import ROOT, SECRETS, Settings
from storage.presence import PATIENCE_SECONDS
from tests.bot.cli import run

SETTINGS = {name.upper() for name in Settings.model_fields} | {"SHENBAO_NO_BOOTSTRAP"}
AROUND = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
INSTRUCTIONS = {"ARG", "FROM", "COPY", "RUN", "WORKDIR", "ENV", "USER", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
UNIT = ROOT / "docs" / "deploy" / "shenbao.service"
SERVICE_KEYS = {
    *("build", "image", "command", "environment", "secrets", "volumes", "tmpfs", "expose", "shm_size"),
    *("read_only", "cap_drop", "security_opt", "deploy"),
    *("depends_on", "healthcheck", "restart", "stop_grace_period"),
}
"""Of the compose specification, those that are used: a misspelt one is none of them."""


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, long lines joined."""
    text = "\n".join(line for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines() if not line.startswith("#"))
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    return found


def ignored(path: str) -> bool:
    """By the rules of .dockerignore, as far as they are used: the last that fits decides."""
    lines = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and not line.startswith("#")]
    verdict = False
    for line in lines:
        pattern = line.removeprefix("!").removeprefix("**/")
        parts = Path(path).parts
        if any(fnmatch(part, pattern) for part in (parts if "**/" in line else parts[:1])):
            verdict = not line.startswith("!")
    return verdict


def settings_in(words: str) -> dict[str, str]:
    return dict(word.split("=", 1) for word in shlex.split(words))


def test_the_image_is_made_of_what_there_is_and_of_no_secret(steps: list[tuple[str, str]]) -> None:
    assert {word for word, _ in steps} <= INSTRUCTIONS
    copied = [rest.split() for word, rest in steps if word == "COPY"]
    own = [source for sources in copied if not sources[0].startswith("--from") for source in sources[:-1]]
    assert all((ROOT / source).exists() and not ignored(source) for source in own)
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert rooms <= set(own)
    assert all(
        ignored(path) for path in ("keys/answers.key", ".env", ".git/config", "var/shenbao.db", "secrets/database_url", "tests/x.py")
    )
    assert ignored("bot/__pycache__/app.cpython-311.pyc")
    stages = [rest.split(" AS ")[1] for word, rest in steps if word == "FROM" and " AS " in rest]
    assert [sources[0] for sources in copied if sources[0].startswith("--from")] == [f"--from={stage}" for stage in stages]


def test_the_image_installs_by_hash_runs_as_nobody_in_particular_and_asks_itself_how_it_is(steps: list[tuple[str, str]]) -> None:
    by_word = dict(steps)  # of each the last
    installs = [rest for word, rest in steps if word == "RUN" and "pip install" in rest]
    assert installs
    assert all("--require-hashes" in rest for rest in installs)
    pins = (ROOT / "requirements.txt").read_text("utf-8")
    assert len(re.findall(r"^[A-Za-z0-9_.\[\]-]+==", pins, re.MULTILINE)) == len(
        re.findall(r"^[A-Za-z0-9_.\[\]-]+==[^\n]*\\\n +--hash=", pins, re.MULTILINE)
    )
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", by_word["USER"])
    assert list(by_word).index("USER") < list(by_word).index("ENTRYPOINT")
    assert by_word["STOPSIGNAL"] == "SIGTERM"
    assert by_word["ENTRYPOINT"] == '["python", "run_bot.py"]'
    assert by_word["HEALTHCHECK"].endswith('CMD ["python", "run_bot.py", "health"]')
    given = settings_in(by_word["ENV"])
    assert set(given) <= SETTINGS | AROUND
    assert given["OPERATIONS_LISTEN"].startswith("127.0.0.1:")
    assert given["SHENBAO_NO_BOOTSTRAP"] == "1"


def test_every_name_in_the_compose_file_is_declared(compose: dict[str, Any]) -> None:
    assert set(compose) <= {"name", "x-bot", "services", "volumes", "secrets"}
    for name, service in compose["services"].items():
        assert set(service) <= SERVICE_KEYS, name
        assert set(service.get("secrets", ())) <= set(compose["secrets"])
        assert set(service.get("depends_on", ())) <= set(compose["services"])
        for after, how in service.get("depends_on", {}).items():
            once = compose["services"][after]["restart"] == "no"
            assert how["condition"] == ("service_completed_successfully" if once else "service_healthy")
            assert once or "healthcheck" in compose["services"][after]
        assert {volume.partition(":")[0] for volume in service.get("volumes", ())} <= set(compose["volumes"])
        files = [value for value in service["environment"].values() if str(value).startswith("/run/secrets/")]
        assert {value.rpartition("/")[2] for value in files} == set(service["secrets"])
    assert all(set(secret) == {"file"} and secret["file"].startswith("./secrets/") for secret in compose["secrets"].values())


def test_the_bots_services_are_shut_in_and_set_with_settings_that_there_are(compose: dict[str, Any]) -> None:
    bots = {name: service for name, service in compose["services"].items() if service["image"] == "shenbao"}
    for service in bots.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert set(service["environment"]) <= SETTINGS
        assert not any(service["environment"].get(name.upper()) for name in SECRETS)
        assert run(*service["command"], "--help").exit_code == 0
    seconds = re.fullmatch(r"(\d+)s", bots["bot"]["stop_grace_period"])
    assert seconds
    assert int(seconds[1]) > GRACE_SECONDS + PATIENCE_SECONDS
    assert ["db", "migrate"] in [service["command"] for service in bots.values()]
    ports = {str(Settings.model_fields["webhook_port"].default), bots["bot"]["environment"]["OPERATIONS_LISTEN"].rpartition(":")[2]}
    assert set(bots["bot"]["expose"]) == ports


def test_the_unit_sets_settings_that_there_are_and_gives_time_to_stop() -> None:
    lines = [line for line in UNIT.read_text("utf-8").splitlines() if "=" in line and not line.startswith("#")]
    given: dict[str, list[str]] = {}
    for line in lines:
        key, _, value = line.partition("=")
        given.setdefault(key, []).append(value)
    named = settings_in(" ".join(given["Environment"]))
    assert set(named) <= SETTINGS | AROUND
    credentials = {value.partition(":")[0] for value in given["LoadCredential"]}
    assert {value.removeprefix("%d/") for value in named.values() if value.startswith("%d/")} == credentials
    assert given["ExecStart"][0].endswith("run_bot.py serve")
    assert (ROOT / given["Documentation"][0].removeprefix("file:///opt/shenbao/")).exists()
    assert int(given["TimeoutStopSec"][0]) > GRACE_SECONDS + PATIENCE_SECONDS
    assert given["KillSignal"] == ["SIGTERM"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    """With a program that there is on this machine in the place of the environment's."""
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text("utf-8").replace("/opt/shenbao/.venv/bin/python", "/bin/true"), "utf-8")
    # The system's own program, on a file of our own.
    found = subprocess.run([shutil.which("systemd-analyze") or "", "verify", str(unit)], capture_output=True, text=True, check=False)  # noqa: S603 - see above
    if "Failed to initialize manager" in found.stderr:
        pytest.skip("systemd-analyze cannot run in here")
    assert (found.returncode, found.stderr) == (0, "")


def test_tables_are_brought_up_to_date_before_anybody_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Settings.model_config, "env_file", tmp_path / ".env")
    monkeypatch.setenv("ANSWERS_KEY_FILE", str(tmp_path / "answers.key"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'bot.db'}")
    for _ in range(2):
        assert run("db", "migrate").exit_code == 0
    assert run("db", "check").exit_code == 0
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/none")
    refused = run("db", "migrate")
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
    assert "secret" not in refused.stderr
