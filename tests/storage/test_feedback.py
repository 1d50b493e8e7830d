"""Questions without askers, ratings that count once, reports that are opened, said, taken back and forgotten."""

from storage.database import Database, Transaction
from storage.feedback_records import Rated, Rating
from tests.storage.samples import DAY, MINUTE, NOON, somebody

ASKED = ["天气怎么样", "驾照怎么考", "天气怎么样", "公积金", "驾照怎么考", "天气怎么样"]


async def test_the_same_words_are_one_row_that_counts_and_nothing_says_who_asked(database: Database) -> None:
    async with database.transaction() as tx:
        for number, text in enumerate(ASKED):
            await tx.questions.note(text, f"near {number}", NOON + number * MINUTE)
        listed = await tx.questions.listed()
    assert [(one.text, one.asked) for one in listed] == [("天气怎么样", 3), ("驾照怎么考", 2), ("公积金", 1)]
    for one in listed:
        last = len(ASKED) - 1 - ASKED[::-1].index(one.text)
        assert (one.first_at, one.last_at) == (NOON + ASKED.index(one.text) * MINUTE, NOON + last * MINUTE)
        assert one.nearest == f"near {last}"


async def test_questions_are_forgotten_by_when_they_were_last_asked(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.questions.note("旧的", "", NOON)
        await tx.questions.note("又问了的", "", NOON)
        await tx.questions.note("又问了的", "", NOON + DAY)
        await tx.questions.forget_before(NOON + MINUTE)
        assert [one.text for one in await tx.questions.listed()] == ["又问了的"]


async def test_what_is_hidden_stays_so_without_its_words_and_what_is_removed_begins_anew(database: Database) -> None:
    async with database.transaction() as tx:
        for text in ("驾照", "考驾照", "公积金", "天气"):
            await tx.questions.note(text, "near", NOON)
        keys = {one.text: one.key for one in await tx.questions.listed()}
        await tx.questions.hide([keys["驾照"], keys["考驾照"]], NOON)
        await tx.questions.hide([keys["公积金"]], NOON + MINUTE)
        assert await tx.questions.show_again(keys["公积金"]) == 1
        await tx.questions.remove([keys["天气"]])
        await tx.questions.note("驾照", "", NOON + MINUTE)
        await tx.questions.note("天气", "", NOON + MINUTE)
        assert {one.text: one.asked for one in await tx.questions.listed()} == {"公积金": 1, "天气": 1}
        await tx.questions.forget_before(NOON + DAY)
        assert await tx.questions.listed() == ()
        await tx.questions.note("考驾照", "", NOON + DAY)
        assert await tx.questions.listed() == ()
        assert await tx.questions.show_again(keys["天气"]) == 0


async def test_what_was_answered_after_all_counts_one_less_and_a_hidden_one_stays_hidden(database: Database) -> None:
    async with database.transaction() as tx:
        for text in ("甲", "甲", "乙", "丙"):
            await tx.questions.note(text, "", NOON)
        keys = {one.text: one.key for one in await tx.questions.listed()}
        await tx.questions.hide([keys["丙"]], NOON)
        for text in ("甲", "乙", "乙", "丙", "丙", "丁"):
            await tx.questions.take_back(text)
        assert [(one.text, one.asked) for one in await tx.questions.listed()] == [("甲", 1)]
        for text in ("乙", "丙"):
            await tx.questions.note(text, "", NOON)
        assert {one.text: one.asked for one in await tx.questions.listed()} == {"甲": 1, "乙": 1}


async def rate(tx: Transaction, person: int, chat: int, message: int, *, helpful: bool) -> bool:
    about = "policy deadline" if message == 1 else "policy benefit"
    return await tx.ratings.put(Rating(person_id=person, chat_id=chat, telegram_message_id=message, about=about, helpful=helpful), NOON)


async def test_a_person_rates_a_message_once_and_may_change_their_mind(database: Database) -> None:
    async with database.transaction() as tx:
        (one, chat), (other, there) = await somebody(tx, 1), await somebody(tx, 2)
        assert await rate(tx, one.id, chat.id, 1, helpful=True)
        assert not await rate(tx, one.id, chat.id, 1, helpful=True)
        assert await rate(tx, other.id, there.id, 1, helpful=True)
        assert await rate(tx, one.id, chat.id, 2, helpful=False)
        assert [(rated.about, rated.helpful, rated.unhelpful) for rated in await tx.ratings.counted()] == [
            ("policy benefit", 0, 1),
            ("policy deadline", 2, 0),
        ]
        assert await rate(tx, one.id, chat.id, 1, helpful=False)
        assert (await tx.ratings.counted())[0] in {
            Rated(about="policy deadline", helpful=1, unhelpful=1, first_at=NOON, last_at=NOON),
            Rated(about="policy benefit", helpful=0, unhelpful=1, first_at=NOON, last_at=NOON),
        }
        await tx.ratings.forget_before(NOON + MINUTE)
        assert await tx.ratings.counted() == ()


async def test_a_report_waits_for_its_words_and_fades(database: Database) -> None:
    async with database.transaction() as tx:
        (person, chat), (stranger, _) = await somebody(tx, 1), await somebody(tx, 2)
        await tx.reports.open(chat.id, person.id, "first", NOON)
        number = await tx.reports.open(chat.id, person.id, "second", NOON)
        waiting = await tx.reports.opened(chat.id, person.id, NOON - MINUTE)
        assert waiting is not None
        assert (waiting.id, waiting.about, waiting.said) == (number, "second", None)
        assert await tx.reports.opened(chat.id, person.id, NOON + MINUTE) is None
        assert await tx.reports.opened(chat.id, stranger.id, NOON) is None
        await tx.reports.say(number, "金额错了")
        await tx.reports.note_told(number, 2)
        assert await tx.reports.opened(chat.id, person.id, NOON) is None
        (said,) = await tx.reports.said()
        assert (said.said, said.told, said.opened_at) == ("金额错了", 2, NOON)
        assert await tx.reports.get(number) == said
        assert not await tx.reports.take_back(number, stranger.id)
        assert await tx.reports.take_back(number, person.id)
        assert await tx.reports.get(number) is None


async def test_what_is_open_is_dropped_and_forgotten_sooner_than_what_was_said(database: Database) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx)
        await tx.reports.say(await tx.reports.open(chat.id, person.id, "kept", NOON), "错了")
        await tx.reports.open(chat.id, person.id, "open", NOON)
        await tx.reports.forget_before(NOON - DAY, NOON)
        assert await tx.reports.drop(chat.id, person.id)
        assert not await tx.reports.drop(chat.id, person.id)
        await tx.reports.open(chat.id, person.id, "faded", NOON)
        await tx.reports.forget_before(NOON - DAY, NOON + MINUTE)
        assert not await tx.reports.drop(chat.id, person.id)
        assert [one.about for one in await tx.reports.said()] == ["kept"]
        await tx.reports.forget_before(NOON + DAY, NOON)
        assert await tx.reports.said() == ()


async def test_a_report_goes_to_all_where_nobody_looked_into_it(database: Database) -> None:
    async with database.transaction() as tx:
        reporters = [await somebody(tx, number) for number in range(1, 5)]
        silent, late, settled, widened = [await tx.reports.open(chat.id, person.id, "", NOON) for person, chat in reporters]
        for number in (late, settled, widened):
            await tx.reports.say(number, "错了")
        assert not await tx.reports.settle(silent, NOON)
        assert await tx.reports.settle(settled, NOON)
        assert not await tx.reports.settle(settled, NOON)
        await tx.reports.note_widened(widened, NOON)
        assert [one.id for one in await tx.reports.unwidened(NOON + MINUTE)] == [late]
        assert await tx.reports.unwidened(NOON) == ()
