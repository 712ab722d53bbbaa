"""Messages as people read them: whole, in every language, and nothing but text."""

import re
from dataclasses import make_dataclass
from importlib import import_module
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import warehouse
from warehouse.email.messages import TEMPLATES
from warehouse.email.rendering import Renderer
from warehouse.email.samples import sample
from warehouse.i18n import ENGLISH
from warehouse.i18n.locales import LOCALES
from warehouse.i18n.pseudo import PSEUDO_LOCALES

LINK = "https://index.example/x/?a=1&b=2"

for _path in sorted(Path(warehouse.__file__).parent.glob("*/*emails.py")):
    # Importing a package's messages registers them.
    import_module(f"warehouse.{_path.parent.name}.{_path.stem}")


@pytest.mark.parametrize("locale", [*LOCALES, *PSEUDO_LOCALES], ids=lambda each: each.code)
@pytest.mark.parametrize("kind", TEMPLATES.values(), ids=TEMPLATES)
def test_every_message_is_whole_in_every_language(kind, locale):
    rendered = Renderer("Index").render(sample(kind), locale)
    assert rendered.subject.strip()
    assert "\n" not in rendered.subject
    for text in (rendered.subject, rendered.text, rendered.html):
        assert not re.search(r"\$\{|\{\{|\{%|[\x00-\x09\x0b-\x1f]", text)
    assert max(map(len, rendered.text.splitlines())) <= 100
    page = BeautifulSoup(rendered.html, "html.parser")
    assert page.html["lang"] == locale.tag
    assert not page.find_all(["img", "script", "link", "iframe"])
    # Lines are broken at spaces, and between letters that are written without any.
    said = "".join(rendered.text.split())
    for paragraph in page.find_all(["p", "li"]):
        if not paragraph.a:
            assert "".join(paragraph.text.split()) in said


def test_every_template_is_that_of_a_message():
    folder = Path(warehouse.__file__).parent / "templates/email"
    assert {path.stem for path in folder.glob("*.txt")} == set(TEMPLATES)


@pytest.mark.parametrize(
    "value",
    [
        "x\r\nBcc: evil@example.com",
        "x\n\nA paragraph of its own",
        "\x02Click here\x1fhttps://evil.example/\x03",
        "x\u2028- an item",
        "<img src=x onerror=alert(1)>",
        "${link} {{ link }}",
    ],
)
def test_no_value_is_more_than_text(value):
    kind = TEMPLATES["verify-email"]
    mail = kind(username=value, address=value, link=LINK, hours=6)
    plain = kind(username="ann", address="a@b.example", link=LINK, hours=6)
    rendered = Renderer(value).render(mail, ENGLISH)
    expected = Renderer("Index").render(plain, ENGLISH)
    assert "\n" not in rendered.subject
    found = BeautifulSoup(rendered.html, "html.parser")
    wanted = BeautifulSoup(expected.html, "html.parser")
    tags = [each.name for each in wanted.find_all(True)]
    assert [each.name for each in found.find_all(True)] == tags
    assert [each["href"] for each in found.find_all("a")] == [LINK]
    assert rendered.text.count("\n\n") == expected.text.count("\n\n")


def test_a_missing_value_is_an_error():
    mail = make_dataclass("Lacking", [("hours", int)])(6)
    mail.template, mail.values = "verify-email", lambda: {"hours": 6}
    with pytest.raises(Exception, match="undefined"):
        Renderer("Index").render(mail, ENGLISH)
