"""Settings from the environment and ``.env``; a wrong one is told in one line."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
TELEGRAM = "https://api.telegram.org"
SECRETS = ("telegram_bot_token", "webhook_secret", "database_url")
"""What may stand in a file of its own, as container engines and systemd hand secrets over."""
PORTS = 2**16
NO_USER = 2**52
"""Telegram numbers its users below this."""


class SettingsError(Exception):
    """A setting is missing or wrong; the text says which and what to write."""


class Settings(BaseSettings):
    """Everything that an installation may choose. Each has a default but the token."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    telegram_bot_token: SecretStr | None = Field(default=None, description="the token that BotFather gave; without one the sandbox runs")
    telegram_bot_token_file: Path | None = Field(default=None, description="a file with the token, in the place of the token")
    telegram_base_url: str = Field(default=TELEGRAM, pattern=r"^https?://", description="where the Bot API is reached")
    telegram_proxy: str | None = Field(
        default=None, pattern=r"^(https?|socks5h?)://", description="proxy to reach Telegram, http:// or socks5://"
    )
    telegram_messages_per_second: int = Field(
        default=30,
        ge=1,
        le=10_000,
        description="how many messages Telegram takes in all; over 30 pushes cost Stars, 0.1 each, at most 1000",
    )
    webhook_url: str | None = Field(
        default=None, pattern=r"^https?://", description="where Telegram calls the bot, as it is reached from outside; without it we ask"
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="what Telegram says with each call: letters, digits, _ and -; without it one is made from the token"
    )
    webhook_secret_file: Path | None = Field(default=None, description="a file with it, in its place")
    webhook_host: str = Field(default="127.0.0.1", description="the address of this machine on which calls arrive")
    webhook_port: int = Field(default=8443, ge=1, le=65535, description="the port on which they arrive")
    operations_listen: str | None = Field(
        default=None,
        pattern=r"^(\[[0-9A-Fa-f:.]+\]|[^\s:]+):\d{1,5}$",
        description="where health and figures are told, like 127.0.0.1:9464; without it nowhere. Not for the world outside",
    )
    database_url: str = Field(default=f"sqlite:///{ROOT / 'var' / 'shenbao.db'}", description="SQLite file or postgresql:// address")
    database_url_file: Path | None = Field(default=None, description="a file with the address, where a password stands in it")
    answers_key_file: Path = Field(
        default=ROOT / "keys" / "answers.key",
        description="key of the stored answers; made at the first start, kept apart from the database",
    )
    admin_ids: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(), description="Telegram user ids of those who are told what people say is wrong, with commas between them"
    )
    publish_consents: int = Field(
        default=1,
        ge=1,
        le=9,
        description="how many who may publish have to agree to a change from the chat, the one who publishes among them",
    )
    knowledge_dir: Path = Field(
        default=ROOT / "knowledge" / "data", description="folder of the knowledge files; by default those that come with the program"
    )
    sandbox_dir: Path = Field(default=ROOT / "var" / "sandbox", description="where the sandbox keeps its chats and its clock")
    sandbox_port: int = Field(default=8765, ge=0, le=65535, description="port of the chat page on 127.0.0.1; 0 takes a free one")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="how much is logged")
    log_format: Literal["console", "json"] = Field(default="console", description="for eyes or for machines")

    @model_validator(mode="before")
    @classmethod
    def _out_of_files(cls, given: dict[str, Any]) -> dict[str, Any]:
        """What stands in a file is no other than what is given plainly: it is checked in the same way."""
        read = dict(given)
        for name in SECRETS:
            file = given.get(f"{name}_file")
            if file is None:
                continue
            if given.get(name) is not None:
                raise ValueError(f"set {name.upper()} or {name.upper()}_FILE, not both")
            read[name] = _line_of(name, Path(str(file)))
        return read

    @property
    def operations_address(self) -> tuple[str, int] | None:
        """Host and port at which health and figures are told."""
        if self.operations_listen is None:
            return None
        host, _, port = self.operations_listen.rpartition(":")
        return host.strip("[]"), int(port)

    @field_validator("operations_listen")
    @classmethod
    def _is_a_port(cls, value: str | None) -> str | None:
        if value is not None and not 0 < int(value.rpartition(":")[2]) < PORTS:
            raise ValueError("write host:port, the port from 1 to 65535, for example 127.0.0.1:9464")
        return value

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _one_by_one(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = value.replace(",", " ").replace("，", " ").split()
        if not all(one.isascii() and one.isdecimal() and 0 < int(one[:19]) < NO_USER for one in ids):
            raise ValueError("Telegram user ids are numbers like 123456789, with commas between them")
        return tuple(dict.fromkeys(map(int, ids)))

    @field_validator("knowledge_dir", mode="after")
    @classmethod
    def _at_home(cls, value: Path) -> Path:
        try:
            return value.expanduser().resolve()
        except RuntimeError:
            raise ValueError("there is no such home; write the whole path") from None

    @field_validator("webhook_secret")
    @classmethod
    def _can_be_said(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("16 to 256 letters, digits, _ and -")
        return value

    @field_validator("telegram_bot_token")
    @classmethod
    def _looks_like_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and ":" not in value.get_secret_value():
            raise ValueError("a bot token looks like 123456:ABC-DEF; copy it whole from BotFather")
        return value


def read_settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: one line for each wrong setting; values are not repeated, since they may be secret.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = [": ".join((*(str(part).upper() for part in e["loc"][:1]), e["msg"])) for e in error.errors()]
        raise SettingsError("Wrong setting. " + "; ".join(lines)) from None


def _line_of(name: str, file: Path) -> str:
    """The one line that a file holds."""
    try:
        lines = file.read_text("utf-8").split()
    except (OSError, UnicodeDecodeError):
        lines = []
    if len(lines) != 1:
        raise ValueError(f"{name.upper()}_FILE names no file that can be read and holds one word")
    return lines[0]
