"""The small parts: plain text, scanners, places, years, phrases, and the files they come from."""

import shutil
from collections.abc import Callable
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import KnowledgeError
from knowledge.search.hearing import Cleaner
from knowledge.search.intents import Intents
from knowledge.search.lexicon import Lexicon, load_lexicon
from knowledge.search.normal import normalise
from knowledge.search.regions import Regions
from knowledge.search.scanner import Hit, Scanner, apart, mask
from knowledge.search.years import find_years

WORDS = Path(__file__).parents[3] / "knowledge" / "data" / "search"


@given(st.text(max_size=80))
def test_normal_text_is_its_own_normal_form(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Ｔｅｌ：１２３", "tel 123"), ("特\u200b培\ue000，计划🎉！", "特培计划"), ("①", "1"), ("12,5", "12 5"), ("\ud800", ""), ("  ", "")],
)
def test_normal_forms(text: str, plain: str) -> None:
    assert normalise(text) == plain


@given(st.lists(st.text("abc", min_size=1, max_size=3), max_size=6), st.text("abc", max_size=20))
def test_hits_are_words_and_chosen_ones_do_not_overlap(words: list[str], text: str) -> None:
    scanner = Scanner({word: word for word in words})
    every = list(scanner.every(text))
    assert {(hit.start, hit.value) for hit in every} == {
        (at, word) for word in words for at in range(len(text)) if text.startswith(word, at)
    }
    for chosen in (scanner.longest(text), apart(every)):
        assert all(text[hit.start : hit.end] == hit.value for hit in chosen)
        assert all(left.end <= right.start for left, right in pairwise(chosen))


def test_masking_keeps_positions() -> None:
    assert mask("特培材料", 0, 2) == "\0\0材料"


@pytest.fixture
def regions(lexicon: Lexicon) -> Regions:
    return Regions(lexicon.regions, [("全国",), ("内蒙古自治区", "包头市")])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("包头人", {"包头市"}),
        ("吉林的", {"吉林省", "吉林市"}),
        ("呼市和内蒙", {"呼和浩特市", "内蒙古自治区"}),
        ("北京大学", set()),
        ("贵宾来宾", set()),
        ("来宾市", {"来宾市"}),
        ("晋城市级", {"晋城市"}),
        ("青山绿水", set()),
        ("青山区", {"青山区"}),
        ("海南省", {"海南省"}),
        ("延边州", {"延边朝鲜族自治州"}),
    ],
)
def test_places_are_found(regions: Regions, text: str, found: set[str]) -> None:
    assert {name for hit in regions.find(text) for name in hit.value} == found


def test_the_level_of_a_unit_is_left_of_a_place(regions: Regions) -> None:
    assert [(hit.start, hit.end) for hit in regions.find("晋城市级技师工作站")] == [(0, 2)]


@given(st.data())
def test_what_contains_a_place_and_what_it_contains_fit_it(data: st.DataObject) -> None:
    words = load_lexicon(WORDS).regions
    regions = Regions(words, [])
    province = data.draw(st.sampled_from([province for province in words.provinces if province.places]))
    place = data.draw(st.sampled_from(province.places))
    other = data.draw(st.sampled_from([other for other in words.provinces if other != province]))
    assert {place, province.name, "全国"} <= regions.fitting([place])
    assert place in regions.fitting([province.name])
    assert other.name not in regions.fitting([place])


def test_the_table_holds_the_whole_country(lexicon: Lexicon) -> None:
    provinces = lexicon.regions.provinces
    municipalities = {"北京市", "天津市", "上海市", "重庆市"}
    assert len(provinces) == 34 + 1  # the corps (兵团) has programmes of its own
    assert sum(len(province.places) for province in provinces if province.name not in municipalities) >= 333
    assert all(
        name in province.places or name == province.name or name in sum(province.within.values(), ())
        for province in provinces
        for name in province.short
    )
    assert all(name in province.places for province in provinces for name in province.within)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2025年特培", [2025]),
        ("2023特培", [2023]),
        ("23年的特培", [2023]),
        ("二〇二三年度", [2023]),
        ("二三年的", [2023]),
        ("1980年5月", []),
        ("2001年出生", []),
        ("2001年5月1日生", []),
        ("2015年8月开始干本专业", []),
        ("2015年从事本专业", []),
        ("2024年5月1日生效", [2024]),
        ("2024年开始申报", [2024]),
        ("干了22年", []),
        ("22年以上", []),
        ("2000元", []),
        ("电话2199488", []),
        ("2022和2024年", [2022, 2024]),
    ],
)
def test_years_that_mean_an_edition(text: str, years: list[int]) -> None:
    assert [year.value for year in find_years(text)] == years


def test_a_day_is_told_from_an_edition() -> None:
    assert [year.dated for year in find_years("2023年3月和2023年")] == [True, False]


@pytest.fixture
def asks(lexicon: Lexicon) -> Callable[[str], tuple[str, ...]]:
    clean = Cleaner(lexicon.words.fillers).clean
    intents = Intents(lexicon.intents, lexicon.phrasings, lexicon.slots, clean)

    def asked(text: str) -> tuple[str, ...]:
        parts = [clean(part) for part in text.split("，")]
        return intents.find("".join(parts), named=True, breaks=tuple(accumulate(map(len, parts)))).topics

    return asked


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("我能报吗", ("conditions",)),
        ("够不够格", ("conditions",)),
        ("个人能不能直接报", ("how_to_apply",)),
        ("网址", ("how_to_apply",)),
        ("什么时候出结果", ("process",)),
        ("材料什么时候交", ("deadline",)),
        ("谁能报", ("scope", "conditions")),
        ("面向谁", ("scope",)),
        ("有什么好处", ("benefit",)),
        ("推荐比例", ("quota",)),
        ("条件是什么", ("conditions",)),
        ("是什么", ("overview",)),
        ("条件，材料，电话", ("conditions", "materials", "contact")),
        ("什么时候", ("deadline",)),
        ("年龄限制多大", ("conditions",)),
        ("超过五十岁行不行", ("conditions",)),
        ("退休了能报吗", ("conditions",)),
        ("五十二了还能报不", ("conditions",)),
        ("截止了还能报吗", ("deadline",)),
        ("几天", ("process",)),
        ("还有几天", ("deadline",)),
        ("多少课时", ("process",)),
        ("培训期", ("process",)),
        ("几时公示", ("process",)),
        ("哪些行业", ("scope",)),
        ("报名要交钱吗", ("how_to_apply",)),
        ("收费吗", ("benefit", "how_to_apply")),
        ("报名要收费吗", ("how_to_apply",)),
        ("公示期", ("process", "deadline")),
        ("学费谁出", ("benefit",)),
        ("下一期什么时候", ("deadline",)),
        ("明年还有吗", ("deadline",)),
        ("", ()),
        ("哦哦", ()),
    ],
)
def test_what_is_asked(asks: Callable[[str], tuple[str, ...]], text: str, topics: tuple[str, ...]) -> None:
    assert asks(text) == topics


def test_every_phrase_asks_for_its_own_intent(lexicon: Lexicon, asks: Callable[[str], tuple[str, ...]]) -> None:
    """No phrase stands under two intents, but that another may be meant beside it; a gap is filled with nothing."""
    beside = {(one.also, one.topic) if one.first else (one.topic, one.also) for one in lexicon.intents.beside}
    wrong = [
        (phrase, topic, found)
        for topic, phrases in lexicon.intents.by_topic().items()
        for phrase in phrases.says
        if (found := asks(phrase.replace("…", ""))) != (topic,) and found not in beside
    ]
    assert wrong == []


def test_no_phrase_is_worn_down_to_a_single_character(lexicon: Lexicon) -> None:
    """A filler inside a phrase (这个, 吗) goes before it is looked for."""
    clean = Cleaner(lexicon.words.fillers).clean
    assert [
        phrase for phrases in lexicon.intents.by_topic().values() for phrase in phrases.says if len(clean(phrase)) < min(2, len(phrase))
    ] == []


def test_a_comparison_counts_only_where_nothing_else_is_asked(lexicon: Lexicon, asks: Callable[[str], tuple[str, ...]]) -> None:
    means = lexicon.intents.comparison.means
    assert [phrase for phrase in lexicon.intents.comparison.says if asks(phrase) != means] == []
    assert asks("介绍有啥区别") == means
    assert asks("年龄有啥区别") == ("conditions",)


def test_every_intent_has_its_hundred_phrasings(lexicon: Lexicon) -> None:
    assert all(len(set(phrases.says)) >= 100 for phrases in lexicon.intents.by_topic().values())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(WORDS, tmp_path / "search"))


def test_every_mistake_of_all_files_is_told(folder: Path) -> None:
    (folder / "words.yaml").unlink()
    (folder / "intents.yaml").write_text("deadline: {says: [截止], says_more: [期限]}\n", "utf-8")
    (folder / "regions.yaml").write_text("provinces: [{name: *x}]\n", "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_lexicon(folder)
    assert {problem.file for problem in caught.value.problems} == {"search/words.yaml", "search/intents.yaml", "search/regions.yaml"}
    assert any("says_more" in str(problem) for problem in caught.value.problems)


def test_a_phrasing_under_two_intents_is_refused(folder: Path) -> None:
    phrasings = (folder / "phrasings.yaml").read_text("utf-8")
    (folder / "phrasings.yaml").write_text(phrasings.replace("…要交啥,", "…电话多少,"), "utf-8")
    with pytest.raises(KnowledgeError, match="每句话只能写一次：…电话多少"):
        load_lexicon(folder)


def test_a_sound_alike_in_two_groups_is_refused(folder: Path) -> None:
    words = (folder / "words.yaml").read_text("utf-8")
    (folder / "words.yaml").write_text(words.replace("sound_alikes: [", "sound_alikes: [培特,"), "utf-8")
    with pytest.raises(KnowledgeError, match="只能出现一次"):
        load_lexicon(folder)


def test_hits_know_their_value() -> None:
    assert Scanner({"特培": 1}).longest("问特培") == (Hit(1, 3, 1),)
