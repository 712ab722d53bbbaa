"""The edge's metrics, published once a second instead of with every answer."""

from collections import Counter as Tally
from collections.abc import Iterable

from prometheus_client import Counter, Gauge

ANSWERS = Counter(
    "warehouse_edge_answers_total",
    "Requests: hit (of these, unmodified), and misses: shared, filled, passed",
    ["kind"],
)
PURGES = Counter(
    "warehouse_edge_purges_total",
    "Keys that were purged, by what they are about, as each process has read them",
    ["kind"],
)
KEPT_BYTES = Gauge(
    "warehouse_edge_kept_bytes", "Size of the local store", multiprocess_mode="livesum"
)
LAPSES = Counter(
    "warehouse_edge_lapses_total", "Seconds in which the store could not be relied on"
)


def count_purges(keys: Iterable[str]) -> None:
    """Count purges by the part of each key before its slash."""
    for kind, count in Tally(key.partition("/")[0] for key in keys).items():
        PURGES.labels(kind).inc(count)


class EdgeMetrics:
    """Counts in plain numbers until `publish`."""

    def __init__(self) -> None:
        self.tally: Tally[str] = Tally()

    def publish(self) -> None:
        """Add what was counted to the Prometheus counters."""
        tally, self.tally = self.tally, Tally()
        for kind, count in tally.items():
            ANSWERS.labels(kind).inc(count)
