"""The process that reads a notice: what is asked for comes on its standard input, the draft goes to its standard output.

Imported by nothing that serves, for it needs all that reads notices.
"""

import pickle
import re
import sys
from typing import Final

from bot.usecases.keeping.apart import SECONDS, UNREAD
from bot.usecases.keeping.drafting import ID, Asked, Drafted, free_name
from knowledge.drafting.draft import draft_of
from knowledge.drafting.entries import clean
from knowledge.drafting.formats import UnreadableError, text_in
from knowledge.drafting.masthead import Masthead
from knowledge.drafting.written import marks_in, sections_of, written
from knowledge.search.syllables import readings

_MOST_MEMORY: Final = 1 << 30
_UNNAMED: Final = "tongzhi"
_MOST_LETTERS: Final = 8
_EMPTY_WORDS = re.compile(
    "关于|开展|组织|做好|实施|申报|推荐|选拔|印发|发布|年度|工作|通知|公告|通告|的|第?[0-9〇零一二三四五六七八九十]+[年届批]?"
)


def drafted(asked: Asked, raw: bytes) -> Drafted:
    """The draft of a notice. Takes as long as the notice is odd, so call it apart.

    Raises:
        UnreadableError: the file has no text to read; says why and what to do.
    """
    draft = draft_of(text_in(asked.suffix, raw), asked.facts, asked.words)
    name = free_name(asked.wish or _named(draft.head), asked.taken)
    made = written(draft, name, asked.facts)
    sections = sections_of(draft, asked.facts)
    return Drafted(
        name=name,
        content=made,
        read={section: len(items) for section, items in sections.items()},
        rules=sum("rule" in item.data for item in sections["conditions"]),
        open=marks_in(made),
        has_mobile=draft.has_mobile,
        title=clean(draft.head.title.text) if draft.head.title else None,
        number=clean(draft.head.number.text) if draft.head.number else None,
    )


def _named(head: Masthead) -> str:
    """The first letters of what a title is about, and its year."""
    title = _EMPTY_WORDS.sub("", clean(head.title.text)) if head.title else ""
    letters = "".join(read[0][0] for one in title if (read := readings(one)))[:_MOST_LETTERS]
    year = head.year or next((dated.day.year for dated in (head.signed, head.published) if dated), None)
    name = "-".join(filter(None, (letters if len(letters) > 1 else _UNNAMED, str(year or ""))))
    return name if ID.fullmatch(name) else _UNNAMED


def answered(given: bytes) -> tuple[int, str]:
    """What the process says of what it was given, and how it ends."""
    asked, raw = pickle.loads(given)  # noqa: S301 - written by ``apart``, in the process that started this one
    try:
        return 0, drafted(asked, raw).model_dump_json()
    except UnreadableError as error:
        return UNREAD, str(error)


def _bound() -> None:
    """Also where the process that started this one is gone and nobody ends it."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not everywhere

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (2 * SECONDS, 2 * SECONDS))


if __name__ == "__main__":
    _bound()
    code, words = answered(sys.stdin.buffer.read())
    sys.stdout.buffer.write(words.encode())
    sys.exit(code)
