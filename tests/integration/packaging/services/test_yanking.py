"""Yanking releases, and giving them back."""

import pytest

from tests.factories.packaging import make_project, make_release
from warehouse.packaging.errors import ReleaseFrozen
from warehouse.packaging.models import LifecycleStatus
from warehouse.packaging.services import YankService
from warehouse.security import SYSTEM


@pytest.fixture
def announced():
    return []


@pytest.fixture
def yanking(announced):
    return YankService(announced.append)


@pytest.fixture
def project(db):
    return make_project(db)


def test_yanking_and_back(yanking, project, db, announced):
    release = make_release(db, project)
    yanking.yank(release, reason="broken", actor=SYSTEM)
    assert (release.yanked, release.yanked_reason) == (True, "broken")
    assert release.yanked_date is not None
    yanking.unyank(release, actor=SYSTEM)
    assert (release.yanked, release.yanked_reason) == (False, "")
    assert release.yanked_date is None
    assert [each.journal for each in announced] == ["yank release", "unyank release"]
    assert {(each.project, each.version) for each in announced} == {(project, "1.0")}


def test_a_release_in_quarantine_cannot_be_yanked(yanking, project, db, announced):
    status = LifecycleStatus.QUARANTINE_ENTER
    release = make_release(db, project, lifecycle_status=status)
    with pytest.raises(ReleaseFrozen):
        yanking.yank(release, reason="", actor=SYSTEM)
    assert announced == []
