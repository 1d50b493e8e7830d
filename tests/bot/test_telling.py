"""What answers say that they tell; and what is noted of it, of whom, for how long."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.telling import KEPT, fade, note_told
from bot.views.answer import SECTIONS, answer_message, policy_answer
from bot.views.comparing import comparison_message
from bot.views.topics.section import View
from knowledge.base import WHOLE, KnowledgeBase
from knowledge.entries import Topic
from knowledge.search.understanding import Understanding
from storage.database import Database
from tests.storage.servers import SqliteFolder, codec

NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)
BAOTOU, TEPEI = "bt-shibaiqian-2024", "nmg-tepei-2023"


@given(st.data())
def test_an_answer_tells_its_topics_and_when_it_ends(base: KnowledgeBase, data: st.DataObject) -> None:
    policy = data.draw(st.sampled_from(tuple(base.policies.values())))
    topics: list[Topic] = data.draw(st.lists(st.sampled_from(tuple(SECTIONS)), min_size=1, max_size=3))
    message = policy_answer(View(base, policy, None, NOW), topics)
    assert message.tells == {(policy.id, topic) for topic in (*topics, "deadline")}


def test_what_is_being_verified_is_not_told(base: KnowledgeBase) -> None:
    policy = base.policies[BAOTOU]
    (first, *_) = policy.quotas
    for withdrawn, told in ((first.id, {(BAOTOU, "deadline")}), (policy.stages[0].id, {(BAOTOU, "quota")}), (WHOLE, set())):
        held = replace(base, withdrawn={BAOTOU: frozenset({withdrawn})})
        assert policy_answer(View(held, policy, None, NOW), ["quota"]).tells == told


def test_answers_side_by_side_tell_what_each_tells(base: KnowledgeBase) -> None:
    asked = Understanding(question="", action="answer", policies=(BAOTOU, TEPEI), intents=("materials",))
    both = {(policy, topic) for policy in (BAOTOU, TEPEI) for topic in ("materials", "deadline")}
    assert answer_message(base, asked, NOW).tells == both
    assert comparison_message(base, (BAOTOU, TEPEI), ("materials",), NOW).tells == {one for one in both if one[1] == "materials"}
    unsure = replace(asked, policies=(BAOTOU,), intents=("overview",), likely=("quota",))
    assert answer_message(base, unsure, NOW).tells == {(BAOTOU, "overview"), (BAOTOU, "deadline")}


@pytest.fixture
async def database(sqlite: SqliteFolder) -> AsyncIterator[Database]:
    database = Database(sqlite.fresh(), codec())
    yield database
    await database.close()


async def test_only_of_those_who_agreed_is_noted_what_they_were_told_and_it_fades(database: Database) -> None:
    async with database.transaction() as rows:
        person = (await rows.people.ensure(1, NOW)).id
        await note_told(rows, person, {(BAOTOU, "quota")}, "v", NOW)
        assert await rows.tellings.of(person, BAOTOU) == {}
        await rows.people.give_consent(person, "answers", NOW)
        await note_told(rows, person, (), "v", NOW)
        await note_told(rows, person, {(BAOTOU, "quota")}, "v", NOW)
        await fade(rows, NOW + KEPT)
        assert await rows.tellings.of(person, BAOTOU) == {"quota": 0}
        await fade(rows, NOW + KEPT + timedelta(days=1))
        assert await rows.tellings.of(person, BAOTOU) == {}
