"""Members of staff, each in a browser of their own."""

import pytest

from tests.factories.accounts import make_user


@pytest.fixture
def admin(client, db):
    """A browser in which an administrator is signed in."""
    client.sign_in(make_user(db, "root", is_superuser=True))
    return client
