"""管理: every right has its buttons, none twice, and a phone shows them all."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.rights import ROLES, Role
from bot.views.keeping.card import ROWS, card_message
from bot.views.questions import SHORT_LABEL


@given(role=st.sampled_from(ROLES), waiting=st.integers(0, 200), overdue=st.integers(0, 200))
def test_short_buttons_share_a_row(role: Role, waiting: int, overdue: int) -> None:
    rows = card_message(role, waiting, overdue).keyboard
    held = ROLES[: ROLES.index(role) + 1]
    assert [button.data for row in rows for button in row] == [data for least, _, data in ROWS if least in held]
    assert all(len(row) == 1 or (len(row) == 2 and all(len(one.label) <= SHORT_LABEL for one in row)) for row in rows)
    assert not any(len(a) == len(b) == 1 and max(len(a[0].label), len(b[0].label)) <= SHORT_LABEL for a, b in pairwise(rows))
    assert len(rows) <= 8
