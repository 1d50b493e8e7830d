"""The JSON Schema: up to date, in Chinese, and of one mind with the models."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from knowledge.reading.tree import read_tree
from knowledge.schema import (
    CONTRADICTIONS_SCHEMA,
    FACTS_SCHEMA,
    GENERAL_SCHEMA,
    HEADER,
    NOTICE_SCHEMA,
    POLICY_SCHEMA,
    contradictions_schema,
    facts_schema,
    general_schema,
    notice_schema,
    policy_schema,
    schema_texts,
)
from tests.knowledge.factories import FACTS, POLICY, SECOND, spoilt

DATA = Path(__file__).parents[2] / "knowledge" / "data"
POLICY_FILES = sorted((DATA / "policies").glob("*.yaml"))
POLICY_CHECK = Draft202012Validator(policy_schema())
FACTS_CHECK = Draft202012Validator(facts_schema())
NOTICE_FILES = sorted((DATA / "clauses").glob("*.yaml"))
NOTICE_CHECK = Draft202012Validator(notice_schema())
GENERAL_CHECK = Draft202012Validator(general_schema())


def _objects() -> Iterator[tuple[str, dict[str, Any]]]:
    for schema in (policy_schema(), facts_schema(), notice_schema(), general_schema(), contradictions_schema()):
        yield schema["title"], schema
        yield from schema["$defs"].items()


@pytest.mark.parametrize("name", [POLICY_SCHEMA, FACTS_SCHEMA, NOTICE_SCHEMA, GENERAL_SCHEMA, CONTRADICTIONS_SCHEMA])
def test_the_committed_schema_is_what_the_models_say(name: str) -> None:
    """When this fails: write ``knowledge.schema.schema_texts()`` into the files of their names."""
    assert (DATA / "schema" / name).read_text(encoding="utf-8") == schema_texts()[name]


@pytest.mark.parametrize("check", [POLICY_CHECK, FACTS_CHECK, NOTICE_CHECK, GENERAL_CHECK])
def test_the_schemas_are_schemas(check: Draft202012Validator) -> None:
    Draft202012Validator.check_schema(check.schema)


def test_everything_is_described_in_chinese() -> None:
    for name, model in _objects():
        assert re.search("[一-龥]", model["title"]), name
        for key, said in model["properties"].items():
            assert re.search("[一-龥]|Q[1-9]", said.get("description", "")), f"{name}.{key} has no Chinese description"


@pytest.mark.parametrize("path", POLICY_FILES, ids=lambda path: path.stem)
def test_the_real_policies_pass_their_schema(path: Path) -> None:
    assert not list(POLICY_CHECK.iter_errors(read_tree(path.read_text(encoding="utf-8")).data))


@pytest.mark.parametrize("path", NOTICE_FILES, ids=lambda path: path.stem)
def test_the_real_clause_lists_pass_their_schema(path: Path) -> None:
    assert not list(NOTICE_CHECK.iter_errors(read_tree(path.read_text(encoding="utf-8")).data))


def test_the_real_facts_pass_their_schema() -> None:
    assert not list(FACTS_CHECK.iter_errors(read_tree((DATA / "facts.yaml").read_text(encoding="utf-8")).data))


def test_the_real_general_facts_pass_their_schema() -> None:
    assert not list(GENERAL_CHECK.iter_errors(read_tree((DATA / "general.yaml").read_text(encoding="utf-8")).data))


def test_the_real_contradictions_pass_their_schema() -> None:
    check = Draft202012Validator(contradictions_schema())
    assert not list(check.iter_errors(read_tree((DATA / "contradictions.yaml").read_text(encoding="utf-8")).data))


@pytest.mark.parametrize("path", [*sorted(DATA.glob("*.yaml")), *POLICY_FILES, *NOTICE_FILES], ids=lambda path: path.stem)
def test_the_real_files_name_their_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    named = re.fullmatch(re.escape(HEADER).replace(re.escape("{}"), "(.+)"), first)
    assert named, first
    schemas = {"policies": POLICY_SCHEMA, "clauses": NOTICE_SCHEMA}
    schema = f"{path.stem}.schema.json" if path.parent == DATA else schemas[path.parent.name]
    assert (path.parent / named[1]).resolve() == DATA / "schema" / schema


def test_the_small_base_passes() -> None:
    assert not list(FACTS_CHECK.iter_errors(read_tree(FACTS).data))
    assert not [error for text in (POLICY, SECOND) for error in POLICY_CHECK.iter_errors(read_tree(text).data)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("summary: 每年", "sumary: 每年"),
        ("copies: 2", "copies: 二"),
        ("document_number: null", "document_number: 2022"),
        ("kind: preferred", "kind: prefered"),
        ("{fact: age, at_most: 45}", "{fact: age, at_mots: 45}"),
        ("clause: 二（四）", "clause: 二(四)"),
        ("    text: 技艺精湛\n", ""),
    ],
)
def test_an_editor_marks_what_the_loader_refuses(old: str, new: str) -> None:
    assert list(POLICY_CHECK.iter_errors(read_tree(spoilt(POLICY, old, new)).data))
