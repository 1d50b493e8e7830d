"""Which names of files have a place in a knowledge folder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.checks.names import name_problems
from knowledge.reading.files import SHIPPED, bytes_of


def test_every_file_on_hand_has_its_place() -> None:
    assert list(name_problems(bytes_of(SHIPPED)[0])) == []
    assert list(name_problems(["policies/yq-yunjiang-2026.yaml", "clauses/x.yaml", "forms/报名/申报表.docx"])) == []


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../facts.yaml",
        "policies/../facts.yaml",
        "policies/../../x.yaml",
        "policies/a/b.yaml",
        "policies\\a.yaml",
        "policies/.yaml",
        "policies/.a.yaml",
        "policies/a.yml",
        "policies/A.yaml",
        "policies/甲.yaml",
        "policies/a.yaml\n",
        "policies/a\u200b.yaml",
        "policies/" + "a" * 200 + ".yaml",
        "other.yaml",
        "schema/policy.schema.json",
        "search/mine.yaml",
        "search/../facts.yaml",
        "drafting/other.yaml",
        "forms/../facts.yaml",
        "forms//x.docx",
        "forms/.part",
        "forms/",
        "policies/",
        "C:/x.yaml",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused_in_one_line(name: str) -> None:
    (problem,) = name_problems([name])
    assert "\n" not in str(problem)
    assert len(str(problem)) < 300


@given(st.text(max_size=120))
def test_whatever_has_a_place_stays_in_the_folder(name: str) -> None:
    if not list(name_problems([name])):
        assert ".." not in name.split("/")
        assert not name.startswith("/")
