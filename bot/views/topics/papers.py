"""What to hand in and where: materials and how to apply."""

from collections.abc import Iterable

from bot.views.topics.absences import absences_of, nothing_on_file
from bot.views.topics.deadlines import ACTORS, actor_text
from bot.views.topics.routes import step_lines, way_lines
from bot.views.topics.section import Section, View, standing_text
from eligibility.evaluate import evaluate
from eligibility.truth import Truth
from eligibility.wording import describe_comparison
from knowledge.conditions import Comparison, Condition, facts_in
from knowledge.entries import Document, Entry, Material, Topic

MEDIA = {"paper": "纸质", "electronic": "电子版"}


def materials(view: View) -> Section:
    """Each material with copies, form, stamp and who prepares it."""
    listed = view.keep(view.policy.materials)
    wanted = view.concerning(listed)
    if listed and not wanted:
        return Section(all_for_others_text(len(merged(listed))), (), listed)
    if not wanted:
        return Section(standing_text(view) + nothing_on_file(view.policy, "materials", view.track, "要交的材料"), (), ())
    lines: list[str] = []
    told = merged(wanted)
    for number, material in enumerate(told, 1):
        lines.append(f"{number}. {view.track_names(material)}{material.name}{only_text(view, material)}{details_text(view, material)}")
        lines += [f"　· {content}" for content in material.contents]
        lines += [f"　{material.note}"] if material.note else []
    unsaid = {"几份": any(one.copies is None for one in told), "纸质还是电子版": any(not one.medium for one in told)}
    if any(unsaid.values()):
        lines.append(f"· 没标{'、'.join(what for what, is_unsaid in unsaid.items() if is_unsaid)}的，通知没写")
    left_out = len(merged(listed)) - len(told)
    lines += [f"· 按您答过的，另有 {left_out} 样不用您这一类交"] if left_out else []
    return Section(f"要准备 {len(told)} 样材料：", tuple(lines), wanted)


def merged(listed: Iterable[Material]) -> tuple[Material, ...]:
    """What is the same but for its track, the clause and the stage where it is handed in, as one for both tracks."""
    alike: dict[Material, list[Material]] = {}
    for one in listed:
        alike.setdefault(one.model_copy(update={"id": "", "clause": "", "stage": None, "tracks": ()}), []).append(one)
    return tuple(first.model_copy(update={"tracks": _tracks((first, *others))}) for first, *others in alike.values())


def _tracks(alike: tuple[Material, ...]) -> tuple[str, ...]:
    """The tracks of all of them; none where one is for every track."""
    return tuple(dict.fromkeys(track for one in alike for track in one.tracks)) if all(one.tracks for one in alike) else ()


def all_for_others_text(count: int) -> str:
    """That what the notice lists is not for somebody who answered as the reader did."""
    return f"按您答过的，通知列的 {count} 样材料都不用您这一类交。情况变了，请先改答案再看。"


def only_text(view: View, material: Material) -> str:
    """For whom alone a material is, as long as it is not known whether it is the reader: 【只有 单位类型：企业】; else nothing.

    A condition that asks the same says it better than its options in a row.
    """
    if material.when is None or evaluate(material.when, view.base.facts, view.answers, view.now.date()) is not Truth.UNKNOWN:
        return ""
    same = next((one for one in view.policy.conditions if one.rule == material.when), None)
    if same is not None:
        return f"【只有 {same.text.partition('：')[0]}】"
    if isinstance(material.when, Comparison):
        return f"【只有 {describe_comparison(view.base.facts[material.when.fact], material.when)}】"
    return f"【要不要交看{'、'.join(dict.fromkeys(view.base.facts[fact].name for fact in facts_in(material.when)))}】"


def details_text(view: View, material: Material) -> str:
    """What is to be said of a material, in brackets: copies, form, stamp, who prepares it."""
    form = next((document for document in view.policy.documents if document.id == material.form), None)
    parts = [
        f"{material.copies} 份" if material.copies else "",
        {True: "复印件", False: "原件", None: ""}[material.photocopy],
        "、".join(MEDIA[medium] for medium in material.medium),
        _form_text(form) if form else "",
        material.stamp or "",
        f"{ACTORS[material.prepared_by]}准备",
    ]
    return "（" + "，".join(part for part in parts if part) + "）"


def _form_text(form: Document) -> str:
    where = f"{form.label}的表" if form.label else f"《{form.title}》"
    return f"用{where}" if form.in_hand or form.file else f"用{where}，表格要向发通知的部门要"


def _speaks_of(word: str, view: View, topic: Topic) -> bool:
    """Whether something absent is told in this word, so that it need not be told again."""
    return any(word in absence.text for absence in absences_of(view.policy, topic, view.track))


def how_to_apply(view: View) -> Section:
    """The way in: gates, what the notice says of fees, the first link, systems."""
    gates = tuple(gate for gate in view.concerning(view.policy.gates) if gate.topic == "channel")
    fees = tuple(gate for gate in view.concerning(view.policy.gates) if gate.topic == "fee")
    links = view.route.links
    systems = view.keep(view.policy.systems)
    shown: tuple[Condition | Entry, ...] = (*gates, *fees, *links, *systems)
    lines = [f"· {gate.text}" for gate in (*gates[1:], *fees)]
    if not (gates or links or systems):
        nothing = nothing_on_file(view.policy, "how_to_apply", view.track, "怎么申报")
        return Section("这份文件不受理申报。" if view.policy.applicant is None else nothing, tuple(lines), shown)
    lines += [*step_lines(view), *way_lines(view)]
    for number, stage in enumerate(links, 1):
        receiver = f"（交到：{stage.receiver}）" if stage.receiver else ""
        step = "· " if view.route.missing else f"第{number}步　"
        lines.append(f"{step}{view.track_names(stage)}{actor_text(stage)}：{stage.action}{receiver}")
    for system in systems:
        warning = "" if system.government else "（不是政府网址，登录前请先向经办部门核实）"
        lines.append(f"· {system.purpose}：{system.name} {system.url}{warning}")
    if not systems and view.policy.applicant and not _speaks_of("系统", view, "how_to_apply"):
        lines.append("· 网上申报系统：通知没写")
    lead = gates[0].text if gates else f"先由{actor_text(links[0])}办：{links[0].action}" if links else "在网上系统里申报"
    return Section(lead, tuple(lines), shown)
