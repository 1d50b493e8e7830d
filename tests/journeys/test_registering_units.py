"""Somebody becomes contact of a unit: asked for in a dialog, shown by a code or a letter, decided by an admin, told by a push."""

import re
from datetime import timedelta

from bot import texts
from bot.sandbox.driver import Driver
from bot.sandbox.sandbox import Sandbox
from bot.usecases.units.registering import CODE_LIVES, MOST_WAITING
from storage.units import MAX_TRIES
from tests.bot.sandbox.client import png
from tests.journeys.conftest import Bot
from tests.journeys.following import file_of
from tests.journeys.interview import data_with, verbs
from tests.journeys.office import ADMIN, EVIDENCE, NAME, ask_to_be_contact, become_contact, fill_in, press, pushed, with_admin
from tests.journeys.rows import Rows

ZHANG, LI = "张三", "李四"
STAMPED = png(20, 20)


async def test_an_admin_approves_on_evidence_and_the_contact_opens_the_card(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    card = await become_contact(driver, admin, ZHANG)
    assert "包头市 青山区" in card.text
    assert {"jf", "jg", "jt", "jq"} <= verbs(card)
    assert rows.all("SELECT state, proof FROM contacts") == [("approved", None)]
    assert rows.all("SELECT act FROM audit WHERE act NOT LIKE 'right.%named' ORDER BY id") == [("contact.asked",), ("contact.approved",)]
    assert not any(word in rows.everything() for word in (NAME, "小张", EVIDENCE))
    await driver.say("/audit", user=ADMIN)
    log = await driver.expect("操作记录", chat_id=admin)
    assert f"批准联系人（{NAME}，" in log.text
    assert "对 人事科 小张" in log.text
    assert EVIDENCE in log.text


async def export_of(driver: Driver, sandbox: Sandbox, user: str) -> str:
    """What somebody's file says of them."""
    await driver.say("/export", user=user)
    return (await file_of(sandbox, await driver.expect("全部数据", chat_id=await driver.person(user)))).decode()


async def test_six_digits_over_the_offices_line_are_the_evidence(driver: Driver, bot: Bot, rows: Rows, sandbox: Sandbox) -> None:
    admin, zhang = await with_admin(driver, bot), await driver.person(ZHANG)
    await ask_to_be_contact(driver, ZHANG)
    shown = await press(driver, await pushed(driver, "有人申请", admin), "发核验码", ADMIN, "核验码")
    found = re.search(r"\d{6}", shown.text)
    assert found is not None
    code = found[0]
    ready = await pushed(driver, "核验码发出", zhang)
    assert code not in ready.text
    export = await export_of(driver, sandbox, ZHANG)
    assert "contact.code_given" in export
    assert code not in export
    await press(driver, ready, "输入核验码", ZHANG, "6 位核验码")
    wrong = "000000" if code != "000000" else "111111"
    await driver.say(wrong, user=ZHANG)
    await driver.expect(f"不对，还能试 {MAX_TRIES - 1} 次", chat_id=zhang)
    await driver.say("包头金蓝领什么时候截止", user=ZHANG)
    await driver.expect("6 位数字", chat_id=zhang)
    await driver.say(f"是 {code[:3]} {code[3:]}", user=ZHANG)
    await driver.expect("对上了", chat_id=zhang)
    again = await pushed(driver, "证明：核验码对上了", admin)
    assert "发核验码" not in str(again.buttons)
    await press(driver, again, "批准", ADMIN, "已批准")
    await pushed(driver, "核实通过", zhang)
    assert rows.all("SELECT act FROM audit WHERE act NOT LIKE 'right.%named' ORDER BY id") == [
        (f"contact.{act}",) for act in ("asked", "code_given", "code_wrong", "code_right", "approved")
    ]


async def test_a_code_ends_after_some_tries_and_some_days(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin, zhang = await with_admin(driver, bot), await driver.person(ZHANG)
    await ask_to_be_contact(driver, ZHANG)
    request = await pushed(driver, "有人申请", admin)
    for _ in range(2):
        shown = await press(driver, request, "发核验码", ADMIN, "核验码")
        code = (re.findall(r"\d{6}", shown.text))[0]
        ready = await pushed(driver, "核验码发出", zhang)
        await press(driver, ready, "输入核验码", ZHANG, "6 位核验码")
        for number in range(MAX_TRIES):
            await driver.say(f"{(int(code) + 1 + number) % 10**6:06}", user=ZHANG)
            await driver.expect("不对" if number < MAX_TRIES - 1 else "不能用了", chat_id=zhang)
    shown = await press(driver, request, "发核验码", ADMIN, "核验码")
    ready = await pushed(driver, "核验码发出", zhang)
    await driver.move_clock(CODE_LIVES + timedelta(seconds=1))
    await press(driver, ready, "输入核验码", ZHANG, "6 位核验码")
    await driver.say(re.findall(r"\d{6}", shown.text)[0], user=ZHANG)
    await driver.expect("不能用了", chat_id=zhang)
    assert rows.all("SELECT proof FROM contacts") == [(None,)]


async def test_a_stamped_letter_is_passed_on_and_kept_nowhere(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin, zhang = await with_admin(driver, bot), await driver.person(ZHANG)
    sent = await ask_to_be_contact(driver, ZHANG)
    await press(driver, sent, "发盖章证明", ZHANG, "拍照")
    await driver.say("马上发", user=ZHANG)
    await driver.expect("我等的是", chat_id=zhang)
    await driver.send("photo", STAMPED, "letter.jpg", user=ZHANG, caption="公章")
    await driver.expect("转给管理员了", chat_id=zhang)
    letter = await pushed(driver, "盖章证明：包头市北方机械厂", admin)
    assert letter.raw["message"]["photo"]
    file = letter.raw["message"]["photo"][-1]["file_id"]
    await press(driver, letter, "批准", ADMIN, "已批准")
    await pushed(driver, "核实通过", zhang)
    assert rows.all("SELECT proof FROM contacts") == [("letter",)]
    assert file not in rows.everything()
    assert rows.all("SELECT count(*) FROM outbox WHERE body IS NOT NULL AND state != 'pending'") == [(0,)]
    await driver.say("/audit", user=ADMIN)
    assert "批准联系人" in (await driver.expect("操作记录", chat_id=admin)).text


async def test_a_pdf_is_as_good_as_a_picture(driver: Driver, bot: Bot) -> None:
    admin = await with_admin(driver, bot)
    sent = await ask_to_be_contact(driver, ZHANG)
    await press(driver, sent, "发盖章证明", ZHANG, "拍照")
    await driver.send("document", b"%PDF-1.4", "letter.pdf", user=ZHANG)
    await driver.expect("转给管理员了", chat_id=await driver.person(ZHANG))
    assert "document" in (await pushed(driver, "盖章证明：包头市北方机械厂", admin)).raw["message"]


async def test_a_refusal_is_told_with_its_reason_and_leaves_nothing(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin, zhang = await with_admin(driver, bot), await driver.person(ZHANG)
    await ask_to_be_contact(driver, ZHANG)
    request = await pushed(driver, "有人申请", admin)
    await press(driver, request, "拒绝", ADMIN, "为什么不批")
    await driver.say("单位说没有这个人", user=ADMIN)
    await driver.expect("已拒绝", chat_id=admin)
    refused = await pushed(driver, "没有通过", zhang)
    assert "单位说没有这个人" in refused.text
    assert (rows.count("contacts"), rows.count("units")) == (0, 0)
    await driver.click(request, "批准", user=ADMIN)
    await driver.expect("办过", kinds="answer")
    await ask_to_be_contact(driver, ZHANG)
    asked = await press(driver, await pushed(driver, "有人申请", admin), "拒绝", ADMIN, "为什么不批")
    await driver.click(asked, data="jb:sure:yes", user=ADMIN, stale=True)
    await driver.expect("为什么不批", chat_id=admin)
    assert rows.count("contacts") == 1, "the button of another dialog refuses nobody"
    await driver.click((await driver.outbox(chat_id=admin))[-1], "不写原因", user=ADMIN)
    await driver.expect("已拒绝", chat_id=admin)
    assert "没能核实" in (await pushed(driver, "没有通过", zhang)).text


async def test_without_an_admin_who_ever_opened_the_bot_nobody_is_said_to_be_told(driver: Driver, bot: Bot) -> None:
    admin = await driver.person(ADMIN)
    await bot.stop()
    bot.admins = (admin,)
    bot.start()
    sent = await ask_to_be_contact(driver, ZHANG)
    assert "没有在线的管理员" in sent.text
    await press(driver, sent, "发盖章证明", ZHANG, "拍照")
    await driver.send("photo", STAMPED, "letter.jpg", user=ZHANG)
    await driver.expect("没有管理员能收", chat_id=await driver.person(ZHANG))
    await driver.start(user=ADMIN)
    await driver.expect("申报助手", chat_id=admin)
    await driver.say("/unit", user=ADMIN)
    waiting = await press(driver, await driver.expect(chat_id=admin), "待核实", ADMIN, "1 位")
    await press(driver, waiting, NAME, ADMIN, "有人申请")


async def test_nobody_learns_that_a_unit_is_registered_by_asking_for_it(driver: Driver, bot: Bot) -> None:
    admin = await with_admin(driver, bot)
    fresh = await ask_to_be_contact(driver, LI, name="包头市另一家厂")
    await pushed(driver, "有人申请", admin)
    await become_contact(driver, admin, ZHANG)
    known = await ask_to_be_contact(driver, LI, name=" 包头市 北方机械厂")
    assert known.text == fresh.text
    assert not any(part.isdecimal() for data in data_with(known, "je") for part in data.split(":")), "a row's number tells of others"
    assert "已有 1 位联系人" in (await pushed(driver, "有人申请", admin)).text
    await driver.say("/unit", user=LI)
    door = await driver.expect("等管理员核实", chat_id=await driver.person(LI))
    assert "ja" not in verbs(door)


async def test_one_unit_that_two_people_place_differently_is_made_one_by_an_admin(
    driver: Driver, bot: Bot, rows: Rows, sandbox: Sandbox
) -> None:
    admin, li = await with_admin(driver, bot), await driver.person(LI)
    await become_contact(driver, admin, ZHANG)
    await driver.say("/unit", user=LI)
    await press(driver, await driver.expect("还没有登记", chat_id=li), "登记为单位联系人", LI, "哪个区县")
    await driver.say("包头", user=LI)
    asked = await driver.expect("包头市，哪个区县", chat_id=li)
    await driver.say("不清楚", user=LI)
    await driver.expect("没认出是哪个区县", chat_id=li)
    await press(driver, asked, "没有区县", LI, "单位全称")
    await driver.say("北方机械厂有限公司", user=LI)
    kinds = await driver.expect("哪一类", chat_id=li)
    await press(driver, await press(driver, kinds, "企业", LI, "哪一级"), "市（地州盟）直属", LI, "怎么称呼")
    await driver.say("办公室 老李", user=LI)
    sent = await press(driver, await driver.expect("请核对", chat_id=li), "提交", LI, "等管理员核实")
    assert NAME not in sent.text
    request = await pushed(driver, "有人申请", admin)
    assert f"{NAME}（内蒙古自治区 包头市 青山区）" in request.text
    assert "是另一个单位，批准" in request.labels
    merged = await press(driver, request, f"并到：{NAME}", ADMIN, "有人申请")
    assert "已有 1 位联系人" in merged.text
    assert (rows.count("units"), rows.count("contacts")) == (1, 2)
    export = await export_of(driver, sandbox, LI)
    assert "contact.asked" in export
    assert not [word for word in (NAME, "merged", '"unit_id": 1') if word in export], "not even that it was registered before"
    await driver.click(request, "并到", user=ADMIN)
    await driver.expect("办过", kinds="answer")
    await press(driver, sent, "发盖章证明", LI, "拍照")
    await press(driver, merged, "批准", ADMIN, "凭什么")
    await driver.say("电话核实", user=ADMIN)
    await driver.expect("已批准", chat_id=admin)
    await pushed(driver, "核实通过：您是北方机械厂有限公司的联系人了", li)
    assert rows.all("SELECT count(DISTINCT unit_id) FROM contacts WHERE state = 'approved'") == [(1,)]


async def test_a_district_typed_after_its_city_is_the_same_place(driver: Driver) -> None:
    chat = await driver.person(ZHANG)
    await driver.say("/unit", user=ZHANG)
    await press(driver, await driver.expect("还没有登记", chat_id=chat), "登记为单位联系人", ZHANG, "哪个区县")
    for said, expected in (("内蒙古", "内蒙古自治区，哪个区县"), ("包头", "包头市，哪个区县"), ("昆区", "包头市 昆都仑区，记下了")):
        await driver.say(said, user=ZHANG)
        await driver.expect(expected, chat_id=chat)


async def test_a_dialog_says_what_it_could_not_use_and_ends_with_anything_else(driver: Driver, rows: Rows) -> None:
    await driver.say("/unit")
    door = await driver.expect("还没有登记单位")
    await driver.click(door, "登记为单位联系人")
    await driver.expect("哪个区县")
    await driver.say("包头金蓝领什么时候截止")
    kept = await driver.expect("像是在问我")
    assert "jc" in verbs(kept)
    await driver.say("不知道")
    await driver.expect("没认出是哪里")
    await driver.say("山西晋城")
    await driver.click(await driver.expect("晋城市，哪个区县"), "没有区县")
    await driver.expect("单位全称")
    await driver.send("sticker", b"RIFFxxxxWEBP", "a.webp")
    await driver.expect("请打字")
    await driver.say("一")
    await driver.expect("4 到 40")
    await driver.say("晋城市某某技工学校")
    kinds = await driver.expect("哪一类")
    await driver.say("嗯嗯")
    await driver.expect("没认出来")
    await driver.say("技校")
    levels = await driver.expect("哪一级")
    await driver.click(kinds, "企业")
    await driver.expect("已经过了")
    await driver.click(levels, "说不清")
    await driver.expect("怎么称呼")
    await driver.say("长" * 21)
    await driver.expect("20 个字以内")
    await driver.say("小张 13800000000")
    await driver.expect("不要写电话")
    await driver.say("办公室 老李")
    sure = await driver.expect("请核对")
    assert "技工院校" in sure.text
    assert "没有填" in sure.text
    await driver.click(sure, "重填")
    await driver.expect("哪个区县")
    await driver.say("/help")
    await driver.expect("三件事")
    assert rows.count("dialogs") == 0
    await driver.say("山西晋城")
    assert "单位全称" not in (await driver.expect()).text
    await driver.click(sure, "提交", stale=True)
    await driver.expect(re.escape(texts.STALE_GONE))
    assert rows.count("contacts") == 0


async def test_a_command_that_nobody_knows_ends_a_dialog_too(driver: Driver, rows: Rows) -> None:
    await driver.say("/unit")
    await driver.click(await driver.expect("还没有登记单位"), "登记为单位联系人")
    await driver.expect("哪个区县")
    assert rows.count("dialogs") == 1
    await driver.say("/nothing_of_the_kind")
    await driver.expect()
    assert rows.count("dialogs") == 0


async def test_a_dialog_fades_after_a_day_and_is_cancelled_with_a_tap(driver: Driver, rows: Rows) -> None:
    await driver.say("/unit")
    door = await driver.expect("还没有登记单位")
    await driver.click(door, "登记为单位联系人")
    await driver.expect("哪个区县")
    await driver.move_clock(timedelta(days=1, seconds=1))
    await driver.say("山西晋城")
    assert "单位全称" not in (await driver.expect()).text
    await driver.click(door, "登记为单位联系人")
    await driver.click(await driver.expect("哪个区县"), "取消")
    await driver.expect("不办了")
    assert rows.count("dialogs") == 0


async def test_a_request_is_taken_back_and_only_so_many_wait(driver: Driver, bot: Bot, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    for number in range(MOST_WAITING):
        await ask_to_be_contact(driver, ZHANG, name=f"包头市机械{'甲乙丙丁'[number]}厂")
        await pushed(driver, "有人申请", admin)
    await press(driver, await fill_in(driver, ZHANG, name="包头市机械丁厂"), "提交", ZHANG, "先等核实")
    zhang = await driver.person(ZHANG)
    await driver.say("/unit", user=ZHANG)
    seen = await press(driver, await driver.expect("等管理员核实", chat_id=zhang), "甲厂", ZHANG, "等管理员核实")
    await press(driver, await press(driver, seen, "撤回申请", ZHANG, "要撤回"), "不撤回", ZHANG, "还没有证明")
    seen = (await driver.outbox(chat_id=zhang, kinds="message,edit"))[-1]
    await press(driver, await press(driver, seen, "撤回申请", ZHANG, "要撤回"), "撤回", ZHANG, "撤回了")
    assert (rows.count("contacts"), rows.count("units")) == (MOST_WAITING - 1, MOST_WAITING - 1)
    again = await press(driver, await fill_in(driver, ZHANG, name="包头市机械乙厂"), "提交", ZHANG, "等管理员核实")
    assert "还没有证明" in again.text, "it waits already"
    assert rows.count("contacts") == MOST_WAITING - 1
