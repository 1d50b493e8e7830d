"""A library has a base, and tells what other files would make of it."""

from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.library import Library
from knowledge.reading.files import bytes_of
from tests.knowledge.factories import POLICY, every_example_holds, spoilt, write_base


def test_other_files_are_checked_and_leave_the_base(tmp_path: Path) -> None:
    library = Library(write_base(tmp_path), every_example_holds)
    before = library.base
    write_base(tmp_path, demo=spoilt(POLICY, "copies: 2", "copies: 3"))
    found = library.checked(bytes_of(tmp_path)[0])
    assert found.version != before.version
    assert found.policies["demo-2024"].materials[0].copies == 3
    assert library.base is before
    assert before.policies["demo-2024"].materials[0].copies == 2


def test_files_with_mistakes_are_told(tmp_path: Path) -> None:
    library = Library(write_base(tmp_path), every_example_holds)
    write_base(tmp_path, demo=spoilt(POLICY, "copies: 2", "copies: 二"))
    with pytest.raises(KnowledgeError):
        library.checked(bytes_of(tmp_path)[0])


def test_without_a_good_base_there_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError):
        Library(tmp_path, every_example_holds)


def test_a_library_begins_with_other_files_than_those_in_its_folder(tmp_path: Path) -> None:
    files, _ = bytes_of(write_base(tmp_path / "good"))
    (tmp_path / "broken").mkdir()
    library = Library(tmp_path / "broken", every_example_holds, files)
    assert library.folder == tmp_path / "broken"
    assert library.base.version == Library(tmp_path / "good", every_example_holds).base.version
