"""Uploading through the whole application, as clients do it."""

import hashlib

from sqlalchemy import select

from tests.builders import forms
from tests.builders.sdists import sdist
from tests.builders.wheels import metadata, wheel
from warehouse.packaging.models import File, Filename, JournalEntry, Project, Release

WHEEL = "example-1.0-py3-none-any.whl"
SDIST = "example-1.0.tar.gz"


def test_the_first_wheel_makes_a_project(uploader, db, storage):
    content = wheel(core=metadata(Summary="An example", Requires_Dist=["a>1", "b"]))

    answer = uploader.send(WHEEL, content)

    assert (answer.status, answer.text) == ("200 OK", "")
    file = db.scalars(select(File)).one()
    assert file.filename == WHEEL
    assert file.size == len(content)
    assert file.sha256_digest == hashlib.sha256(content).hexdigest()
    assert file.release.summary == "An example"
    assert {each.specifier for each in file.release.dependencies} == {"a>1", "b"}
    assert file.release.uploader.username == "alice"
    assert [each.role_name for each in file.release.project.roles] == ["Owner"]
    with storage.open(file.path) as stored:
        assert stored.read() == content
    with storage.open(file.metadata_path) as stored:
        assert hashlib.sha256(stored.read()).hexdigest() == file.metadata_file_sha256_digest


def test_the_journal_tells_what_happened_in_order(uploader, db):
    uploader.send(WHEEL, wheel())
    uploader.send(SDIST, sdist())

    rows = db.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()

    assert [(row.name, row.version, row.action) for row in rows] == [
        ("example", None, "create"),
        ("example", None, "add Owner alice"),
        ("example", "1.0", "new release"),
        ("example", "1.0", f"add py3 file {WHEEL}"),
        ("example", "1.0", f"add source file {SDIST}"),
    ]
    assert {row.submitted_by for row in rows} == {"alice"}
    assert db.scalars(select(Project)).one().last_serial == rows[-1].id
    assert {row for row in db.scalars(select(Filename.filename))} == {WHEEL, SDIST}


def test_what_was_uploaded_is_in_the_simple_index(uploader):
    uploader.send(SDIST, sdist())

    files = uploader.client.simple("example")["files"]

    assert [each["filename"] for each in files] == [SDIST]
    assert uploader.client.undecoded(files[0]["url"]).body == sdist()


def test_the_same_file_again_is_no_error_and_changes_nothing(uploader, db):
    uploader.send(WHEEL, wheel())
    before = db.scalars(select(JournalEntry.id)).all()
    db.commit()

    answer = uploader.send(WHEEL, wheel(), name="Example")

    assert (answer.status_int, answer.text) == (200, "")
    assert db.scalars(select(JournalEntry.id)).all() == before
    assert db.scalars(select(Project.name)).one() == "example"


def test_a_refusal_leaves_nothing_behind(uploader, db, storage):
    answer = uploader.send(WHEEL, b"not a zip")

    assert answer.status == "400 Invalid distribution file. File is not a zipfile."
    assert "File is not a zipfile." in answer.text
    assert db.scalars(select(Project)).all() == []
    assert db.scalars(select(JournalEntry)).all() == []
    assert list(storage.list()) == []
    assert list(storage.scratch().iterdir()) == []


def test_differences_between_form_and_file_are_only_told(uploader, db):
    content = wheel(core=metadata(Summary="True"))

    answer = uploader.send(WHEEL, content, summary="False")

    assert answer.status_int == 200
    assert answer.text.startswith("Summary in the form is not what")
    assert db.scalars(select(Release.summary)).one() == "True"


def test_the_file_needs_no_content_type(uploader):
    data = forms.body(forms.fields(WHEEL, wheel()), WHEEL, wheel(), content_type=None)
    headers = forms.headers(uploader.token)
    uploader.client.post("/legacy/", data, headers=headers, status=200)
