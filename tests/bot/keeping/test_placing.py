"""Where a file belongs that somebody sends: by its name, whatever a phone made of it, and never under another policy's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.keeping.placing import name_of, place_of, taken_from
from knowledge.errors import KnowledgeError
from knowledge.reading.files import SHIPPED

PLACE = "policies/demo-2024.yaml"
RAW = b"id: demo-2024\nseries: {}\n"
IDS = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,6}){0,2}", fullmatch=True).filter(
    lambda one: (
        one not in {"copy", "facts", "general", "contradictions"}
        and not one.endswith("-copy")
        and not any((SHIPPED / folder / f"{one}.yaml").exists() for folder in ("search", "drafting"))
    )
)


@given(
    policy=IDS,
    version=st.integers(1, 10**8),
    mark=st.sampled_from(["", " (1)", "(12)", "（2）", " 副本", " - 副本", " copy 2"]),
    end=st.sampled_from([".yaml", ".yml", ".YAML"]),
)
def test_what_was_handed_out_is_known_when_it_comes_back_under_a_copys_name(policy: str, version: int, mark: str, end: str) -> None:
    path = f"policies/{policy}.yaml"
    handed = name_of(path, version)
    back = handed.removesuffix(".yaml") + mark + end
    assert taken_from(handed) == taken_from(back) == version
    assert taken_from(f"{policy}{mark}{end}") is None
    for name in (handed, back, f"{policy}{mark}{end}"):
        assert place_of(name, f"id: {policy}\nseries: {{}}\n".encode(), {path}) == path


@pytest.mark.parametrize(
    ("name", "raw", "place"),
    [
        ("facts.yaml", b"x", "facts.yaml"),
        ("general.yml", b"x", "general.yaml"),
        ("talk.yaml", b"x", "search/talk.yaml"),
        ("demo-2024.yaml", b"id: demo-2024\nclauses: []\n", "clauses/demo-2024.yaml"),
        ("new-2025.yaml", b"id: other\nseries: {}\n", "policies/new-2025.yaml"),
    ],
)
def test_files_of_other_kinds_have_their_own_places(name: str, raw: bytes, place: str) -> None:
    assert place_of(name, raw, {PLACE}) == place


@pytest.mark.parametrize(
    ("name", "raw"), [("other.yaml", RAW), ("other.yaml", b"id: ["), ("demo-2024.yaml", b"[]"), ("demo-2024.yaml", b"\xff\xfe")]
)
def test_another_policys_id_and_what_cannot_be_read_are_refused(name: str, raw: bytes) -> None:
    with pytest.raises(KnowledgeError) as refused:
        place_of(name, raw, {PLACE})
    assert refused.value.problems
