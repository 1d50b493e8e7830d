"""Every button of units pressed once by who may, at the handlers themselves: what is seen, what is written down, who is told."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot import texts
from bot.callbacks import code
from bot.handlers.units.groups import on_connect
from bot.usecases.snapshot import Snapshots
from bot.usecases.units.inviting import colleague_link_of
from bot.usecases.units.registering import waiting_for
from storage.database import Database
from storage.queue_records import OutboxRecord
from storage.units import MAX_TRIES
from tests.bot.units.desk import ADMIN, BAOTOU, COLLEAGUE, CONTACT, MEMBER, STRANGER, TEPEI, Desk, opened

NOW = datetime(2024, 11, 28, 1, tzinfo=UTC)
CODED, OTHER = code("policy", BAOTOU), code("policy", TEPEI)
GONE = texts.STALE_GONE
PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]


@pytest.fixture
async def desk(database: Database, snapshots: Snapshots) -> AsyncIterator[Desk]:
    async with database.transaction() as rows:
        yield await opened(rows, snapshots, NOW)


async def acts(desk: Desk) -> list[str]:
    """What was written down, the first first."""
    return [line.act for line in reversed(await desk.rows.audit.latest(50))]


async def told(desk: Desk, number: int) -> list[OutboxRecord]:
    """What is on its way to somebody."""
    chat = await desk.rows.chats.private(await desk.id_of(number))
    claims = await desk.rows.outbox.claim(NOW, 50, timedelta(minutes=2))
    return [one for one in claims if chat is not None and one.chat_id == chat.id]


async def ask(desk: Desk, number: int, name: str) -> str:
    """Somebody asks to be contact of a unit, from the first question to the last button; how an admin's buttons name it."""
    await desk.press(number, "je")
    for said in ("内蒙古包头青山区", name, "企业", "市直属", f"人事科 {number}号"):
        assert await desk.say(number, said)
    assert "等管理员核实" in await desk.press(number, "jb:sure:yes")
    person = await desk.id_of(number)
    (request,) = await waiting_for(desk.rows, person)
    return f"jd:{request.contact.unit_id}:{person}"


async def test_a_request_goes_from_the_first_question_to_the_card(desk: Desk) -> None:
    request = await ask(desk, STRANGER, "包头市第一幼儿园")
    assert "等管理员核实" in await desk.press(STRANGER, "ja")
    (mine,) = await waiting_for(desk.rows, await desk.id_of(STRANGER))
    shown = await desk.press(ADMIN, f"{request}:c")
    digits = shown.partition("核验码 ")[2][:6]
    assert "6 位核验码" in await desk.press(STRANGER, f"je:k:{mine.code}")
    assert "是 6 位数字" in await desk.say(STRANGER, "十二")
    wrong = f"{(int(digits) + 1) % 10**6:06}"
    for left in range(MAX_TRIES - 1, -1, -1):
        assert (f"还能试 {left} 次" if left else "不能用了") in await desk.say(STRANGER, wrong)
    digits = (await desk.press(ADMIN, f"{request}:c")).partition("核验码 ")[2][:6]
    await desk.press(STRANGER, f"je:k:{mine.code}")
    assert "对上了" in await desk.say(STRANGER, digits)
    assert "已批准" in await desk.press(ADMIN, f"{request}:y")
    assert "包头市第一幼儿园" in await desk.press(STRANGER, "ja"), "one unit: its card at once"
    assert "核实通过" in "".join(str(one.body) for one in await told(desk, STRANGER))
    tried = ["asked", "code_given", *["code_wrong"] * MAX_TRIES, "code_given", "code_right", "approved"]
    assert await acts(desk) == [f"contact.{act}" for act in tried]


async def test_a_letter_a_refusal_and_a_request_taken_back(desk: Desk) -> None:
    request = await ask(desk, STRANGER, "包头市第一幼儿园")
    (mine,) = await waiting_for(desk.rows, await desk.id_of(STRANGER))
    assert "拍照" in await desk.press(STRANGER, f"je:l:{mine.code}")
    assert "我等的是" in await desk.say(STRANGER, "马上")
    assert "转给管理员了" in await desk.say(STRANGER, photo=PHOTO)
    assert [one.kind for one in await told(desk, ADMIN)] == ["unit_request", "unit_letter"]
    assert "证明收到了" in await desk.press(STRANGER, f"je:w:{mine.code}")
    assert "为什么不批" in await desk.press(ADMIN, f"{request}:n")
    assert "已拒绝" in await desk.press(ADMIN, "jb:reason:-")
    assert await desk.rows.units.asked() == ()
    await ask(desk, STRANGER, "包头市第二幼儿园")
    (mine,) = await waiting_for(desk.rows, await desk.id_of(STRANGER))
    assert "要撤回" in await desk.press(STRANGER, f"je:x:{mine.code}")
    assert "撤回了" in await desk.press(STRANGER, f"je:xx:{mine.code}")
    await ask(desk, STRANGER, "包头市第三幼儿园")
    (mine,) = await waiting_for(desk.rows, await desk.id_of(STRANGER))
    await desk.rows.roles.revoke(await desk.id_of(ADMIN), "owner")
    await desk.press(STRANGER, f"je:l:{mine.code}")
    assert "没有管理员能收" in await desk.say(STRANGER, photo=PHOTO)


async def test_one_who_means_a_unit_that_is_there_is_joined_to_it_and_cut_off_again(desk: Desk) -> None:
    request = await ask(desk, STRANGER, "北方机械厂有限公司")
    person = await desk.id_of(STRANGER)
    assert "已有 2 位联系人" in await desk.press(ADMIN, f"{request}:m:{desk.unit}")
    assert "凭什么" in await desk.press(ADMIN, f"jd:{desk.unit}:{person}:y")
    assert "已批准" in await desk.say(ADMIN, "打官网电话确认")
    assert "多了一位联系人" in "".join(str(one.body) for one in await told(desk, COLLEAGUE))
    assert "移除人事科 5号" in await desk.press(ADMIN, f"jd:u:{desk.unit}:{person}")
    assert "已移除" in await desk.press(ADMIN, f"jd:u:{desk.unit}:{person}:yes")
    assert GONE in await desk.press(STRANGER, f"ja:{desk.unit}")
    assert GONE in await desk.press(STRANGER, "jd"), "who is no admin decides nothing"


async def test_contacts_among_themselves(desk: Desk) -> None:
    unit, colleague = desk.unit, await desk.id_of(COLLEAGUE)
    assert GONE in await desk.press(MEMBER, f"jf:{unit}")
    assert "办公室 老李" in await desk.press(CONTACT, f"jf:{unit}")
    assert "归哪一级管" in await desk.press(CONTACT, f"jf:{unit}:a")
    assert "改好了" in await desk.press(CONTACT, f"jf:{unit}:a:{code('option', 'unit_affiliation=province')}")
    assert "先生成邀请" in await desk.press(CONTACT, f"jf:{unit}:i")
    await desk.press(CONTACT, f"jq:{unit}:new")
    assert "start=ja-" in await desk.press(CONTACT, f"jf:{unit}:i")
    assert "别的联系人接着办" in await desk.press(CONTACT, f"jf:{unit}:l")
    assert "您退出？" in await desk.press(CONTACT, f"jf:{unit}:h:{colleague}")
    assert "移除办公室 老李？" in await desk.press(CONTACT, f"jf:{unit}:r:{colleague}")
    living = await desk.rows.invitations.living(unit)
    assert living is not None
    token = (await colleague_link_of(desk.rows, living, "bot")).partition("start=ja-")[2]
    assert "同事请您一起做" in await desk.press(STRANGER, f"ja:{token}")
    assert await on_connect(await desk.visit_in(CONTACT, -9, "group"), f"jg-{unit}") is not None
    assert "您不再是" in await desk.press(CONTACT, f"jf:{unit}:hh:{colleague}")
    bodies = "".join(str(one.body) for one in await told(desk, COLLEAGUE))
    assert "交给您了" in bodies
    assert "管群的联系人走了" in bodies
    group = (await desk.rows.unit_work.connections(unit))[0].chat_id
    assert "算您管" in await desk.press(COLLEAGUE, f"jg:{unit}:k:{group}")
    assert "已断开" in await desk.press(COLLEAGUE, f"jg:{unit}:d:{group}")
    assert "唯一的联系人" in await desk.press(COLLEAGUE, f"jf:{unit}:l")
    assert "您不再是" in await desk.press(COLLEAGUE, f"jf:{unit}:ll")
    assert await desk.rows.units.contacts(unit) == ()
    assert {"unit.described", "invitation.made", "group.connected", "group.kept", "group.disconnected"} <= set(await acts(desk))


async def test_a_contact_who_is_cut_off_by_a_colleague_leaves_no_invitation_behind(desk: Desk) -> None:
    unit, colleague = desk.unit, await desk.id_of(COLLEAGUE)
    await desk.press(CONTACT, f"jq:{unit}:new")
    assert "已移除：办公室 老李" in await desk.press(CONTACT, f"jf:{unit}:rr:{colleague}")
    assert await desk.rows.invitations.living(unit) is None
    assert "作废了" in "".join(str(one.body) for one in await told(desk, CONTACT))


async def test_what_a_unit_follows_and_follows_no_more(desk: Desk) -> None:
    unit = desk.unit
    for verb in ("jt", "jl", "jg", "jq", "jr"):
        assert GONE in await desk.press(STRANGER, f"{verb}:{unit}")
    assert "包头十百千" in await desk.press(CONTACT, f"jt:{unit}")
    assert "加哪个项目" in await desk.press(CONTACT, f"jl:{unit}")
    assert "加哪个项目" in await desk.press(CONTACT, f"jl:{unit}:0:a")
    for _ in range(2):
        assert "单位关注了" in await desk.press(CONTACT, f"jv:{unit}:{OTHER}")
    assert (await acts(desk)).count("policy.followed") == 1, "twice is once"
    assert "单位有多少人" in await desk.press(CONTACT, f"jh:{unit}:{CODED}")
    assert "记下了，以后自动算" in await desk.say(CONTACT, "高级技师20人，技师150人")
    assert "现在记的是" in await desk.press(CONTACT, f"jh:{unit}:{CODED}")
    member = await desk.id_of(MEMBER)
    await desk.rows.members.agree(unit, member, BAOTOU, "senior", NOW)
    assert "📅 定了" in await desk.press(CONTACT, f"jj:{unit}:{CODED}:20241205")
    assert "现在定的是" in await desk.press(CONTACT, f"ji:{unit}:{CODED}")
    assert "还晚" in await desk.press(CONTACT, f"jj:{unit}:{CODED}:20241220")
    assert "📅 定了" in await desk.press(CONTACT, f"jj:{unit}:{CODED}:20241220:y")
    assert "再提醒您" in await desk.press(MEMBER, f"jis:{unit}:{CODED}")
    assert "不再提醒" in await desk.press(MEMBER, f"jiq:{unit}:{CODED}:20241220")
    assert GONE in await desk.press(STRANGER, f"jis:{unit}:{CODED}")
    assert GONE in await desk.press(MEMBER, f"jiq:{unit}:{CODED}:20241221")
    asked = await desk.press(CONTACT, f"jw:{unit}:{CODED}")
    assert "1 人" in asked
    assert "会取消" in asked
    assert "不再关注" in await desk.press(CONTACT, f"jw:{unit}:{CODED}:y")
    assert await desk.rows.members.shares(unit) == ()
    assert "同意给联系人看的这一项也作废了" in "".join(str(one.body) for one in await told(desk, MEMBER))


async def test_a_member_comes_sees_agrees_and_goes(desk: Desk) -> None:
    unit = desk.unit
    await desk.press(CONTACT, f"jq:{unit}:new")
    living = await desk.rows.invitations.living(unit)
    assert living is not None
    assert "把邀请链接发给我" in await desk.press(STRANGER, "jm")
    assert "没有邀请链接" in await desk.say(STRANGER, "在哪")
    assert "邀请您加入" in await desk.say(STRANGER, f"https://t.me/shenbao_bot?start=jm-{living.token}")
    assert "没有加入" in await desk.press(STRANGER, "jo::no")
    assert "联系人怎么称呼您" in await desk.press(STRANGER, f"jn:{living.token}")
    assert "这不像称呼" in await desk.say(STRANGER, "怎么加入？")
    assert "您已加入" in await desk.say(STRANGER, "钳工 老孙")
    assert "我的单位" in await desk.press(STRANGER, f"jm:{living.token}")
    assert "失效" in await desk.press(STRANGER, "jm:" + "a" * 24)
    assert "我的单位" in await desk.press(STRANGER, "jo")
    assert "您已加入" in await desk.press(STRANGER, "ja")
    await desk.press(STRANGER, f"jo:{unit}:n")
    assert "联系人叫您：钳工 孙" in await desk.say(STRANGER, "钳工 孙")
    senior = code("track", f"{BAOTOU}/senior")
    assert "您报哪一类" in await desk.press(STRANGER, f"jp:{unit}:{CODED}")
    assert "联系人看得到了" in await desk.press(STRANGER, f"jp:{unit}:{CODED}:y:{senior}")
    assert "您报哪一类" in await desk.press(STRANGER, f"jp:{unit}:{CODED}:c")
    assert "钳工 孙" in await desk.press(CONTACT, f"jr:{unit}:{CODED}")
    assert "待本人确认 1 人" in await desk.press(CONTACT, f"jr:{unit}")
    person = await desk.id_of(STRANGER)
    assert "不再收" in await desk.press(STRANGER, f"jo:{unit}:m")
    assert "这会儿发不到" in await desk.press(CONTACT, f"js:{unit}:{CODED}:{person}:n")
    assert "会收到" in await desk.press(STRANGER, f"jo:{unit}:h")
    assert "联系人看不到了" in await desk.press(STRANGER, f"jp:{unit}:{CODED}:n")
    await desk.press(STRANGER, f"jp:{unit}:{CODED}:y:{senior}")
    assert "已移出" in await desk.press(CONTACT, f"js:{unit}:{CODED}:{person}:xx")
    assert GONE in await desk.press(STRANGER, f"jo:{unit}")
    assert "我的单位：包头市北方机械厂" in await desk.press(MEMBER, f"jo:{unit}")
    assert "要退出吗" in await desk.press(MEMBER, f"jo:{unit}:x")
    assert "已退出" in await desk.press(MEMBER, f"jo:{unit}:xx")
    assert await desk.rows.members.of_unit(unit) == ()
