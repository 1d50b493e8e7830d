"""The chooser stays near the best order of questions, and what it is measured against is the best."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import combinations
from statistics import mean

import pytest

from benchmarks.interviews import DATA, SHARE, WORST, Kind, Ratios, compared, kinds, on_file, out_of_thin_air, report
from benchmarks.optimum import optimum
from benchmarks.orders import as_written, by_groups, ours
from benchmarks.playing import Chooser, Interview, Spots, TooLargeError, expected
from benchmarks.varying import tracks_of
from eligibility.examples import check_example
from eligibility.screening.catalogue import Catalogue
from eligibility.screening.screening import screen
from eligibility.targets import Target
from knowledge.facts import Group
from knowledge.loader import load

NOTHING = 1e-9


def played(interviews: Sequence[Interview]) -> list[Ratios]:
    """All that are small enough."""
    return [ratios for interview in interviews if (ratios := compared(interview, 2000)) is not None]


@cache
def random_ones() -> list[Ratios]:
    return played(
        [
            *out_of_thin_air(30, 6),
            *out_of_thin_air(10, 8),
            *out_of_thin_air(30, 6, tracks=3),
            *out_of_thin_air(30, 6, policies=2),
            *out_of_thin_air(20, 6, policies=3),
        ]
    )


def test_on_file_every_interview_is_as_short_as_it_can_be() -> None:
    found = played(on_file(load(DATA, check_example), 1, 100))
    assert len(found) >= 10
    assert max(one.ours for one in found) < 1 + NOTHING


def test_random_interviews_are_nearly_as_short_as_they_can_be() -> None:
    found = [one.ours for one in random_ones()]
    assert len(found) >= 110
    assert mean(found) <= SHARE
    assert max(found) <= WORST


def test_other_ways_to_ask_do_not_come_near() -> None:
    for other in ([one.written for one in random_ones()], [one.groups for one in random_ones()]):
        assert mean(other) > SHARE
        assert max(other) > WORST


def test_nothing_is_better_than_the_best() -> None:
    assert min(min(one.ours, one.groups) for one in random_ones()) > 1 - NOTHING
    assert max(one.unruled for one in random_ones()) < 1 + NOTHING
    assert min(one.written / one.unruled for one in random_ones()) > 1 - NOTHING


def test_what_is_measured_is_what_a_screening_asks() -> None:
    base = load(DATA, check_example)
    every = [Target(policy.id, track) for policy, track in tracks_of(base)]
    for group in (every, *([target] for target in every), *combinations(every[::3], 2)):
        interview = Interview(base, group)
        screening = screen(Catalogue(base, dict.fromkeys(group, date(2024, 12, 10))), {})
        assert screening.next_fact(None) == ours(interview, interview.start, None)


@pytest.mark.parametrize("way", [ours, by_groups])
def test_the_rules_are_kept(way: Chooser) -> None:
    def watched(interview: Interview, spots: Spots, subject: Group | None) -> str:
        fact = way(interview, spots, subject)
        assert fact in interview.allowed(spots)
        return fact

    for interview in out_of_thin_air(10, 6, policies=2):
        assert expected(interview, watched) > 0


def least(interview: Interview, spots: Spots, subject: Group | None, *, ruled: bool) -> float:
    """The best the slow way: every question at every point, nothing kept."""
    return min(
        (
            interview.cost(fact, subject)
            + sum(
                chance * least(interview, interview.after(spots, fact, way), interview.base.facts[fact].group, ruled=ruled)
                for way, chance in enumerate(interview.chances[fact])
            )
            for fact in (interview.allowed(spots) if ruled else interview.facts(spots))
        ),
        default=0.0,
    )


def test_the_best_is_what_trying_everything_finds() -> None:
    for interview in [*out_of_thin_air(10, 4), *out_of_thin_air(4, 4, policies=2)]:
        for ruled in (True, False):
            assert optimum(interview, ruled=ruled) == pytest.approx(least(interview, interview.start, None, ruled=ruled))


def test_what_is_too_large_is_counted_and_said() -> None:
    [interview] = out_of_thin_air(1, 6)
    with pytest.raises(TooLargeError):
        optimum(interview, ruled=True, most=1)
    assert compared(interview, 1) is None
    lines = list(report([Kind("small", out_of_thin_air(2, 4)), Kind("large", [interview])], 20))
    assert lines[2].startswith("| small | 2 | 0 |")
    assert lines[3].startswith("| all | 2 | 1 |")


def test_every_kind_has_interviews_in_which_something_is_asked() -> None:
    found = list(kinds(10))
    assert len({kind.name for kind in found}) == len(found)
    assert all(interview.start for kind in found for interview in kind.interviews)
    assert all(kind.interviews for kind in found)


def test_the_notices_order_begins_with_the_first_notice() -> None:
    [interview] = out_of_thin_air(1, 6)
    first = interview.matter(interview.start[0]).facts
    assert as_written(interview, interview.start, None) in first
