"""All figures in the form of Prometheus. Labels are words of the program's, few and never of people."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.operations.inspection import Inspection
from bot.vitals import Spans
from storage.queue_records import QueueFigures, Waiting

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics(Collector):
    """Reads what was counted and seen, when it is asked."""

    def __init__(self, inspection: Inspection) -> None:
        self._inspection = inspection
        self._registry = CollectorRegistry()
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    def text(self) -> bytes:
        """All figures."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """Every figure with its name; those of the queues once they were looked at."""
        seen, vitals = self._inspection, self._inspection.vitals
        yield _gauge("shenbao_ready", "1 where this process is to be given work", float(not seen.reasons()))
        yield _gauge("shenbao_lanes_held", "people whose updates are with this process now", vitals.lanes())
        yield _gauge("shenbao_loop_lag_seconds", "how late the event loop was when it was last waited for", seen.lag)
        if vitals.since_tick is not None:
            yield _gauge("shenbao_tick_age_seconds", "since the last round of planning and sending came to its end", vitals.since_tick)
        if seen.snapshots is not None:
            base = seen.snapshots.current.base
            served = GaugeMetricFamily("shenbao_knowledge_version", "the hash of the knowledge that is served", labels=["version"])
            served.add_metric([base.version], 1)
            yield served
            yield _gauge("shenbao_knowledge_policies", "policies in it", len(base.policies))
            yield _gauge("shenbao_knowledge_published", "number of the version that was published last, wherever", seen.number)
        yield _counter(
            "shenbao_updates", "updates by how they ended", ("outcome",), [((how,), count) for how, count in vitals.updates.items()]
        )
        yield _counter("shenbao_sends", "tries to send a message by what came of them", ("kind", "outcome"), vitals.sends.items())
        yield _counter(
            "shenbao_log_lines",
            "lines of the log that somebody should read",
            ("level",),
            [((how,), count) for how, count in vitals.lines.items()],
        )
        yield _histogram("shenbao_answer_seconds", "from an update's arrival to its answer's being sent", vitals.answers)
        yield _histogram("shenbao_limit_wait_seconds", "what messages waited for a place within Telegram's limits", vitals.waits)
        if seen.queues is not None:
            yield from _queues(seen.queues, seen.now())


def _queues(queues: QueueFigures, now: datetime) -> Iterator[Metric]:
    yield _gauge("shenbao_inbox_waiting", "updates that are written down and not handled", queues.inbox.count)
    yield _gauge("shenbao_inbox_oldest_seconds", "age of the oldest of them", _age(queues.inbox, now))
    yield _gauge("shenbao_inbox_failed", "updates that were set aside", queues.inbox_failed)
    yield _gauge("shenbao_outbox_planned", "messages whose time has not come", queues.outbox_planned)
    due = GaugeMetricFamily("shenbao_outbox_due", "messages that could be sent now, by kind", labels=["kind"])
    oldest = GaugeMetricFamily("shenbao_outbox_oldest_seconds", "for how long the oldest of them could have been sent", labels=["kind"])
    for kind, waiting in sorted(queues.outbox.items()):
        due.add_metric([kind], waiting.count)
        oldest.add_metric([kind], _age(waiting, now))
    dead = GaugeMetricFamily("shenbao_outbox_dead", "messages that were given up, by kind", labels=["kind"])
    for kind, count in sorted(queues.outbox_dead.items()):
        dead.add_metric([kind], count)
    yield from (due, oldest, dead)


def _age(waiting: Waiting, now: datetime) -> float:
    return max((now - waiting.since).total_seconds(), 0.0) if waiting.since else 0.0


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)


def _counter(name: str, told: str, labels: Sequence[str], counts: Iterable[tuple[Sequence[str], int]]) -> Metric:
    family = CounterMetricFamily(name, told, labels=labels)
    for given, count in sorted(counts):
        family.add_metric(given, count)
    return family


def _histogram(name: str, told: str, spans: Spans) -> Metric:
    """Prometheus wants each bound to count all below it."""
    buckets, so_far = [], 0
    for bound, count in zip((*map(str, spans.bounds), "+Inf"), spans.counts, strict=True):
        so_far += count
        buckets.append((bound, so_far))
    return HistogramMetricFamily(name, told, buckets=buckets, sum_value=spans.total)
