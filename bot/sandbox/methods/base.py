"""Parameters of methods, and what makes a function a method of the Bot API."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.sandbox.errors import bad_request
from bot.sandbox.files import Upload
from bot.sandbox.requests import Call
from bot.sandbox.telegram import Telegram


def to_flag(raw: object) -> bool:
    """Telegram's booleans: true, yes and 1 in any case; all else is false."""
    return str(raw).lower() in {"true", "yes", "1"}


def to_int(raw: object) -> int:
    """Telegram's numbers: what is not one counts as 0."""
    try:
        return int(str(raw))
    except ValueError:
        return 0


def to_json(raw: object) -> object:
    """The value a JSON text stands for. Raises ApiError."""
    try:
        return json.loads(str(raw))
    except ValueError:
        raise bad_request("can't parse JSON object") from None


Flag = Annotated[bool, BeforeValidator(to_flag)]
Int = Annotated[int, BeforeValidator(to_int)]
Json = Annotated[Any, BeforeValidator(to_json)]


class Params(BaseModel):
    """Parameters of a method; unknown ones are ignored, as Telegram does."""

    model_config = ConfigDict(frozen=True, extra="ignore", arbitrary_types_allowed=True)
    uploads: Mapping[str, Upload] = {}


class Nothing(Params):
    """No parameters."""


P = TypeVar("P", bound=Params)
Result = Any | Awaitable[Any]


@dataclass(frozen=True)
class Method:
    """A method: its parameters and what it does."""

    params: type[Params]
    run: Callable[[Telegram, Any], Result]

    def read(self, call: Call) -> Params:
        """The parameters of a call. Raises ApiError."""
        try:
            return self.params.model_validate({**call.params, "uploads": call.uploads})
        except ValidationError as error:
            first = error.errors()[0]
            where = first["loc"][-1] if first["loc"] else ""
            words = f'can\'t find field "{where}"' if first["type"] == "missing" else f'parameter "{where}" is invalid'
            raise bad_request(words) from None


def method(params: type[P], run: Callable[[Telegram, P], Result]) -> Method:
    """Pair parameters with a function that takes them."""
    return Method(params, run)
