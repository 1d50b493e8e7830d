"""Every file that is checked can be had from the chat, and finds its place when it is sent back, also where two have the same name."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.callbacks import code, read_press
from bot.handlers.keeping.handing import on_hand_out
from bot.usecases.keeping.placing import name_of, place_of, taken_from
from bot.usecases.snapshot import Snapshots
from bot.views.keeping.handing import LABELS, file_press, label_of
from bot.views.paging import PAGE
from knowledge.base import KnowledgeBase
from knowledge.checks.names import name_problems
from knowledge.reading.files import SHIPPED, bytes_of
from storage.database import Database
from storage.keeping_records import PublicationRecord
from tests.bot.units.desk import ADMIN, BAOTOU, opened

NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)


def test_every_file_on_file_finds_its_place_again_and_has_a_name_of_its_own(base: KnowledgeBase) -> None:
    files, _ = bytes_of(SHIPPED)
    handed = {name_of(path, 7): path for path in files}
    assert len(handed) == len(files), "a list of clauses is not called as its policy"
    for name, path in handed.items():
        assert taken_from(name) == 7
        assert place_of(name.replace(".yaml", " (1).yaml"), files[path], files) == path
        assert not list(name_problems([path]))
        assert place_of(path.rpartition("/")[2], files[path], files) == path, "as it is called in the folder, too"
    assert place_of("neu-2025.clauses.yaml", b"[", files) == "clauses/neu-2025.yaml"
    beside = [path for path in files if not path.startswith("policies/")]
    assert {path for path in beside if not path.startswith("clauses/")} == set(LABELS)
    assert {path for path in beside if label_of(base, path).startswith("条款清单：")} == {
        one for one in beside if one.startswith("clauses/")
    }
    assert label_of(base, "clauses/neu-2025.yaml") == "条款清单：neu-2025"


async def test_files_beside_the_policies_are_listed_and_handed_out(database: Database, snapshots: Snapshots) -> None:
    files, _ = bytes_of(SHIPPED)
    lists = [path for path in files if path.startswith("clauses/")]
    own = {path: raw for path, raw in files.items() if not path.startswith("search/")}
    record = PublicationRecord(number=1, version="v", based_on=None, who="x", person_id=None, why="x", published_at=NOW)
    async with database.transaction() as rows:
        await rows.publications.add(record, own)
        desk = await opened(rows, snapshots, NOW)
        pages = [await desk.press(ADMIN, f"vg:o:{page}") for page in range(len(files) // PAGE + 1)]
        assert all(sum(label in page for page in pages) >= 1 for label in LABELS.values())
        assert "‹ 项目的文件" in pages[0]
        for path in ("contradictions.yaml", lists[0], "search/talk.yaml", "drafting/words.yaml"):
            visit = await desk.visit_in(ADMIN, ADMIN, "private")
            outcome = await on_hand_out(replace(visit, press=read_press(file_press(path))))
            document = outcome.replies[0].message.document
            assert document is not None
            assert (document.name, document.content) == (name_of(path, 1), files[path])
        assert "过期" in await desk.press(ADMIN, file_press("keys/answers.key"))
        fewer = {path: raw for path, raw in own.items() if path != f"policies/{BAOTOU}.yaml"}
        await rows.publications.add(replace(record, number=2, version="w"), fewer)
        assert "过期" in await desk.press(ADMIN, f"vg:{code('policy', BAOTOU)}"), "it is served still, and published no more"
