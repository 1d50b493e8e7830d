"""A strict reader of calendar files, written from RFC 5545 and from no library: what it refuses, phones may refuse."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

LONGEST = 75
"""Octets of a line, its end not counted (RFC 5545, 3.1)."""
_LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]+))*):(.*)', re.DOTALL)
_DURATION = re.compile(r"([+-]?)P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)")


@dataclass
class Component:
    """A component with its properties in order: name, parameters, value."""

    name: str
    lines: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def one(self, name: str) -> tuple[dict[str, str], str]:
        """The property that must stand there exactly once."""
        (found,) = [(parameters, value) for key, parameters, value in self.lines if key == name]
        return found

    def text(self, name: str) -> str:
        """A text property, unescaped; every backslash must escape something that may be escaped."""
        _, value = self.one(name)
        assert re.fullmatch(r"(?:[^\\;,\n]|\\[\\;,nN])*", value), value
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)

    def has(self, name: str) -> bool:
        return any(key == name for key, *_ in self.lines)

    def when(self, name: str) -> date | datetime:
        """A date, or a moment in UTC."""
        parameters, value = self.one(name)
        if parameters.get("VALUE") == "DATE":
            assert re.fullmatch(r"\d{8}", value)
            return date.fromisoformat(value)
        assert parameters == {}
        assert re.fullmatch(r"\d{8}T\d{6}Z", value)
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)

    def duration(self, name: str) -> timedelta:
        parameters, value = self.one(name)
        assert parameters in ({}, {"RELATED": "START"})
        found = _DURATION.fullmatch(value)
        assert found, value
        sign, weeks, days, hours, minutes, seconds = found.groups()
        length = timedelta(
            weeks=int(weeks or 0), days=int(days or 0), hours=int(hours or 0), minutes=int(minutes or 0), seconds=int(seconds or 0)
        )
        return -length if sign == "-" else length


def read_calendar(raw: bytes) -> Component:
    """The one VCALENDAR of a file, held to the rules that every reader relies on."""
    assert raw.endswith(b"\r\n")
    lines = raw[:-2].split(b"\r\n")
    assert all(b"\r" not in line and b"\n" not in line and 0 < len(line) <= LONGEST for line in lines)
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", raw.decode("utf-8"))
    unfolded: list[bytes] = []
    for line in lines:
        line.decode("utf-8")  # folded between characters, not inside one
        if line.startswith((b" ", b"\t")):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    stack = [Component("")]
    for line in unfolded:
        found = _LINE.fullmatch(line.decode("utf-8"))
        assert found, line
        name, parameters, value = found[1], dict(part.split("=", 1) for part in found[2].split(";")[1:]), found[3]
        if name == "BEGIN":
            stack.append(Component(value))
        elif name == "END":
            closed = stack.pop()
            assert closed.name == value
            stack[-1].parts.append(closed)
        else:
            stack[-1].lines.append((name, parameters, value))
    (root,) = stack
    (calendar,) = root.parts
    assert calendar.name == "VCALENDAR"
    assert calendar.text("VERSION") == "2.0"
    assert calendar.text("PRODID")
    for event in calendar.parts:
        _check_event(event)
    uids = [event.text("UID") for event in calendar.parts]
    assert len(set(uids)) == len(uids)
    return calendar


def _check_event(event: Component) -> None:
    assert event.name == "VEVENT"
    assert event.text("UID")
    assert isinstance(event.when("DTSTAMP"), datetime)
    start = event.when("DTSTART")
    if event.has("DTEND"):
        end = event.when("DTEND")
        assert type(end) is type(start)
        assert start < end
    for alarm in event.parts:
        assert alarm.name == "VALARM"
        assert alarm.text("ACTION") == "DISPLAY"
        assert alarm.text("DESCRIPTION")
        alarm.duration("TRIGGER")
