"""Counting answers and purges."""

from prometheus_client import REGISTRY

from warehouse.edge.metrics import EdgeMetrics, count_purges


def value(name, kind):
    return REGISTRY.get_sample_value(name, {"kind": kind}) or 0


def test_counts_are_handed_over_once():
    before = value("warehouse_edge_answers_total", "hit")
    metrics = EdgeMetrics()
    metrics.tally["hit"] += 3
    metrics.publish()
    metrics.publish()
    assert value("warehouse_edge_answers_total", "hit") == before + 3


def test_purges_are_counted_by_what_they_are_about():
    before = value("warehouse_edge_purges_total", "project")
    count_purges(["project/flask", "project/django", "all-projects"])
    assert value("warehouse_edge_purges_total", "project") == before + 2
