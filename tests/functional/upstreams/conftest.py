"""An index of strangers, and ours that reads it."""

import pytest

from tests.builders.upstreams import stranger
from tests.builders.wheels import wheel
from warehouse.upstreams.models import Upstream


@pytest.fixture
def elsewhere():
    """An index that has a project, `abroad`."""
    with stranger() as found:
        found.files["abroad"] = {
            "abroad-1.0-py3-none-any.whl": wheel("abroad", "1.0"),
        }
        yield found


@pytest.fixture
def start_reading(start_edge, elsewhere):
    """Starts edges that read it; arguments in capitals are settings."""
    edges = []

    def start(**given):
        settings = {"UPSTREAM_PRIVATE_NETWORKS": "true", "UPSTREAM_SECONDS": "3600"}
        edge = start_edge(**{**settings, **given})
        if not edges:
            edge.write(lambda db: db.add(Upstream(name="elsewhere", url=elsewhere.url)))
        edges.append(edge)
        return edge

    return start


@pytest.fixture
def reading(start_reading):
    """One of them."""
    return start_reading()
