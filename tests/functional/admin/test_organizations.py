"""Organizations in the hands of staff."""

from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from tests.functional.admin.acting import act
from warehouse.events.models import OrganizationEvent, UserEvent
from warehouse.organizations.models import OrganizationProvider, OrganizationRole
from warehouse.packaging.limits import GIB, MIB


def path_of(organization, action=""):
    return f"/admin/organizations/{organization.id}/{action}"


def tags(db, kind):
    return {each.tag for each in db.scalars(select(kind))}


def test_an_organization_is_found_and_shown(admin, db):
    group = make_organization(db, "gang", owner=make_user(db, "ada"))
    make_organization(db, "other", projects=(make_project(db, "eggs"),))
    found = admin.get("/admin/organizations/?q=type:community gan*")
    assert [each.text for each in found.html.select("tbody td:first-child")] == ["gang"]
    page = admin.get(path_of(group)).text
    assert "/admin/users/ada/" in page
    assert path_of(group) in admin.get("/admin/users/ada/").text
    admin.get("/admin/organizations/x/", status=404)


def test_a_renamed_organization_is_found_by_its_former_name(admin, db):
    group = make_organization(db, "gang")
    make_organization(db, "taken")
    path = path_of(group, "rename/")
    assert (
        "belongs to an organization" in act(admin, path, new_organization_name="taken").text
    )
    act(admin, path, new_organization_name="guild").follow()
    db.expire_all()
    assert group.name == "guild"
    assert admin.get("/org/gang/", status=308).location.endswith("/org/guild/")
    assert "organization:rename" in tags(db, OrganizationEvent)


def test_a_provider_is_shown_and_removed_and_its_secret_is_not(admin, db):
    group = make_organization(db, "gang", owner=make_user(db, "ada"))
    issuer = "https://accounts.gang.example"
    values = {"issuer": issuer, "client": "us", "secret": "well-kept", "is_on": True}
    group.sign_on_hours = 24
    db.add(OrganizationProvider(organization=group, **values))
    db.commit()
    page = admin.get(path_of(group)).text
    assert issuer in page
    assert "asked for every 24 hours" in page
    assert "well-kept" not in page
    act(admin, path_of(group, "remove_provider/")).follow()
    db.expire_all()
    assert db.scalar(select(OrganizationProvider)) is None
    assert group.sign_on_hours is None
    assert "organization:sign_on:remove" in tags(db, OrganizationEvent)


def test_members_are_added_changed_and_removed(admin, db):
    group = make_organization(db, "gang", owner=make_user(db, "ada"))
    make_user(db, "bob")
    add = path_of(group, "add_role/")
    act(admin, add, username="bob", role_name="Member").follow()
    assert "bob is Member of gang already." in act(admin, add, username="bob").text
    [role] = [
        each for each in db.scalars(select(OrganizationRole)) if each.role_name == "Member"
    ]
    act(admin, path_of(group, f"update_role/{role.id}/"), role_name="Manager").follow()
    db.refresh(role)
    assert role.role_name == "Manager"
    act(admin, path_of(group, f"delete_role/{role.id}/"), username="bob").follow()
    assert len(db.scalars(select(OrganizationRole)).all()) == 1
    for name in ("add", "change", "remove"):
        assert f"admin:organization:role:{name}" in tags(db, OrganizationEvent)
        assert f"account:organization_role:{name}" in tags(db, UserEvent)


def test_limits_and_descriptions_are_set(admin, db):
    group = make_organization(db, "gang")
    act(admin, path_of(group, "set_upload_limit/"), upload_limit="200").follow()
    act(admin, path_of(group, "set_total_size_limit/"), total_size_limit="20").follow()
    act(admin, path_of(group, "edit/"), display_name="Gang", orgtype="Company").follow()
    assert "no link like" in act(admin, path_of(group, "edit/"), link_url="ftp://x").text
    db.expire_all()
    assert (group.upload_limit, group.total_size_limit) == (200 * MIB, 20 * GIB)
    assert (group.display_name, group.orgtype) == ("Gang", "Company")
