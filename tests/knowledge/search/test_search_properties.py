"""What holds for every question, not only for those that someone thought of."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from knowledge.search.index import Index
from knowledge.search.lexicon import Lexicon
from knowledge.search.understanding import Understanding

same_index = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=12)
QUESTIONS = (
    "特培计划什么时候截止",
    "包头金蓝领材料",
    "晋城的项目截止时间",
    "广州特培",
    "技师工作站多少钱",
    "怎么报名",
    "今天天气怎么样",
    "培养基地电话",
    "特级技师是什么",
    "特培报名要交钱吗",
)
NOISE = ("🎉", "，", "？？", "\u200b", "\ufe0f", "\ue000", "~", "【", "\x07", " ", "\n", "👍🏽")


def outcome(understood: Understanding) -> tuple[object, ...]:
    return understood.action, understood.policies, understood.tracks, understood.intents, understood.elsewhere, understood.general


@same_index
@given(question=st.text(max_size=200) | CHINESE, topic=st.sampled_from([None, "nmg-tepei-2023", "gone"]))
def test_any_text_is_understood_somehow(index: Index, base: KnowledgeBase, question: str, topic: str | None) -> None:
    understood = index.understand(question, topic=topic)
    assert (understood.action == "none") == (understood.policies == () and understood.general is None)
    assert understood.general is None or understood.general in base.general
    assert set(understood.policies) | set(understood.related) <= set(base.policies)
    assert all(track.split("/")[0] in understood.policies for track in understood.tracks)
    assert 0 <= understood.confidence <= 1
    assert len(understood.policies) <= 4 or understood.looked_up
    assert understood.question == question


@same_index
@given(question=st.sampled_from(QUESTIONS), noise=st.lists(st.tuples(st.integers(0, 20), st.sampled_from(NOISE)), max_size=5))
def test_emoji_punctuation_and_the_invisible_change_nothing(index: Index, question: str, noise: list[tuple[int, str]]) -> None:
    noisy = question
    for at, mark in noise:
        noisy = noisy[:at] + mark + noisy[at:]
    assert outcome(index.understand(noisy)) == outcome(index.understand(question))


@same_index
@given(data=st.data(), question=st.sampled_from(QUESTIONS))
def test_fillers_before_and_behind_change_nothing(index: Index, lexicon: Lexicon, data: st.DataObject, question: str) -> None:
    filler = st.sampled_from(lexicon.words.fillers)
    before, behind = data.draw(filler), data.draw(filler)
    assert outcome(index.understand(f"{before}，{question}{behind}")) == outcome(index.understand(question))


@same_index
@given(data=st.data(), before=CHINESE, behind=CHINESE)
def test_a_full_title_always_finds_its_policy(index: Index, base: KnowledgeBase, data: st.DataObject, before: str, behind: str) -> None:
    policy = base.policies[data.draw(st.sampled_from(sorted(base.policies)))]
    for question in (policy.title, f"{before}{policy.title}{behind}"):
        understood = index.understand(question)
        assert policy.id in (*understood.policies, *understood.related)


def nationwide(policy: Policy) -> bool:
    """Open to applicants from everywhere, as far as its region tells."""
    return policy.region == ("全国",) and policy.applicant is not None


@same_index
@given(data=st.data())
def test_another_place_is_never_answered_with_ours(index: Index, base: KnowledgeBase, lexicon: Lexicon, data: st.DataObject) -> None:
    """Whatever is asked beside it, and however the policy is named; at most what that place has itself is asked back."""
    policy = base.policies[data.draw(st.sampled_from(sorted(policy.id for policy in base.policies.values() if not nationwide(policy))))]
    province = data.draw(st.sampled_from([province for province in lexicon.regions.provinces if province.name != policy.region[0]]))
    place = data.draw(st.sampled_from((province.name, *province.places)))
    places = {part[:2] for part in policy.region}
    name = data.draw(st.sampled_from([name for name in policy.aliases if not any(part in name for part in places)] or [policy.series.name]))
    asked = data.draw(st.sampled_from(["什么时候截止", "怎么报", "", "给多少钱", "的材料"]))
    understood = index.understand(f"{place}{name}{asked}")
    assert understood.action != "answer"
    if understood.action == "none":
        assert understood.elsewhere is not None
        assert place in understood.elsewhere.regions
    else:
        assert all(base.policies[one].region[0] == province.name for one in understood.policies)


@same_index
@given(year=st.integers(2015, 2035), name=st.sampled_from(["特培", "金蓝领", "技师工作站"]))
def test_another_year_is_never_answered_as_ours(index: Index, base: KnowledgeBase, year: int, name: str) -> None:
    understood = index.understand(f"{year}年{name}什么时候截止")
    if understood.action == "answer":
        assert {base.policies[policy].year for policy in understood.policies} == {year}
    else:
        assert understood.elsewhere is not None
        assert understood.elsewhere.years == (year,)
        assert understood.related


def test_what_stands_behind_the_bound_is_not_read(index: Index) -> None:
    """Four thousand characters once folded: one that unfolds to eighteen counts as eighteen."""
    assert index.understand("。" * 3900 + "特培要啥材料").intents == ("materials",)
    for long in ("。" * 4000, "\ufdfa" * 300):
        understood = index.understand(long + "特培要啥材料")
        assert (understood.action, understood.policies) == ("none", ())
        assert understood.question == long + "特培要啥材料"
