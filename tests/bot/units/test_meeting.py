"""Whom a request meets: units of the same city that may be the one meant, registered or asked for; no other name is opened."""

from datetime import UTC, datetime

import pytest

from bot.usecases.snapshot import Snapshots
from bot.usecases.units.meeting import Meeting, meeting_of, merge
from bot.usecases.units.registering import Stated, Waiting, approve, ask, waiting_there
from bot.views.render import to_plain
from bot.views.units.deciding import MOST_ALIKE, request_message
from storage.codec import Codec
from storage.database import Database, Transaction

NOW = datetime(2024, 11, 28, 1, tzinfo=UTC)
CITY, DISTRICT, ELSEWHERE = "内蒙古自治区/包头市", "内蒙古自治区/包头市/青山区", "内蒙古自治区/包头市达茂旗"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is opened of what is sealed."""
    found: list[str] = []
    decrypt = Codec.decrypt

    def open_it(codec: Codec, sealed: bytes) -> str:
        found.append(decrypt(codec, sealed))
        return found[-1]

    monkeypatch.setattr(Codec, "decrypt", open_it)
    return found


async def asked(rows: Transaction, number: int, name: str, region: str, *, approved: bool = False) -> Waiting:
    """Somebody asks to be contact of a unit, and perhaps is one by now."""
    person = await rows.people.ensure(number, NOW)
    stated = Stated(name=name, region=region, kind="enterprise", affiliation="")
    asked, unit = await ask(rows, person.id, f"第{number}位", stated, NOW)
    assert asked == "asked"
    waiting = await waiting_there(rows, unit, person.id)
    assert waiting is not None
    if approved:
        assert await approve(rows, waiting, person.id, "打过电话", NOW)
    return waiting


def names(meeting: Meeting) -> list[tuple[str, bool]]:
    return [(one.unit.name, one.has_contacts) for one in meeting.alike]


async def test_the_same_city_alone_is_looked_through(database: Database, opened: list[str]) -> None:
    async with database.transaction() as rows:
        for number in range(30):
            await asked(rows, 100 + number, f"北方机械{number}厂", ELSEWHERE if number % 2 else "山西省/晋城市", approved=True)
        await asked(rows, 1, "包头市北方机械厂", DISTRICT, approved=True)
        await asked(rows, 2, "北方机械制造厂", f"{CITY}/昆都仑区")
        await asked(rows, 3, "第一幼儿园", CITY, approved=True)
        mine = await asked(rows, 4, "北方机械厂有限公司", CITY)
        opened.clear()
        found = await meeting_of(rows, mine)
    assert names(found) == [("包头市北方机械厂", True), ("北方机械制造厂", False)]
    assert not [one for one in opened if one in {f"北方机械{number}厂" for number in range(30)}]
    whole = [one for one in opened if one.endswith(("厂", "园", "公司"))]
    assert len(whole) <= 4, "each name of the city once"


async def test_a_province_is_no_city(database: Database) -> None:
    """Where no more than the province was said, what lies somewhere in it is not all opened."""
    async with database.transaction() as rows:
        await asked(rows, 1, "北方机械厂", DISTRICT, approved=True)
        await asked(rows, 2, "北方机械总厂", "内蒙古自治区")
        mine = await asked(rows, 3, "北方机械厂有限公司", "内蒙古自治区")
        assert names(await meeting_of(rows, mine)) == [("北方机械总厂", False)]


async def test_two_who_wait_for_one_unit_are_shown_to_each_other_and_become_contacts_of_one(
    database: Database, snapshots: Snapshots
) -> None:
    base = snapshots.current.base
    async with database.transaction() as rows:
        first = await asked(rows, 1, "包头市北方机械厂", DISTRICT)
        second = await asked(rows, 2, "北方机械厂有限公司", CITY)
        for one, other in ((first, second), (second, first)):
            shown = request_message(base, one, await meeting_of(rows, one))
            told = to_plain(shown)
            assert f"还有人在申请名字相近的单位：{other.stated.name}" in told
            assert "已有名字相近" not in told
            assert any(button.label.startswith(f"并到：{other.stated.name}") for row in shown.keyboard for button in row)
        (alike,) = (await meeting_of(rows, second)).alike
        assert await merge(rows, second, alike.unit, second.contact.person_id, NOW)
        for person in (first.contact.person_id, second.contact.person_id):
            waiting = await waiting_there(rows, first.contact.unit_id, person)
            assert waiting is not None
            if person == first.contact.person_id:
                assert "另有 1 位也在申请做它的联系人" in to_plain(request_message(base, waiting, await meeting_of(rows, waiting)))
            assert await approve(rows, waiting, person, "打过电话", NOW)
        assert len(await rows.units.contacts(first.contact.unit_id)) == 2
        assert await rows.units.count_with_contacts() == 1
        assert await rows.units.get(second.contact.unit_id) is None


async def test_of_many_alike_a_few_are_offered(database: Database, snapshots: Snapshots) -> None:
    async with database.transaction() as rows:
        for number in range(MOST_ALIKE + 2):
            await asked(rows, 10 + number, f"北方机械{'一二三四五六七'[number]}厂", CITY)
        mine = await asked(rows, 1, "北方机械厂", CITY)
        shown = request_message(snapshots.current.base, mine, await meeting_of(rows, mine))
    assert sum(button.label.startswith("并到") for row in shown.keyboard for button in row) == MOST_ALIKE
