"""A run of a notice is found wherever it stands in a text of ours; names and titles are not."""

from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge.coverage.copying import RUN, names_in, runs_of, shared
from tests.knowledge.coverage.made_up import policy

alphabet = st.sampled_from("甲乙丙丁戊己庚辛壬癸子丑寅卯")
notices = st.text(alphabet, min_size=3 * RUN, max_size=5 * RUN)
places = st.integers(min_value=0, max_value=2 * RUN)


@given(notices, places, st.text("天地玄黄", max_size=9))
def test_a_run_is_found_between_words_of_our_own(notice: str, at: int, around: str) -> None:
    copied = notice[at : at + RUN]
    assert shared(f"{around}{copied}{around}", runs_of(notice, [])) == copied
    assert shared(f"{around}{copied[:-1]}天{around}", runs_of(notice, [])) is None


@given(notices, places)
def test_spaces_line_breaks_and_width_do_not_hide_it(notice: str, at: int) -> None:
    copied = notice[at : at + RUN - 1]
    assert shared("\n  ".join(copied) + "　１２", runs_of(f"{notice[: at + RUN - 1]}12{notice}", [])) is not None


@given(notices, places)
def test_a_name_is_no_copy_but_what_stands_around_it_is(notice: str, at: int) -> None:
    name = "示范市" + "金" * RUN + "评选"
    text = notice + name + notice
    assert shared(name, runs_of(text, [name])) is None
    assert shared(f"关于{name[:-1]}的话", runs_of(f"{text}，开展{name[:-2]}活动", [name])) is None
    assert shared(notice[at : at + RUN], runs_of(text, [name])) is not None


def test_the_names_of_a_policy_are_its_titles_offices_and_addresses() -> None:
    given_policy = policy(
        "contacts: [{id: office, office: 示范市人社局, address: 金匠路1号}]\n"
        'systems: [{id: portal, clause: 一, name: 系统, url: "https://a.b/c", government: false, purpose: 填报}]\n'
        "documents: [{id: basis, title: 上级通知, role: basis}]\n"
    )
    assert {"示范市金匠评选", "金匠评选", "示范市人社局", "金匠路1号", "https://a.b/c", "上级通知"} <= set(names_in(given_policy))
