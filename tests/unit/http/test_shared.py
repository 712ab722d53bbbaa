"""Telling answers for everyone from those for one client."""

import pytest

from warehouse.http.caching.shared import is_for_everyone


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Cache-Control", "max-age=600, public"), ("Vary", "Accept, Accept-Encoding")],
        [("Vary", "Accept-Language, Cookie, PyPI-Locale")],
        [("X-Private", "private"), ("Vary", "X-Cookie")],
    ],
)
def test_answers_without_personal_headers_are_for_everyone(
    headers: list[tuple[str, str]],
) -> None:
    assert is_for_everyone(headers)


@pytest.mark.parametrize(
    "header",
    [
        ("set-cookie", "a=b"),
        ("Cache-Control", "max-age=5, Private"),
        ("cache-control", 'private="x-a", max-age=5'),
        ("Cache-Control", "no-store"),
        ("Vary", "Accept,cookie"),
        ("vary", "Authorization"),
        ("Vary", "Cookie, Authorization, PyPI-Locale"),
    ],
)
def test_answers_that_depend_on_cookies_or_credentials_are_for_one_client(
    header: tuple[str, str],
) -> None:
    assert not is_for_everyone([("Vary", "Accept"), header])
