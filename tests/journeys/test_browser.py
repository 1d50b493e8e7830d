"""The main job on the chat page in a real browser: ask, check oneself with a restart in between, follow, watch the reminder arrive.

``--pictures FOLDER`` keeps the pictures that the README shows:
``python3 run_bot.py test tests/journeys/test_browser.py --pictures docs/pictures``.
"""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.sandbox.sandbox import Sandbox
from tests.journeys.conftest import Bot

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 15_000
ANSWERS = ("高级技师（一级）", "在职", "包头市", "企业")
pytestmark = pytest.mark.skipif(BROWSER is None and os.environ.get("CI") != "true", reason="no browser: apt-get install chromium")


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=BROWSER, args=QUIET)
        page = await browser.new_page(viewport={"width": 390, "height": 1040}, device_scale_factor=1.5)
        page.set_default_timeout(PATIENCE)
        yield page
        await browser.close()


class Phone:
    """A person at the page."""

    def __init__(self, page: Page, pictures: Path | None) -> None:
        self._page = page
        self._pictures = pictures

    async def type(self, text: str) -> None:
        field = self._page.get_by_role("textbox", name="消息")
        await field.fill(text)
        await field.press("Enter")

    async def press(self, label: str) -> None:
        await self._page.locator(".messages").get_by_role("button", name=label, exact=True).last.click()

    async def answer(self, *labels: str) -> None:
        """Press the one of these that the open question has: in which order it asks is the engine's to choose."""
        for label in labels:
            if await self._page.locator(".messages").get_by_role("button", name=label, exact=True).count():
                return await self.press(label)
        raise AssertionError(f"none of {labels}")

    async def sees(self, text: str) -> None:
        await expect(self._page.locator(".theirs .words").last).to_contain_text(text, timeout=PATIENCE)

    async def picture(self, name: str) -> None:
        if self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)
            await self._page.screenshot(path=self._pictures / f"{name}.png", animations="disabled")


async def test_the_main_job_on_a_phone(page: Page, sandbox: Sandbox, bot: Bot, pictures: Path | None) -> None:
    phone = Phone(page, pictures)
    await page.goto(sandbox.page_url)
    await page.get_by_role("button", name="开始").click()
    await phone.sees("我是申报助手")

    await phone.type("包头金蓝领啥时候截止")
    await phone.sees("2024年12月10日")
    await phone.picture("ask")

    await phone.press("✅ 自测够不够条件")
    await phone.press("高级技师")
    await phone.press("同意，开始：包头十百千（金蓝领）（2024）高级技师")
    await phone.sees("第 1 题")
    await phone.picture("question")
    await bot.restart()
    await phone.answer(*ANSWERS)
    await phone.sees("第 2 题")
    await phone.press("⬅ 上一步")
    for number in range(1, len(ANSWERS) + 1):
        await phone.sees(f"第 {number} 题")
        await phone.answer(*ANSWERS)
    await phone.sees("硬条件都符合")
    await phone.picture("result")

    await phone.press("🔔 提醒我")
    await phone.sees("会提醒您")
    await page.locator(".clock-chip").click()
    await page.get_by_role("button", name="+7 天").last.click()
    await phone.sees("还有 5 天")
    await phone.picture("reminder")
