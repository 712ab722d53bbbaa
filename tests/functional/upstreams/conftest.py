"""An index of strangers, and ours that reads it."""

import pytest

from tests.builders.upstreams import stranger
from tests.builders.wheels import metadata, wheel
from warehouse.upstreams.models import Upstream

NAME = "abroad-1.0-py3-none-any.whl"
CORE = metadata(
    "Abroad",
    "1.0",
    body="Over **there**.",
    Summary="A land",
    License="MIT",
    Requires_Dist=["packaging>=24", 'rich; extra == "cli"'],
    Provides_Extra=["cli", '"; rm -rf ~'],
    Home_page="javascript:alert(1)",
    Project_URL=["Source, https://example.org/source", "Bad, data:text/html,x"],
    Classifier="Programming Language :: Python :: 3",
    Description_Content_Type="text/markdown",
)
"""Core metadata of the wheel, with a few things that are not shown."""


@pytest.fixture
def elsewhere():
    """An index that has a project, `abroad`."""
    with stranger() as found:
        found.files["abroad"] = {
            NAME: wheel("abroad", "1.0"),
        }
        yield found


@pytest.fixture
def described(elsewhere):
    """The same index, which offers core metadata beside the wheel."""
    elsewhere.said[NAME] = {
        "core-metadata": True,
        "upload-time": "2020-01-02T03:04:05.678901Z",
        "requires-python": ">=3.8",
    }
    elsewhere.files["abroad"][f"{NAME}.metadata"] = CORE
    return elsewhere


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
