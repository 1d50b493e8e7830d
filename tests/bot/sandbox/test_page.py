"""The chat page in a real browser: talk, press, edit in place, pictures, groups, the clock."""

import os
import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect
from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, InlineQueryHandler, MessageHandler, filters

from bot.sandbox.driver import Driver
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.client import png

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
pytestmark = pytest.mark.skipif(BROWSER is None and os.environ.get("CI") != "true", reason="no browser: apt-get install chromium")
Context = ContextTypes.DEFAULT_TYPE


async def answer(update: Update, _: Context) -> None:
    assert update.message is not None
    keyboard = InlineKeyboardMarkup(
        [[InlineKeyboardButton("提醒我", callback_data="follow"), InlineKeyboardButton("警告", callback_data="alert")]]
    )
    await update.message.reply_html(f"<b>听到</b> {update.message.text or '一张图'} &lt;b&gt;", reply_markup=keyboard)


async def start(update: Update, _: Context) -> None:
    assert update.message is not None
    await update.message.reply_text(f"您好：{update.message.text}", reply_markup=ReplyKeyboardMarkup([["问政策"]], one_time_keyboard=True))


async def press(update: Update, _: Context) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("已经关注", show_alert=query.data == "alert")
    await query.edit_message_text("改好了")


async def suggest(update: Update, _: Context) -> None:
    query = update.inline_query
    assert query is not None
    await query.answer([InlineQueryResultArticle("1", f"找到{query.query}", InputTextMessageContent("北疆英才"))])


@pytest.fixture
async def page(sandbox: Sandbox, application: Application[Any, Any, Any, Any, Any, Any]) -> AsyncIterator[Page]:
    """The page on a telephone, with a running bot behind it; an error in the page's script fails the test."""
    assert application.updater is not None
    application.add_handler(MessageHandler(filters.COMMAND, start))
    application.add_handler(MessageHandler(filters.TEXT | filters.PHOTO, answer))
    application.add_handler(CallbackQueryHandler(press))
    application.add_handler(InlineQueryHandler(suggest))
    errors: list[str] = []
    async with application, async_playwright() as playwright:
        await application.bot.set_my_commands([BotCommand("start", "从头开始")])
        await application.start()
        await application.updater.start_polling()
        browser = await playwright.chromium.launch(executable_path=BROWSER, args=QUIET)
        shown = await browser.new_page(viewport={"width": 390, "height": 844})
        shown.on("pageerror", lambda error: errors.append(str(error)))
        try:
            yield shown
        finally:
            await browser.close()
            await application.updater.stop()
            await application.stop()
    assert not errors
    del sandbox


async def test_a_talk_on_a_telephone(page: Page, sandbox: Sandbox, driver: Driver) -> None:
    await page.goto(f"{sandbox.page_url}?start=abc")
    await page.get_by_role("button", name="开始").click()
    await expect(page.locator(".theirs .words")).to_have_text("您好：/start abc")
    await page.locator(".reply-keyboard").get_by_text("问政策").click()
    heard = page.locator(".theirs .words").last
    await expect(heard).to_have_text("听到 问政策 <b>")
    await expect(heard.locator("b")).to_have_text("听到")
    await expect(page.locator(".reply-keyboard")).to_have_count(0)
    await page.get_by_role("button", name="警告").click()
    await expect(page.locator("dialog")).to_contain_text("已经关注")
    await page.get_by_role("button", name="知道了").click()
    await expect(heard).to_have_text("改好了")
    await expect(page.locator(".inline-keyboard")).to_have_count(0)
    await page.get_by_title("命令菜单").click()
    await page.get_by_text("从头开始").click()
    await expect(page.locator(".theirs .words").last).to_have_text("您好：/start")
    await driver.send("photo", png(16, 16), "a.png", user="小李")
    await expect(page.locator(".mine .photo")).to_have_count(1)
    await page.get_by_label("消息").fill("<img src=x onerror=alert(1)>")
    await page.get_by_label("消息").press("Enter")
    await expect(page.locator(".mine .words").last).to_have_text("<img src=x onerror=alert(1)>")
    await page.get_by_label("消息").fill("@shenbao_sandbox_bot 北疆")
    await page.get_by_role("button", name="找到北疆").click()
    await expect(page.locator(".mine .via")).to_have_text("来自 @shenbao_sandbox_bot")
    await page.locator(".mine .words").get_by_text("问政策").click(button="right")
    await page.get_by_role("menuitem", name="编辑").click()
    await page.get_by_label("消息").fill("问政策！")
    await page.get_by_title("发送").click()
    await expect(page.locator(".mine .edited .words")).to_have_text("问政策！")
    await page.get_by_role("button", name="更多").click()
    await page.get_by_text("屏蔽机器人").click()
    await page.get_by_role("button", name="取消屏蔽").click()
    await expect(page.get_by_label("消息")).to_be_visible()


async def test_two_people_a_group_and_the_clock_side_by_side(page: Page, sandbox: Sandbox, driver: Driver) -> None:
    await driver.say("早", user="王师傅")
    await driver.expect("听到")
    await page.set_viewport_size({"width": 1280, "height": 800})
    await page.goto(sandbox.page_url)
    await page.get_by_role("button", name="＋ 新用户").click()
    await page.get_by_placeholder("名字").fill("赵姐")
    await page.get_by_role("button", name="添加").click()
    await expect(page.locator(".head .as")).to_have_text("赵姐")
    await page.locator("#split").click()
    await expect(page.locator(".pane")).to_have_count(2)
    await page.get_by_role("button", name="＋ 新群组").click()
    await page.get_by_placeholder("群名").fill("交流群")
    await page.get_by_role("button", name="创建").click()
    await expect(page.locator(".title b").first).to_have_text("交流群")
    await expect(page.locator(".clock")).to_contain_text("11月28日")
    await page.get_by_role("button", name="+1 天").click()
    await expect(page.locator(".clock")).to_contain_text("11月29日")
    await page.get_by_role("button", name="跳到…").click()
    await page.locator("input[name=at]").fill("2024-12-24T08:00")
    await page.get_by_role("button", name="拨过去").click()
    await expect(page.locator(".clock")).to_contain_text("12月24日")
