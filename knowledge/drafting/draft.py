"""All that was read in one notice."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.drafting.amounts import Amount, amounts_in
from knowledge.drafting.conditions import Requirement, requirements_in
from knowledge.drafting.contacts import Contact, contacts_in, has_mobile
from knowledge.drafting.damage import Damage, damage_in
from knowledge.drafting.dates import Window, windows_in
from knowledge.drafting.masthead import Masthead, masthead_of
from knowledge.drafting.materials import papers_in
from knowledge.drafting.outline import Outline, outline_of
from knowledge.drafting.page import Found, Page, page_of
from knowledge.drafting.papers import Paper
from knowledge.drafting.quotas import Places, quotas_in
from knowledge.drafting.words import Words
from knowledge.facts import Fact


@dataclass(frozen=True)
class Draft:
    """What a text says, each finding with its place and clause; nothing that it does not hold."""

    page: Page
    outline: Outline
    head: Masthead
    windows: tuple[Window, ...]
    papers: tuple[Paper, ...]
    amounts: tuple[Amount, ...]
    quotas: tuple[Places, ...]
    requirements: tuple[Requirement, ...]
    contacts: tuple[Contact, ...]
    damage: tuple[Damage, ...]
    has_mobile: bool
    """Whether a private number was left out."""

    @property
    def found(self) -> tuple[Found, ...]:
        """Everything that a clause stands behind, in no particular order."""
        return (*self.windows, *self.papers, *self.amounts, *self.quotas, *self.requirements, *self.contacts)


def draft_of(text: str, facts: Mapping[str, Fact], words: Words) -> Draft:
    """Read a notice. ``facts``: those that rules may refer to."""
    page = page_of(text)
    outline = outline_of(page, words)
    head = masthead_of(page, outline, words)
    return Draft(
        page,
        outline,
        head,
        windows_in(page, outline, head, words),
        papers_in(page, outline, head.body, words),
        amounts_in(page, outline, head.body, words),
        quotas_in(page, outline, head.body, words),
        requirements_in(page, outline, head.body, words, facts),
        contacts_in(page, outline, head.body, words),
        damage_in(page, outline, head, words),
        has_mobile(page),
    )
