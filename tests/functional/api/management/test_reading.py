"""Tokens that read, and what they get."""

import pytest

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from warehouse.macaroons.caveats import TokenPermission


@pytest.fixture
def alice(db):
    return make_user(db, "alice")


def test_a_token_that_reads_lists_the_projects_of_its_owner(client, db, alice):
    for name in ("Spam", "eggs", "ham"):
        make_project(db, name, owner=alice)
    make_project(db, "other", owner=make_user(db, "bob"))
    token = client.token(alice, permission=TokenPermission.READ)
    headers = {"Authorization": f"Bearer {token}"}
    found = client.get("/api/v1/projects?limit=2", headers=headers)
    assert [each["name"] for each in found.json["projects"]] == ["eggs", "ham"]
    rest = client.get(found.json["next"], headers=headers)
    assert [each["name"] for each in rest.json["projects"]] == ["Spam"]
    assert rest.json["next"] is None
    again = {**headers, "If-None-Match": rest.headers["ETag"]}
    assert client.get(found.json["next"], headers=again, status=304).body == b""
