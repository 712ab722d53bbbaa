"""The page of an organization, and how its projects say that they are its own."""

from datetime import UTC, datetime

import pytest

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project, make_release
from warehouse.http import offline
from warehouse.organizations.models import Organization, OrganizationType
from warehouse.organizations.services import OrganizationService
from warehouse.packaging.models import LifecycleStatus
from warehouse.security import SYSTEM


@pytest.fixture
def project(db):
    project = make_project(db, "Anvil")
    make_release(
        db, project, "1.0", summary="Falls <down>", created=datetime(2020, 1, 1, tzinfo=UTC)
    )
    return project


@pytest.fixture
def acme(db, project):
    return make_organization(
        db,
        "Acme.Works",
        display_name="Acme <Works>",
        orgtype=OrganizationType.COMPANY,
        link_url="https://acme.example/",
        description='Makes "everything"',
        projects=(project,),
    )


@pytest.fixture
def change(registry, db):
    """Changes an organization through its service, as a command would."""

    def change(verb, *values):
        with offline(registry) as request:
            organization = request.db.query(Organization).one()
            service = request.service(OrganizationService)
            getattr(service, verb)(organization, *values, actor=SYSTEM)
        db.expire_all()

    return change


def names(page):
    return [each.text for each in page.html.select(".listing__name a")]


def test_the_page_describes_the_organization_and_lists_its_projects(client, db, acme):
    old = make_project(db, "Old", lifecycle_status=LifecycleStatus.ARCHIVED)
    hidden = make_project(db, "Bad", lifecycle_status=LifecycleStatus.QUARANTINE_ENTER)
    make_organization(db, "other", projects=(old,))
    make_project(db, "nobodys")
    page = client.get("/org/Acme.Works/")
    assert page.html.h1.text == "Acme <Works>"
    assert page.html.select_one(".profile .badge").text == "Company"
    link = page.html.find("a", href="https://acme.example/")
    assert link["rel"] == ["nofollow", "noopener", "ugc"]
    said = {
        each.get("property"): each["content"] for each in page.html.select("meta[content]")
    }
    assert said["og:title"] == "Acme <Works>"
    assert said["og:description"] == 'Makes "everything"'
    assert said["og:url"] == "http://localhost/org/Acme.Works/"
    assert said["og:image"] == "http://localhost/_social/site.png"
    assert names(page) == ["Anvil"]
    assert "Falls &lt;down&gt;" in page
    assert hidden.name not in page
    other = client.get("/org/other/")
    assert other.html.find(id="archived").text == "1 archived project"
    assert "Other has no projects here yet." in other
    assert names(other) == ["Old"]


def test_the_page_takes_six_statements(client, db, acme, statements):
    statements.clear()
    client.get("/org/Acme.Works/")
    assert len(statements) == 6, statements


def test_other_spellings_and_old_names_lead_there(client, acme, change):
    spelled = client.get("/org/acme-works/?x=y", status=301)
    assert spelled.location == "http://localhost/org/Acme.Works/?x=y"
    change("rename", "Acme2")
    change("rename", "Acme")
    for before in ("Acme.Works", "acme-works", "acme2"):
        moved = client.get(f"/org/{before}/", status=308)
        assert moved.location == "http://localhost/org/Acme/"
    client.get("/org/Acme/", status=200)
    for unknown in ("nobody", "a%20b", "%C3%A4", "x" * 60):
        client.get(f"/org/{unknown}/", status=404)


def test_an_inactive_organization_has_no_page(client, acme, change):
    change("rename", "Acme")
    change("deactivate")
    for name in ("Acme", "acme", "Acme.Works"):
        client.get(f"/org/{name}/", status=404)
    page = client.get("/project/Anvil/")
    assert "Acme <Works>" in page.html.select_one(".facts__group--verified").text
    assert page.html.find("a", href="/org/Acme/") is None


def test_a_project_says_whose_it_is(client, db, acme):
    verified = client.get("/project/Anvil/").html.select_one(".facts__group--verified")
    assert verified.find("a", href="/org/Acme.Works/").text == "Acme <Works>"
    assert "The owners of the organization." in verified.text
    document = client.get("/pypi/anvil/json").json
    ours = {"namespaces": None, "organization": "Acme.Works", "roles": []}
    assert document["ownership"] == ours
    document = client.get("/pypi/anvil/1.0/json").json
    assert document["ownership"]["organization"] == "Acme.Works"
    make_release(db, make_project(db, "free"))
    assert client.get("/pypi/free/json").json["ownership"]["organization"] is None
    assert "Organization" not in client.get("/project/free/").html.main.text


def test_only_owners_of_the_organization_may_do_what_owners_may(client, db, project):
    owner, other = make_user(db), make_user(db)
    make_organization(db, "Acme", owner=owner, projects=(project,))
    make_organization(db, "Other", owner=other)
    button = "/_includes/authed/edit-project-button/Anvil"
    client.sign_in(owner)
    assert client.get(button).html.a is not None
    client.reset()
    client.sign_in(other)
    client.get(button, status=403)
