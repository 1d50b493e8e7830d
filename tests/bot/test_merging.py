"""Two edits are brought together so that neither is lost, or it is said that they clash."""

from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.merging import changed, merge

DIGESTS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("123"))


@given(base=DIGESTS, ours=DIGESTS, theirs=DIGESTS)
def test_no_change_of_either_is_lost_unless_that_is_said(base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]) -> None:
    merged = merge(base, ours, theirs)
    for path in {*base, *ours, *theirs}:
        mine, other, now = ours.get(path), theirs.get(path), merged.files.get(path)
        if path in merged.clashes:
            assert mine != other
            assert base.get(path) not in {mine, other}
            assert now == other
        elif mine != base.get(path):
            assert now == mine
        else:
            assert now == other


@given(base=DIGESTS, ours=DIGESTS)
def test_an_edit_alone_is_taken_whole(base: dict[str, str], ours: dict[str, str]) -> None:
    assert merge(base, ours, base).files == ours
    assert merge(base, base, ours).files == ours
    assert merge(base, ours, ours).files == ours
    assert merge(base, ours, base).clashes == merge(base, base, ours).clashes == merge(base, ours, ours).clashes == ()
    assert changed(base, ours) == changed(ours, base)


@given(base=DIGESTS, ours=DIGESTS, theirs=DIGESTS)
def test_bringing_together_what_was_brought_together_changes_nothing(
    base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]
) -> None:
    merged = merge(base, ours, theirs)
    if not merged.clashes:
        again = merge(base, ours, merged.files)
        assert again.files == merged.files
        assert again.clashes == ()
