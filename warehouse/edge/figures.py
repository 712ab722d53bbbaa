"""What is counted at the edge, written down once a second and not for every answer."""

from collections import Counter as Tally

from prometheus_client import Counter, Gauge

ANSWERS = Counter(
    "warehouse_edge_answers_total",
    "Requests by how they were answered: hit, unmodified, shared, filled, passed",
    ["kind"],
)
PURGES = Counter("warehouse_edge_purges_total", "Purges that this process has read")
KEPT_BYTES = Gauge(
    "warehouse_edge_kept_bytes", "Size of the local store", multiprocess_mode="livesum"
)
LAPSES = Counter(
    "warehouse_edge_lapses_total", "Seconds in which the store could not be relied on"
)


class Figures:
    """Counts in plain numbers until `publish`."""

    def __init__(self) -> None:
        self.tally: Tally[str] = Tally()

    def publish(self) -> None:
        """Hand everything over to the metrics."""
        tally, self.tally = self.tally, Tally()
        for kind, count in tally.items():
            ANSWERS.labels(kind).inc(count)
