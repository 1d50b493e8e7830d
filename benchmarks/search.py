"""Which policy a question means: our index beside plain rapidfuzz, BM25 over jieba's words, tantivy and SQLite's trigrams.

``python -m benchmarks.search`` prints one table: the labelled questions at sixteen policies, and a sample of them beside made ones at
ten thousand, whose names are every province and prefecture with twenty nouns of real programmes and a year. All take their turn in
one run. A question asked back counts as not found, for ours; the others never ask back and never refuse.
"""

import argparse
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

import bm25s  # type: ignore[import-untyped]
import jieba  # type: ignore[import-untyped]
import tantivy
from rapidfuzz import fuzz, process

from eligibility.examples import check_example
from knowledge.base import KnowledgeBase
from knowledge.entries import Source
from knowledge.loader import load
from knowledge.policy import Policy
from knowledge.search.index import Index
from knowledge.search.lexicon import Lexicon, load_lexicon
from knowledge.search.spelling import has_letters

ROOT = Path(__file__).parents[1]
SEED = 20241210
SETS = ("tune", "held", "unseen", "sixteen", "fresh16", "sealed", "spoken")
NOUNS = [
    "技师工作站",
    "技能大师工作室",
    "高技能人才培训基地",
    "首席技师评选",
    "工匠培养项目",
    "创业培训补贴",
    "职业技能大赛",
    "博士后资助",
    "名师带徒补助",
    "技能等级认定试点",
    "公共实训基地",
    "校企合作项目",
    "专家服务基地",
    "青年拔尖人才计划",
    "非遗工坊",
    "家政培训补贴",
    "新型学徒制",
    "以工代训补贴",
    "乡村工匠评选",
    "零工市场建设",
]
ASKED = ("什么时候截止", "要交啥材料", "给多少钱", "咋报", "要什么条件")

Question = tuple[str, str]
"""What is asked, and the policy meant."""
Find = Callable[[str], str | None]


def many(base: KnowledgeBase, lexicon: Lexicon, count: int, random: Random) -> tuple[KnowledgeBase, tuple[Question, ...]]:
    """The real policies and so many in all, with a question on some of the made ones."""
    model = base.policies["jc-technician-station-2022"]
    chains = [(province.name, *rest) for province in lexicon.regions.provinces for rest in ((), *((one,) for one in province.places))]
    made: dict[str, Policy] = {}
    questions: list[Question] = []
    for chain, noun, year in ((chain, noun, year) for year in (2025, 2024) for noun in NOUNS for chain in chains):
        if len(made) + len(base.policies) >= count:
            break
        name, number = f"{chain[-1]}{noun}", f"made-{len(made)}"
        series = model.series.model_copy(update={"id": f"{chain[-1]}-{noun}", "name": name})
        source = Source(publisher="官网", title=f"关于开展{year}年{name}申报工作的通知", kind="official")
        told = {"id": number, "title": name, "short_title": name, "aliases": (), "series": series, "year": year, "region": chain}
        made[number] = model.model_copy(update=told | {"sources": (source,), "documents": (), "contacts": (), "materials": ()})
        questions.append((f"{year}年{name}{random.choice(ASKED)}", number))
    return replace(base, policies={**base.policies, **made}), tuple(random.sample(questions, min(100, len(questions))))


def labelled() -> tuple[Question, ...]:
    """All labelled questions that mean one policy and name it."""
    rows = [json.loads(line) for name in SETS for line in (ROOT / f"tests/data/questions/{name}.jsonl").read_text("utf-8").splitlines()]
    return tuple((row["q"], row["policy"]) for row in rows if isinstance(row["policy"], str) and row["kind"] not in {"half", "lookup"})


def names_of(base: KnowledgeBase) -> tuple[tuple[str, str], ...]:
    """Every name with its policy, the same for all rivals."""
    return tuple((name, one.id) for one in base.policies.values() for name in (one.title, one.short_title, *one.aliases))


def ours(base: KnowledgeBase, lexicon: Lexicon) -> Find:
    """Our index; who asks back finds nothing here."""
    index = Index(base, lexicon)
    index.understand("tepei")

    def find(question: str) -> str | None:
        understood = index.understand(question)
        return understood.policies[0] if understood.action == "answer" else None

    return find


def fuzzy(base: KnowledgeBase, scorer: Callable[..., float]) -> Find:
    """Plain rapidfuzz over all names."""
    names = names_of(base)
    texts = [name for name, _ in names]
    return lambda question: names[process.extractOne(question, texts, scorer=scorer)[2]][1]


def bm25(base: KnowledgeBase) -> Find:
    """BM25 over jieba's words."""
    names = names_of(base)
    retriever = bm25s.BM25()
    retriever.index([jieba.lcut(name) for name, _ in names], show_progress=False)

    def find(question: str) -> str | None:
        found, _ = retriever.retrieve([jieba.lcut(question)], k=1, show_progress=False)
        return names[int(found[0][0])][1]

    return find


def full_text(base: KnowledgeBase) -> Find:
    """Tantivy over jieba's words."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", tokenizer_name="whitespace")
    builder.add_text_field("policy", stored=True, tokenizer_name="raw")
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for name, policy in names_of(base):
        writer.add_document(tantivy.Document(name=" ".join(jieba.lcut(name)), policy=policy))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def find(question: str) -> str | None:
        words = " ".join(f'"{word}"' for word in jieba.lcut(question) if word.isalnum())
        hits = searcher.search(index.parse_query(words, ["name"]), 1).hits if words else []
        return str(searcher.doc(hits[0][1])["policy"][0]) if hits else None

    return find


def trigrams(base: KnowledgeBase) -> Find:
    """SQLite's FTS5 with its trigram tokenizer: any three characters in common, ranked."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE names USING fts5(name, policy UNINDEXED, tokenize='trigram')")
    connection.executemany("INSERT INTO names VALUES (?, ?)", names_of(base))

    def find(question: str) -> str | None:
        text = "".join(letter for letter in question if letter.isalnum())
        wanted = " OR ".join(f'"{text[at : at + 3]}"' for at in range(len(text) - 2))
        row = (
            connection.execute("SELECT policy FROM names WHERE names MATCH ? ORDER BY rank LIMIT 1", (wanted,)).fetchone()
            if wanted
            else None
        )
        return str(row[0]) if row else None

    return find


def measured(find: Find, questions: tuple[Question, ...]) -> tuple[float, float]:
    """The share of questions found, in per cent, and the median of processor time in milliseconds."""
    times, right = [], 0
    for question, policy in questions:
        begun = process_time()
        right += find(question) == policy
        times.append(1000 * (process_time() - begun))
    return 100 * right / len(questions), median(times)


def report(count: int) -> Iterator[str]:
    """The table, line by line."""
    random = Random(SEED)
    lexicon = load_lexicon(ROOT / "knowledge/data/search")
    few = load(ROOT / "knowledge/data", check_example)
    large, made = many(few, lexicon, count, random)
    known = labelled()
    sample = tuple(random.sample([one for one in known if not has_letters(one[0])], 60))
    makers: Mapping[str, Callable[[KnowledgeBase], Find]] = {
        "ours": lambda base: ours(base, lexicon),
        "rapidfuzz WRatio": lambda base: fuzzy(base, fuzz.WRatio),
        "rapidfuzz partial_ratio": lambda base: fuzzy(base, fuzz.partial_ratio),
        "bm25s with jieba": bm25,
        "tantivy with jieba": full_text,
        "SQLite FTS5 trigram": trigrams,
    }
    few_, many_ = f"{len(known)} labelled, {len(few.policies)} policies", f"{len(sample)} labelled, {count}"
    yield f"| engine | {few_} | ms | {many_} | {len(made)} made | ms | built, s CPU |"
    yield "|---|---|---|---|---|---|---|"
    for name, make in makers.items():
        share, time = measured(make(few), known)
        begun = process_time()
        find = make(large)
        built = process_time() - begun
        (real, slow), (other, slower) = measured(find, sample), measured(find, made)
        yield f"| {name} | {share:.1f} % | {time:.2f} | {real:.1f} % | {other:.1f} % | {max(slow, slower):.2f} | {built:.1f} |"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--policies", type=int, default=10_000)
    for line in report(options.parse_args().policies):
        print(line, flush=True)


if __name__ == "__main__":
    main()
