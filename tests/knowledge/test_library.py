"""The library swaps whole or keeps the last good base."""

from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.library import Library
from tests.knowledge.factories import POLICY, every_example_holds, spoilt, write_base


def test_a_refresh_brings_what_the_files_say_now(tmp_path: Path) -> None:
    library = Library(write_base(tmp_path), every_example_holds)
    before = library.base
    write_base(tmp_path, demo=spoilt(POLICY, "copies: 2", "copies: 3"))
    assert library.base is before
    assert library.refresh() is library.base
    assert library.base.version != before.version
    assert library.base.policies["demo-2024"].materials[0].copies == 3
    assert before.policies["demo-2024"].materials[0].copies == 2


def test_files_with_mistakes_leave_the_last_good_base(tmp_path: Path) -> None:
    library = Library(write_base(tmp_path), every_example_holds)
    before = library.base
    write_base(tmp_path, demo=spoilt(POLICY, "copies: 2", "copies: 二"))
    with pytest.raises(KnowledgeError):
        library.refresh()
    assert library.base is before


def test_unchanged_files_leave_the_same_base(tmp_path: Path) -> None:
    library = Library(write_base(tmp_path), every_example_holds)
    assert library.refresh() is library.base


def test_without_a_good_base_there_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError):
        Library(tmp_path, every_example_holds)
