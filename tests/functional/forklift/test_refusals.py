"""A refused upload is answered with the reason, the value and the remedy."""

import base64
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from tests.builders import forms
from tests.builders.sdists import sdist
from tests.builders.wheels import metadata, wheel
from tests.factories.accounts import make_user
from tests.factories.organizations import give_namespace, make_organization
from tests.factories.packaging import make_project
from warehouse.accounts.models import Email, User
from warehouse.flags.models import AdminFlag
from warehouse.organizations.models import OrganizationRole
from warehouse.packaging.models import (
    File,
    LifecycleStatus,
    ProhibitedProjectName,
    Project,
    Release,
)

WHEEL = "example-1.0-py3-none-any.whl"
SDIST = "example-1.0.tar.gz"


def switch_on(db, flag):
    db.merge(AdminFlag(id=flag, description="", enabled=True))
    db.commit()


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "text/html"),
        ("text/html", "text/html"),
        ("application/json", "application/json"),
        ("application/json;q=0.9, text/plain;q=0.8, text/html;q=0.7", "application/json"),
        ("image/png", "text/plain"),
    ],
)
def test_the_message_is_in_the_status_line_and_the_body(uploader, accept, kind):
    answer = uploader.send(WHEEL, wheel(), accept=accept, protocol_version="3")

    assert answer.status == "400 Unknown protocol version."
    assert answer.content_type == kind
    assert "Unknown protocol version." in answer.text
    assert set(answer.headers["Vary"].split(", ")) >= {"Accept", "Authorization"}
    if kind == "application/json":
        assert answer.json["code"] == "400 Unknown protocol version."
        assert answer.json["title"] == "Bad Request"
        assert answer.json["message"].endswith("\n\nUnknown protocol version.")


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.mark.parametrize(
    ("header", "text"),
    [
        (None, "403 Invalid or non-existent authentication information. See http"),
        ("Basic !", "403 Invalid or non-existent authentication information."),
        (basic("__token__", "x"), "403 Invalid or non-existent authentication"),
        (basic("alice", "secret"), "403 Username/Password authentication is no longer"),
    ],
)
def test_strangers_are_refused_and_never_challenged(uploader, header, text):
    headers = forms.headers()
    if header is not None:
        headers["Authorization"] = header
    data = forms.body(forms.fields(WHEEL, wheel()), WHEEL, wheel())

    answer = uploader.client.post("/legacy/", data, headers=headers, status=403)

    assert answer.status.startswith(text)
    assert "WWW-Authenticate" not in answer.headers


@pytest.mark.parametrize("scheme", ["Bearer", "token", "BEARER"])
def test_tokens_may_come_bare(uploader, scheme):
    headers = forms.headers() | {"Authorization": f"{scheme} {uploader.token}"}
    data = forms.body(forms.fields(WHEEL, wheel()), WHEEL, wheel())
    uploader.client.post("/legacy/", data, headers=headers, status=200)


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("read-only", "403 Read-only mode: Uploads are temporarily disabled."),
        ("disallow-new-upload", "403 New uploads are temporarily disabled."),
        (
            "disallow-new-project-registration",
            "403 New project registration is temporarily disabled.",
        ),
    ],
)
def test_operators_may_switch_uploads_off(uploader, db, flag, text):
    switch_on(db, flag)
    assert uploader.send(WHEEL, wheel()).status.startswith(text)


@pytest.mark.parametrize(
    ("name", "status", "text"),
    [
        ("xml", 400, "conflict with Python Standard Library module name"),
        ("requirements.txt", 400, "The name 'requirements.txt' isn't allowed."),
        ("toast1ng", 400, "is too similar to an existing project (toasting)"),
        ("t0asting", 400, "is too similar to an existing project"),
        ("TOAST.ing", 400, "is too similar to an existing project"),
        ("banned-name", 400, "The name 'banned-name' isn't allowed."),
    ],
)
def test_some_names_cannot_be_had(uploader, db, name, status, text):
    make_project(db, "toasting")
    db.add(ProhibitedProjectName(name="Banned.Name"))
    db.commit()
    file = f"{name}-1.0-py3-none-any.whl"

    answer = uploader.send(file, wheel(), name=name)

    assert answer.status_int == status
    assert text in answer.text.replace("&#x27;", "'")
    assert "/help/#project-name" in answer.status


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        (None, "foo", 409),
        (None, "Foo.Bar", 409),
        ("Member", "foo_bar", 409),
        ("Manager", "foo-bar", 200),
        ("Owner", "foo", 200),
        (None, "foobar", 200),
    ],
)
def test_names_in_a_namespace_are_for_its_organization(uploader, db, role, name, status):
    acme = make_organization(db, "Acme")
    give_namespace(db, acme, "foo")
    if role is not None:
        alice = db.scalars(select(User).where(User.username == "alice")).one()
        db.add(OrganizationRole(organization=acme, user=alice, role_name=role))
    db.commit()
    stem = re.sub("[-.]", "_", name).lower()

    answer = uploader.send(f"{stem}-1.0-py3-none-any.whl", wheel(stem), name=name)

    assert answer.status_int == status
    assert ("is in a namespace of the organization Acme" in answer.text) is (status == 409)


def test_a_project_that_was_there_before_a_namespace_goes_on(uploader, db):
    uploader.send(WHEEL, wheel(), status=200)
    give_namespace(db, make_organization(db, "Acme"), "example")
    uploader.send("example-1.1-py3-none-any.whl", wheel(version="1.1"), version="1.1")
    assert db.scalar(select(func.count(Release.id))) == 2


def test_new_projects_are_limited(uploader, db, registry):
    for number in range(20):
        name = f"zz{number}xx"
        file = f"{name}-1.0-py3-none-any.whl"
        uploader.send(file, wheel(name), name=name, status=200)

    answer = uploader.send(WHEEL, wheel())

    assert answer.status.startswith("429 Too many new projects created")
    assert int(answer.headers["Retry-After"]) > 0
    assert "RateLimit" in answer.headers


def test_somebody_elses_project(uploader, db):
    make_project(db, "example", owner=make_user(db, "bob"))
    answer = uploader.send(WHEEL, wheel())
    assert answer.status.startswith(
        "403 The user 'alice' isn't allowed to upload to project 'example'."
    )


def test_a_token_for_another_project(uploader, db):
    other = make_project(db, "other", owner=uploader.user)
    token = uploader.client.token(uploader.user, projects=[other], description="x")
    answer = uploader.send(WHEEL, wheel(), token=token)
    assert answer.status.startswith("403 Invalid API Token: ")
    assert db.scalars(select(Project.name)).all() == ["other"]


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (LifecycleStatus.QUARANTINE_ENTER, "403 Project 'example' is in quarantine"),
        (LifecycleStatus.ARCHIVED, "403 The user 'alice' isn't allowed to upload"),
    ],
)
def test_a_closed_project_takes_no_files(uploader, db, status, text):
    make_project(db, "example", owner=uploader.user, lifecycle_status=status)
    assert uploader.send(WHEEL, wheel()).status.startswith(text)


def test_owners_of_an_organization_upload_while_it_is_active(uploader, db):
    project = make_project(db, "example")
    acme = make_organization(db, "acme", owner=uploader.user, projects=(project,))
    uploader.send(WHEEL, wheel(), status=200)
    acme.is_active = False
    db.commit()
    answer = uploader.send(SDIST, sdist())
    assert answer.status.startswith(
        "400 Project 'example' belongs to the organization 'acme', which is not active."
    )


def test_an_unverified_address(uploader, db):
    db.execute(update(Email).values(verified=False))
    db.commit()
    answer = uploader.send(WHEEL, wheel())
    assert answer.status.startswith("403 User 'alice' does not have a verified primary")


def test_descriptions_that_do_not_render(uploader):
    answer = uploader.send(WHEEL, wheel(), description="*oops")
    assert answer.status.startswith(
        "400 The description failed to render in the default format of reStructuredText."
    )
    core = metadata(body="*oops", Description_Content_Type="text/x-rst")
    answer = uploader.send(WHEEL, wheel(core=core))
    assert answer.status.startswith(
        "400 The description failed to render for 'text/x-rst'."
    )


def test_a_filename_is_used_once(uploader, db):
    uploader.send(WHEEL, wheel(), status=200)
    other = wheel(extra={"example/more.py": b""})
    answer = uploader.send(WHEEL, other)
    assert answer.status.startswith(f"400 File already exists ('{WHEEL}', with blake2_256")

    db.delete(db.scalars(select(File)).one())
    db.commit()
    answer = uploader.send(WHEEL, other)
    assert answer.status.startswith("400 This filename was previously used by a file")


def test_the_same_content_under_another_name(uploader):
    uploader.send(WHEEL, wheel(), status=200)
    answer = uploader.send("example-1.0-py2-none-any.whl", wheel())
    assert answer.status.startswith(f"400 File already exists ('{WHEEL}', with blake2_256")


def test_one_sdist_is_enough(uploader, db):
    uploader.send(SDIST, sdist(), status=200)
    db.execute(update(File).values(filename="example-1.0.zip"))
    db.commit()
    answer = uploader.send("example-1.0.tar.gz", sdist(extra={"a": b""}))
    assert answer.status.startswith("400 This filename was previously used")
    answer = uploader.send("example-1.00.tar.gz", sdist(extra={"a": b""}))
    assert answer.status == "400 Only one sdist may be uploaded per release."


def test_old_releases_are_closed_but_files_can_be_repeated(uploader, db):
    uploader.send(WHEEL, wheel(), status=200)
    long_ago = datetime.now(UTC) - timedelta(days=15)
    db.execute(update(Release).values(created=long_ago))
    db.commit()

    answer = uploader.send(SDIST, sdist())
    assert answer.status.startswith(
        "400 Uploading new files to releases older than 14 days is not allowed."
    )
    uploader.send(WHEEL, wheel(), status=200)


@pytest.mark.parametrize(
    ("filename", "content", "changes", "text"),
    [
        (SDIST, sdist(), {"version": "2.0"}, "Filename 'example-1.0.tar.gz' is invalid"),
        (WHEEL, wheel(core=metadata("other")), {}, "The form says that Name is 'example'"),
        (WHEEL, wheel(core=b"\xff\xfe"), {}, f"The metadata in '{WHEEL}' is invalid: "),
        (WHEEL, wheel(record_file=b""), {}, f"The RECORD of wheel '{WHEEL}' does not"),
        (WHEEL, wheel(), {"md5_digest": "0" * 32}, "The digest supplied does not match"),
        (WHEEL, wheel(), {"version": "1.0+local"}, "The use of local versions in '1.0+"),
        ("x" * 300 + ".whl", wheel(), {}, "Filename is too long: "),
        ("other-1.0.tar.gz", sdist(), {}, "Start filename for 'example' with 'example'."),
    ],
)
def test_a_refused_upload_is_answered_with_the_problem(
    uploader, db, filename, content, changes, text
):
    answer = uploader.send(filename, content, **changes)
    assert answer.status.startswith(f"400 {text}")
    assert db.scalar(select(func.count(Project.id))) == 0


def test_nul_characters_reach_no_database(uploader, db):
    core = metadata(Summary="a\0b", Author="\0")
    answer = uploader.send(WHEEL, wheel(core=core), comment="x\0y", author="a\0")
    assert answer.status_int == 200
    assert db.scalars(select(File.comment_text)).one() == "x\\x00y"
    assert db.scalars(select(Release.summary)).one() == "a\\x00b"


def test_a_limit_of_the_project_wins_if_it_is_larger(uploader, db):
    make_project(db, "example", owner=uploader.user, total_size_limit=1)
    uploader.send(WHEEL, wheel(), status=200)


def test_text_is_no_file(uploader):
    values = {**forms.fields(WHEEL, wheel()), "content": "text"}
    answer = uploader.client.post(
        "/legacy/", forms.body(values), headers=forms.headers(uploader.token), status=400
    )
    assert answer.status == "400 Upload payload does not have a file."


def test_attestations_need_a_publisher(uploader, db):
    answer = uploader.send(WHEEL, wheel(), attestations="[]")
    assert answer.status.startswith("400 Invalid attestations supplied during upload: ")
    switch_on(db, "disable-pep740")
    uploader.send(WHEEL, wheel(), attestations="[]", status=200)


@pytest.mark.parametrize("setting", ["required", "optional"])
def test_an_account_that_needs_a_second_factor_uploads_nothing_without(
    uploader, db, with_accounts, setting
):
    with_accounts(two_factor=setting, two_factor_required_for=("staff",))
    uploader.user.is_superuser = setting == "optional"
    db.commit()
    sent = (WHEEL, wheel())
    answer = uploader.send(*sent, status=403)
    assert "alice" in answer.status
    uploader.user.totp_secret = b"a secret of 20 bytes"
    db.commit()
    uploader.send(*sent, status=200)
