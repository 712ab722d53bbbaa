"""The form of an upload: what is wrong with it, and in which words."""

import pytest

from tests.builders import forms
from warehouse.forklift.checks import examine
from warehouse.forklift.checks.submission import SUBMISSION_CHECKS
from warehouse.forklift.intake import cleaned
from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.spool import SpooledFile
from warehouse.forklift.values import Submission, Switches

SPECIFICATION = (
    " See https://packaging.python.org/specifications/core-metadata for more information."
)


def submission(*, without=(), **fields):
    values = forms.fields("example-1.0-py3-none-any.whl", b"", metadata_version="2.1")
    values |= fields
    given = {
        key: tuple(value) if isinstance(value, list) else (value,)
        for key, value in values.items()
        if key not in without and value is not None
    }
    file = SpooledFile(
        filename="a.whl",
        content_type="x/y",
        path=None,
        size=0,
        md5="",
        sha256="",
        blake2_256="",
    )
    return Submission(fields=cleaned(given), file=file, site="https://index.example")


def refused(value):
    with pytest.raises(Refused) as caught:
        examine(value, SUBMISSION_CHECKS)
    return caught.value


def test_a_good_form_passes():
    examine(submission(), SUBMISSION_CHECKS)
    examine(submission(protocol_version=None), SUBMISSION_CHECKS)
    examine(submission(filetype="sdist", pyversion=None), SUBMISSION_CHECKS)
    examine(submission(md5_digest=None, sha256_digest=None), SUBMISSION_CHECKS)
    examine(submission(summary="UNKNOWN", home_page=" UNKNOWN "), SUBMISSION_CHECKS)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {"protocol_version": "2"},
            "Unknown protocol version.",
        ),
        (
            {"name": None},
            "'' is an invalid value for Name. Error: This field is required."
            + SPECIFICATION,
        ),
        (
            {"name": "-a"},
            "'-a' is an invalid value for Name. Error: Start and end with a letter or "
            "numeral containing only ASCII numeric and '.', '_' and '-'." + SPECIFICATION,
        ),
        (
            {"filetype": None},
            "Invalid value for filetype. Error: This field is required.",
        ),
        (
            {"filetype": "bdist_egg"},
            "Invalid value for filetype. Error: Use a known file type.",
        ),
        (
            {"sha256_digest": "abc"},
            "Invalid value for sha256_digest. Error: Use a valid, hex-encoded, SHA256 "
            "message digest.",
        ),
        (
            {"pyversion": ["py2", "py3"]},
            "Invalid value for pyversion. Error: It was sent more than once.",
        ),
        (
            {"pyversion": "py3\nremove project"},
            "Invalid value for pyversion. Error: Use Python tags, such as py3.",
        ),
        (
            {"comment": "x" * 1001},
            "Invalid value for comment. Error: It has 1001 characters, and 1000 are the "
            "most.",
        ),
        (
            {"pyversion": "x" * 201},
            "Invalid value for pyversion. Error: It has 201 characters, and 200 are the "
            "most.",
        ),
        (
            {"pyversion": "py<3>"},
            "Invalid value for pyversion. Error: Use Python tags, such as py3.",
        ),
        (
            {"pyversion": "py\u0663"},
            "Invalid value for pyversion. Error: Use Python tags, such as py3.",
        ),
        (
            {"version": "1.0\u2003"},
            "Invalid value for version. Error: Use ASCII characters only.",
        ),
        (
            {"pyversion": None},
            "Error: Python version is required for binary distribution uploads.",
        ),
        (
            {"filetype": "sdist", "pyversion": "py3"},
            "Error: Use 'source' as Python version for an sdist.",
        ),
        (
            {"md5_digest": None, "sha256_digest": None, "blake2_256_digest": None},
            "Error: Include at least one message digest.",
        ),
    ],
)
def test_the_form_is_refused_in_words_clients_know(changes, text):
    assert refused(submission(**changes)).message("") == text


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"metadata_version": None}, "None is not a valid metadata version"),
        ({"metadata_version": "2.0"}, "'2.0' is not a valid metadata version"),
        ({"version": None}, "'version' is a required field"),
        ({"version": "dog"}, "'dog' is invalid for 'version'"),
        ({"version": "1.0+x"}, "The use of local versions in '1.0+x' is not allowed"),
        ({"summary": "a\nb"}, "'summary' must be a single line"),
        ({"summary": "a" * 513}, "'summary' field must be 512 characters or less"),
        (
            {"summary": ["a", "b"]},
            "'summary' has invalid data: it is given 2 times, with 'a' and 'b'",
        ),
        ({"classifiers": "X"}, "'X' is not a valid classifier"),
        (
            {"classifiers": "Private :: Do Not Upload"},
            "'Private :: Do Not Upload' is not a valid classifier",
        ),
        (
            {"classifiers": "Natural Language :: Ukranian"},
            "The classifier 'Natural Language :: Ukranian' has been deprecated, use one "
            "of ['Natural Language :: Ukrainian'] instead",
        ),
        (
            {"requires_dist": "a @ https://a.example"},
            "Can't have direct dependency: a @ https://a.example",
        ),
        ({"requires_dist": "!"}, "'!' is invalid for 'requires-dist'"),
        ({"requires_python": "x"}, "'x' is invalid for 'requires-python'"),
        ({"home_page": "javascript:1"}, None),
        ({"author_email": "A <b>"}, None),
        (
            {"project_urls": "Home,"},
            "'Home,' is not a label, a comma and a URL, as 'project-url' must be",
        ),
        ({"project_urls": "https://a.example"}, None),
        (
            {"project_urls": ["a, http://x", "a, http://y"]},
            "'project-url' has invalid data: the label 'a' is given twice",
        ),
        ({"project_urls": f"{'a' * 33}, http://x"}, None),
        ({"description_content_type": "text/html"}, None),
        ({"dynamic": "Name", "metadata_version": "2.2"}, None),
        ({"dynamic": "Dynamic", "metadata_version": "2.2"}, None),
        ({"license_file": "../x", "metadata_version": "2.4"}, None),
        ({"license_expression": "Nope", "metadata_version": "2.4"}, None),
        (
            {"license_expression": "MIT", "license": "MIT", "metadata_version": "2.4"},
            None,
        ),
        ({"import_name": "a.class", "metadata_version": "2.5"}, None),
    ],
)
def test_metadata_is_refused_with_the_value_named(changes, problem):
    found = refused(submission(**changes))

    assert found.reason in {Reason.METADATA_INVALID, Reason.LOCAL_VERSION}
    assert problem is None or found.facts["problem"] == problem


@pytest.mark.parametrize(
    "changes",
    [
        {"author_email": "A <>"},
        {"author_email": "a@b.example, c"},
        {"metadata_version": "2.6", "license_expression": "mit OR apache-2.0"},
        {"description_content_type": "text/markdown; charset=utf-8; variant=GFM"},
        {"project_urls": ["a, http://x", "b, https://y?a,b"]},
        {"dynamic": ["requires-dist"], "metadata_version": "2.2"},
        {"import_name": "a.b; private", "metadata_version": "2.5"},
        {"keywords": "a, b"},
        {"whatever": ["x", "y"]},
    ],
)
def test_metadata_that_is_unusual_but_right_passes(changes):
    examine(submission(**changes), SUBMISSION_CHECKS)


def test_the_first_problem_is_told_in_the_order_of_importance():
    found = refused(submission(version="dog", classifiers="X", author_email="A <b>"))
    assert found.facts["problem"] == "'dog' is invalid for 'version'"
    found = refused(submission(summary="a\nb", classifiers="X"))
    assert found.facts["problem"] == "'X' is not a valid classifier"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"switches": Switches(is_read_only=True)}, Reason.READ_ONLY),
        ({"switches": Switches(are_uploads_off=True)}, Reason.UPLOADS_DISABLED),
        ({"is_identified": False}, Reason.CALLER_UNKNOWN),
        ({"is_identified": False, "refusal": "Old."}, Reason.CREDENTIAL_REFUSED),
        ({"is_identified": False, "is_password": True}, Reason.PASSWORD_OFFERED),
        ({"file_fields": ("name",)}, Reason.FIELD_IS_FILE),
        ({"file": None}, Reason.FILE_MISSING),
    ],
)
def test_switches_and_credentials_and_files_are_checked_with_the_form(change, reason):
    values = {"fields": submission().fields, "file": submission().file, **change}
    assert refused(Submission(**values)).reason is reason


def test_nul_characters_become_text():
    assert cleaned({"a": ("x\0y",)}) == {"a": ("x\\x00y",)}
