"""Owners choose who sees a project, and organizations what becomes of new ones."""

import pytest

from tests.builders import forms
from tests.builders.wheels import metadata, wheel
from tests.factories.accounts import make_user
from tests.factories.organizations import give_namespace, give_team, make_organization
from tests.factories.packaging import make_project
from tests.functional.manage.test_releases import act
from warehouse.events.models import ProjectEvent
from warehouse.organizations.models import OrganizationRole
from warehouse.packaging.models import (
    JournalEntry,
    OrganizationProject,
    Project,
    RoleInvitation,
)
from warehouse.packaging.queries import readers_of

EGGS = "/manage/project/eggs/"
READERS = f"{EGGS}readers/"


def flag(db, name="eggs"):
    db.expire_all()
    return db.query(Project).filter_by(normalized_name=name).one().is_private


def test_a_project_is_hidden_and_shown_again(owner, client, db):
    assert "Everybody sees the project." in owner.get(f"{EGGS}settings/").text
    assert "Eggs is private." in act(owner, f"{EGGS}private/").follow().text
    assert flag(db)
    assert client.get("/project/eggs/", status=404)
    page = owner.get("/project/Eggs/")
    assert "private" in [each.text for each in page.html.select(".badge")]
    assert "Only its readers know of the project." in owner.get(f"{EGGS}settings/").text
    assert "as you want it already" in act(owner, f"{EGGS}private/").text
    assert "Eggs is public." in act(owner, f"{EGGS}public/").follow().text
    assert client.get("/project/Eggs/")
    assert "as you want it already" in act(owner, f"{EGGS}public/").text
    said = owner.get(f"{EGGS}history/").text
    assert "The project was made private" in said
    assert "The project was made public" in said


def test_mirrors_hear_that_it_went_and_came_and_of_nothing_between(owner, db):
    act(owner, f"{EGGS}private/")
    act(owner, f"{EGGS}archive/")
    act(owner, f"{EGGS}release/1.0/yank/", confirm_yank_version="1.0").follow()
    act(owner, f"{EGGS}public/")
    entries = db.query(JournalEntry).order_by(JournalEntry.id).all()
    public = [each.action for each in entries if not each.is_private]
    assert public[-2:] == ["remove project", "create"]
    assert "yank release" in [each.action for each in entries if each.is_private]


def test_people_are_let_in_and_shut_out(owner, browser, db):
    reader = browser(make_user(db, "reader"))
    act(owner, f"{EGGS}private/")
    reader.get("/project/Eggs/", status=404)
    assert "Nobody was let in yet." in owner.get(READERS).text
    assert (
        "no account “nobody”" in act(owner, f"{READERS}add_person/", username="nobody").text
    )
    page = act(owner, f"{READERS}add_person/", username="reader").follow()
    assert "reader reads Eggs now." in page.text
    assert (
        "They read Eggs already."
        in act(owner, f"{READERS}add_person/", username="reader").text
    )
    assert reader.get("/project/Eggs/").status_code == 200
    reader.get(f"{EGGS}settings/", status=403)
    [row] = readers_of(db, db.query(Project).one())
    owner.get(f"{READERS}remove/{make_user(db).id}/", status=404)
    page = act(owner, f"{READERS}remove/{row.id}/").follow()
    assert "reader does not read Eggs any more." in page.text
    reader.get("/project/Eggs/", status=404)
    tags = {each.tag for each in db.query(ProjectEvent)}
    assert {"project:reader:add", "project:reader:remove"} <= tags


def test_a_team_of_the_organization_is_let_in(owner, browser, db, grace):
    member = make_user(db, "member")
    project = db.query(Project).one()
    acme = make_organization(db, "acme", owner=grace, projects=(project,))
    db.add(OrganizationRole(organization=acme, user=member, role_name="Member"))
    give_team(db, acme, member, "readers")
    act(owner, f"{EGGS}private/")
    act(owner, f"{READERS}add_team/", team_name="readers").follow()
    assert "readers" in owner.get(READERS).text
    seen = browser(member)
    assert seen.get("/project/Eggs/").status_code == 200
    db.query(OrganizationProject).delete()
    db.commit()
    seen.get("/project/Eggs/", status=404)


FOUND = "/_includes/authed/private-projects/"


def found_by(who, words):
    """The private projects that a page of results has for somebody."""
    page = who.get("/search/", {"q": words})
    [place] = page.html.select("[data-include*=private-projects]")
    assert "no-store" not in page.headers["Cache-Control"]
    return [each.text for each in who.get(place["data-include"]).html.select("li a")]


def read_by(who, words=""):
    """The private projects on the list of somebody that they do not work on."""
    page = who.get("/manage/projects/", {"q": words})
    return [each.text for each in page.html.select("h2#readable + ul h3")]


def test_readers_find_what_they_may_read_by_name_and_summary(owner, browser, db):
    project, reader = db.query(Project).one(), make_user(db, "reader")
    seen, stranger = browser(reader), browser(make_user(db))
    for release in project.releases:
        release.summary = "Breakfast of Champions, 100%"
    db.commit()
    act(owner, f"{EGGS}private/")
    assert (found_by(seen, "eggs"), read_by(seen)) == ([], [])
    act(owner, f"{READERS}add_person/", username="reader").follow()
    for words in ("eggs", "GGS champions", "breakfast", "100%"):
        assert found_by(seen, words) == read_by(seen, words) == ["Eggs"], words
        assert found_by(stranger, words) == read_by(stranger, words) == []
    for words in ("eggs spam", "100_", "no%"):
        assert found_by(seen, words) == read_by(seen, words) == [], words
    assert found_by(owner, "eggs") == ["Eggs"]
    assert read_by(owner) == []
    listed = owner.get("/manage/projects/?q=champions").html.select_one(".cards__item")
    assert listed.select_one(".badge").text
    assert "private" in listed.text
    project.lifecycle_status = "quarantine-enter"
    db.commit()
    assert (found_by(seen, "eggs"), read_by(seen)) == ([], [])


def test_only_some_of_what_a_search_finds_is_on_its_page(owner, db, grace):
    for number in range(6):
        make_project(db, f"spam-{number}", owner=grace, is_private=True)
    assert len(found_by(owner, "spam")) == 5
    page = owner.get(f"{FOUND}?q=spam").html
    assert page.select("a")[-1]["href"] == "/manage/projects/?q=spam"


RULE = "/manage/organization/acme/rules/privacy/"
NEW = "/manage/organization/acme/projects/new/"


@pytest.fixture
def acme(db, grace):
    made = make_organization(db, "acme", owner=grace)
    give_namespace(db, made, "acme")
    return made


def test_new_projects_of_an_organization_are_private(owner, client, db, acme):
    page = act(owner, RULE, is_asked="yes").follow()
    assert "New projects of the organization are private." in page.text
    assert "Only their readers know of them." in page.text
    act(owner, NEW, project_name="made")
    assert flag(db, "made")
    assert client.get("/project/made/", status=404)
    page = act(owner, RULE, is_asked="no").follow()
    assert "New projects of the organization are public." in page.text
    act(owner, NEW, project_name="open")
    assert not flag(db, "open")
    assert flag(db, "made")


def test_an_upload_into_its_namespace_is_private_from_the_first(
    owner, client, db, acme, grace
):
    act(owner, RULE, is_asked="yes")
    token = client.token(grace)
    assert upload(client, token, "acme_tool").status_code == 200
    assert upload(client, token, "elsewhere").status_code == 200
    assert flag(db, "acme-tool")
    assert not flag(db, "elsewhere")
    client.get("/project/acme-tool/", status=404)
    assert upload(client, token, "acme_tool", "2.0").status_code == 200


def test_nobody_takes_the_name_of_a_private_project_or_learns_why(owner, client, db, bob):
    act(owner, f"{EGGS}private/")
    answer = upload(client, client.token(make_user(db)), "eggs")
    assert answer.status_code == 400
    said = "400 The name 'eggs' isn't allowed. Choose another name."
    assert answer.status.startswith(said)
    assert upload(client, client.token(bob), "eggs", "3.0").status_code == 200


def test_somebody_is_invited_to_work_on_a_private_project(owner, browser, client, db):
    guest = make_user(db, "guest")
    act(owner, f"{EGGS}private/")
    act(owner, f"{EGGS}collaboration/invite/", username="guest").follow()
    page = browser(guest).get("/manage/projects/")
    assert "Eggs" in page.text
    [invitation] = db.query(RoleInvitation)
    link = f"/account/verify-project-role/?token={invitation.token}"
    asked = browser(guest).get(link)
    assert "Eggs" in asked.text
    browser(guest).get("/project/Eggs/", status=404)


def upload(client, token, name, version="1.0"):
    content = wheel(name, version, core=metadata(name, version))
    filename = f"{name}-{version}-py3-none-any.whl"
    fields = forms.fields(filename, content, name=name, version=version)
    return client.post(
        "/legacy/",
        forms.body(fields, filename, content),
        headers=forms.headers(token),
        status="*",
    )
