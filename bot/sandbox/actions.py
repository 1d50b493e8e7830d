"""The actions of the control API: what each is given, and what it does. ``control`` lists them for readers."""

# ruff: noqa: D101, D103 - the docstring of control.py tells what each action is given and does

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from bot.sandbox import groups, inline, people
from bot.sandbox.clock import MovableClock
from bot.sandbox.errors import ActionError
from bot.sandbox.faults import Fault
from bot.sandbox.gateway import Gateway
from bot.sandbox.telegram import Telegram
from bot.sandbox.wire import User
from bot.sandbox.world import Room


class Desk:
    """Where people's side of the sandbox is worked from."""

    def __init__(self, tg: Telegram, gateway: Gateway, clock: MovableClock, reset_listeners: Sequence[Callable[[], None]] = ()) -> None:
        self.tg, self.gateway, self.clock = tg, gateway, clock
        self._reset_listeners = reset_listeners

    def move(self, at: AwareDatetime | None, by: timedelta) -> str:
        """Move the clock forwards and keep where it stands."""
        self.clock.set(at) if at is not None else self.clock.advance(by)
        return self.clock_moved()

    def clock_moved(self) -> str:
        """Keep where the clock stands and tell the watchers."""
        self.tg.world.change_settings(clock_offset=self.clock.offset)
        now = self.clock.now().isoformat()
        self.tg.feed.publish("clock", data={"now": now})
        return now

    def reset(self, at: AwareDatetime | None) -> str:
        """Forget everybody and everything but the numbers already given; the clock may go anywhere."""
        self.tg.world.clear()
        self.tg.feed.clear()
        self.tg.files.clear()
        self.gateway.faults.clear()
        self.clock.reset(at)
        self.tg.feed.publish("reset")
        for listener in tuple(self._reset_listeners):
            listener()
        return self.clock_moved()

    def state(self) -> dict[str, Any]:
        """What a page needs to begin with."""
        world = self.tg.world
        return {
            "bot": self.tg.bot.dump(),
            "users": [user.dump() for user in world.users],
            "rooms": [room.model_dump(mode="json", exclude_none=True) for room in world.rooms],
            "commands": [one.model_dump(mode="json") for one in world.commands],
            "texts": world.settings.texts,
            "privacy": world.settings.privacy,
            "now": self.clock.now().isoformat(),
            "seq": self.tg.feed.last,
            "waiting": len(self.tg.queue),
            "polled": self.tg.queue.polled or world.settings.webhook is not None,
        }


class Ask(BaseModel):
    """What an action is given: nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ByUser(Ask):
    user: int | str
    chat_id: int | None = None


class NewPerson(Ask):
    name: str
    last_name: str | None = None
    username: str | None = None


class Say(ByUser):
    text: str
    reply_to: int | None = None
    mask: people.Mask | None = None


class Edit(ByUser):
    message_id: int
    text: str


class Forward(ByUser):
    text: str
    author: str


class Start(ByUser):
    payload: str = ""


class Click(ByUser):
    message_id: int
    text: str | None = None
    data: str | None = None
    stale: bool = False


class Share(ByUser):
    phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class InlineAsk(ByUser):
    query: str
    offset: str = ""


class Choose(ByUser):
    query_id: str
    result_id: str


class NewGroup(ByUser):
    title: str
    members: tuple[int | str, ...] = ()
    supergroup: bool = False
    with_bot: bool = True


class AddBot(ByUser):
    admin: bool = False


class Privacy(Ask):
    on: bool


class MoveClock(Ask):
    at: AwareDatetime | None = None
    seconds: float = 0


class Reset(Ask):
    at: AwareDatetime | None = None


A = TypeVar("A", bound=BaseModel)
Action = Callable[[Desk, str], Any]


def action(given: type[A], run: Callable[[Desk, A], Any]) -> Action:
    """Read what is given, then do it. Raises ActionError."""

    def act(desk: Desk, raw: str) -> Any:  # noqa: ANN401 - JSON
        try:
            asked = given.model_validate_json(raw)
        except ValidationError as error:
            raise ActionError("; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())) from None
        return run(desk, asked)

    return act


def who(desk: Desk, a: ByUser) -> User:
    return people.person(desk.tg, a.user)


def group(desk: Desk, a: ByUser) -> Room:
    return groups.group(desk.tg, a.chat_id or 0)


def shown(room: Room) -> dict[str, Any]:
    return room.model_dump(mode="json", exclude_none=True)


def new_person(desk: Desk, a: NewPerson) -> dict[str, Any]:
    return people.person(desk.tg, a.name, last_name=a.last_name, username=a.username).dump()


def say(desk: Desk, a: Say) -> dict[str, Any]:
    return people.say(desk.tg, who(desk, a), a.text, a.chat_id, a.reply_to, mask=a.mask).message.dump()


def edit(desk: Desk, a: Edit) -> dict[str, Any]:
    return people.edit(desk.tg, who(desk, a), a.message_id, a.text, a.chat_id).message.dump()


def forward(desk: Desk, a: Forward) -> dict[str, Any]:
    return people.forward(desk.tg, who(desk, a), a.text, a.author, a.chat_id).message.dump()


def start(desk: Desk, a: Start) -> dict[str, Any]:
    return people.open_link(desk.tg, who(desk, a), a.payload).message.dump()


def click(desk: Desk, a: Click) -> dict[str, Any]:
    return people.click(desk.tg, who(desk, a), a.message_id, chat_id=a.chat_id, text=a.text, data=a.data, stale=a.stale)


def share(desk: Desk, a: Share) -> dict[str, Any]:
    at = (a.latitude, a.longitude) if a.latitude is not None and a.longitude is not None else None
    if (a.phone is None) == (at is None):
        raise ActionError("a phone number or a latitude and longitude is needed")
    return people.share(desk.tg, who(desk, a), a.chat_id, phone=a.phone, at=at).message.dump()


def new_group(desk: Desk, a: NewGroup) -> dict[str, Any]:
    members = tuple(people.person(desk.tg, one) for one in a.members)
    return shown(groups.make_group(desk.tg, who(desk, a), a.title, members, supergroup=a.supergroup, with_bot=a.with_bot))


def privacy(desk: Desk, a: Privacy) -> bool:
    desk.tg.world.change_settings(privacy=a.on)
    return a.on


ACTIONS: dict[str, Action] = {
    "person": action(NewPerson, new_person),
    "say": action(Say, say),
    "edit": action(Edit, edit),
    "forward": action(Forward, forward),
    "start": action(Start, start),
    "click": action(Click, click),
    "share": action(Share, share),
    "inline": action(InlineAsk, lambda desk, a: {"query": inline.ask(desk.tg, who(desk, a), a.query, a.offset).id}),
    "choose": action(Choose, lambda desk, a: inline.choose(desk.tg, who(desk, a), a.query_id, a.result_id, a.chat_id).message.dump()),
    "block": action(ByUser, lambda desk, a: people.block(desk.tg, who(desk, a))),
    "unblock": action(ByUser, lambda desk, a: people.unblock(desk.tg, who(desk, a))),
    "group": action(NewGroup, new_group),
    "add_bot": action(AddBot, lambda desk, a: shown(groups.add_bot(desk.tg, who(desk, a), group(desk, a), admin=a.admin))),
    "remove_bot": action(ByUser, lambda desk, a: shown(groups.remove_bot(desk.tg, who(desk, a), group(desk, a)))),
    "join": action(ByUser, lambda desk, a: shown(groups.join(desk.tg, who(desk, a), group(desk, a)))),
    "leave": action(ByUser, lambda desk, a: shown(groups.leave(desk.tg, who(desk, a), group(desk, a)))),
    "migrate": action(ByUser, lambda desk, a: shown(groups.migrate(desk.tg, who(desk, a), group(desk, a)))),
    "privacy": action(Privacy, privacy),
    "fail": action(Fault, lambda desk, fault: desk.gateway.faults.add(fault)),
    "clock": action(MoveClock, lambda desk, a: desk.move(a.at, timedelta(seconds=a.seconds))),
    "reset": action(Reset, lambda desk, a: desk.reset(a.at)),
}
