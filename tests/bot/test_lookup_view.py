"""What a number, an address or a paper is, is told first."""

from datetime import datetime

import pytest

from bot.clock import SHANGHAI
from bot.usecases.snapshot import Snapshots
from bot.views.render import to_plain
from bot.views.replying import reply_message

NOW = datetime(2024, 12, 1, 9, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("question", "first", "within", "buttons"),
    [
        ("3689691", "0991-3689691", "职业能力建设处", 5),
        ("jn.xjzcsq.com", "https://jn.xjzcsq.com", "数字化综合管理系统", 2),
        ("晋市办字2022年6号", "晋市办字〔2022〕6号", "通知依据的文件", 2),
        ("项目申报书", "《项目申报书》", "附件1", 4),
    ],
)
def test_several_policies_stand_under_what_it_is(snapshots: Snapshots, question: str, first: str, within: str, buttons: int) -> None:
    message = reply_message(snapshots.current.base, snapshots.current.index.understand(question), NOW)
    text = to_plain(message)
    assert first in text.splitlines()[0]
    assert within in text
    assert len(message.keyboard) == buttons


@pytest.mark.parametrize(
    ("question", "first", "then"),
    [
        ("0471-6606329", "☎ 0471-6606329", "电话 0471-6944364"),
        ("推荐汇总表", "十百千", "要准备"),
        ("3237872491@qq.com", "✉ 3237872491@qq.com", "三区三州"),
        ("内党办发2007年4号", "内党办发〔2007〕4号", "的文号"),
        ("申报培养单位志愿表", "《申报培养单位志愿表》", "特培"),
    ],
)
def test_a_single_policy_is_answered_below(snapshots: Snapshots, question: str, first: str, then: str) -> None:
    text = to_plain(reply_message(snapshots.current.base, snapshots.current.index.understand(question), NOW))
    assert first in text.splitlines()[0]
    assert then in text
    assert "出处" in text
