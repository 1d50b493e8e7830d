"""A unit with its contact, an invitation in hand, and colleagues who come."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.sandbox.driver import Driver, Seen
from bot.usecases.units.inviting import token_in
from storage.codec import load_or_make_key
from storage.database import Database, Transaction
from tests.journeys.interview import data_with, verbs

TEPEI, BAOTOU = "nmg-tepei-2023", "bt-shibaiqian-2024"
REGION = "内蒙古自治区/包头市/青山区"
CONTACT = "联系人王"


@asynccontextmanager
async def rows_of(folder: Path) -> AsyncIterator[Transaction]:
    """A transaction of one's own on a running bot's database."""
    database = Database(f"sqlite:///{folder / 'bot.db'}", load_or_make_key(folder / "keys" / "answers.key"))
    try:
        async with database.transaction() as rows:
            yield rows
    finally:
        await database.close()


@dataclass(frozen=True)
class Colleagues:
    """A unit and those who belong to it; all of them talk to the bot in private."""

    driver: Driver
    folder: Path
    unit: int
    contact: str = CONTACT

    async def press(self, user: str, seen: Seen, data: str) -> Seen:
        """Press any data under a message, and see what comes in that chat."""
        await self.driver.click(seen, data=data, user=user, stale=True)
        shown = await self.driver.expect(chat_id=seen.chat_id)
        await self.driver.expect(kinds="answer", chat_id=seen.chat_id)
        return shown

    async def toast(self, user: str, seen: Seen, data: str) -> str:
        """Press a button that says what it did on itself alone."""
        await self.driver.click(seen, data=data, user=user, stale=True)
        return (await self.driver.expect(kinds="answer", chat_id=seen.chat_id)).text

    async def say(self, user: str, text: str) -> Seen:
        """Write something, and see what comes."""
        await self.driver.say(text, user=user)
        return await self.driver.expect(chat_id=await self.driver.person(user))

    async def start(self, user: str, payload: str) -> Seen:
        """Open the bot by a link; somebody new is greeted first."""
        await self.driver.start(payload, user=user)
        chat = await self.driver.person(user)
        shown = await self.driver.expect(chat_id=chat)
        return await self.driver.expect(chat_id=chat) if shown.text.startswith("您好") and not shown.buttons else shown

    async def token(self) -> str:
        """The invitation's, made by the contact."""
        card = await self.say(self.contact, "/unit")
        shown = await self.press(self.contact, card, f"jq:{self.unit}:new")
        return token_in(shown.text)

    async def join(self, user: str, token: str, called: str) -> Seen:
        """From the link to one's own page of the unit."""
        invited = await self.start(user, f"jm-{token}")
        assert "jn" in verbs(invited), invited.text
        asked = await self.press(user, invited, f"jn:{token}")
        assert "怎么称呼" in asked.text
        page = await self.say(user, called)
        assert "您已加入" in page.text
        return page

    async def share(self, user: str, page: Seen, policy_data: str, track: str = "") -> Seen:
        """From one's own page to the consent for a policy (its data on that page)."""
        shown = await self.press(user, page, policy_data)
        if "jp" in verbs(shown) and any(":t:" in data for data in data_with(shown, "jp")):
            shown = await self.press(user, shown, next(data for data in data_with(shown, "jp") if data.endswith(track)))
        agree = next(data for data in data_with(shown, "jp") if ":y" in data)
        return await self.press(user, shown, agree)

    async def page(self, user: str) -> Seen:
        """One's own page of the unit, asked for by its button, whatever came last."""
        return await self.press(user, await self.say(user, "/help"), f"jo:{self.unit}")

    async def overview(self) -> Seen:
        """What the contact sees of all policies."""
        return await self.press(self.contact, await self.say(self.contact, "/unit"), f"jr:{self.unit}")

    async def sharers(self, coded: str) -> Seen:
        """What the contact sees of one policy."""
        return await self.press(self.contact, await self.overview(), f"jr:{self.unit}:{coded}")


async def founded(driver: Driver, folder: Path, now: datetime, *, name: str = "包头第三机械厂", contact: str = CONTACT) -> Colleagues:
    """A unit with an approved contact that follows two policies; the rows are written as an approval would."""
    number = await driver.person(contact)
    await driver.say("/help", user=contact)
    await driver.expect(chat_id=number)
    async with rows_of(folder) as rows:
        person = await rows.people.ensure(number, now)
        unit = await rows.units.make(name, REGION, "enterprise", "", now)
        await rows.units.ask(unit.id, person.id, now, called=contact, stated="{}")
        await rows.units.approve(unit.id, person.id, None, now)
        for policy in (BAOTOU, TEPEI):
            await rows.unit_work.follow(unit.id, policy, person.id, now)
    return Colleagues(driver, folder, unit.id, contact)
