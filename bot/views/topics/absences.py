"""What is not on file, told apart: the notice does not say; it stands in a paper that is not in hand; we left it out."""

import re

from knowledge.entries import Absence, Document, Topic
from knowledge.policy import Policy

NOT_STATED = re.compile("没写|没有写|没留|没有留|没列|没有列|没印|没有印|没给|没有给|没公布|没有公布|没有要求|没有定义")
"""Words by which a text says itself that the notice does not say it."""
NOT_IN_HAND = "手上没有"
LEFT_OUT = "没有收录"


def absences_of(policy: Policy, topic: Topic, track: str | None) -> tuple[Absence, ...]:
    """What is not on file of a topic, for a track or for all."""
    return tuple(
        absence
        for absence in policy.absences
        if absence.topic == topic and (track is None or not absence.tracks or track in absence.tracks)
    )


def absence_text(policy: Policy, absence: Absence) -> str:
    """What to say of something absent; where its own words do not say which of the three it is, that is added."""
    match absence.why:
        case "not_stated":
            return absence.text if NOT_STATED.search(absence.text) else f"通知没写：{absence.text}"
        case "left_out":
            return absence.text if LEFT_OUT in absence.text else f"{absence.text}（我们{LEFT_OUT}）"
        case "in_document":
            document = next(one for one in policy.documents if one.id == absence.document)
            where = "" if names(absence.text, document) else f"在《{document.title}》里"
            hand = "" if NOT_IN_HAND in absence.text else f"我们{NOT_IN_HAND}"
            added = "，".join(part for part in (where, hand) if part)
            return f"{absence.text}（{added}）" if added else absence.text


def names(text: str, document: Document) -> bool:
    """Whether a text names a paper, by its label, number or title."""
    return any(name in text for name in (document.label, document.number, document.title) if name)


def nothing_on_file(policy: Policy, topic: Topic, track: str | None, what: str) -> str:
    """The lead of an answer that has nothing to list: 通知没写X; or where it stands. ``what`` is what was looked for."""
    why = {absence.why for absence in absences_of(policy, topic, track)}
    if why == {"left_out"}:
        return f"通知里有{what}，我们{LEFT_OUT}。"
    if "in_document" in why:
        elsewhere = f"{what}写在别的文件里，我们{NOT_IN_HAND}。"
        return elsewhere if why == {"in_document"} else f"通知正文没写{what}，有的写在我们{NOT_IN_HAND}的文件里。"
    return f"通知没写{what}。" if why else f"我这里没有{what}；通知写没写，请看原件。"
