"""``knowledge``: what is on file, for eyes and for programs."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from bot.settings import ROOT
from knowledge.base import KnowledgeBase
from tests.bot.cli import refused, run, told

pytestmark = pytest.mark.usefixtures("at_hand")


def test_lint_is_content_with_the_files_on_hand(base: KnowledgeBase) -> None:
    assert told("knowledge", "lint", "--json") == []
    assert base.version in run("knowledge", "lint").stdout


def test_lint_tells_every_mistake_with_file_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "knowledge" / "data", folder)
    file = folder / "policies" / "jc-talent-base-2022.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("applicant: unit", "applicant: unti").replace("year: 2022", "year: soon"), "utf-8")
    monkeypatch.setenv("KNOWLEDGE_DIR", str(folder))
    result = run("knowledge", "lint", "--json")
    assert result.exit_code == 1
    problems = json.loads(result.stdout)
    lines = text.splitlines()
    assert {(lines[one["line"] - 1].split(":")[0]) for one in problems if "jc-talent-base" in one["file"]} >= {"applicant", "year"}
    assert all(set(one) == {"file", "line", "place", "message"} for one in problems)
    plain = run("knowledge", "lint")
    assert plain.exit_code == 1
    assert "Traceback" not in plain.output
    for command in (("ask", "特培"), ("check", "nmg-tepei-2023"), ("knowledge", "list")):
        ended = run(*command)
        assert ended.exit_code == 1
        assert "jc-talent-base-2022.yaml" in ended.stderr


def test_a_wrong_setting_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    ended = run("knowledge", "list")
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    assert "LOG_LEVEL" in ended.stderr


def test_list_names_every_policy(base: KnowledgeBase) -> None:
    found = told("knowledge", "list", "--json")
    assert [one["id"] for one in found] == list(base.policies)
    keys = {"id", "title", "short_title", "aliases", "series", "year", "region", "genre", "applicant", "tracks"}
    assert all(set(one) == keys for one in found)
    table = run("knowledge", "list").stdout
    assert all(policy[:6] in table for policy in base.policies)


def test_show_gives_the_whole_file(base: KnowledgeBase) -> None:
    found = told("knowledge", "show", "nmg-tepei-2023", "--json")
    policy = base.policies["nmg-tepei-2023"]
    assert [one["id"] for one in found["conditions"]] == [one.id for one in policy.conditions]
    assert json.loads(run("knowledge", "show", "nmg-tepei-2023").stdout) == found
    assert "nmg-tepei-2023" in refused("knowledge", "show", "nope")


def test_facts_name_their_options_and_policies(base: KnowledgeBase) -> None:
    found = {one["id"]: one for one in told("knowledge", "facts", "--json")}
    assert found.keys() == base.facts.keys()
    for fact, row in found.items():
        assert {"id", "name", "subject", "kind", "unit", "options", "ask", "sensitive", "policies"} == set(row)
        assert row["policies"] == list(base.used_by[fact])
    assert found["ethnic_minority"]["sensitive"] is True
    assert found["skill_leaders"]["unit"] == "人"
    assert found["base_level"]["options"][0]["id"] == "none"
    assert all(fact in run("knowledge", "facts").stdout for fact in base.facts)


def test_deadlines_give_every_stage_with_its_window(base: KnowledgeBase) -> None:
    found = told("knowledge", "deadlines", "--as-of", "2024-11-28", "--json")
    assert len(found) == sum(len(policy.stages) or 1 for policy in base.policies.values())
    for one in found:
        policy = base.policies[one["policy"]]
        assert one["stage"] in {stage.id for stage in policy.stages} or (one["stage"] is None and not policy.stages)
        assert one["ends"] or one["stage"] or one["absent"], "a policy without stages says what its dates are not"
        assert {absence["why"] for absence in one["absent"]} <= {"not_stated", "in_document", "left_out"}
    assert found[0]["policy"] == "bt-shibaiqian-2024"
    assert {one["window"] for one in found if one["policy"] == "bt-shibaiqian-2024"} == {"open"}
    ends = {one["ends"] for one in found if one["policy"] == "nmg-tepei-2023" and one["ends"]}
    assert ends == {date(2023, 3, 20).isoformat()}
    assert {one["state"] for one in found if one["ends"] == "2024-12-10"} == {"open"}
    assert {one["state"] for one in found if one["ends"] == "2023-03-20"} == {"closed"}
    plain = run("knowledge", "deadlines", "--as-of", "2024-11-28").stdout
    assert "2023年3月20日" in plain
    assert "三（一）" in plain


def test_deadlines_go_to_a_calendar_file(base: KnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "日期.ics"
    dated = sum(1 for policy in base.policies.values() for stage in policy.stages if stage.starts or stage.ends)
    assert f"{dated} 个" in run("knowledge", "deadlines", "--ics", str(file), "--as-of", "2024-11-28").stdout
    assert file.read_bytes().count(b"BEGIN:VEVENT") == dated
    assert b"DTSTAMP:20241128T040000Z" in file.read_bytes()
    printed = run("knowledge", "deadlines", "--ics", "-", "--as-of", "2024-11-28")
    assert printed.stdout_bytes == file.read_bytes()
    again = told("knowledge", "deadlines", "--ics", str(tmp_path / "again.ics"), "--as-of", "2024-11-28", "--json")
    assert len(again) >= dated
    assert (tmp_path / "again.ics").read_bytes() == file.read_bytes()


def test_a_calendar_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    assert "请换一个文件" in refused("knowledge", "deadlines", "--ics", str(tmp_path / "nowhere" / "x.ics"))
    assert "写不了" in refused("knowledge", "deadlines", "--ics", str(tmp_path))
    assert "例如 2023-03-01" in refused("knowledge", "deadlines", "--ics", "-", "--as-of", "明天")
    result = run("knowledge", "deadlines", "--ics", "-", "--json")
    assert result.exit_code == 2
    assert "只能选一个" in json.loads(result.stdout)["error"]


@pytest.mark.parametrize("what", ["policy", "facts", "notice", "general"])
def test_schemas_are_valid_and_the_ones_that_editors_use(what: str) -> None:
    schema = told("knowledge", "schema", what)
    Draft202012Validator.check_schema(schema)
    stored = json.loads((ROOT / "knowledge" / "data" / "schema" / f"{what}.schema.json").read_text("utf-8"))
    assert schema == stored


def test_a_schema_of_nothing_is_refused() -> None:
    assert "policy" in refused("knowledge", "schema", "nope")
