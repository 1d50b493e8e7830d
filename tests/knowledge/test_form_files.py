"""Form files beside the policies: found where they are named, held to folder, size and kind, noticed when they come or go."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.checks.forms import BEGINS, is_within
from knowledge.errors import KnowledgeError, Problem
from knowledge.loader import load
from knowledge.reading.files import stamps_of
from knowledge.reading.forms import FORMS, LARGEST_FORM, forms_of
from tests.knowledge.factories import POLICY, every_example_holds, line_of, loaded, problems, spoilt, write_base

FORM = "demo-2024/申报表.docx"
DOCUMENT = "  - {id: annex-1, title: 申报表, role: annex, label: 附件1}\n"
CONTENT = BEGINS[".docx"] + b"a form"


def attached(path: str = FORM) -> str:
    """The policy, with a file attached to its annex."""
    file = f"""    file: {{path: '{path}', source: "https://rs.demo.gov.cn/1", retrieved: 2024-11-05}}\n"""
    return spoilt(POLICY, DOCUMENT, f"  - id: annex-1\n    title: 申报表\n    role: annex\n    label: 附件1\n{file}")


def put(folder: Path, content: bytes = CONTENT, name: str = FORM) -> Path:
    """Put a form into a knowledge folder."""
    path = folder / FORMS / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def only(folder: Path, path: str = FORM) -> Problem:
    """The one problem with the attached file, at its line."""
    text = attached(path)
    (problem,) = problems(folder, demo=text)
    assert problem.line == line_of(text, "file: {path")
    assert problem.file == "policies/demo-2024.yaml"
    return problem


def test_a_form_that_is_there_can_be_attached(tmp_path: Path) -> None:
    path = put(tmp_path)
    base = loaded(tmp_path, demo=attached())
    (document,) = base.policies["demo-2024"].documents
    assert document.file is not None
    assert base.forms[document.file.path].path == path.resolve()
    assert base.forms[document.file.path].size == len(CONTENT)


def test_a_form_that_is_not_there_is_told_with_the_nearest_that_is(tmp_path: Path) -> None:
    put(tmp_path)
    problem = only(tmp_path, "demo-2024/申报书.docx")
    assert "没有" in problem.message
    assert problem.nearest == FORM


@pytest.mark.parametrize(
    "path",
    [
        "../policies/demo-2024.yaml",
        "demo-2024/../../secret.docx",
        "/etc/passwd.docx",
        "a//b.docx",
        "./a.docx",
        ".hidden/a.docx",
        "C:/a.docx",
    ],
)
def test_a_place_outside_the_folder_is_refused_whatever_lies_there(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.docx").write_bytes(CONTENT)
    put(tmp_path)
    assert "不能以 / 开头、不能有 .." in only(tmp_path, path).message


def test_a_link_that_leads_out_of_the_folder_is_no_form(tmp_path: Path) -> None:
    outside = tmp_path / "outside.docx"
    outside.write_bytes(CONTENT)
    (tmp_path / FORMS / "demo-2024").mkdir(parents=True)
    (tmp_path / FORMS / FORM).symlink_to(outside)
    assert "没有" in only(tmp_path).message
    (tmp_path / FORMS / FORM).unlink()
    (tmp_path / FORMS / FORM).symlink_to(put(tmp_path, name="real.docx"))
    assert problems(tmp_path, demo=attached()) == ()


def test_a_form_too_large_or_empty_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path)
    os.truncate(path, LARGEST_FORM)
    assert problems(tmp_path, demo=attached()) == ()
    os.truncate(path, LARGEST_FORM + 1)
    assert "最多 20 MB" in only(tmp_path).message
    os.truncate(path, 0)
    assert "空的" in only(tmp_path).message


@pytest.mark.parametrize("ending", BEGINS)
def test_the_content_is_what_the_ending_says(tmp_path: Path, ending: str) -> None:
    name = f"demo-2024/form{ending.upper()}"
    put(tmp_path, BEGINS[ending] + b"...", name)
    assert problems(tmp_path, demo=attached(name)) == ()
    put(tmp_path, b"<!DOCTYPE html><title>404</title>", name)
    assert "存成了网页" in only(tmp_path, name).message


def test_a_file_that_nobody_fills_in_is_refused(tmp_path: Path) -> None:
    put(tmp_path, name="demo-2024/run.exe")
    problem = only(tmp_path, "demo-2024/run.exe")
    assert set(problem.allowed) == set(BEGINS)


def test_a_file_without_its_source_is_refused(tmp_path: Path) -> None:
    put(tmp_path)
    text = attached().replace(', source: "https://rs.demo.gov.cn/1"', "")
    assert ["缺少 source" in problem.message for problem in problems(tmp_path, demo=text)] == [True]


def test_a_form_put_in_after_the_policy_that_names_it_is_noticed(tmp_path: Path) -> None:
    write_base(tmp_path, demo=attached())
    with pytest.raises(KnowledgeError, match="没有"):
        load(tmp_path, every_example_holds)
    before = stamps_of(tmp_path)
    put(tmp_path)
    assert stamps_of(tmp_path) != before
    assert FORM in load(tmp_path, every_example_holds).forms


def test_what_is_hidden_in_the_folder_of_forms_is_no_form(tmp_path: Path) -> None:
    put(tmp_path, name="demo-2024/.申报表.docx.part")
    assert forms_of(tmp_path) == {}


def test_without_a_folder_there_are_no_forms(tmp_path: Path) -> None:
    assert forms_of(tmp_path) == {}
    assert loaded(tmp_path).forms == {}


def test_a_form_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path)

    def refuse(self: Path, *_: object) -> None:
        raise PermissionError(self)

    monkeypatch.setattr("knowledge.reading.forms.Path.open", refuse)
    assert forms_of(tmp_path)[FORM].head == b""
    assert path.exists()


@given(st.text(st.sampled_from("ab./\\: 表"), max_size=12))
def test_a_place_that_is_within_stays_within(written: str) -> None:
    root = Path("/forms")
    if is_within(written):
        assert Path(os.path.normpath(root / written)).is_relative_to(root)
        assert written.split("/") == list(Path(written).parts)
