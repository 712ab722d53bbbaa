"""Every page of staff is measured, with something to look at on it."""

from sqlalchemy.orm import Session

from tests.benchmarks.staff import details
from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_file, make_project, make_release
from tests.factories.staff import make_things_of_staff
from tests.fixtures.client import Client


def test_each_page_has_something_to_ask_for(client: Client, db: Session) -> None:
    owner = make_user(db, "person0", is_superuser=True)
    project = make_project(db, "big", owner=owner)
    make_file(db, make_release(db, project, "1.0"), "big-1.0.tar.gz")
    make_organization(db, "acme", owner=owner)
    client.token(owner)
    places = make_things_of_staff(
        client.registry, project="big", organization="acme", username="person0"
    )
    client.sign_in(make_user(db, "root", is_superuser=True))
    asked = list(details(client.registry, places))
    assert [path for path, is_known in asked if not is_known] == []
    statuses = {path: client.get(path, status="*").status_int for path, _ in asked}
    # Some are only sent to, and a run that can be cancelled is in the queue alone.
    missing = {path for path, each in statuses.items() if each not in (200, 405)}
    assert {each for each in missing if not each.endswith("/cancel/")} == set()
