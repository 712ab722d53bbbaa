"""Every field has a limit, which is asked before its values are looked into."""

import re

import pytest

from tests.builders.wheels import metadata
from warehouse.forklift.metadata import InvalidField, check, from_file, from_form
from warehouse.packaging import limits
from warehouse.packaging.metadata.fields import BY_HEADER, FIELDS

NEWEST = {"metadata_version": ("2.5",), "name": ("example",), "version": ("1.0",)}
LONG = [each for each in limits.FIELDS if each.title != "Summary"]
MANY = [each for each in limits.FIELDS if BY_HEADER[each.title.lower()].is_multiple]


def problems(title, values):
    """Return the problems of a field with these values, in the form and in the file."""
    field = BY_HEADER[title.lower()]
    form = from_form({**NEWEST, field.form_key: tuple(values)})
    lines = b"".join(f"{title}: {value}\n".encode() for value in values)
    file = from_file(metadata(metadata_version="2.5").rstrip() + b"\n" + lines)
    return [form.unusable.get(field.header), file.unusable.get(field.header)]


def test_every_field_has_a_limit():
    assert {each.title for each in limits.FIELDS} == {each.title for each in FIELDS}
    assert all((each.most == 1) != (each in MANY) for each in limits.FIELDS)


@pytest.mark.parametrize("limit", LONG, ids=lambda each: each.title)
def test_a_value_that_is_too_long_is_not_parsed(limit):
    value = "(" * (limit.longest + 1)
    problem = f" has {limit.longest + 1} characters, and {limit.longest} are the most"
    if limit.title in {"Metadata-Version", "Name", "Version"}:
        found = [from_form({**NEWEST, limit.title.lower().replace("-", "_"): (value,)})]
        assert found[0].unusable[limit.title.lower()].endswith(problem)
        return
    for found in problems(limit.title, [value]):
        assert found is not None
        assert found.endswith(problem)


@pytest.mark.parametrize("limit", MANY, ids=lambda each: each.title)
def test_a_value_too_many_is_not_parsed(limit):
    values = [f"x{number}, (" for number in range(limit.most + 1)]
    problem = f"it is given {limit.most + 1} times, and {limit.most} are the most"
    for found in problems(limit.title, values):
        assert found is not None
        assert found.endswith(problem)


@pytest.mark.parametrize("limit", limits.FIELDS, ids=lambda each: each.title)
def test_a_value_of_the_greatest_length_is_within_its_limit(limit):
    for found in problems(limit.title, ["x" * limit.longest]):
        assert found is None or "are the most" not in found


@pytest.mark.parametrize(
    ("line", "most", "problem"),
    [
        (b"X-%d: y\n", limits.FIELD_LINES.most, "more than 50000 lines stand before"),
        (b"X-%d: " + b"y" * 99 + b"\n", 2**21 // 100, "more than 2097152 bytes stand"),
        (b" %d\n", limits.FIELD_LINES.most, "more than 50000 lines stand before"),
    ],
)
def test_headers_that_nobody_knows_are_counted_too(line, most, problem):
    head = metadata().rstrip() + b"\n"
    with pytest.raises(InvalidField, match=re.escape(problem)):
        check(from_file(head + b"".join(line % number for number in range(most))))


def test_nested_messages_are_not_followed():
    head = metadata().rstrip() + b"\n"
    with pytest.raises(InvalidField, match="neither mail nor"):
        check(from_file(head + b"Content-Type: message/rfc822\n\n" * 3000))
    nested = metadata(body="Content-Type: message/rfc822\n\n" * 3000)
    assert check(from_file(nested)).text("description")
