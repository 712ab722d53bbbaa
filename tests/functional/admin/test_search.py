"""The one search box of staff: it goes straight to the one answer."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_file, make_project, make_release
from tests.functional.admin.test_dashboard import make_mail
from warehouse.email.models import EmailMessage, MailStatus
from warehouse.listings.finding import find


def answer(admin, text):
    form = admin.get("/admin/").forms["find"]
    form["q"] = text
    return form.submit()


@pytest.fixture
def things(db):
    ada = make_user(db, "ada")
    project = make_project(db, "eggs", owner=ada)
    release = make_release(db, project, "1.0")
    file = make_file(db, release, "eggs-1.0.tar.gz")
    return {"user": ada, "project": project, "release": release, "file": file}


def test_each_pasted_text_leads_to_its_page(admin, db, client, things):
    file = things["file"]
    release = "/admin/projects/eggs/release/1.0/"
    token = client.token(things["user"])
    make_mail(db, status=MailStatus.SENT)
    [mail] = db.scalars(select(EmailMessage))
    expected = {
        "gang": f"/admin/organizations/{make_organization(db, 'gang').id}/",
        str(mail.id): "/admin/emails/?q=to%3A%22grace%40example.com%22",
        "ADA": "/admin/users/ada/",
        "Ada@example.com": "/admin/users/ada/",
        str(things["user"].id): "/admin/users/ada/",
        "eggs": "/admin/projects/eggs/",
        str(things["project"].id): "/admin/projects/eggs/",
        str(things["release"].id): release,
        file.filename: release,
        file.sha256_digest.upper(): release,
        file.blake2_256_digest: release,
        file.md5_digest: release,
        "192.0.2.1": "/admin/ip-addresses/192.0.2.1/",
    }
    for text, path in expected.items():
        assert answer(admin, text).location == f"http://localhost{path}", text
    assert "/admin/macaroons/" in answer(admin, token).location


def test_several_answers_are_listed(admin, db):
    make_user(db, "eggs")
    make_project(db, "eggs")
    page = answer(admin, "eggs").text
    assert "/admin/users/eggs/" in page
    assert "/admin/projects/eggs/" in page


@pytest.mark.parametrize("text", ["", " ", "\0", "<script>", "pypi-x", "f" * 64, "a@b"])
def test_a_text_that_means_nothing_is_not_found(admin, db, text):
    assert find(db, text) == []
    page = admin.get("/admin/search/", {"q": text}).text
    assert "<script>" not in page.replace("<script src", "")


def test_a_moderator_finds_no_tokens_and_addresses(client, db):
    make_organization(db, "gang")
    token = client.token(make_user(db, "ada"))
    client.sign_in(make_user(db, "mod", is_moderator=True))
    assert "Nothing is found" in answer(client, token).text
    assert "Nothing is found" in answer(client, "192.0.2.1").text
