"""Somebody becomes contact of a unit: asked for in a dialog, shown by a code or a letter, decided by an admin, told by a push."""

from bot.sandbox.driver import Driver
from tests.journeys.conftest import Bot
from tests.journeys.interview import verbs
from tests.journeys.office import ADMIN, EVIDENCE, NAME, become_contact, with_admin
from tests.journeys.rows import Rows

ZHANG, LI = "张三", "李四"


async def test_an_admin_approves_on_evidence_and_the_contact_opens_the_card(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    card = await become_contact(driver, admin, ZHANG)
    assert "包头市 青山区" in card.text
    assert {"jf", "jg", "jt", "jq"} <= verbs(card)
    assert rows.all("SELECT state, proof FROM contacts") == [("approved", None)]
    assert rows.all("SELECT act FROM audit ORDER BY id") == [("contact.asked",), ("contact.approved",)]
    assert not any(word in rows.everything() for word in (NAME, "小张", EVIDENCE))
    await driver.say("/audit", user=ADMIN)
    log = await driver.expect("操作记录", chat_id=admin)
    assert "批准联系人（单位 1，由" in log.text
    assert EVIDENCE in log.text
