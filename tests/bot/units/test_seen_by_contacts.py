"""What a contact sees of somebody: a word and missing papers. Two who stand alike are alike to the byte, whatever they answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot import texts
from bot.clock import SHANGHAI
from bot.outbox.letter import letters_of
from bot.usecases.checklists import list_about
from bot.usecases.lacking import Lacks
from bot.usecases.scope import PolicyScope
from bot.usecases.screening import standing_of
from bot.usecases.units.seen import WORDS, Seen, Sharer, can_be_shared, least_ready_first, scope_of, seen_of, tracks_to_choose
from bot.usecases.units.standing import Standing
from bot.views.message import Message
from bot.views.render import to_plain
from bot.views.units.joining import Shared, share_message, track_choice_message
from bot.views.units.nudging import nudge_message, remove_message
from bot.views.units.reminders import digest_blocks
from bot.views.units.seen import overview_message, seen_lines, sharers_message
from eligibility.answers import Answer
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from tests.eligibility.strategies import DAY, answers, base_of, conditions, policy_of, rules

NOON = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=SHANGHAI)
FACTS_ASKED = ("employed", "level", "age")
AnyAnswers = Mapping[str, Answer]


@st.composite
def papers(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """A material for all or for some, whoever prepares it."""
    return {
        "id": f"m{number}",
        "clause": "五",
        "name": f"材料{number}号",
        "prepared_by": draw(st.sampled_from(["applicant", "applicant", "unit", "county"])),
        "when": draw(st.none() | rules(FACTS_ASKED)),
        "tracks": draw(st.sampled_from([(), (), ("one",)])),
    }


@st.composite
def shared(draw: st.DrawFn) -> tuple[KnowledgeBase, PolicyScope]:
    """A policy that a member shares, with the track where there is one to choose."""
    found = tuple(draw(conditions(number, FACTS_ASKED)) for number in range(draw(st.integers(0, 3))))
    materials = [draw(papers(number)) for number in range(draw(st.integers(0, 4)))]
    policy = policy_of(*found, materials=materials)
    base = base_of(policy)
    track = draw(st.sampled_from(tracks_to_choose(base, policy) or ("",)))
    scope = scope_of(base, policy.id, track)
    assert scope is not None
    return base, scope


TICKS = st.frozensets(st.sampled_from([f"m{number}" for number in range(4)]))


def bytes_of(message: Message) -> tuple[bytes, ...]:
    """What goes to Telegram."""
    return tuple(letter.model_dump_json().encode() for letter in letters_of(message))


def everything_shown(policy: Policy, scope: PolicyScope, seen: Seen) -> tuple[tuple[bytes, ...], ...]:
    """Every message in which a member stands, a contact's and those that promise what a contact sees."""
    sharer = Sharer(7, seen)
    messages = (
        sharers_message(1, policy, (sharer,)),
        sharers_message(1, policy, (sharer,), removing=True),
        overview_message(1, "某厂", [(policy, (seen,))]),
        remove_message(1, policy, sharer),
        share_message(1, "某厂", policy, Shared(seen, None), shared=True),
        nudge_message(1, "某厂", policy, scope, seen, Lacks()),
    )
    return tuple(bytes_of(message) for message in messages)


def fits(base: KnowledgeBase, scope: PolicyScope, given_answers: AnyAnswers) -> bool:
    return standing_of(base, scope, given_answers, NOON).name == "eligible"


@given(shared(), answers(), answers(), TICKS, TICKS)
@settings(max_examples=150, deadline=None)
def test_two_with_other_answers_who_stand_alike_are_alike_to_the_byte(
    about: tuple[KnowledgeBase, PolicyScope], one: AnyAnswers, other: AnyAnswers, ticked: frozenset[str], rest: frozenset[str]
) -> None:
    base, scope = about
    policy = base.policies[scope.policy]
    assume(fits(base, scope, one) == fits(base, scope, other))
    for_some = {material.id for material in policy.materials if material.when is not None}
    otherwise = (ticked - for_some) | (rest & for_some)
    first, second = (
        seen_of(base, scope, "老张", given_answers, ticks, NOON) for given_answers, ticks in ((one, ticked), (other, otherwise))
    )
    assert everything_shown(policy, scope, first) == everything_shown(policy, scope, second)


@given(shared(), answers(), TICKS)
@settings(max_examples=100, deadline=None)
def test_the_word_says_whether_they_fit_and_whether_papers_are_left_and_nothing_else(
    about: tuple[KnowledgeBase, PolicyScope], said: AnyAnswers, ticked: frozenset[str]
) -> None:
    base, scope = about
    seen = seen_of(base, scope, "老张", said, ticked, NOON)
    assert (seen.word == "unconfirmed") == (not fits(base, scope, said))
    assert seen.word != "ready" or not seen.missing
    assert seen.word != "interested" or seen.missing
    shown = "\n".join(seen_lines(base.policies[scope.policy], seen))
    for fact in base.facts.values():
        assert fact.name not in shown
    for condition in base.policies[scope.policy].conditions:
        assert condition.text not in shown
        assert condition.clause not in shown
    for material in base.policies[scope.policy].materials:
        if material.when is not None or material.prepared_by != "applicant":
            assert material.name not in shown


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.text(max_size=3)), max_size=6), st.randoms())
def test_the_order_depends_on_what_is_seen_alone(found: list[tuple[str, str]], chance: Any) -> None:  # noqa: ANN401 - hypothesis' Random
    sharers = [Sharer(number, Seen(called, None, word, (), 0)) for number, (word, called) in enumerate(found)]  # type: ignore[arg-type]
    mixed = list(sharers)
    chance.shuffle(mixed)
    ordered = [one.seen for one in least_ready_first(sharers)]
    assert ordered == [one.seen for one in least_ready_first(mixed)]
    read = [WORDS.index(one.word) for one in ordered]
    assert read == sorted(read, reverse=True), "who needs the days that are left comes first"


def test_who_is_counted_and_who_is_listed_stand_in_one_order_under_the_same_words(base: KnowledgeBase) -> None:
    policy = base.policies["bt-shibaiqian-2024"]
    seen = tuple(Seen(f"成员{number}", None, word, (), 0) for number, word in enumerate(WORDS))
    sharers = least_ready_first(Sharer(number, one) for number, one in enumerate(seen))
    digest = [to_plain(Message((block,))) for block in digest_blocks(policy, Standing(sharers, None))]
    page = to_plain(sharers_message(1, policy, sharers))
    for text in (page, "\n".join(digest)):
        head, *rows = [line for line in text.splitlines() if " 1 人" in line or "成员" in line]
        counted = [part.split(" ")[0] for part in head.rpartition("：")[2].split("，")]
        assert all(word in row for word, row in zip(counted, rows, strict=True))


def test_what_can_be_shared_is_what_a_person_applies_for(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        choice = tracks_to_choose(base, policy) if can_be_shared(base, policy.id) else ()
        assert can_be_shared(base, policy.id) == ("person" in policy.applicants)
        assert (scope_of(base, policy.id, "") is None) == (bool(choice) or "person" not in policy.applicants)
        for track in policy.tracks:
            scope = scope_of(base, policy.id, track.id)
            assert (scope is not None) == (track.id in choice)
        for track_id in choice or ("",):
            if (scope := scope_of(base, policy.id, track_id)) is not None:
                assert list_about(policy, scope.track) is not None, "its list of materials is one"
                assert seen_of(base, scope, "老张", {}, (), NOON).word == "unconfirmed"
    assert not can_be_shared(base, "gone")
    assert scope_of(base, "gone", "") is None


def test_every_message_of_real_policies_fits_telegram(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        if not can_be_shared(base, policy.id):
            continue
        for track in tracks_to_choose(base, policy) or ("",):
            scope = scope_of(base, policy.id, track)
            assert scope is not None
            listed = [one.id for one in policy.materials]
            seen = seen_of(base, scope, "某" * 20, {}, listed[:1], NOON)
            sharers = tuple(Sharer(10**17 + number, seen) for number in range(30))
            for page in range(5):
                assert len(letters_of(sharers_message(10**17, policy, sharers, page), edit=1)) == 1
            share_message(10**17, "某" * 60, policy, Shared(seen, None), shared=False)


def test_the_consent_to_a_self_check_is_true_of_who_shares_with_a_unit() -> None:
    told = " ".join(texts.CONSENT)
    assert "只用来" not in told, "a word of what follows from the answers goes to contacts, where that was agreed to"
    assert "单位联系人只看到准备到哪一步，看不到回答" in told


def test_a_unit_that_follows_nothing_is_told_to_choose_first() -> None:
    text = to_plain(overview_message(1, "某厂", []))
    assert "先在单位里选项目" in text
    assert "0 人" not in text


def test_who_agreed_is_led_on_and_who_chooses_a_track_is_told_which_certificate_is_whose(base: KnowledgeBase) -> None:
    policy = base.policies["bt-shibaiqian-2024"]
    choice = track_choice_message(1, policy, tracks_to_choose(base, policy))
    assert "· 高级技师：按高级技师推荐的，持高级技师以上证书" in to_plain(choice)
    assert "说不清，先都测一遍" in [button.label for row in choice.keyboard for button in row]
    seen = Seen("老张", "senior", "unconfirmed", (), 3)
    on, off = (share_message(1, "某厂", policy, Shared(seen, None), shared=shared) for shared in (True, False))
    assert {"✅ 自测", "☑ 勾材料"} <= {button.label for row in on.keyboard for button in row}
    assert not {"✅ 自测", "☑ 勾材料"} & {button.label for row in off.keyboard for button in row}
