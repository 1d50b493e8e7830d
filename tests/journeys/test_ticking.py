"""A list of materials ticked off: begun with consent, drawn in place, kept over restarts and changed knowledge, shared, cleared."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot import texts
from bot.callbacks import code, target_code
from bot.sandbox.driver import Driver, Seen
from bot.usecases.snapshot import Snapshots
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import Bot
from tests.journeys.interview import Interview, data_with, verbs
from tests.journeys.rows import Rows

STATION = "jc-technician-station-2022"
TEPEI = "nmg-tepei-2023"
BAOTOU = "bt-shibaiqian-2024"
QUESTION = "晋城技师工作站要交什么"


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


@pytest.fixture
def changing(snapshots: Snapshots) -> Iterator[Snapshots]:
    """The knowledge, put back as it was in the end."""
    before = snapshots.current
    yield snapshots
    snapshots.current = before


def with_materials(snapshots: Snapshots, policy_id: str, *, drop: str, add: str) -> None:
    """A new version of the knowledge: one material less, one of another name more."""
    current = snapshots.current
    policy = current.base.policies[policy_id]
    (gone,) = [one for one in policy.materials if one.id == drop]
    new = gone.model_copy(update={"id": "brand-new", "name": add})
    left = tuple(one for one in policy.materials if one.id != drop)
    changed = policy.model_copy(update={"materials": (*left, new)})
    base = replace(current.base, version="0" * 12, policies={**current.base.policies, policy_id: changed})
    snapshots.current = replace(current, base=base)


async def asked(person: Interview, text: str = QUESTION) -> Seen:
    await person.driver.say(text, user=person.user)
    return await person.driver.expect(chat_id=await person.driver.person(person.user))


async def begun(person: Interview, text: str = QUESTION) -> Seen:
    """From the answer over the consent to the list."""
    shown = await person.press(await asked(person, text), "k")
    return await person.press(shown, "kc") if "kc" in verbs(shown) else shown


async def tick(person: Interview, seen: Seen, number: int) -> Seen:
    """Press the button of a material."""
    return await person.click(seen, data_with(seen, "kt")[number - 1])


def boxes(seen: Seen) -> list[str]:
    return [line for line in seen.text.splitlines() if line[:1] in {"☐", "☑"}]


async def test_a_list_is_begun_with_consent_and_ticked_in_place(person: Interview, rows: Rows) -> None:
    consent = await person.press(await asked(person), "k")
    assert "勾了哪几样" in consent.text
    assert texts.CONSENT[1] in consent.text, "the consent is the questionnaires' too, so it says what they keep"
    assert rows.count("checklists") == 0
    shown = await person.press(consent, "kc")
    assert (shown.kind, shown.message_id) == ("edit", consent.message_id)
    assert "备好 0/5" in shown.text
    assert len(boxes(shown)) == len(data_with(shown, "kt")) == rows.count("checklists") == 5
    ticked = await tick(person, shown, 2)
    assert (ticked.kind, ticked.message_id) == ("edit", shown.message_id)
    assert "备好 1/5" in ticked.text
    assert [line[0] for line in boxes(ticked)] == ["☐", "☑", "☐", "☐", "☐"]
    again = await tick(person, ticked, 2)
    assert "备好 0/5" in again.text


async def test_no_consent_no_list(person: Interview, rows: Rows) -> None:
    consent = await person.press(await asked(person), "k")
    assert (await person.press(consent, "no")).text == texts.CONSENT_DECLINED
    assert rows.count("checklists") == 0
    (forged,) = {data.replace("k:", "kt:", 1) for data in data_with(await asked(person), "k")}
    material = code("entry", f"{STATION}/{person.base.policies[STATION].materials[0].id}")
    refused = await person.click(consent, f"{forged}:{material}:1")
    assert "kc" in verbs(refused)
    assert rows.count("checklists") == 0


async def test_all_ticked_is_said(person: Interview) -> None:
    shown = await begun(person)
    for number in range(1, 6):
        shown = await tick(person, shown, number)
    assert "都备齐了：5/5" in shown.text


async def test_a_box_pressed_twice_does_what_it_said_once(person: Interview, rows: Rows) -> None:
    shown = await begun(person)
    for _ in range(2):
        await person.driver.click(shown, data=data_with(shown, "kt")[0], stale=True)
        await person.driver.expect(kinds="answer")
    assert rows.all("SELECT count(*) FROM checklists WHERE ticked_at IS NOT NULL") == [(1,)]


async def test_the_list_stays_over_a_restart_and_is_found_again(person: Interview, bot: Bot) -> None:
    await tick(person, await begun(person), 3)
    await bot.restart()
    shown = await begun(person)
    assert "备好 1/5" in shown.text
    await person.driver.say("/my")
    while "k" not in verbs(kept := await person.driver.expect()):
        pass
    assert any("1/5" in label for label in kept.labels)
    assert "备好 1/5" in (await person.press(kept, "k")).text


async def test_what_a_new_version_drops_and_adds_is_said_and_no_tick_is_lost(
    person: Interview, changing: Snapshots, bot: Bot, rows: Rows
) -> None:
    assert bot.snapshots is changing
    first, second, *_ = person.base.policies[STATION].materials
    shown = await begun(person)
    await tick(person, await tick(person, shown, 1), 2)
    with_materials(changing, STATION, drop=first.id, add="安全生产证明")
    drawn = await begun(person)
    assert "去掉了 1 样" in drawn.text
    assert "备好 1/5" in drawn.text
    assert [line for line in boxes(drawn) if line.startswith("☑")] == [line for line in boxes(drawn) if second.name in line]
    assert "【新】安全生产证明" in drawn.text
    assert rows.all("SELECT count(*) FROM checklists WHERE material = ?", first.id) == [(0,)]
    stale = await person.click(shown, data_with(shown, "kt")[0])
    assert "备好 1/5" in stale.text, "the button of a material that is gone ticks nothing"
    ticked = await tick(person, await begun(person), 5)
    assert "【新】" not in ticked.text
    assert "去掉了" not in ticked.text


async def test_where_the_tracks_come_to_differ_the_list_goes_on_as_one_of_theirs(
    person: Interview, changing: Snapshots, bot: Bot, rows: Rows
) -> None:
    assert bot.snapshots is changing
    await tick(person, await begun(person, "特培计划要交什么"), 1)
    current = changing.current
    policy = current.base.policies[TEPEI]
    first, second, *rest = policy.materials
    apart = policy.model_copy(update={"materials": (first, second.model_copy(update={"tracks": ("inside",)}), *rest)})
    changing.current = replace(current, base=replace(current.base, policies={**current.base.policies, TEPEI: apart}))
    choice = await person.press(await asked(person, "特培计划要交什么"), "k")
    outside = await person.press(choice, "ko", target_code(TEPEI, "outside"))
    assert "都备齐了：1/1" in outside.text
    assert "去掉了 1 样" in outside.text
    inside = await person.press(choice, "ko", target_code(TEPEI, "inside"))
    assert "备好 0/2" in inside.text, "a list is taken over once"
    assert set(rows.all("SELECT DISTINCT about FROM checklists")) == {(f"{TEPEI}/outside",), (f"{TEPEI}/inside",)}


async def test_a_list_about_what_is_gone_is_not_offered(person: Interview, changing: Snapshots, bot: Bot) -> None:
    assert bot.snapshots is changing
    await begun(person)
    current = changing.current
    left = {name: policy for name, policy in current.base.policies.items() if name != STATION}
    changing.current = replace(current, base=replace(current.base, policies=left))
    await person.driver.say("/my")
    assert "k" not in verbs(await person.driver.expect())
    await person.driver.say("/privacy")
    assert "k" not in verbs(await person.driver.expect())


async def test_where_the_tracks_differ_the_track_comes_first(person: Interview, rows: Rows) -> None:
    choice = await person.press(await asked(person, "包头金蓝领要交什么"), "k")
    assert len(data_with(choice, "ko")) == len(person.base.policies[BAOTOU].tracks)
    consent = await person.press(choice, "ko", target_code(BAOTOU, "chief"))
    shown = await person.press(consent, "kc")
    assert "首席" in shown.text or person.base.policies[BAOTOU].track("chief").name in shown.text
    assert rows.all("SELECT DISTINCT about FROM checklists") == [(f"{BAOTOU}/chief",)]


async def test_what_the_person_told_decides_what_is_listed(person: Interview) -> None:
    both = await begun(person, "特培计划要交什么")
    assert len(boxes(both)) == 2
    assert both.text.count("【只有 单位隶属") == 2
    await person.driver.say("特培计划啥时候截止")
    question = await person.press(await person.driver.expect("截止"), "rt")
    (county,) = [data for data in data_with(question, "ra") if data.endswith(code("option", "unit_affiliation=county"))]
    await person.click(question, county)
    one = await begun(person, "特培计划要交什么")
    assert len(boxes(one)) == 2
    assert "【只有" not in one.text
    assert one.text.count("学员汇总表") == 1


async def test_shared_without_ticks_unless_they_are_wanted(person: Interview) -> None:
    shown = await tick(person, await begun(person), 1)
    shared = await person.press(shown, "ks")
    assert shared.message_id != shown.message_id
    assert "☑" not in shared.text
    assert "2022年12月8日" in shared.text
    assert not re.search(r"还有 ?\d", shared.text)
    assert "2024年11月28日" in shared.text, "the day on which it was looked at"
    assert person.base.version in shared.text
    with_ticks = await person.press(shared, "ks", target_code(STATION, None), "y")
    assert with_ticks.text.count("☑") == 1
    assert "☑" not in (await person.press(with_ticks, "ks", target_code(STATION, None), "n")).text


async def test_clearing_asks_first(person: Interview, rows: Rows) -> None:
    shown = await tick(person, await begun(person), 1)
    asked_back = await person.press(shown, "kz")
    assert "现在勾了 1 样" in asked_back.text
    assert "备好 1/5" in (await person.press(asked_back, "ko")).text
    cleared = await person.press(await person.press(await begun(person), "kz"), "kd", target_code(STATION, None), "t")
    assert "备好 0/5" in cleared.text
    gone = await person.press(await person.press(cleared, "kz"), "kd", target_code(STATION, None), "l")
    assert rows.count("checklists") == 0
    assert "备好 0/5" in (await person.press(gone, "k")).text


async def test_in_a_group_a_list_stays_private(driver: Driver, rows: Rows) -> None:
    group = int((await driver.do("group", user="测试员", title="技师群", members=["组员"]))["chat"]["id"])
    await driver.say(f"@shenbao_sandbox_bot {QUESTION}", chat_id=group)
    answer = await driver.expect("要准备", chat_id=group)
    (link,) = [
        button["url"] for row in answer.raw["message"]["reply_markup"]["inline_keyboard"] for button in row if "勾选" in button["text"]
    ]
    assert rows.count("checklists") == 0
    await driver.start(link.partition("?start=")[2])
    await driver.expect("勾了哪几样")


@pytest.mark.parametrize("data", ["k:nothing", "kt:nothing:x:1", "ks:nothing", "kz:nothing", "kd:nothing:l", "kc:nothing"])
async def test_a_forged_or_outlived_button_says_so(person: Interview, data: str) -> None:
    assert texts.STALE_GONE in (await person.click(await asked(person), data)).text
