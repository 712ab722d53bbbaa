"""Refusals as clients read them, and that every one of them can happen."""

import ast
from pathlib import Path

import pytest

import warehouse.forklift
from warehouse.forklift.refusals import Reason, Refused, abbreviated, shown
from warehouse.forklift.views import LONGEST_REASON, reason_phrase

PACKAGE = Path(warehouse.forklift.__file__).parent


def raised():
    found = set()
    for path in PACKAGE.rglob("*.py"):
        if path.name == "reasons.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            is_reason = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
            if is_reason and node.value.id == "Reason":
                found.add(node.attr)
    return found


def test_every_reason_is_raised_somewhere():
    assert {reason.name for reason in Reason} == raised()


def test_codes_are_unique():
    assert len({reason.code for reason in Reason}) == len(Reason)


@pytest.mark.parametrize(
    ("message", "phrase"),
    [
        ("plain", "plain"),
        ("a\r\nSet-Cookie: b", "a Set-Cookie: b"),
        ("naïve ☃", "naïve ?"),
        ("\x00\x7f\x85a", "a"),
        ("x" * 1000, "x" * (LONGEST_REASON - 3) + "..."),
    ],
)
def test_a_status_line_is_one_line_of_latin_1(message, phrase):
    assert reason_phrase(message) == phrase


def test_help_is_linked():
    text = Refused(Reason.UPLOADS_DISABLED).message("https://index.example")
    assert text.endswith(
        "See https://index.example/help/#admin-intervention for more information."
    )


def test_long_values_are_shortened():
    assert abbreviated("x" * 60) == "x" * 60
    assert abbreviated("a" * 50 + "b" * 50) == "a" * 30 + "..." + "b" * 30
    assert len(shown("x" * 5000)) == 1003
    assert shown(5) == 5


def test_braces_in_facts_are_only_text():
    text = Refused(Reason.FILENAME_TOO_LONG, filename="{0} {x}").message("")
    assert text.startswith("Filename is too long: '{0} {x}'. 246 bytes are the most.")
