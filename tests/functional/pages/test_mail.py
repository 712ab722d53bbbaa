"""Those who change messages see each as it is sent, and nobody else does."""

from dataclasses import replace
from pathlib import Path

import pytest

import warehouse

FOLDER = Path(warehouse.__file__).parent / "templates/email"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_every_message_is_shown_as_text_and_html(client, name):
    page = client.get("/_mail/?_LOCALE_=de")
    assert page.html.find(id=name) is not None
    message = client.get(f"/_mail/{name}/")
    assert message.html.find("title").text
    assert "script-src" not in message.headers["Content-Security-Policy"]
    assert message.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_message_that_is_none_is_not_found(client):
    client.get("/_mail/nothing/", status=404)


def test_nothing_is_shown_where_it_is_not_asked_for(client, registry, monkeypatch):
    settings = registry.settings["warehouse"]
    development = replace(settings.development, style_guide=False)
    whole = replace(settings, development=development)
    monkeypatch.setitem(registry.settings, "warehouse", whole)
    client.get("/_mail/", status=404)
    client.get("/_mail/verify-email/", status=404)
