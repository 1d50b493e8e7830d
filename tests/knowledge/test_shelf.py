"""What files were read as is taken up again for the very same bytes and program, and never instead of a mistake's line."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import KnowledgeError
from knowledge.library import Library
from knowledge.reading import document
from knowledge.reading.document import Document, Reader, read_document
from knowledge.reading.files import bytes_of
from knowledge.reading.shelf import Shelf, unpacked
from knowledge.reading.tree import Tree, read_tree
from tests.knowledge.factories import POLICY, every_example_holds, spoilt, write_base

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Cn")), max_size=8)
PLAIN = st.sampled_from(["", "null", "true", "false", "0", "-7", "999999999999999999", "0.5", "1.50", "-0.0", "0.000000000000000001"])
VALUES = st.recursive(
    PLAIN | WORDS.map(lambda text: json.dumps(text, ensure_ascii=False)),
    lambda inner: (
        st.lists(inner, min_size=1).map(lambda items: f"[{', '.join(item or 'null' for item in items)}]")
        | st.dictionaries(WORDS, inner).map(
            lambda found: f"{{{', '.join(f'{json.dumps(key, ensure_ascii=False)}: {value}' for key, value in found.items())}}}"
        )
    ),
    max_leaves=12,
)
"""As they stand in a file."""


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a text was parsed."""
    times: Counter[str] = Counter()

    def counted(text: str) -> Tree:
        times[text] += 1
        return read_tree(text)

    monkeypatch.setattr(document, "read_tree", counted)
    return times


@given(st.dictionaries(WORDS, VALUES, min_size=1, max_size=4))
def test_what_comes_off_the_shelf_is_what_was_read(values: dict[str, str]) -> None:
    raw = "".join(f"{json.dumps(key, ensure_ascii=False)}: {value}\n" for key, value in values.items()).encode()
    shelf, fresh = Shelf(), read_document("a.yaml", raw)

    def read(reader: Reader) -> Document:
        return reader("a.yaml", raw)

    first, again, after = shelf.serve(read), shelf.serve(read), unpacked(shelf.packed("p"), "p").serve(read)
    assert first == fresh
    for one in (again, after):
        assert (_typed(one.data), one.faults, one.complete) == (_typed(fresh.data), fresh.faults, fresh.complete)


def _typed(data: object) -> object:
    """Data with what equality does not tell apart: 1 and true, 1.5 and 1.50."""
    match data:
        case dict():
            return [(key, _typed(value)) for key, value in data.items()]
        case list():
            return [_typed(item) for item in data]
        case Decimal():
            return ("decimal", data.as_tuple())
    return (type(data), data)


def test_only_the_file_that_changed_is_parsed_again_and_only_present_ones_are_kept(tmp_path: Path, parsed: Counter[str]) -> None:
    folder = write_base(tmp_path)
    first = Library(folder, every_example_holds)
    first.words(bytes_of(folder)[0])
    assert set(parsed.values()) == {1}
    text = first.shelf.packed("p")
    parsed.clear()
    shelf = unpacked(text, "p")
    library = Library(folder, every_example_holds, shelf=shelf)
    assert library.base.policies == first.base.policies
    assert library.words(bytes_of(folder)[0])
    assert not parsed
    assert not shelf.is_changed
    write_base(tmp_path, demo=spoilt(POLICY, "copies: 2", "copies: 3"))
    assert library.checked(bytes_of(folder)[0]).policies["demo-2024"].materials[0].copies == 3
    assert len(parsed) == 1
    library.words(bytes_of(folder)[0])
    assert shelf.is_changed
    assert len(shelf.packed("p")) == len(text)


def test_a_mistake_is_told_at_its_line_though_its_file_was_read_before(tmp_path: Path) -> None:
    files, _ = bytes_of(write_base(tmp_path, demo=spoilt(POLICY, "copies: 2", "copies: 二")))
    dangling = {**files, "facts.yaml": files["facts.yaml"].replace(b"id: age,", b"id: years,")}
    library = Library(write_base(tmp_path / "good"), every_example_holds)
    for broken in (files, dangling):
        told = []
        for shelf in (Shelf(), library.shelf, library.shelf):
            library.shelf = shelf
            with pytest.raises(KnowledgeError) as caught:
                library.checked(broken)
            told.append(caught.value.problems)
        assert told[0] == told[1] == told[2]
        assert all(problem.line for problem in told[0])


@pytest.mark.parametrize("harm", [lambda text: text[:-9], lambda text: text.replace("技师", "厨师"), lambda _: "nonsense", lambda _: None])
def test_what_was_cut_short_or_changed_or_is_anothers_is_no_shelf(tmp_path: Path, harm: object, parsed: Counter[str]) -> None:
    folder = write_base(tmp_path)
    text = Library(folder, every_example_holds).shelf.packed("p")
    assert callable(harm)
    parsed.clear()
    for shelf in (unpacked(harm(text), "p"), unpacked(text, "another")):
        assert Library(folder, every_example_holds, shelf=shelf).base.policies
    assert set(parsed.values()) == {2}
