"""How much of a notice a draft holds, and whether it invents anything: one table against gold by hand, one against our own finished files.

``python -m benchmarks.drafting GOLD [--finished NOTICES] [--set-aside] [--misses ID]`` where GOLD holds ``texts/``, ``gold/`` and
``index.json``, and NOTICES the texts that the finished files were written from. The notices in ``SET_ASIDE`` are scored only when asked.
``python -m benchmarks.drafting --styles FOLDER [--misses ID]``: invented notices with what they say (``benchmarks.styles``).
"""

import argparse
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.finished import finished_table
from benchmarks.matching import (
    Gold,
    Match,
    Tally,
    bounded,
    clause_of,
    likeness,
    matched,
    of_amounts,
    of_conditions,
    of_contacts,
    of_dates,
    of_materials,
    of_quotas,
    plain,
)
from benchmarks.styles import styles_in
from eligibility.examples import check_example
from knowledge.coverage.figures import figures
from knowledge.drafting.caveats import caveats
from knowledge.drafting.draft import Draft, draft_of
from knowledge.drafting.page import Found
from knowledge.drafting.words import Words, load_words
from knowledge.facts import Fact
from knowledge.loader import load

DATA = Path(__file__).parents[1] / "knowledge" / "data"
SET_ASIDE = ("02", "03", "04", "05", "15", "19", "29", "35")
FIELDS = ("dates", "amounts", "quotas", "materials", "conditions", "contacts")
_SURE_BASES = {"signature", "masthead", "title", "body", "source_line"}
_REVIEWED = re.compile("lost_|redacted|bad_phone|date_conflict|wrong_title|private_use|question_run")
_STATES = {"full": "full", "complete as stored": "full", "one section of a longer page": "full", "nearly full": "nearly", "cut": "cut"}


@dataclass(frozen=True)
class Scored:
    """One notice."""

    name: str
    state: str
    tallies: Mapping[str, Tally]
    heads: Mapping[str, bool]
    inventions: tuple[str, ...]
    damage: tuple[int, int]
    clauses: tuple[int, int]
    misses: tuple[str, ...]


def scored(name: str, state: str, draft: Draft, gold: Mapping[str, Any], facts: Mapping[str, Fact]) -> Scored:
    """A notice's draft held to its gold."""
    tallies: dict[str, Tally] = {}
    misses: list[str] = []
    clauses = [0, 0]
    for field in FIELDS:
        drafts, tally, pairs = _field(field, draft, gold[field], facts)
        tallies[field] = tally
        misses += _misses(field, drafts, gold[field], pairs)
        for pair in pairs:
            ours = clause_of(_found(drafts[pair.draft]).clause)
            theirs = clause_of(gold[field][pair.gold]["clause"]) if "clause" in gold[field][pair.gold] else ours
            clauses[0] += ours == theirs
            clauses[1] += 1
    heads = _heads(draft, gold)
    return Scored(
        name,
        state,
        tallies,
        heads,
        tuple(_inventions(draft, gold)),
        _damage(draft, gold),
        (clauses[0], clauses[1]),
        (*(f"head {key}" for key, right in heads.items() if not right), *misses),
    )


def _field(field: str, draft: Draft, golds: list[Gold], facts: Mapping[str, Fact]) -> tuple[list[Any], Tally, list[Match]]:
    drafts: list[Any]
    match field:
        case "dates":
            drafts = list(draft.windows)
            return drafts, *matched(drafts, [one.place for one in drafts], golds, of_dates, lambda one: str(one.what))
        case "amounts":
            drafts = list(draft.amounts)
            return drafts, *matched(drafts, [one.place for one in drafts], golds, of_amounts, lambda one: str(one.what))
        case "quotas":
            drafts = list(draft.quotas)
            return drafts, *matched(drafts, [one.place for one in drafts], golds, of_quotas, lambda one: str(one.what))
        case "materials":
            drafts = list(draft.papers)
            return drafts, *matched(drafts, [one.place for one in drafts], golds, of_materials, lambda one: str(one.name))
        case "conditions":
            held = bounded(draft.requirements)
            places = [one.requirement.place for one in held]
            worth = lambda one, gold: of_conditions(one, gold, facts)  # noqa: E731 - the facts go in beside the pair
            return list(held), *matched(held, places, golds, worth, lambda one: str(one.requirement.text))
    drafts = [one for one in draft.contacts if one.kind != "url"]
    return drafts, *matched(drafts, [one.place for one in drafts], golds, of_contacts, lambda one: str(one.value))


def _found(item: Any) -> Found:  # noqa: ANN401 - a finding, or one with its limits
    return item if isinstance(item, Found) else item.requirement


def _misses(field: str, drafts: list[Any], golds: list[Gold], pairs: list[Match]) -> Iterator[str]:
    for at, gold in enumerate(golds):
        score = next((pair.score for pair in pairs if pair.gold == at), 0.0)
        if score < 1 and not gold.get("optional"):
            yield f"{field} {score:.2f} gold {gold.get('clause')} {gold['quote'][:40]!r} {gold.get('rule') or gold.get('value') or ''}"
    used = {pair.draft for pair in pairs}
    for at, one in enumerate(drafts):
        if at not in used:
            yield f"{field} extra {_found(one).clause} {str(one)[:260]}"


def _heads(draft: Draft, gold: Mapping[str, Any]) -> dict[str, bool]:
    """Title, issuers, number and date: right or not, by the rules on null and inferred ones."""
    head = draft.head
    ours, theirs = head.title.text if head.title and not head.title.likely else None, gold["title"]
    title = ours is None if theirs is None or not gold["title_literal"] else ours is not None and likeness(ours, theirs) >= 0.9  # noqa: PLR2004
    names = {_office(issuer.name) for issuer in head.issuers}
    expected = {_office(name) for name in gold["issuer"]}
    named = all(any(one.endswith(other) or other.endswith(one) for other in expected) for one in names) and len(names) == len(expected)
    issuer = (not names or named) if gold["issuer_basis"] not in _SURE_BASES else named
    dated = head.signed or head.published
    day = str(dated.day) if dated else None
    issued = day in {None, gold["issued"]} if gold["issued_source"] in {"publish", "url"} else day == gold["issued"]
    number = head.number.text if head.number else None
    right = plain(number) == plain(gold["doc_number"]) if number and gold["doc_number"] else number is None and gold["doc_number"] is None
    return {"title": title, "issuer": issuer, "number": right, "issued": issued}


def _office(name: str) -> str:
    return plain(name).replace("人社", "人力资源和社会保障").replace("人力资源社会保障", "人力资源和社会保障")


def _inventions(draft: Draft, gold: Mapping[str, Any]) -> Iterator[str]:
    """Values without support: figures that their own quote does not hold, words that the text does not, heads that the gold rules out."""
    for one in draft.found:
        quote = draft.page.quote(one.place)
        if lost := [figure for figure in _figures_of(one) if figure not in _readings(quote)]:
            yield f"{one.clause}: {lost} not in {quote!r}"
    head = draft.head
    names = [issuer.name for issuer in head.issuers]
    words = [*(paper.name for paper in draft.papers), *names, *(one.text for one in (head.title, head.number) if one)]
    yield from (f"words {text!r}" for text in words if plain(text) not in plain(draft.page.raw))
    if head.number and plain(head.number.text) in {plain(number) for number in gold["cited_numbers"]}:
        yield f"cited number {head.number.text}"
    if names and not gold["issuer"]:
        yield f"issuer {names}"
    yield from _taken_at_face_value(draft, gold)


def _taken_at_face_value(draft: Draft, gold: Mapping[str, Any]) -> Iterator[str]:
    doubted = [*((one, one.doubt) for one in draft.amounts), *((one, one.damaged) for one in draft.windows)]
    for entry in (*gold["amounts"], *gold["dates"]):
        if entry.get("damaged") and any(_covers(one, entry) and not doubt for one, doubt in doubted):
            yield f"damage taken at face value {entry['quote']!r}"


def _covers(one: Found, gold: Gold) -> bool:
    return bool(gold["pos"] <= one.place.start < gold["pos"] + len(gold["quote"]))


def _figures_of(one: Any) -> list[str]:  # noqa: ANN401 - a finding of any field
    """The figures that a finding claims to be printed."""
    limits = [bound for limit in getattr(one, "limits", ()) for _, bound in limit.bounds if limit.kind in {"age", "count", "percent"}]
    value = getattr(one, "value", None)
    numbers = [f"{value.normalize():f}"] if value is not None and not isinstance(value, str) else []
    days = [day for day in (getattr(one, "starts", None), getattr(one, "ends", None)) if day and one.grain == "day" and not one.damaged]
    return [*limits, *numbers, *(f"{day.month:02}-{day.day:02}" for day in days)]


def _readings(quote: str) -> set[str]:
    """Every way to read the figures of a quote; of a date also the day alone, of a range its second end."""
    found = {reading.removesuffix("%").removesuffix("月") for figure in figures(quote) for reading in figure.readings}
    days = {reading[-5:] for reading in found if re.search("[0-9]{2}-[0-9]{2}$", reading)}
    loose = {f"{month[:2]}-{int(day):02}" for month in days for day in re.findall("[0-9]+", quote) if len(day) <= 2}  # noqa: PLR2004 - a day
    chinese = set(plain(quote)) & set("0123456789")
    thousands = {f"{int(figure)}000" for figure in re.findall("([0-9]+)千", quote)}
    found |= {f"{int(month):02}-{int(day):02}" for month, day in re.findall("(?<![0-9])([0-9]{1,2})[.月]([0-9]{1,2})(?![0-9])", quote)}
    return found | days | loose | chinese | thousands


def _damage(draft: Draft, gold: Mapping[str, Any]) -> tuple[int, int]:
    """Damaged places that a caveat or a flag stands at, and all of them."""
    flagged = [item.place for item in caveats(draft, {}) if item.place]
    wanted = [entry for entry in gold["damage"] if _REVIEWED.match(entry["kind"])]
    hit = [e for e in wanted if any(place.start < e["pos"] + len(e["quote"]) and e["pos"] < place.end for place in flagged)]
    return len(hit), len(wanted)


def _row(name: str, several: list[Scored]) -> str:
    cells = []
    for field in FIELDS:
        tally = sum((one.tallies[field] for one in several), Tally())
        cells.append(f"{_percent(tally.recall)}/{_percent(tally.precision)} ({tally.gold})")
    right = sum(sum(one.heads.values()) for one in several)
    hit, wanted = (sum(one.damage[at] for one in several) for at in (0, 1))
    same, pairs = (sum(one.clauses[at] for one in several) for at in (0, 1))
    invented = sum(len(one.inventions) for one in several)
    return f"| {name} | {len(several)} | {right}/{4 * len(several)} | {' | '.join(cells)} | {hit}/{wanted} | {same}/{pairs} | {invented} |"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f}"


def table(results: list[Scored]) -> Iterator[str]:
    """Recall/precision in per cent with the number of gold entries, micro; last the macro F1."""
    yield f"| notices | | head | {' | '.join(FIELDS)} | damage | clause | inventions |"
    yield "|---" * 11 + "|"
    groups = {"all": results}
    for label, states in (("full", {"full"}), ("nearly", {"nearly"}), ("cut", {"cut"}), ("synthetic", {"synthetic"})):
        groups[label] = [one for one in results if one.state in states]
    yield from (_row(name, several) for name, several in groups.items() if several)
    cells = []
    for field in FIELDS:
        scores = [_f1(one.tallies[field]) for one in results if one.tallies[field].gold or one.tallies[field].draft]
        cells.append(f"{100 * sum(scores) / len(scores):.0f}" if scores else "–")
    yield f"| macro F1 | | | {' | '.join(cells)} | | | |"


def _f1(tally: Tally) -> float:
    return 2 * tally.score / (tally.gold + tally.draft) if tally.gold + tally.draft else 1.0


def results_of(folder: Path, names: list[str], facts: Mapping[str, Fact], words: Words) -> list[Scored]:
    """The notices of a folder that are asked for."""
    states = {entry["id"]: entry["state"] for entry in json.loads((folder / "index.json").read_text(encoding="utf-8"))}
    found = []
    for name in names:
        gold = json.loads((folder / "gold" / f"{name}.json").read_text(encoding="utf-8"))
        state = "synthetic" if gold["synthetic"] else "cut" if gold["cut"] and states[name] == "cut" else _STATES[states[name]]
        text = (folder / "texts" / f"{name}.txt").read_text(encoding="utf-8")
        found.append(scored(name, state, draft_of(text, facts, words), gold, facts))
    return found


def in_styles(folder: Path, facts: Mapping[str, Fact], words: Words) -> list[Scored]:
    """The invented notices of a folder."""
    return [scored(name, "synthetic", draft_of(text, facts, words), gold, facts) for name, text, gold in styles_in(folder)]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="?", help="a folder with texts/, gold/ and index.json")
    parser.add_argument("--styles", type=Path, nargs="*", default=(), help="folders of invented notices, one YAML file each")
    parser.add_argument("--finished", type=Path, help="the texts of the finished files")
    parser.add_argument("--set-aside", action="store_true", help="score the notices that nobody tuned to, too")
    parser.add_argument("--misses", nargs="*", help="tell what was missed or too much in these notices")
    asked = parser.parse_args()
    base = load(DATA, check_example)
    words = load_words(DATA / "drafting")
    groups = [(str(folder), in_styles(folder, base.facts, words)) for folder in asked.styles]
    if asked.gold:
        names = sorted(path.stem for path in (asked.gold / "gold").glob("*.json"))
        groups.append(("tuned", results_of(asked.gold, [name for name in names if name not in SET_ASIDE], base.facts, words)))
    if asked.gold and asked.set_aside:
        groups.append(("set aside", results_of(asked.gold, list(SET_ASIDE), base.facts, words)))
    for title, results in groups:
        print(f"\n{title}: recall/precision in per cent (gold entries)\n")
        print("\n".join(table(results)))
        for one in results:
            for line in one.inventions:
                print(f"invention {one.name} {line}")
            for line in one.misses if asked.misses is not None and (one.name in asked.misses or not asked.misses) else ():
                print(f"  {one.name} {line}")
    if asked.finished:
        print("\n" + "\n".join(finished_table(asked.finished, base, words)))


if __name__ == "__main__":
    main()
