"""General facts: an answer of their own, and the line they add where a policy answers."""

from collections.abc import Iterator

from bot.callbacks import press
from bot.views.message import Block, Button, Keyboard
from bot.views.topics.section import View
from knowledge.base import KnowledgeBase
from knowledge.entries import Gate, Topic
from knowledge.general import GeneralFact

_DOUBT = {"sure": "", "likely": "多半如此，要紧的事请再核实。", "doubtful": "我们拿不准，请核实。"}

NEXT_STEPS: Keyboard = ((Button("有哪些项目", press("p")), Button("自测够不够条件", press("cc"))),)
"""What one can do after an answer that belongs to no policy."""


def general_blocks(base: KnowledgeBase, fact: GeneralFact) -> tuple[Block, ...]:
    """The answer, what else to know, and what it rests on."""
    lines = tuple(f"· {line}" for line in fact.lines)
    grounds = "；".join((*_notices(base, fact), *_documents(fact)))
    small = (f"依据：{grounds}" if grounds else "", fact.note or "", _DOUBT[fact.certainty])
    return (
        Block((fact.answer,), "lead"),
        *((Block(lines),) if lines else ()),
        Block(tuple(line for line in small if line), "small"),
    )


def cited_policies(fact: GeneralFact) -> tuple[str, ...]:
    """The policies on file that a fact rests on, each once."""
    return tuple(dict.fromkeys(ground.policy for ground in fact.grounds if ground.policy))


def beside_lines(view: View, topic: Topic, asked: GeneralFact | None) -> Iterator[str]:
    """What general facts add to the answer of a policy that one can apply for, unless the notice speaks of it or it was said first."""
    if view.policy.applicant is None:
        return
    for fact in view.base.general.values():
        if fact.beside and topic in fact.beside.topics and fact is not asked and not _own_words(view, fact):
            yield f"· {fact.beside.line}"


def standing_lines(base: KnowledgeBase) -> tuple[str, ...]:
    """What holds beside every policy, for those who ask for help."""
    return tuple(fact.beside.line for fact in base.general.values() if fact.beside)


def asked_blocks(view: View, asked: GeneralFact | None) -> Iterator[Block]:
    """The first thing to say where somebody asks a policy about a general matter: the notice's words, or that it has none."""
    if asked is None or asked.beside is None or view.policy.applicant is None:
        return
    own = "；".join(gate.text for gate in _own_words(view, asked))
    yield Block((own or f"{asked.beside.silent}{asked.beside.line}",), "lead")


def _own_words(view: View, fact: GeneralFact) -> tuple[Gate, ...]:
    """What the notice itself says of the matter."""
    return tuple(gate for gate in view.keep(view.policy.gates) if fact.beside and gate.topic == fact.beside.gate)


def _notices(base: KnowledgeBase, fact: GeneralFact) -> Iterator[str]:
    """The notices on file, each once with its clauses."""
    for policy in cited_policies(fact):
        clauses = "、".join(ground.clause for ground in fact.grounds if ground.policy == policy and ground.clause)
        yield f"{base.policies[policy].short_title}通知 {clauses}"


def _documents(fact: GeneralFact) -> Iterator[str]:
    for ground in fact.grounds:
        if ground.document is not None:
            yield f"《{ground.document}》" + (f"（{ground.number}）" if ground.number else "")
