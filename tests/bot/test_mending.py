"""改一处: every value that is offered can be put right, changes nothing else, and is named as applicants know it."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.settings import ROOT
from bot.usecases.keeping.mending import MovedError, mend, path_of
from bot.usecases.keeping.places import KINDS, Field, Kind, Spot, kinds_of, spots_of
from bot.usecases.keeping.said import NotReadError, held, is_evidence, read_value, restored
from bot.views.keeping import editing as views
from knowledge.base import KnowledgeBase
from knowledge.editing import Value
from knowledge.entries import Benefit, Contact
from knowledge.loader import load_policy
from knowledge.policy import Policy

BAOTOU = "bt-shibaiqian-2024"
TODAY = date(2024, 11, 28)


def raw_of(policy: Policy) -> bytes:
    return (ROOT / "knowledge" / "data" / path_of(policy.id)).read_bytes()


def every(base: KnowledgeBase) -> Iterator[tuple[Policy, Kind, Spot, int]]:
    for policy in base.policies.values():
        for kind in KINDS:
            for spot in spots_of(policy, kind):
                yield from ((policy, kind, spot, number) for number in range(len(spot.fields)))


def field_of(base: KnowledgeBase, kind: Kind, key: str, name: str, policy: str = BAOTOU) -> Field:
    spots = {spot.key: spot for spot in spots_of(base.policies[policy], kind)}
    return next(field for field in spots[key].fields if field.name == name)


def another(field: Field) -> Value:
    """Something else that may stand there."""
    match field.old:
        case date():
            return field.old + timedelta(days=1)
        case int():
            return field.old + 1
        case Decimal():
            return field.old / 2
    new: dict[str, Value] = {
        "day": TODAY,
        "hour": time(17, 30),
        "figure": 7,
        "percent": Decimal("0.3"),
        "phone": "0472-5618129",
        "mail": "a.b@example.org",
        "address": "https://example.org/x?y=1",
    }
    return new.get(field.reading, "另一种写法：#1")


def test_everything_that_is_offered_can_be_put_right(base: KnowledgeBase) -> None:
    found = list(every(base))
    assert len(found) > 500
    for policy, _, _, _ in found[:: len(found) // 40]:
        assert kinds_of(policy)
    for policy, _, spot, number in found[:: len(found) // 60]:
        field = spot.fields[number]
        if field.old is None and field.reading in {"day", "hour"}:
            continue  # what must fit the value beside it is the checks' to say
        raw, value = raw_of(policy), another(field)
        mended = mend(raw, field, value)
        new = load_policy(path_of(policy.id), mended.raw, base.facts)
        path = (*field.place, len(getattr(field.entry, field.name))) if field.is_added else field.place
        assert at(new, path) == value
        kept = len([1 for old, now in zip(raw.splitlines(), mended.raw.splitlines(), strict=False) if old != now])
        assert len(mended.raw.splitlines()) - len(raw.splitlines()) in {0, 1}
        assert kept <= 1 + len(mended.along) or len(mended.raw.splitlines()) > len(raw.splitlines())


def at(here: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        here = here[step] if isinstance(step, int) else getattr(here, step)  # type: ignore[index]
    return here


def test_every_screen_has_names_and_buttons(base: KnowledgeBase) -> None:
    for policy, kind, spot, number in every(base):
        field = spot.fields[number]
        assert views.spot_name(policy, spot)
        assert field.name not in views.ask_message(base, policy, spot, field).blocks[1].lines[0]
        message = views.fields_message(base, policy, kind, spot)
        assert len(message.keyboard) == len(spot.fields) + 1
        assert views.change_text(base, policy, field, another(field))


def test_the_words_of_the_entry_go_along_and_others_are_pointed_out() -> None:
    old = Benefit.model_validate({"id": "b", "clause": "六", "text": "每人3万元，分两年", "amount": 30000})
    raw = ("summary: 每人3万元，共13万元\nbenefits:\n  - {id: b, clause: 六, text: 每人3万元，分两年, amount: 30000} # 3万元\n").encode()
    mended = mend(raw, Field(old, "amount", ("benefits", 0, "amount"), "figure", 30000), 35000)
    assert mended.raw.decode().splitlines()[2] == "  - {id: b, clause: 六, text: 每人3.5万元，分两年, amount: 35000} # 3万元"
    assert mended.along == (("每人3万元，分两年", "每人3.5万元，分两年"),)
    assert mended.elsewhere == ("每人3万元，共13万元",)
    assert mend(raw, Field(old, "amount", ("benefits", 0, "amount"), "figure", 30000), 800).along[0][1] == "每人800元，分两年"


def test_words_that_are_said_twice_are_pointed_out_once(base: KnowledgeBase) -> None:
    found = mend(raw_of(base.policies[BAOTOU]), field_of(base, "date", "unit-to-county", "ends"), date(2024, 12, 16)).elsewhere
    assert found
    assert len(found) == len(set(found))


def test_what_was_changed_meanwhile_is_not_written_over(base: KnowledgeBase) -> None:
    field = field_of(base, "date", "unit-to-county", "ends")
    raw = raw_of(base.policies[BAOTOU]).replace(b"2024-12-10", b"2024-12-11")
    with pytest.raises(MovedError):
        mend(raw, field, date(2024, 12, 16))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("12月16日", date(2024, 12, 16)),
        ("2024-12-16", date(2024, 12, 16)),
        ("延到2024年12月16号", date(2024, 12, 16)),
        ("2026/1/5", date(2026, 1, 5)),
        ("1月5日", date(2025, 1, 5)),
        ("明天", date(2024, 11, 29)),
        ("十二月十六日", date(2024, 12, 16)),
    ],
)
def test_days_as_people_type_them(base: KnowledgeBase, said: str, day: date) -> None:
    assert read_value(field_of(base, "date", "unit-to-county", "ends"), said, TODAY) == day


@pytest.mark.parametrize(
    ("said", "hour"),
    [("18:00", time(18)), ("下午5点半", time(17, 30)), ("17点", time(17)), ("17：30前", time(17, 30)), ("上午九点", time(9))],
)
def test_hours_as_people_type_them(base: KnowledgeBase, said: str, hour: time) -> None:
    assert read_value(field_of(base, "date", "unit-to-county", "ends_at"), said, TODAY) == hour


PHONE = Field(
    Contact.model_validate({"id": "c", "office": "科", "phones": ["0472-5618123"]}),
    "phones",
    ("contacts", 0, "phones"),
    "phone",
    None,
    is_added=True,
)


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ("0472-5618124", "0472-5618124"),
        ("（0472）5618124", "0472-5618124"),
        ("0472 5618124", "0472-5618124"),
        ("０４７２－５６１８１２４", "0472-5618124"),
        ("5618124", "5618124"),
        ("12333", "12333"),
        ("0472-5618124转805", "0472-5618124转805"),
        ("010-84201234", "010-84201234"),
    ],
)
def test_telephones_as_people_type_them(said: str, phone: str) -> None:
    assert read_value(PHONE, said, TODAY) == phone


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("13900001111", "mobile"),
        ("+86 139-0000-1111", "mobile"),
        ("0472-5618123", "there"),
        ("电话", "phone"),
        ("", "phone"),
    ],
)
def test_telephones_that_are_refused(said: str, why: str) -> None:
    with pytest.raises(NotReadError) as refused:
        read_value(PHONE, said, TODAY)
    assert refused.value.why == why
    assert views.not_read_message(PHONE, why).blocks


FIGURE = Field(
    Benefit.model_validate({"id": "b", "clause": "六", "text": "钱", "amount": 30000}), "amount", ("benefits", 0, "amount"), "figure", 30000
)


@pytest.mark.parametrize(("said", "figure"), [("3.5万元", 35000), ("35000", 35000), ("三万五", 35000), ("35,000元", 35000), ("0", 0)])
def test_sums_as_people_type_them(said: str, figure: int) -> None:
    assert read_value(FIGURE, said, TODAY) == figure


@pytest.mark.parametrize(("said", "why"), [("30000元", "same"), ("1.5", "figure"), ("不知道", "figure")])
def test_sums_that_are_refused(said: str, why: str) -> None:
    with pytest.raises(NotReadError) as refused:
        read_value(FIGURE, said, TODAY)
    assert refused.value.why == why


@pytest.mark.parametrize(("said", "percent"), [("30%", Decimal(30)), ("0.5", Decimal("0.5")), ("百分之三十", Decimal(30))])
def test_percentages_as_people_type_them(base: KnowledgeBase, said: str, percent: Decimal) -> None:
    field = Field(base.policies[BAOTOU], "percent", ("shares", 0, "percent"), "percent", Decimal(7))
    assert read_value(field, said, TODAY) == percent


@pytest.mark.parametrize(
    ("where", "said", "why"),
    [
        (("date", "unit-to-county", "ends"), "尽快", "day"),
        (("date", "unit-to-county", "ends"), "12月10日", "same"),
        (("date", "unit-to-county", "ends_at"), "25点", "hour"),
        (("date", "unit-to-county", "ends_at"), "晚些", "hour"),
        (("alias", "", "aliases"), "金蓝领", "there"),
        (("alias", "", "aliases"), "长" * 31, "long"),
        (("alias", "", "aliases"), " ", "name"),
    ],
)
def test_what_is_refused(base: KnowledgeBase, where: tuple[Kind, str, str], said: str, why: str) -> None:
    field = field_of(base, *where)
    with pytest.raises(NotReadError) as refused:
        read_value(field, said, TODAY)
    assert refused.value.why == why
    assert views.not_read_message(field, why).blocks


@pytest.mark.parametrize(("reading", "said"), [("mail", "a@b"), ("address", "www.example.org"), ("percent", "0"), ("percent", "101%")])
def test_what_is_no_such_value(base: KnowledgeBase, reading: str, said: str) -> None:
    field = Field(base.policies[BAOTOU], "title", ("title",), reading, None)  # type: ignore[arg-type]
    with pytest.raises(NotReadError):
        read_value(field, said, TODAY)


@settings(max_examples=60)
@given(text=st.text(max_size=40), today=st.dates(date(2000, 1, 1), date(2090, 1, 1)), data=st.data())
def test_a_dialog_keeps_what_was_typed(base: KnowledgeBase, text: str, today: date, data: st.DataObject) -> None:
    _, _, spot, number = data.draw(st.sampled_from(list(every(base))[::25]))
    field = spot.fields[number]
    try:
        value = read_value(field, text, today)
    except NotReadError:
        value = another(field)
    assert restored(field, held(value)) == value


@given(day=st.dates(date(2000, 1, 1), date(2090, 1, 1)), figure=st.integers(0, 10**9))
def test_a_value_by_itself_is_no_evidence(day: date, figure: int) -> None:
    for said in (
        f"{day:%Y-%m-%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"改成{day.month}月{day.day}号下午5点半",
        f"{figure}万元",
        f"{figure}",
    ):
        assert not is_evidence(said)
    for said in (f"包人社发〔{day.year}〕{figure}号", "https://example.org/1", f"{day.month}月{day.day}日技能科电话答复", "热线上常这样问"):
        assert is_evidence(said)
    assert not any(is_evidence(said) for said in ("电话", "十二月十六日", "３万元整个人", "长" * 501, "……"))
