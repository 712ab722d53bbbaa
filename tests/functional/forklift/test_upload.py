"""Uploading through the whole application, as clients do it."""

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.builders import forms
from tests.builders.sdists import sdist
from tests.builders.wheels import metadata, wheel
from warehouse.packaging.descriptions import as_text, fit_for_a_page
from warehouse.packaging.locations import metadata_path
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
    with storage.open(metadata_path(file.path)) as stored:
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


def test_an_uploaded_file_is_in_the_simple_index(uploader):
    uploader.send(SDIST, sdist())

    files = uploader.client.simple("example")["files"]

    assert [each["filename"] for each in files] == [SDIST]
    assert uploader.client.undecoded(files[0]["url"]).body == sdist()


def test_the_same_file_again_is_no_error_and_changes_nothing(uploader, db):
    uploader.send(WHEEL, wheel())
    before = set(db.scalars(select(JournalEntry.id)))
    db.commit()

    answer = uploader.send(WHEEL, wheel(), name="Example")

    assert (answer.status_int, answer.text) == (200, "")
    assert set(db.scalars(select(JournalEntry.id))) == before
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


@pytest.mark.parametrize(("version", "is_kept"), [("2.1", False), ("2.2", True)])
def test_metadata_of_sdists_is_kept_if_it_can_be_relied_on(uploader, db, version, is_kept):
    uploader.send(SDIST, sdist(core=metadata(metadata_version=version)), status=200)
    file = db.scalars(select(File)).one()
    assert (file.metadata_file_sha256_digest is not None) is is_kept
    assert (file.python_version, file.packagetype.value) == ("source", "sdist")


def test_a_project_is_spelled_as_it_was_last(uploader, db):
    uploader.send(SDIST, sdist(), status=200)
    core = metadata("Example", "2.0")
    name = "example-2.0.tar.gz"
    uploader.send(name, sdist(version="2.0", core=core), name="Example", version="2.0")
    assert db.scalars(select(Project.name)).one() == "Example"


def test_the_first_file_speaks_for_the_release(uploader, db):
    uploader.send(WHEEL, wheel(core=metadata(Summary="first")), status=200)
    core = metadata(metadata_version="2.2", Summary="second")
    uploader.send(SDIST, sdist(core=core), status=200)
    assert db.scalars(select(Release.summary)).one() == "first"


def test_a_description_is_rendered_once_and_kept(uploader, db):
    core = metadata(body="# Hello", Description_Content_Type="text/markdown")
    uploader.send(WHEEL, wheel(core=core), status=200)
    description = db.scalars(select(Release)).one().description
    assert description.raw == "# Hello"
    assert description.html.startswith('<h1 id="user-content-hello">Hello')
    assert description.rendered_by.startswith("rendering ")
    assert description.content_type == "text/markdown"


@pytest.fixture
def accepting(configurator, monkeypatch):
    """Descriptions that do not render are accepted, as `make serve` sets it."""
    settings = configurator.registry.settings
    uploads = replace(settings["warehouse"].uploads, description_errors="accept")
    changed = replace(settings["warehouse"], uploads=uploads)
    monkeypatch.setitem(settings, "warehouse", changed)


def test_a_description_that_does_not_render_is_refused_by_default(uploader):
    answer = uploader.send(WHEEL, wheel(core=metadata(body="a\n\n*b <i>")))
    assert answer.status.startswith(
        "400 The description failed to render in the default format of reStructuredText. "
        "Line 3: Inline emphasis start-string without end-string. See http"
    )


@pytest.mark.parametrize(
    ("content_type", "body"),
    [(None, "a\n\n*b <i>"), ("text/markdown", "[a](b) " * 100_000)],
)
def test_an_accepted_description_that_does_not_render_is_shown_as_text(
    uploader, db, accepting, content_type, body
):
    kind = {"Description_Content_Type": content_type} if content_type else {}
    form = {"description": body, "description_content_type": content_type}
    answer = uploader.send(WHEEL, wheel(core=metadata(body=body, **kind)), **form)
    assert answer.status_int == 200
    assert answer.text.startswith("The description failed to render ")
    assert answer.text.endswith(" It is shown as plain text.")
    description = db.scalars(select(Release)).one().description
    assert description.html == as_text(body)
    page = uploader.client.get("/project/example/").text
    assert fit_for_a_page(as_text(body)).html in page


def test_equal_versions_are_one_release(uploader, db):
    uploader.send(WHEEL, wheel(), status=200)
    name = "example-1.0.0.tar.gz"
    core = metadata(version="1.0.0", metadata_version="2.2")
    uploader.send(name, sdist(version="1.0.0", core=core), version="1.0.0", status=200)
    assert db.scalars(select(Release.version)).all() == ["1.0"]
    assert len(db.scalars(select(File)).all()) == 2


def test_nobody_chooses_the_host_that_we_vouch_for(uploader, db):
    forged = metadata(Home_page="https://evil.example/project/example/")
    uploader.client.extra_environ["HTTP_HOST"] = "evil.example"
    uploader.client.extra_environ["wsgi.url_scheme"] = "https"

    uploader.send(WHEEL, wheel(core=forged), status=200)

    release = db.scalars(select(Release)).one()
    assert release.home_page == "https://evil.example/project/example/"
    assert not release.home_page_verified


def test_with_a_domain_we_vouch_for_our_own_page(uploader, db, configurator, monkeypatch):
    settings = configurator.registry.settings
    site = replace(settings["warehouse"].site, domain="localhost")
    monkeypatch.setitem(settings, "warehouse", replace(settings["warehouse"], site=site))
    own = metadata(Home_page="http://localhost/project/example/")

    uploader.send(WHEEL, wheel(core=own), status=200)

    assert db.scalars(select(Release)).one().home_page_verified
