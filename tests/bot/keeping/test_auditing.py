"""操作记录 in words: each act is of one kind, a page says where it stands, and a file holds the same lines as text."""

from dataclasses import astuple
from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.tables.audited import TITLES, audited
from bot.usecases.keeping.auditing import Known
from bot.usecases.rights import ROLES, Role
from bot.views.keeping.auditing import KINDS, READABLE, Choice, audit_message, file_message, kind_of, policies_message
from bot.views.message import Attachment
from bot.views.render import to_plain
from bot.views.units.audit import ACTS, parts_of
from knowledge.base import KnowledgeBase
from storage.keeping_records import AuditRecord

AT = datetime(2024, 11, 28, 1, tzinfo=UTC)
BAOTOU = "bt-shibaiqian-2024"


def line(act: str = "right.given", about: str = '{"role": "editor"}', said: str | None = None) -> AuditRecord:
    return AuditRecord(id=1, at=AT, actor_id=1, act=act, about=about, person_id=2, said=said)


def test_the_kinds_share_all_acts_out_among_them() -> None:
    shared = [act for kind in KINDS if kind != "all" for act in Choice(kind).sought.acts or ()]
    assert sorted(shared) == sorted(ACTS)
    assert all(Choice(kind).sought.acts for kind in KINDS if kind != "all"), "a button that shows nothing, whatever was done"
    assert Choice("all").sought.acts is None
    assert {kind_of(act) for act in ("policy.followed", "member.removed", "contact.asked")} == {"units"}
    assert kind_of("knowledge.refused") == kind_of("right.recalled") == "rights"
    assert kind_of("transfer.done") == "moves"


@pytest.mark.parametrize("role", ROLES)
def test_only_owners_see_other_kinds_than_the_knowledge_and_may_have_a_file(role: Role) -> None:
    message = audit_message(Choice("knowledge"), [line()], Known(), 0, 30, role)
    labels = [button.label for row in message.keyboard for button in row]
    assert ("存成表格（.xlsx）" in labels) == ("全部" in labels) == (role == "owner") == (len(READABLE[role]) > 1)
    assert any(label.startswith("后面的 2/4") for label in labels)


def test_what_lines_speak_of_has_its_name(base: KnowledgeBase) -> None:
    known = Known({7: "北方机械厂"}, {1: "王工"}, {BAOTOU: "包头十百千（2024）"})
    told = {
        '{"broadcast": 3, "to": "contacts", "unit": 7, "people": 2}': "第 3 条广播，单位联系人，北方机械厂，2 位",
        f'{{"broadcast": 3, "to": "{BAOTOU}"}}': "第 3 条广播，包头十百千（2024）",
        '{"tried": "vy"}': "广播（发给很多人）",
        '{"tried": "/broadcast"}': "/broadcast",
        '{"offer": "0123456789abcdef", "role": "owner"}': "链接 0123，管理",
    }
    assert {about: parts_of(line(about=about), known).what for about in told} == told
    choice = Choice("all", base.policies[BAOTOU])
    message = to_plain(audit_message(choice, (), known, 5, 0, "owner"))
    assert "还没有" in message
    assert "包头" in message


def test_a_file_holds_each_part_as_text_and_no_formula() -> None:
    lines = [parts_of(line(said="=1+1"), Known({}, {1: "=王工"})), parts_of(line("broadcast.begun", said="第一行\x0b"), Known())]
    sheet = load_workbook(BytesIO(audited(lines))).worksheets[0]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert rows[0] == TITLES
    assert rows[1] == astuple(lines[0])
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    told = to_plain(file_message(Choice("rights"), 2, 5, Attachment("a.xlsx", b"")))
    assert "更早的 5 条" in told


def test_a_policy_that_nobody_knows_is_asked_for_once_more() -> None:
    assert "没找到" in to_plain(policies_message((), "all", 0, typed=True))
