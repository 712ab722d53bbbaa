"""Limits of every token, whatever its caveats say."""

from uuid import UUID

import pytest
from pyramid.testing import DummyRequest

from warehouse.accounts.models import User
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.policy import MANAGING, PUBLISHING, TokenIdentity
from warehouse.macaroons.wire import parse, serialize
from warehouse.security import Permission
from warehouse.security.resources import Root

GRANTED = [value for name, value in vars(Permission).items() if name.isupper()]


@pytest.mark.parametrize("permission", sorted(set(GRANTED) - PUBLISHING - MANAGING))
def test_a_token_objects_to_every_permission_but_those_of_programs(permission):
    assert {Permission.OBSERVER_API, Permission.PROJECT_UPLOAD} == PUBLISHING
    subjects = {each.partition(":")[0] for each in MANAGING}
    assert subjects == {"account", "index", "organizations", "projects"}
    macaroon = Macaroon()
    text = serialize(location="x", identifier=UUID(int=1), key=b"k", caveats=())
    identity = TokenIdentity(
        user=User(username="ann"),
        credential="token",
        principals=(),
        token=parse(text),
        macaroon=macaroon,
    )
    objection = identity.objection(DummyRequest(), permission, Root(None))
    assert objection == f"API tokens are not valid for permission: {permission}"
