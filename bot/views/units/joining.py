"""Joining a unit: what the contact will see is said before anything is agreed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.callbacks import code, press, target_code
from bot.usecases.units.naming import LONGEST
from bot.usecases.units.seen import Seen
from bot.views.changing import short_text
from bot.views.checklists import OPEN, TICKED
from bot.views.citing import name_of
from bot.views.dates import day_text
from bot.views.message import Block, Button, Message, column, say
from bot.views.units.inviting import PROMISES
from bot.views.units.seen import seen_lines
from knowledge.policy import Policy

INVITATION_GONE = say("这个邀请失效了，或者没有复制全", "请向单位联系人要新的链接或二维码。不加入，也能照常打字问我。")
NOT_JOINED = ("好的，没有加入，什么都没存。", "以后想加入，再点一次邀请链接就行。")
LINK_ASKED = ("把邀请链接发给我", "单位联系人发给您的那一串，整段粘贴过来就行；有二维码的，用手机相机扫更快。")
LINK_NOT_FOUND = ("这里面没有邀请链接", "请把联系人发的链接整段粘贴过来；不办了就点“取消”。")
NAME_ASKED = (
    "联系人怎么称呼您？",
    "打一个联系人认得的称呼，例如“张建国”“二车间老张”。只有您同意分享的项目，联系人才看得到它。",
)
NAME_REFUSED = (
    "这不像称呼，还没有记下",
    f"请打 {LONGEST} 个字以内的称呼，例如“张建国”；不要写电话、证件号。想先问别的，点“取消”。",
)


def invited_message(unit: str, token: str) -> Message:
    """Somebody opened an invitation: nothing has happened yet."""
    return Message(
        (
            Block((f"邀请您加入：{unit}",), "lead"),
            Block(("加入以后，您关注的项目，单位自己定的截止日会提醒您。先看清楚：",)),
            Block(PROMISES),
            Block(("刚加入时，联系人什么也看不到，连您加入了也不知道。",)),
            Block(("称呼加密保存；存了什么随时 /export 看、/delete 全部删除。",), "small"),
        ),
        column(Button("同意加入", press("jn", token)), Button("先不了", press("jo", "", "no"))),
    )


@dataclass(frozen=True, kw_only=True)
class Membership:
    """Somebody in a unit, and whether they let its contacts see each policy that it follows."""

    unit_id: int
    unit: str
    called: str
    policies: tuple[tuple[Policy, bool], ...]
    inner: Mapping[str, date]
    """By policy, the unit's own last days to come."""
    silent: bool
    """Whether nudges are not wanted."""


def membership_message(mine: Membership, *, new: bool = False) -> Message:
    """One's own page of a unit: a switch for each policy, and the way out."""
    number = str(mine.unit_id)
    on = sum(shared for _, shared in mine.policies)
    lead = f"✅ 您已加入：{mine.unit}" if new else f"我的单位：{mine.unit}"
    seen = f"现在联系人看得到您 {on} 个项目。" if on else "现在联系人看不到您任何情况。"
    how = "点一个项目，先看联系人会看到什么，再决定开不开。" if mine.policies else "单位还没有选个人能报的项目；选了以后在这里开。"
    inner = tuple(f"· {name_of(policy)}：{day_text(mine.inner[policy.id])}" for policy, _ in mine.policies if policy.id in mine.inner)
    days = (Block(("本单位内部截止（单位自己定的，不是通知里写的）：", *inner)),) if inner else ()
    boxes = tuple(
        Button(short_text(f"{TICKED if shared else OPEN} {name_of(policy)}"), press("jp", number, code("policy", policy.id)))
        for policy, shared in mine.policies
    )
    silence = (
        Button("🔔 恢复联系人的提醒", press("jo", number, "h")) if mine.silent else Button("🔕 不收联系人的提醒", press("jo", number, "m"))
    )
    return Message(
        (Block((lead,), "lead"), Block((f"联系人叫您：{mine.called}", seen, how)), *days),
        (*column(*boxes), (Button("改称呼", press("jo", number, "n")), silence), (Button("退出单位", press("jo", number, "x")),)),
    )


def memberships_message(units: Iterable[tuple[int, str]]) -> Message:
    """The units that somebody joined."""
    buttons = tuple(Button(short_text(name), press("jo", str(number))) for number, name in units)
    if not buttons:
        return say("您还没有加入单位", "向单位联系人要邀请链接或二维码，点开就能看、再决定。")
    return Message((Block(("您加入的单位",), "lead"),), column(*buttons))


def leaving_message(unit_id: int, unit: str) -> Message:
    """Ask once more."""
    return Message(
        (Block((f"要退出吗：{unit}",), "lead"), Block(("退出后联系人马上什么都看不到，单位的提醒也停。您自己的自测、清单都还在。",))),
        column(Button("退出", press("jo", str(unit_id), "xx")), Button("⬅ 不退", press("jo", str(unit_id)))),
    )


def left_message(unit: str) -> Message:
    """Out."""
    return say(f"已退出：{unit}", "联系人现在看不到您任何情况。想再加入，再点一次邀请链接就行。")


def removed_message(unit: str) -> Message:
    """A contact took somebody out: told to them."""
    return say(f"单位联系人把您移出了：{unit}", "联系人现在看不到您任何情况。要是弄错了，请向联系人再要一次邀请。")


def track_choice_message(unit_id: int, policy: Policy, tracks: tuple[str, ...]) -> Message:
    """For which track? Its papers are what the contact would see missing."""
    number, coded = str(unit_id), code("policy", policy.id)
    buttons = tuple(
        Button(short_text(policy.track(one).name), press("jp", number, coded, "t", code("track", f"{policy.id}/{one}"))) for one in tracks
    )
    lines = ("各类要交的材料不一样。选好先给您看联系人会看到什么，还不会分享。",)
    certificates = tuple(f"· {policy.track(one).name}：{'；'.join(words)}" for one in tracks if (words := _own_conditions(policy, one)))
    unsure = Button("说不清，先都测一遍", press("cp", coded))
    return Message(
        (Block((f"{name_of(policy)}：您报哪一类？",), "lead"), Block(lines), *((Block(certificates),) if certificates else ())),
        column(*buttons, unsure, Button("⬅ 回去", press("jo", number))),
    )


def _own_conditions(policy: Policy, track: str) -> tuple[str, ...]:
    """What the notice asks of one track and not of all, as far as it can be checked: which certificate it wants."""
    return tuple(one.text for one in policy.conditions if one.rule is not None and track in one.tracks)


def _next_steps(policy: Policy, track: str | None) -> tuple[Button, ...]:
    """What makes the lines that the contact sees change."""
    check = press("ct", target_code(policy.id, track)) if track else press("c", code("policy", policy.id))
    return Button("✅ 自测", check), Button("☑ 勾材料", press("k", target_code(policy.id, track)))


@dataclass(frozen=True)
class Shared:
    """What a member shares of a policy, or would share, and the day by which their unit wants it."""

    seen: Seen
    inner: date | None


def share_message(unit_id: int, unit: str, policy: Policy, mine: Shared, *, shared: bool) -> Message:
    """Exactly what the contact sees, or would see, with one button that changes it."""
    seen = mine.seen
    number, coded = str(unit_id), code("policy", policy.id)
    track = (code("track", f"{policy.id}/{seen.track}"),) if seen.track else ()
    lead = f"联系人看得到：{name_of(policy)}" if shared else f"让联系人看到吗：{name_of(policy)}"
    shown = "联系人现在看到的就是这些：" if shared else "同意后，联系人看到的就是这些："
    switch = (
        Button("关掉，不让联系人看", press("jp", number, coded, "n"))
        if shared
        else Button("同意，让联系人看", press("jp", number, coded, "y", *track))
    )
    inner = (Block((f"本单位内部截止：{day_text(mine.inner)}，这是单位自己定的日期。",)),) if mine.inner else ()
    other = (Button("换一类", press("jp", number, coded, "c")),) if seen.track else ()
    later = (
        "您以后做自测、勾材料，这几行会跟着变；随时可以关。",
        "看不到：您的任何一条回答，哪一条没符合，只有部分人要交的材料您交不交。",
        f"“联系人”是{unit}已核实的联系人，可能不止一位，也会换人。",
    )
    return Message(
        (Block((lead,), "lead"), Block((shown,)), Block(seen_lines(policy, seen)), *inner, Block(later, "small")),
        (
            (switch,),
            *((_next_steps(policy, seen.track),) if shared else ()),
            *((other,) if other else ()),
            (Button("⬅ 回我的单位", press("jo", number)),),
        ),
    )
