"""What people say is wrong, on its way to the admins. Its words are read when it is sent; the message itself never holds them."""

from bot.outbox.courier import Composer, Letters
from bot.outbox.letter import letters_of
from bot.usecases.feedback import Reference, Shown
from bot.usecases.snapshot import Snapshots
from bot.views.reporting import report_message
from storage.database import Transaction
from storage.queue_records import OutboxRecord


def report_composer(snapshots: Snapshots) -> Composer:
    """Writes the letter of a report; none where it was taken back, its writer deleted everything, or somebody has looked into it."""

    async def compose(rows: Transaction, claim: OutboxRecord) -> Letters:
        report = await rows.reports.get(Reference.model_validate_json(claim.reference).report)
        if report is None or report.said is None or report.settled_at is not None:
            return ()
        return letters_of(report_message(snapshots.current.base, report, Shown.model_validate_json(report.about)))

    return compose
