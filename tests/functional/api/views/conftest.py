"""A project of which a view hides some files."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.packaging import make_file, make_project, make_release
from tests.factories.views import make_view

V1_JSON = {"Accept": "application/vnd.pypi.simple.v1+json"}


@pytest.fixture
def published(db):
    """`example` with an old release and one of yesterday."""
    project = make_project(db, "Example")
    make_file(db, make_release(db, project, "1.0"), "example-1.0.tar.gz")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    for name in ("example-2.0.tar.gz", "example-2.0-py3-none-any.whl"):
        release = next((r for r in project.releases if r.version == "2.0"), None)
        release = release or make_release(db, project, "2.0")
        digest = {"metadata_file_sha256_digest": "a" * 64} if "whl" in name else {}
        make_file(db, release, name, upload_time=yesterday, **digest)
    return project


@pytest.fixture
def stable(db):
    """A view of what has been public for a week."""
    return make_view(db, "stable", "cooldown-days = 7\n")


@pytest.fixture
def names_in(client):
    """Returns the names of files that a page of the simple index lists."""

    def names(path):
        return [
            each["filename"] for each in client.get(path, headers=V1_JSON).json["files"]
        ]

    return names
