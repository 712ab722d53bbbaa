"""What is counted."""

from prometheus_client import REGISTRY

from warehouse.edge.figures import Figures, count_purges


def value(name, kind):
    return REGISTRY.get_sample_value(name, {"kind": kind}) or 0


def test_counts_are_handed_over_once():
    before = value("warehouse_edge_answers_total", "hit")
    figures = Figures()
    figures.tally["hit"] += 3
    figures.publish()
    figures.publish()
    assert value("warehouse_edge_answers_total", "hit") == before + 3


def test_purges_are_counted_by_what_they_are_about():
    before = value("warehouse_edge_purges_total", "project")
    count_purges(["project/flask", "project/django", "all-projects"])
    assert value("warehouse_edge_purges_total", "project") == before + 2
