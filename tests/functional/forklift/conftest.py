import pytest

from tests.builders import forms
from tests.factories.accounts import make_user


class Uploader:
    """Someone with a token and a client that speaks as twine does."""

    def __init__(self, client, user):
        self.client, self.user = client, user
        self.token = client.token(user)

    def send(self, filename, content, *, status="*", accept=None, **changes):
        token = changes.pop("token", self.token)
        more = {"Accept": accept} if accept else {}
        return self.client.post(
            "/legacy/",
            forms.body(forms.fields(filename, content, **changes), filename, content),
            headers=forms.headers(token, **more),
            status=status,
        )


@pytest.fixture
def uploader(client, db):
    return Uploader(client, make_user(db, "alice"))
