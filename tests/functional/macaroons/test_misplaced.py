"""A token in a URL is refused wherever the URL leads, with the advice to revoke it."""

from urllib.parse import quote

import pytest

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project

PLACES = [
    "/search/?q={}",
    "/simple/?token={}",
    "/simple/{}/",
    "/pypi/{}/json",
    "/project/{}/",
    "/account/login/?next=%2F{}",
    "/nowhere/{}",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("spelled", [str, lambda text: text.replace("-", "%2D")])
def test_a_token_in_a_url_is_to_be_revoked_and_never_shown(
    client, db, capfd, place, spelled
):
    token = client.token(make_user(db))
    answer = client.get(place.format(spelled(quote(token))), status=403)
    assert "Revoke that token" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in answer.headers
    told = capfd.readouterr()
    assert token[:20] not in answer.text + told.out + told.err + str(answer.headers)


def test_names_that_only_begin_like_a_token_are_found(client, db):
    name = make_project(db, "pypi-Agnostic-Installers-And-Mirrors").name
    client.get(f"/project/{name}/", expect_errors=True)
    client.get(f"/search/?q={name}", status=200)
