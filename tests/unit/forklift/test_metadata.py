"""Core metadata as build backends have written it over the years."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.wheels import metadata
from warehouse.forklift.metadata import (
    InvalidField,
    check,
    differences,
    from_file,
    from_form,
)
from warehouse.forklift.metadata.reading import unfolded


def read(core):
    return check(from_file(core))


@pytest.mark.parametrize(
    ("folded", "plain"),
    [
        ("a\n        b\n        \n          c", "a\nb\n\n  c"),
        ("a\n       |b\n       |\n       |  c", "a\nb\n\n  c"),
        ("a\nb\n        c", "a\nb\n        c"),
        ("a", "a"),
    ],
)
def test_descriptions_in_headers_are_unfolded(folded, plain):
    assert unfolded(folded) == plain


def test_a_folded_description_is_read():
    core = metadata(Description="a\n        b")
    assert read(core).text("description") == "a\nb"


def test_fields_before_their_time_are_put_aside():
    raw = from_file(metadata(License_File=["LICENSE", "NOTICE"], Dynamic="summary"))
    assert set(raw.ignored) == {"license-file", "dynamic"}
    assert check(raw).several("license_files") == ()


def test_unknown_is_nothing():
    core = read(metadata(Home_page="UNKNOWN", License="UNKNOWN", Summary="", Author=" "))
    assert set(core.values) == {"metadata_version", "name", "version"}


def test_unknown_headers_are_ignored():
    assert read(metadata(X_Own="x")).name == "example"


@pytest.mark.parametrize(
    "core",
    [
        b"",
        b"\0",
        metadata().replace(b"Name: example\n", b""),
        metadata(Name="other"),
        metadata(Version="2.0"),
        metadata(Summary=["a", "b"]),
        metadata(Author="x").replace(b"Author: x", b"Author: \xff"),
        metadata(body="text", Description="other text"),
        metadata(Content_Type="multipart/mixed; boundary=x", body="--x\n\na\n--x--"),
        metadata(metadata_version="2.0"),
        metadata(metadata_version="9"),
        metadata("a" * 1000),
        metadata(version="1+local"),
        metadata(version="9" * 5000),
        metadata(Requires_Dist="a" * 30_000),
        metadata(Requires_Dist="a; " + "(" * 5000),
        metadata(metadata_version="2.4", License_Expression="(" * 3999),
        metadata(metadata_version="2.4", License_File="/etc/passwd"),
    ],
)
def test_metadata_that_means_nothing_certain_is_refused(core):
    with pytest.raises(InvalidField):
        read(core)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), st.binary(max_size=4)), max_size=5))
def test_any_bytes_are_read_or_refused(changes):
    data = bytearray(
        metadata(
            metadata_version="2.4",
            Summary="x",
            Author_Email="A <a@b.example>",
            Requires_Dist="a>1; extra == 'b'",
            Description_Content_Type="text/markdown; charset=UTF-8",
            License_Expression="MIT OR Apache-2.0",
            Project_URL="Home, https://a.example",
            body="text",
        )
    )
    for place, piece in changes:
        data[place % len(data) : place % len(data) + 1] = piece
    try:
        read(bytes(data))
    except InvalidField:
        return


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(
        [
            "version",
            "author_email",
            "requires_dist",
            "license_expression",
            "home_page",
            "description_content_type",
            "requires_python",
            "project_urls",
            "dynamic",
            "license_file",
            "import_name",
            "provides_extra",
            "classifiers",
            "keywords",
        ]
    ),
    st.lists(st.text(max_size=30), min_size=1, max_size=3),
)
def test_any_field_is_judged(key, values):
    fields = {"metadata_version": ("2.6",), "name": ("a",), "version": ("1",)}
    try:
        check(from_form({**fields, key: tuple(values)}))
    except InvalidField:
        return


def test_only_what_the_form_says_can_differ():
    form = check(
        from_form(
            {
                "metadata_version": ("2.1",),
                "name": ("example",),
                "version": ("1.0",),
                "summary": ("x",),
                "keywords": ("a,b",),
                "classifiers": ("Topic :: Utilities", "Typing :: Typed"),
                "description": ("a\r\nb\r\n",),
            }
        )
    )
    file = read(
        metadata(
            Summary="y",
            Keywords="b, a",
            Author="someone",
            Classifier=["Typing :: Typed", "Topic :: Utilities"],
            body="a\nb",
        )
    )
    assert list(differences(form, file)) == ["Summary"]
