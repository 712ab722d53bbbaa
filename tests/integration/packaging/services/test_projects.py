"""Taking a name: which are refused, and what it costs."""

from dataclasses import replace

import pytest

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from warehouse.flags import Flags
from warehouse.packaging.errors import (
    ProjectNameUnavailable,
    TooManyProjects,
    Unavailability,
)
from warehouse.packaging.services import ProjectService
from warehouse.rate_limiting import RateLimiter
from warehouse.security import SYSTEM


@pytest.fixture
def create(registry, db):
    """Make a project through the service, for somebody."""
    service = ProjectService(
        db,
        lambda signal: None,
        limiter=registry[RateLimiter],
        flags=Flags(db),
        limits=registry.settings["warehouse"].uploads,
    )

    def create(name, actor=SYSTEM):
        return service.create(name, actor=actor).name

    return create


def acting(user):
    return replace(SYSTEM, user=user, address="198.51.100.7")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("-thing", Unavailability.INVALID),
        ("some.thing", Unavailability.TAKEN),
        ("json", Unavailability.STDLIB),
    ],
)
def test_a_name_that_cannot_be_taken_is_refused_with_its_reason(create, db, name, why):
    make_project(db, "Some_Thing")
    with pytest.raises(ProjectNameUnavailable) as refused:
        create(name)
    assert refused.value.kind is why


def test_administrators_may_make_any_number_of_projects(create, db):
    allowed = 20
    administrator = acting(make_user(db, is_superuser=True))
    user = acting(make_user(db))
    for number in range(41):
        create(f"imported-{number}", administrator)
    for number in range(allowed):
        create(f"usual-{number}", user)
    with pytest.raises(TooManyProjects):
        create("one-too-many", user)
