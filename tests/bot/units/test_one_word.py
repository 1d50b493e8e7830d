"""One word for one thing in all that is said of units: 成员 has joined and 同事 is to be asked, 单位隶属, 邀请链接."""

import re

import pytest

from bot.settings import ROOT

SAID = [*ROOT.glob("bot/views/units/*.py"), *ROOT.glob("bot/handlers/units/*.py"), ROOT / "docs" / "units.md", ROOT / "README.zh-CN.md"]


@pytest.mark.parametrize("other", ["职工", "员工", "归谁管", "(?<!单位)隶属", "邀请码", "组员"])
def test_nothing_of_units_has_a_second_name(other: str) -> None:
    assert [(file.name, found) for file in SAID for found in re.findall(f".*{other}.*", file.read_text("utf-8"))] == []
