"""What no journey walks: acts that come late, twice, about what is gone, or in words that are none; and pages of long lists."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot import texts
from bot.callbacks import code
from bot.handlers.keeping import auditing
from bot.handlers.units.groups import on_connect
from bot.usecases.snapshot import Snapshots
from bot.usecases.units.registering import MOST_A_DAY, Stated, ask, waiting_for
from bot.views.paging import PAGE
from storage.database import Database
from tests.bot.units.desk import ADMIN, BAOTOU, COLLEAGUE, CONTACT, MEMBER, STRANGER, TEPEI, Desk, opened, shown

NOW = datetime(2024, 11, 28, 1, tzinfo=UTC)
CODED, OTHER = code("policy", BAOTOU), code("policy", TEPEI)
UNIT_TO_CITY = code("entry", f"{BAOTOU}/unit-to-city")
GONE = texts.STALE_GONE


@pytest.fixture
async def desk(database: Database, snapshots: Snapshots) -> AsyncIterator[Desk]:
    async with database.transaction() as rows:
        yield await opened(rows, snapshots, NOW)


async def waits(desk: Desk, number: int, name: str = "包头市南方机械厂") -> str:
    """Somebody's request, as an admin's button names it."""
    person = await desk.id_of(number)
    await desk.rows.chats.ensure(number, "private", person, desk.now)
    stated = Stated(name=name, region="内蒙古自治区/包头市/青山区", kind="enterprise", affiliation="")
    _, unit = await ask(desk.rows, person, f"第{number}位", stated, desk.now)
    return f"jd:{unit}:{person}"


async def test_an_admin_decides_on_what_is_still_there(desk: Desk) -> None:
    request = await waits(desk, STRANGER)
    assert "是另一个单位，批准" in await desk.press(ADMIN, f"{request}:?"), "what no button of ours says shows the request"
    assert "没有并过去" in await desk.press(ADMIN, f"{request}:m:987654")
    assert "凭什么" in await desk.press(ADMIN, f"{request}:y")
    for said in ("a", "长" * 201, "怎么确认？"):
        assert "2 到 200 个字" in await desk.say(ADMIN, said)
    assert "为什么不批" in await desk.press(ADMIN, f"{request}:n")
    assert "为什么不批" in await desk.say(ADMIN, "为什么要我写？")
    (mine,) = await waiting_for(desk.rows, await desk.id_of(STRANGER))
    await desk.rows.units.drop_request(mine.contact.unit_id, mine.contact.person_id)
    assert GONE in await desk.say(ADMIN, "单位说没有这个人")
    assert "已经办过" in await desk.press(ADMIN, f"{request}:y")
    assert "已经办过" in await desk.press(ADMIN, request)
    for dialog, held in (("evidence", "y"), ("refusal", "n")):
        again = await waits(desk, STRANGER)
        assert await desk.press(ADMIN, f"{again}:{held}")
        await desk.rows.roles.revoke(await desk.id_of(ADMIN), "owner")
        assert GONE in await desk.say(ADMIN, "打过官网电话确认了"), dialog
        await desk.rows.roles.grant(await desk.id_of(ADMIN), "owner", None, NOW)


async def test_lists_of_an_admin_go_on_to_the_next_page(desk: Desk) -> None:
    for number in range(11):
        await waits(desk, 100 + number, f"包头市第{number}厂")
    listed = await desk.press(ADMIN, "jd")
    assert "待核实的联系人：11 位" in listed
    assert "先列最早的 10 位" in listed
    for number in range(PAGE + 1):
        unit = await desk.rows.units.make(f"山西第{number}厂", "山西省/晋城市", "enterprise", "", NOW)
        person = await desk.id_of(200 + number)
        await desk.rows.units.ask(unit.id, person, NOW, called=f"第{number}位", stated="{}")
        await desk.rows.units.approve(unit.id, person, None, NOW)
    first, second = await desk.press(ADMIN, "jd:u"), await desk.press(ADMIN, "jd:u:p:1")
    assert "有联系人的单位：10 个" in first
    assert "后面的 2/2" in first
    assert "前面的" in second
    assert f"山西第{PAGE}厂" in second
    assert f"山西第{PAGE}厂" not in first
    assert await desk.press(ADMIN, "jd:u:p:9") == second
    assert "起" in await desk.press(ADMIN, f"jd:u:{desk.unit}:987654"), "who is none of its contacts is not cut off"


async def test_who_waits_or_is_a_contact_asks_in_vain(desk: Desk) -> None:
    held = {"name": "包头市北方机械厂", "region": "内蒙古自治区/包头市/青山区", "kind": "enterprise", "affiliation": "", "called": "小张"}

    async def send(number: int, **other: str) -> str:
        person = await desk.id_of(number)
        chat = await desk.rows.chats.ensure(number, "private", person, desk.now)
        text = str(held | other | {"step": "sure"}).replace("'", '"')
        await desk.rows.dialogs.open(chat.id, person, "register", text, desk.now)
        return await desk.press(number, "jb:sure:yes")

    assert "您已经是它的联系人了" in await send(CONTACT)
    assert "等管理员核实" in await send(STRANGER)
    assert "还没有证明" in await send(STRANGER)
    for number in range(2):
        await send(STRANGER, name=f"包头市第{number}分厂")
    assert "先等核实" in await send(STRANGER, name="包头市又一个厂")
    for request in await waiting_for(desk.rows, await desk.id_of(STRANGER)):
        assert "还没有证明" in await desk.press(STRANGER, f"je:w:{request.code}")
        assert GONE in await desk.press(STRANGER, f"je:?:{request.code}")
        await desk.press(STRANGER, f"je:k:{request.code}")
        await desk.rows.units.drop_request(request.contact.unit_id, request.contact.person_id)
        assert GONE in await desk.say(STRANGER, "123456")
    assert GONE in await desk.press(STRANGER, "je:xx:gone")


async def test_a_letter_is_awaited_as_long_as_its_request(desk: Desk) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    await waits(desk, STRANGER)
    (request,) = await waiting_for(desk.rows, await desk.id_of(STRANGER))
    await desk.press(STRANGER, f"je:l:{request.code}")
    person = await desk.id_of(STRANGER)
    for _ in range(MOST_A_DAY):
        await desk.rows.audit.note("contact.letter", "{}", NOW, actor_id=person, person_id=person)
    assert "明天再发" in await desk.say(STRANGER, photo=photo)
    await desk.rows.units.drop_request(request.contact.unit_id, person)
    assert GONE in await desk.say(STRANGER, photo=photo)


async def test_a_registration_takes_what_it_asks_for_alone(desk: Desk) -> None:
    await desk.press(STRANGER, "je")
    for said, expected in (
        ("", "请打字"),
        ("内蒙古包头", "哪个区县"),
        ("青山区", "单位全称"),
        ("第一\n第二机械厂", "4 到 40"),
        ("包头金蓝领什么时候截止", "像是在问我"),
        ("包头市南方机械厂", "哪一类"),
        ("什么", "没认出来"),
        ("企业", "哪一级"),
    ):
        assert expected in await desk.say(STRANGER, said), said
    assert "没认出来" in await desk.press(STRANGER, "jb:affiliation:nothing")
    assert "已经过了" in await desk.press(STRANGER, "jb:kind:nothing")
    assert "怎么称呼" in await desk.press(STRANGER, "jb:affiliation:-")
    assert "没认出来" in await desk.press(STRANGER, "jb:called:-")
    assert "请核对" in await desk.say(STRANGER, "人事科 小王")
    assert "点“提交”" in await desk.say(STRANGER, "好的")
    assert "哪个市、哪个区县" in await desk.press(STRANGER, "jb:sure:again")


async def test_what_a_contact_does_about_a_policy_that_the_unit_does_not_follow_shows_its_page(desk: Desk) -> None:
    unit = desk.unit
    for data in (f"ji:{unit}:{OTHER}", f"jj:{unit}:{OTHER}:20241205", f"jw:{unit}:{OTHER}"):
        assert "单位关注这个项目" in await desk.press(CONTACT, data), data
    for data in ("ji", "jj", "jk", "ju", "jv", "jw", "jx", "jy", "jz", "jh"):
        assert GONE in await desk.press(CONTACT, f"{data}:{unit}:gone"), data
    for data in ("jx", "jy", "jz"):
        assert GONE in await desk.press(CONTACT, f"{data}:{unit}:{CODED}:gone"), data
    assert GONE in await desk.press(CONTACT, f"jj:{unit}:{CODED}:20249999")
    assert GONE in await desk.press(CONTACT, f"jh:{unit}:{code('policy', 'jc-talent-base-2022')}"), "it counts nobody"


async def test_days_that_are_over_are_not_taken_and_not_reminded_of(desk: Desk) -> None:
    unit = desk.unit
    step = f"{unit}:{CODED}:{UNIT_TO_CITY}"
    assert "已经过了" in await desk.press(CONTACT, f"jj:{unit}:{CODED}:20241101")
    assert "没看出是哪一天" in await desk.say(CONTACT, "哪天好呢")
    assert "还晚" in await desk.say(CONTACT, "12月20日")
    assert "📅 定了" in await desk.say(CONTACT, "12月5日")
    assert "没看出是哪一天" in await desk.say(CONTACT, "99999")
    assert await desk.say(CONTACT, "谢谢") == "", "a day is set: other words are a question like any other"
    assert "不定内部截止了" in await desk.press(CONTACT, f"jk:{unit}:{CODED}")
    assert "记下了" in await desk.press(CONTACT, f"jx:{step}")
    assert "早就记下了" in await desk.press(COLLEAGUE, f"jx:{step}")
    assert "继续提醒" in await desk.press(CONTACT, f"jy:{step}")
    assert "11月29日 09:00 再提醒您" in await desk.press(CONTACT, f"jz:{step}")
    last = desk.at(datetime(2024, 12, 10, 2, tzinfo=UTC))
    assert "今天截止，不再另外提醒" in await last.press(CONTACT, f"jy:{step}")
    assert "明天再提醒" not in await last.press(CONTACT, f"jz:{step}")
    over = desk.at(datetime(2024, 12, 12, 2, tzinfo=UTC))
    assert "截止日已经过了" in await over.press(CONTACT, f"jy:{step}")
    assert GONE in await over.press(CONTACT, f"jz:{step}")


async def test_dialogs_of_a_contact_end_with_the_office(desk: Desk) -> None:
    unit = desk.unit
    assert "单位有多少人" in await desk.press(COLLEAGUE, f"jh:{unit}:{CODED}")
    for said in ("有多少人算？", "很多"):
        assert "没看出人数" in await desk.say(COLLEAGUE, said)
    await desk.rows.units.drop(unit, await desk.id_of(COLLEAGUE))
    assert GONE in await desk.say(COLLEAGUE, "高级技师20人")
    assert await desk.say(COLLEAGUE, "高级技师20人") == ""
    await desk.press(CONTACT, f"ji:{unit}:{CODED}")
    await desk.rows.unit_work.unfollow(unit, BAOTOU)
    assert "单位关注这个项目" in await desk.say(CONTACT, "12月5日")
    await desk.press(CONTACT, f"jv:{unit}:{CODED}")
    await desk.press(CONTACT, f"ji:{unit}:{CODED}")
    await desk.rows.units.drop(unit, await desk.id_of(CONTACT))
    assert GONE in await desk.say(CONTACT, "12月5日")


async def test_contacts_invitations_and_groups_of_old_buttons(desk: Desk) -> None:
    unit, colleague = desk.unit, await desk.id_of(COLLEAGUE)
    assert "的联系人" in await desk.press(CONTACT, f"jf:{unit}:?:{colleague}")
    assert "已经不是联系人" in await desk.press(CONTACT, f"jf:{unit}:rr:987654")
    assert "现在没有能用的邀请" in await desk.press(CONTACT, f"jq:{unit}:qr"), "there is none to print"
    assert "已停用" in await desk.press(CONTACT, f"jq:{unit}:end")
    assert "邀请好了" in await desk.press(CONTACT, f"jq:{unit}:new")
    assert "旧的已失效" in await desk.press(CONTACT, f"jq:{unit}:new")
    assert "InvitationOrder" in await desk.press(CONTACT, f"jq:{unit}:qr")
    assert "这个群已经断开了" in await desk.press(CONTACT, f"jg:{unit}:d:987654")
    connect = f"jg-{unit}"
    nobody = {"sender_chat": {"id": -9, "type": "group", "title": "技能群"}}
    for visit, payload in (
        (await desk.visit_in(CONTACT, CONTACT, "private"), connect),
        (await desk.visit_in(CONTACT, -9, "group"), "jf-1"),
        (await desk.visit_in(CONTACT, -9, "group", **nobody), connect),
        (await desk.visit_in(STRANGER, -9, "group"), connect),
    ):
        assert await on_connect(visit, payload) is None
    for _ in range(2):
        answer = await on_connect(await desk.visit_in(CONTACT, -9, "group"), connect)
        assert answer is not None
        assert "接上了" in shown(answer), "a link opened twice connects once"
    other = await desk.rows.units.make("别的单位", "山西省/晋城市", "enterprise", "", NOW)
    await desk.rows.units.ask(other.id, await desk.id_of(STRANGER), NOW, called="小王", stated="{}")
    await desk.rows.units.approve(other.id, await desk.id_of(STRANGER), None, NOW)
    taken = await on_connect(await desk.visit_in(STRANGER, -9, "group"), f"jg-{other.id}")
    assert taken is not None
    assert "已经接着一个单位" in shown(taken)
    assert "· 技能群：2024-11-28 接上，人事科 小张管" in await desk.press(COLLEAGUE, f"jg:{unit}")


async def test_members_press_what_is_gone(desk: Desk) -> None:
    unit, member = desk.unit, await desk.id_of(MEMBER)
    assert GONE in await desk.press(MEMBER, f"jp:{unit}:{OTHER}"), "the unit does not follow it"
    choice = await desk.press(MEMBER, f"jp:{unit}:{CODED}:y:gone")
    assert "您报哪一类" in choice, "no track, no consent"
    assert "您报哪一类" in await desk.press(MEMBER, f"jp:{unit}:{CODED}:y:{code('track', f'{TEPEI}/outside')}")
    assert not await desk.rows.members.shares(unit)
    senior = code("track", f"{BAOTOU}/senior")
    assert "同意后" in await desk.press(MEMBER, f"jp:{unit}:{CODED}:t:{senior}")
    assert "联系人看得到了" in await desk.press(MEMBER, f"jp:{unit}:{CODED}:y:{senior}")
    assert "联系人现在看到的就是这些" in await desk.press(MEMBER, f"jp:{unit}:{CODED}:t:{senior}")
    for act, expected in (("n", "已提醒"), ("n", "3 天内提醒过"), ("x", "要移出吗"), ("?", GONE)):
        assert expected in await desk.press(CONTACT, f"js:{unit}:{CODED}:{member}:{act}")
    assert "不在名单里" in await desk.press(CONTACT, f"js:{unit}:{CODED}:987654:n")
    for verb in ("jr", "js"):
        assert GONE in await desk.press(CONTACT, f"{verb}:{unit}:gone")
    await desk.press(MEMBER, f"jo:{unit}:n")
    assert "这不像称呼" in await desk.say(MEMBER, "老赵 13800000000")
    await desk.press(MEMBER, f"jo:{unit}:n")
    await desk.rows.members.leave(unit, member)
    assert GONE in await desk.say(MEMBER, "老赵")
    assert "您还没有加入单位" in await desk.press(MEMBER, "jo")
    assert "管理：待核实的联系人 0 位" in await desk.press(ADMIN, "ja")
    assert "失效" in await desk.press(MEMBER, "jn:" + "a" * 24)


async def test_an_invitation_that_ends_while_a_name_is_typed_joins_nobody(desk: Desk) -> None:
    unit = desk.unit
    await desk.press(CONTACT, f"jq:{unit}:new")
    living = await desk.rows.invitations.living(unit)
    assert living is not None
    assert "联系人怎么称呼您" in await desk.press(STRANGER, f"jn:{living.token}")
    await desk.press(CONTACT, f"jq:{unit}:end")
    assert "邀请失效了" in await desk.say(STRANGER, "钳工 老孙")
    assert await desk.rows.members.get(unit, await desk.id_of(STRANGER)) is None
    assert "您加入的单位" in await _twice(desk)


async def _twice(desk: Desk) -> str:
    """What somebody sees who joined two units."""
    other = await desk.rows.units.make("别的单位", "山西省/晋城市", "enterprise", "", NOW)
    await desk.rows.members.join(other.id, await desk.id_of(MEMBER), "老赵", NOW)
    return await desk.press(MEMBER, "jo")


async def test_the_audit_names_what_is_there_and_nothing_for_others(desk: Desk) -> None:
    await desk.rows.audit.note("contact.approved", f'{{"unit": {desk.unit}}}', NOW, actor_id=None, person_id=await desk.id_of(CONTACT))
    await desk.rows.audit.note("inner.set", '{"unit": 987654}', NOW, actor_id=await desk.id_of(STRANGER))
    told = shown(await auditing.COMMAND(await desk.visit_in(ADMIN, ADMIN, "private", text="/audit")))
    assert "批准联系人（包头市北方机械厂，办的人已离开，对 人事科 小张）" in told
    assert "定内部截止（单位 987654，" in told
    stranger, group = (
        await desk.visit_in(STRANGER, STRANGER, "private", text="/audit"),
        await desk.visit_in(ADMIN, -9, "group", text="/audit"),
    )
    for visit in (stranger, group):
        assert texts.NO_COMMAND in shown(await auditing.COMMAND(visit))
