"""The files of a folder as bytes: what counts, what makes the version, and that bytes from anywhere make the same base."""

import shutil
from pathlib import Path

import pytest

from knowledge.changes.comparing import compare_bases
from knowledge.errors import KnowledgeError
from knowledge.loader import load, load_files
from knowledge.reading.files import SHIPPED, bytes_of, stamps_of, with_shipped_words
from knowledge.reading.forms import LARGEST_FORM, forms_among
from knowledge.search.lexicon import lexicon_of
from tests.knowledge.factories import every_example_holds, write_base


def test_bytes_make_the_base_that_their_folder_makes(tmp_path: Path) -> None:
    folder = write_base(tmp_path)
    files, problems = bytes_of(folder)
    assert problems == []
    base, loaded = load_files(files, every_example_holds, {}), load(folder, every_example_holds)
    assert base.version == loaded.version
    assert base.policies == loaded.policies


def test_in_whatever_order_files_come_they_make_the_same_base(tmp_path: Path) -> None:
    files, _ = bytes_of(SHIPPED)
    some = {name: raw for name, raw in files.items() if name.startswith(("policies/jc", "clauses/jc")) or name == "facts.yaml"}
    one, other = (
        load_files(dict(each), every_example_holds, forms_among(files, tmp_path)) for each in (some.items(), [*some.items()][::-1])
    )
    assert len(one.policies) > 1
    assert compare_bases(one, other) == ()


@pytest.mark.parametrize("name", ["search/words.yaml", "drafting/words.yaml", "forms/demo/x.docx"])
def test_words_and_forms_are_of_the_version_and_are_noticed(tmp_path: Path, name: str) -> None:
    folder = write_base(tmp_path)
    bare, before = load(folder, every_example_holds), stamps_of(folder)
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_bytes(b"x: 1\n")
    assert stamps_of(folder) != before
    assert bytes_of(folder)[0].keys() - {name} == set(bytes_of(write_base(tmp_path / "bare"))[0])
    assert load(folder, every_example_holds).version != bare.version


def test_what_is_missing_among_bytes_is_told_as_in_a_folder(tmp_path: Path) -> None:
    files, _ = bytes_of(write_base(tmp_path))
    for gone, kept in (("facts.yaml", "policies"), ("policies", "facts.yaml")):
        with pytest.raises(KnowledgeError) as caught:
            load_files({name: raw for name, raw in files.items() if not name.startswith(gone)}, every_example_holds, {})
        assert gone in {problem.file for problem in caught.value.problems}
        assert kept not in {problem.file for problem in caught.value.problems}


def test_a_form_too_large_to_send_is_not_kept_in_memory(tmp_path: Path) -> None:
    folder = write_base(tmp_path)
    (folder / "forms").mkdir()
    with (folder / "forms" / "huge.pdf").open("wb") as file:
        file.truncate(LARGEST_FORM + 1)
    assert not any(name.startswith("forms/") for name in bytes_of(folder)[0])


def test_forms_among_bytes_are_those_that_will_lie_there(tmp_path: Path) -> None:
    forms = forms_among({"forms/a/b.docx": b"PK\x03\x04 and more", "facts.yaml": b""}, tmp_path)
    assert {place: (form.path, form.size, form.head) for place, form in forms.items()} == {
        "a/b.docx": (tmp_path / "forms/a/b.docx", 13, b"PK\x03\x04 and")
    }


def test_a_folder_goes_by_the_words_of_the_program_unless_it_has_its_own(tmp_path: Path) -> None:
    folder = write_base(tmp_path)
    (folder / "search").mkdir()
    shutil.copy(SHIPPED / "search" / "talk.yaml", folder / "search" / "talk.yaml")
    with (folder / "search" / "talk.yaml").open("a", encoding="utf-8") as file:
        file.write("# ours\n")
    files, _ = bytes_of(folder)
    whole = with_shipped_words(files)
    assert whole["search/talk.yaml"].endswith(b"# ours\n")
    assert whole["search/words.yaml"] == (SHIPPED / "search" / "words.yaml").read_bytes()
    assert files.items() <= whole.items()
    assert lexicon_of(whole).talk.greeting
    with pytest.raises(KnowledgeError) as caught:
        lexicon_of(files)
    assert "search/talk.yaml" not in {problem.file for problem in caught.value.problems}
    assert {"search/words.yaml", "search/regions.yaml"} <= {problem.file for problem in caught.value.problems}
