"""How a notice and a doubt about it are named and cited."""

from knowledge.entries import Caveat
from knowledge.policy import Policy

CERTAINTY = {"sure": "可以确定", "likely": "把握较大", "doubtful": "没有把握"}


def name_of(policy: Policy) -> str:
    """A policy's name for lists and buttons."""
    return f"{policy.short_title}（{policy.year}）"


def notice_title(policy: Policy) -> str:
    """The title that the notice itself bears, for title marks: those inside become single."""
    printed = next((source.title for source in policy.sources if source.title), policy.title)
    return printed.replace("《", "〈").replace("》", "〉")


def source_text(policy: Policy) -> str:
    """Where it stands: title, issuer, number, date, and how far the place can be trusted."""
    parts = [f"《{notice_title(policy)}》", "、".join(policy.issuers)]
    parts += [policy.document_number] if policy.document_number else []
    day = policy.signed or policy.published
    parts += [f"{day:%Y-%m-%d}"] if day else []
    reposted = all(source.kind == "repost" for source in policy.sources)
    hint = "（见于转载，以发文单位的原件为准）" if reposted else ""
    return "出处：" + "，".join(parts) + hint


def caveat_text(caveat: Caveat) -> str:
    """A doubt in one line: where, what is printed, our reading, how sure, whom to ask."""
    sure = f"（{CERTAINTY[caveat.certainty]}，可向{caveat.ask}核实）"
    return f"⚠ {caveat.clause} 原文印作「{caveat.printed}」，我们的理解：{caveat.reading}{sure}"
