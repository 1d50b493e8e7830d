"""Who makes which letters."""

from collections.abc import Mapping

from telegram import Bot

from bot.clock import Clock
from bot.outbox.courier import Maker
from bot.outbox.keeping.auditing import AuditLetters
from bot.outbox.keeping.cards import Cards
from bot.outbox.keeping.drafting import NoticeLetters
from bot.outbox.keeping.files import Files
from bot.outbox.keeping.publishing import Publishing
from bot.outbox.keeping.stats import StatsLetters
from bot.outbox.keeping.versions import VersionLetters
from bot.usecases.keeping.drafts import Drafts
from bot.usecases.keeping.orders import AUDIT, CARD, CONTENT, DIFFERENCE, FILE, GOING_BACK, NOTICE, PAGE, PUBLISHING, STATS
from bot.usecases.publishing import Publisher
from bot.usecases.snapshot import Snapshots
from bot.usecases.tallying import WEEKLY
from storage.database import Database


def keeping_makers(bot: Bot, database: Database, snapshots: Snapshots, publisher: Publisher, clock: Clock) -> Mapping[str, Maker]:
    """By the kind of order."""
    drafts = Drafts(database, snapshots, publisher, clock)
    cards = Cards(database, drafts, clock)
    versions, stats = VersionLetters(database, drafts, cards), StatsLetters(database, snapshots, clock)
    return {
        FILE: Files(bot, database, cards).letters,
        NOTICE: NoticeLetters(bot, database, snapshots).letters,
        CARD: cards.card,
        PAGE: cards.page,
        CONTENT: cards.content,
        DIFFERENCE: versions.difference,
        GOING_BACK: versions.going_back,
        AUDIT: AuditLetters(database, snapshots, clock).table,
        STATS: stats.picture,
        WEEKLY: stats.weekly,
        PUBLISHING: Publishing(database, publisher, clock).letters,
    }
