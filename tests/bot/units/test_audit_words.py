"""The audit in words: every act that is noted anywhere has a name, and a line of somebody who left still reads."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from bot.settings import ROOT
from bot.usecases.keeping.auditing import Known
from bot.views.units.audit import ACTS
from bot.views.units.audit import line_of as worded
from storage.keeping_records import AuditRecord

AT = datetime(2024, 11, 28, 1, tzinfo=UTC)
SUBJECTS = {act.partition(".")[0] for act in ACTS}


def line(act: str, actor: int | None, person: int | None, said: str | None) -> AuditRecord:
    return AuditRecord(id=1, at=AT, actor_id=actor, act=act, about='{"unit": 7}', person_id=person, said=said)


def line_of(one: AuditRecord) -> str:
    return worded(one, Known())


def test_every_act_that_is_noted_has_a_name() -> None:
    noted = re.compile(rf'"((?:{"|".join(sorted(SUBJECTS))})\.[a-z_]+)"')
    source = "\n".join(file.read_text() for room in ("handlers", "usecases") for file in (ROOT / "bot" / room).rglob("*.py"))
    assert set(noted.findall(source)) <= set(ACTS)


def test_lines_read_with_and_without_people() -> None:
    assert line_of(line("contact.approved", 1, 2, "letter")) == "2024-11-28 09:00 批准联系人（单位 7，1 号办，对 2 号）：盖章证明"
    assert line_of(line("contact.left", 2, 2, None)) == "2024-11-28 09:00 联系人退出（单位 7，2 号办）"
    assert line_of(line("contact.removed", None, None, None)) == "2024-11-28 09:00 移除联系人（单位 7，办的人已离开）"
    known = Known({7: "北方机械厂"}, {2: "人事科 小张"})
    assert (
        worded(line("contact.approved", 1, 2, "letter"), known)
        == "2024-11-28 09:00 批准联系人（北方机械厂，1 号办，对 人事科 小张）：盖章证明"
    )
    version = replace(line("knowledge.published", None, None, "命令行，改了日期"), about='{"version": 3}')
    assert line_of(version) == "2024-11-28 09:00 发布资料（第 3 版，不是在聊天里）：命令行，改了日期"
