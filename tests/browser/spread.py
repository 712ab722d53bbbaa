"""A project with wheels for everything, which others require, and lists with badges."""

import pytest

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.db import SessionFactory
from warehouse.packaging.models import Dependency, DependencyKind, Role
from warehouse.packaging.services import RequirementService

PYTHONS = tuple(f"cp3{minor}" for minor in range(8, 15))
SYSTEMS = (
    *("win_amd64", "macosx_11_0_arm64", "manylinux_2_28_x86_64", "musllinux_1_2_aarch64"),
)


@pytest.fixture(scope="session")
def spread(index):
    """The project, of a person with a long name, and one that only has pre-releases."""
    session = index.registry[SessionFactory].make()
    person = make_user(session, "somebody-with-quite-a-long-name-for-a-header")
    project = make_project(session, "spread", owner=person)
    release = make_release(session, project, summary="Runs everywhere")
    for python in PYTHONS:
        for system in SYSTEMS:
            make_file(session, release, f"spread-1.0-{python}-{python}-{system}.whl")
    early = make_project(session, "spread-early")
    session.add(Role(project=early, user=person, role_name="Maintainer"))
    needing = make_release(session, early, "2.0rc1", summary="Wants spread")
    for extra in ("spread", 'example; extra == "more"'):
        needing.dependencies.append(
            Dependency(kind=DependencyKind.REQUIRES_DIST, specifier=extra)
        )
    session.commit()
    RequirementService(session).refresh(early.id)
    session.commit()
    session.close()
    return "spread"
