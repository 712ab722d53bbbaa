"""Core metadata as build backends have written it over the years."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.metadata import parse_email

from tests.builders.wheels import metadata
from warehouse.forklift.metadata import (
    InvalidField,
    check,
    differences,
    from_file,
    from_form,
)
from warehouse.packaging.metadata.cleaning import cleaned, perhaps_unfolded, unfolded
from warehouse.packaging.metadata.fields import BY_HEADER


def read(core):
    return check(from_file(core))


@pytest.mark.parametrize(
    ("folded", "plain"),
    [
        ("a\n        b\n        \n          c", "a\nb\n\n  c"),
        ("a\n       |b\n       |\n       |  c", "a\nb\n\n  c"),
        ("a\n        |b\n        |  c", "a\nb\n  c"),
        ("a\r\n        b\r\n", "a\r\nb\r\n"),
        ("a\nb\n        c", "a\nb\n        c"),
        ("a\x0cb\n        c\u2028d", "a\x0cb\nc\u2028d"),
        ("", ""),
        ("a", "a"),
    ],
)
def test_descriptions_in_headers_are_unfolded(folded, plain):
    assert unfolded(folded) == plain


def test_a_form_is_unfolded_where_it_was_folded():
    assert perhaps_unfolded("a\n        b") == "a\nb"
    assert perhaps_unfolded("Code::\n       |b") == "Code::\nb"
    assert perhaps_unfolded("Code::\n\n        b") == "Code::\n\n        b"


@pytest.mark.parametrize("body", ["\n \n", "UNKNOWN\n\n"])
def test_a_body_that_says_nothing_is_beside_a_description_in_a_header(body):
    core = metadata(Description="a\n        b", body=body)
    assert read(core).text("description") == "a\nb"


def test_the_body_of_a_file_is_never_unfolded():
    assert read(metadata(body="a\n        b")).text("description") == "a\n        b"


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


SAYS_NOTHING = {
    "Summary": "UNKNOWN",
    "Home_page": " UNKNOWN ",
    "License": "UNKNOWN",
    "Platform": ["UNKNOWN", ""],
    "Keywords": " , ,",
    "Classifier": "",
    "Project_URL": ["UNKNOWN", ",", "Home, UNKNOWN"],
    "Requires_Dist": "UNKNOWN",
    "Author_email": "\tUNKNOWN",
}


@pytest.mark.parametrize("title", [*SAYS_NOTHING, "all of them"])
def test_empty_values_are_no_values_in_file_and_form(title):
    given = {title: SAYS_NOTHING[title]} if title in SAYS_NOTHING else SAYS_NOTHING
    empty = {"metadata_version", "name", "version"}
    assert set(read(metadata(**given, body="UNKNOWN\n\n\n")).values) == empty
    form = {"metadata_version": ("2.1",), "name": ("example",), "version": ("1.0",)}
    for key, value in given.items():
        header = key.lower().replace("_", "-")
        values = (value,) if isinstance(value, str) else tuple(value)
        form[BY_HEADER[header].form_key] = values
    assert set(check(from_form({**form, "description": ("UNKNOWN\n",)})).values) == empty


def test_values_beside_empty_ones_are_kept():
    core = read(metadata(Keywords="a,, b", Platform=["UNKNOWN", "any"], body="UNKNOWN x"))
    assert core.values["keywords"] == ["a", "b"]
    assert core.several("platforms") == ("any",)
    assert core.text("description") == "UNKNOWN x"


@pytest.mark.parametrize(
    ("core", "problem"),
    [
        (b"\xef\xbb\xbf" + metadata(), "begins with a byte order mark"),
        (metadata().decode().encode("utf-16"), "begins with a byte order mark"),
        (metadata(Summary=["a", "b"]), "'summary' has invalid data: it is given 2 times"),
        (metadata(Author="x\udcff"), "'author' has invalid data: it is not text encoded"),
        (metadata(Description="a", body="b"), "it is given 2 times, with 'a' and 'b'"),
        (metadata(Project_URL="Home,"), "'Home,' is not a label, a comma and a URL"),
        (metadata(Project_URL=", https://a.example"), "is not a label, a comma and a URL"),
        (metadata(Project_URL=["A, x", "A, y"]), "the label 'A' is given twice"),
        (metadata(Content_Type="Message/RFC822"), "says 'Message/RFC822'"),
        (metadata(Content_Transfer_Encoding="base64"), "says 'base64'"),
    ],
)
def test_an_unreadable_field_is_refused_with_its_value(core, problem):
    with pytest.raises(InvalidField, match=re.escape(problem)):
        read(core)


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "Name: a",
                "NAME: b",
                "Summary: x",
                "Keywords: a, b",
                "From x",
                ": y",
                "X-Own: z",
            ]
        ),
        st.sampled_from(["", " folded", "\tfolded é", "no header", "Author :x", "Name"]),
        st.sampled_from(["Description: a", "Classifier: a", "Project-URL: a, b", "A:"]),
    ),
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_file_is_read_as_installers_read_it(lines, end):
    data = end.join(lines).encode()
    parsed, unparsed = parse_email(data)
    raw = from_file(data)
    unread = {name for name in unparsed if name in BY_HEADER}
    assert set(raw.unusable) - {"description"} == unread - {"description"}
    expected = {
        key: value for key, value in cleaned(parsed).items() if key != "description"
    }
    found = {key: value for key, value in raw.values.items() if key != "description"}
    assert found == expected
    # After a misplaced envelope, the parser of mail forgets an empty line.
    if "description" in parsed and "From x" not in lines:
        said = cleaned({"description": unfolded(parsed["description"])})
        assert raw.values.get("description") in {
            None,
            parsed["description"],
            *said.values(),
        }


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
