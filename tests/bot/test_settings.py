"""Settings: every wrong value is one line that names it, and no value is ever repeated."""

import os
from pathlib import Path

import pytest

from bot.settings import TELEGRAM, Settings, SettingsError, read_settings

NAMES = (
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_BOT_TOKEN_FILE",
    "WEBHOOK_SECRET_FILE",
    "DATABASE_URL_FILE",
    "TELEGRAM_BASE_URL",
    "TELEGRAM_PROXY",
    "TELEGRAM_MESSAGES_PER_SECOND",
    "WEBHOOK_URL",
    "WEBHOOK_SECRET",
    "WEBHOOK_HOST",
    "WEBHOOK_PORT",
    "DATABASE_URL",
    "ANSWERS_KEY_FILE",
    "ADMIN_IDS",
    "KNOWLEDGE_DIR",
    "SANDBOX_DIR",
    "SANDBOX_PORT",
    "LOG_LEVEL",
    "LOG_FORMAT",
    "OPERATIONS_LISTEN",
)


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting from outside, and a .env of one's own."""
    for name in list(os.environ):
        if name.upper() in NAMES:
            monkeypatch.delenv(name)
    monkeypatch.setitem(Settings.model_config, "env_file", tmp_path / ".env")


def test_nothing_set_is_enough() -> None:
    settings = read_settings()
    assert settings.telegram_bot_token is None
    assert settings.telegram_base_url == TELEGRAM
    assert settings.database_url.startswith("sqlite")
    assert settings.answers_key_file.parent != Path(settings.database_url.split("///")[1]).parent


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "secretwithoutcolon"),
        ("TELEGRAM_BASE_URL", "secret.example.org"),
        ("TELEGRAM_PROXY", "secret:1080"),
        ("TELEGRAM_PROXY", "ftp://secret:1080"),
        ("ADMIN_IDS", "secret"),
        ("ADMIN_IDS", "123 -45678"),
        ("ADMIN_IDS", "99999999999999999999999"),
        ("SANDBOX_PORT", "secret"),
        ("SANDBOX_PORT", "70000"),
        ("SANDBOX_PORT", "-1"),
        ("TELEGRAM_MESSAGES_PER_SECOND", "0"),
        ("WEBHOOK_URL", "secret.example.org"),
        ("WEBHOOK_SECRET", "secret"),
        ("WEBHOOK_SECRET", "secret with spaces in it"),
        ("WEBHOOK_PORT", "0"),
        ("OPERATIONS_LISTEN", "secret"),
        ("OPERATIONS_LISTEN", "127.0.0.1:70001"),
        ("OPERATIONS_LISTEN", "no host:9464"),
        ("TELEGRAM_BOT_TOKEN_FILE", "/no/such/file/secret"),
        ("LOG_LEVEL", "secret"),
        ("LOG_FORMAT", "secret"),
    ],
)
def test_a_wrong_value_is_told_in_one_line_without_itself(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        read_settings()
    told = str(error.value)
    assert name in told
    assert "\n" not in told
    assert value not in told
    assert error.value.__suppress_context__


def test_several_wrong_values_are_all_told_in_the_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    monkeypatch.setenv("SANDBOX_PORT", "x")
    with pytest.raises(SettingsError) as error:
        read_settings()
    assert "LOG_LEVEL" in str(error.value)
    assert "SANDBOX_PORT" in str(error.value)
    assert "\n" not in str(error.value)


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    token = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", token)
    settings = read_settings()
    assert token not in repr(settings)
    assert token not in settings.model_dump_json()
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == token


def test_a_dotenv_file_is_read_the_environment_wins_and_empty_means_unset(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SANDBOX_PORT=1234\nLOG_FORMAT=json\nUNKNOWN_TO_US=1\nTELEGRAM_PROXY=\n", "utf-8")
    monkeypatch.setenv("LOG_FORMAT", "console")
    settings = read_settings()
    assert (settings.sandbox_port, settings.log_format, settings.telegram_proxy) == (1234, "console", None)


@pytest.mark.parametrize("proxy", ["http://user:pw@127.0.0.1:8080", "https://proxy:1", "socks5://127.0.0.1:1080", "socks5h://host:1080"])
def test_proxies_of_these_kinds_are_taken(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("TELEGRAM_PROXY", proxy)
    assert read_settings().telegram_proxy == proxy


@pytest.mark.parametrize(
    ("typed", "ids"), [("123", (123,)), ("123,456, 789", (123, 456, 789)), ("456 123 456", (456, 123)), ("", ()), (",", ())]
)
def test_admins_are_ids_with_commas_between_them(monkeypatch: pytest.MonkeyPatch, typed: str, ids: tuple[int, ...]) -> None:
    monkeypatch.setenv("ADMIN_IDS", typed)
    assert read_settings().admin_ids == ids


def test_secrets_may_stand_in_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, word in (("TELEGRAM_BOT_TOKEN", "123:abc"), ("WEBHOOK_SECRET", "s" * 20), ("DATABASE_URL", "postgresql://u:p@h/d")):
        (tmp_path / name).write_text(f"{word}\n", "utf-8")
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))
    settings = read_settings()
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == "123:abc"
    assert settings.webhook_secret is not None
    assert settings.webhook_secret.get_secret_value() == "s" * 20
    assert settings.database_url == "postgresql://u:p@h/d"


@pytest.mark.parametrize("held", ["", "two words", "secretwithoutcolon"])
def test_a_file_that_holds_no_such_secret_is_told_without_what_it_holds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, held: str) -> None:
    (tmp_path / "token").write_text(held, "utf-8")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "token"))
    with pytest.raises(SettingsError) as error:
        read_settings()
    assert "TELEGRAM_BOT_TOKEN" in str(error.value)
    assert not held or held not in str(error.value)


def test_a_secret_is_given_in_one_way(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:abc")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path))
    with pytest.raises(SettingsError, match="not both"):
        read_settings()


@pytest.mark.parametrize(("given", "address"), [("127.0.0.1:9464", ("127.0.0.1", 9464)), ("[::1]:80", ("::1", 80)), ("", None)])
def test_where_health_is_told(monkeypatch: pytest.MonkeyPatch, given: str, address: tuple[str, int] | None) -> None:
    monkeypatch.setenv("OPERATIONS_LISTEN", given)
    assert read_settings().operations_address == address
