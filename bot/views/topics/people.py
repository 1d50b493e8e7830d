"""Whom to ask, and what it is in short: contact and overview."""

from bot.views.dates import state_text
from bot.views.topics.absences import absences_of, nothing_on_file
from bot.views.topics.deadlines import LIGHTS
from bot.views.topics.section import Section, View
from knowledge.entries import Contact


def contact(view: View) -> Section:
    """Offices as published."""
    wanted = view.keep(view.policy.contacts)
    if not wanted:
        issuer = "、".join(view.policy.issuers)
        nothing = nothing_on_file(view.policy, "contact", view.track, "联系方式")
        return Section(f"{nothing}可以问发文单位：{issuer}，或拨打 12333。", (), ())
    lines: list[str] = []
    for one in wanted:
        lines.append(f"· {one.office}" + (f"（{one.purpose}）" if one.purpose else ""))
        lines += [f"　电话 {phone}" for phone in one.phones]
        lines += [f"　传真 {fax}" for fax in one.faxes]
        lines += [f"　邮箱 {mail}" for mail in one.mails]
        lines += [f"　地址 {one.address}"] if one.address else []
        told = any(absence.why == "left_out" for absence in view.policy.absences)
        lines += [f"　{one.left_out}没有收录"] if one.left_out and not told else []
    lines += _unstated(view, wanted)
    phones = "、".join(phone for one in wanted for phone in one.phones)
    return Section(f"可以打 {phones}" if phones else "按通知公布的方式联系：", tuple(lines), wanted)


def _unstated(view: View, wanted: tuple[Contact, ...]) -> list[str]:
    """The ways to reach an office that the notice does not give, unless something on file speaks of them."""
    spoken_of = [absence.text for absence in absences_of(view.policy, "contact", view.track)]
    spoken_of += [one.left_out for one in wanted if one.left_out]
    given = {
        "电话": any(one.phones for one in wanted),
        "邮箱": any(one.mails for one in wanted),
        "地址": any(one.address for one in wanted),
    }
    silent = [way for way, is_given in given.items() if not is_given and not any(way in text for text in spoken_of)]
    return [f"· {'、'.join(silent)}：通知没写"] if silent else []


def overview(view: View) -> Section:
    """What it is, for whom, and how it stands today."""
    policy = view.policy
    state = view.route.window(view.now)
    lines = [f"· 适用：{policy.audience}"]
    if policy.tracks:
        lines.append(f"· 类别：{'、'.join(track.name for track in policy.tracks)}")
    if policy.applicant:
        lines.append(f"· 申报：{LIGHTS[state.state]} {state_text(state)}")
    else:
        lines.append("· 这份文件不受理申报，只供了解")
    return Section(policy.summary, tuple(lines), ())
