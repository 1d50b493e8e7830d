"""A library has a base, and tells what other files would make of it."""

from contextlib import suppress
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError
from knowledge.library import Library
from knowledge.policy import Example, Policy
from knowledge.reading.files import Files, bytes_of
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


def test_examples_are_run_again_of_what_is_not_as_it_was_when_they_came_out_right(tmp_path: Path) -> None:
    ran: list[str] = []
    wrong: set[str] = set()

    def check(_: KnowledgeBase, policy: Policy, __: Example) -> str | None:
        ran.append(policy.id)
        return "算出来不是这样" if policy.id in wrong else None

    def checked(files: Files) -> set[str]:
        ran.clear()
        with suppress(KnowledgeError):
            library.checked(files)
        return set(ran)

    def replaced(name: str, old: bytes, new: bytes) -> Files:
        assert old in files[name]
        return {**files, name: files[name].replace(old, new)}

    other = POLICY.replace("demo-2024", "other-2024").replace("示范", "别的")
    folder = write_base(tmp_path, demo=POLICY)
    (folder / "policies" / "other-2024.yaml").write_text(other)
    files, _ = bytes_of(folder)
    library = Library(folder, check)
    assert checked(files) == set()
    changed = replaced("policies/demo-2024.yaml", b"copies: 2", b"copies: 3")
    wrong.add("demo-2024")
    assert checked(changed) == {"demo-2024"}
    assert checked(changed) == {"demo-2024"}, "what did not come out right is run again"
    wrong.clear()
    assert checked(changed) == {"demo-2024"}
    assert checked(changed) == set()
    assert checked(replaced("facts.yaml", "钢铁".encode(), "炼钢".encode())) == {"demo-2024", "other-2024"}
    library = Library(folder, check, held=True)
    assert checked(files) == {"demo-2024", "other-2024"}, "nothing was run here yet"
