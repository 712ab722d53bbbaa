"""Properties of projects, releases and files."""

import pytest

from warehouse.packaging.models import Description, File, LifecycleStatus, Project, Release


@pytest.mark.parametrize(
    ("lifecycle", "status", "accepts_uploads"),
    [
        (None, "active", True),
        (LifecycleStatus.QUARANTINE_ENTER, "quarantined", False),
        (LifecycleStatus.QUARANTINE_EXIT, "active", True),
        (LifecycleStatus.ARCHIVED, "archived", False),
        (LifecycleStatus.ARCHIVED_NOINDEX, "archived", False),
        (LifecycleStatus.DEPRECATED, "deprecated", True),
    ],
)
def test_status_of_a_project(lifecycle, status, accepts_uploads):
    project = Project(name="foo", lifecycle_status=lifecycle)
    assert project.status == status
    assert project.accepts_uploads is accepts_uploads


def test_a_release_shares_the_quarantine_of_its_project():
    release = Release(version="1.0", project=Project(name="foo"))
    assert not release.is_quarantined
    release.project.lifecycle_status = LifecycleStatus.QUARANTINE_ENTER
    assert release.is_quarantined


def test_a_release_may_be_quarantined_alone():
    release = Release(
        version="1.0",
        project=Project(name="foo"),
        lifecycle_status=LifecycleStatus.QUARANTINE_ENTER,
        description=Description(raw=""),
    )
    assert release.is_quarantined
    assert not release.project.is_quarantined


def test_files_without_bytes():
    file = File(filename="foo-1.0.tar.gz", path="source/f/foo/foo-1.0.tar.gz")
    assert not file.is_held
    file.sha256_digest = "a" * 64
    assert file.is_held
