"""`warehouse organizations`: groups that own projects, without the web."""

import pytest
from sqlalchemy import select

from tests.factories.packaging import make_project
from warehouse.accounts.models import User
from warehouse.events.models import OrganizationEvent, UserEvent
from warehouse.namespaces.models import Namespace
from warehouse.organizations.models import (
    Organization,
    OrganizationName,
    OrganizationRole,
)
from warehouse.packaging.models import JournalEntry, OrganizationProject

SAID = ("--display-name", "Acme Works", "--link", "https://acme.example/")


@pytest.fixture
def acme(warehouse, ann):
    words = ("--type", "company", "--description", "Anvils", "--owner", ann)
    warehouse.good("organizations", "create", "Acme.Works", *SAID, *words)
    return "Acme.Works"


def test_one_is_made(acme, rows):
    made = rows.scalars(select(Organization)).one()
    assert (made.name, made.normalized_name) == ("Acme.Works", "acme-works")
    assert (made.display_name, made.description) == ("Acme Works", "Anvils")
    assert (made.orgtype, made.is_active) == ("Company", True)
    role = rows.scalars(select(OrganizationRole)).one()
    assert (role.user.username, role.role_name) == ("ann", "Owner")
    assert set(rows.scalars(select(OrganizationEvent.tag))) == {
        "organization:create",
        "organization:catalog_entry:add",
        "organization:organization_role:add",
    }
    assert "account:organization_role:add" in rows.scalars(select(UserEvent.tag)).all()


def test_wrong_names_owners_and_links_are_refused_with_the_value(warehouse, acme):
    def refused(name, *words):
        return warehouse.refused("organizations", "create", name, *SAID, *words)

    assert "'x_' cannot be" in refused("x_", "--owner", "ann")
    assert "once was" in refused("ACME_works", "--owner", "ann")
    assert "no account named 'bob'" in refused("other", "--owner", "bob")
    assert "does not lead to the web" in refused(
        "other", "--owner", "ann", "--link", "javascript:alert(1)"
    )
    for verb in (("rename", "nobody", "x"), ("deactivate", "nobody")):
        assert "There is no organization" in warehouse.refused("organizations", *verb)
    sentence = warehouse.refused("organizations", "add-project", acme, "nothing")
    assert sentence == "Error: There is no project named 'nothing'."


def test_a_project_is_given_to_it(warehouse, acme, rows):
    ann = rows.scalars(select(User).where(User.username == "ann")).one()
    project = make_project(rows, "Anvil", owner=ann)
    words = ("organizations", "add-project", "acme-works", "anvil")
    answer = warehouse.run(*words, "--by", "ann")
    assert answer.stderr == "Anvil belongs to Acme.Works.\n"
    assert rows.scalars(select(OrganizationProject)).one().project_id == project.id
    last = rows.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert last.action == "remove Owner ann"
    assert warehouse.refused(*words) == (
        "Error: Nothing was changed: Anvil belongs to the organization Acme.Works."
    )
    make_project(rows, "other")
    theirs = ("organizations", "add-project", acme, "other", "--by", "ann")
    assert "ann is not an owner of other." in warehouse.refused(*theirs)


def test_its_old_names_stay_its_own(warehouse, acme, rows):
    warehouse.good("organizations", "rename", acme, "Acme")
    create = ("organizations", "create", acme, *SAID, "--owner", "ann")
    assert "once was" in warehouse.refused(*create)
    warehouse.good("organizations", "rename", "acme-works", acme)
    assert rows.scalars(select(Organization.name)).one() == acme
    names = rows.scalars(select(OrganizationName.normalized_name))
    assert sorted(names) == ["acme", "acme-works"]
    renamed = OrganizationEvent.tag == "organization:rename"
    assert len(rows.scalars(select(OrganizationEvent).where(renamed)).all()) == 2


def test_one_that_is_not_active_takes_nothing_more(warehouse, acme, rows):
    make_project(rows, "anvil")
    warehouse.good("organizations", "deactivate", acme)
    for words in (("deactivate", acme), ("add-project", acme, "anvil")):
        assert warehouse.refused("organizations", *words) == (
            "Error: Nothing was changed: Acme.Works is not active."
        )


def test_namespaces_are_granted_and_taken_back(warehouse, acme, rows):
    grant, remove = (
        ("organizations", "grant-namespace"),
        ("organizations", "remove-namespace"),
    )
    warehouse.good("organizations", "create", "Other", *SAID, "--owner", "ann")
    said = warehouse.run(*grant, "acme-works", "Foo.Bar").stderr
    assert said == "New projects in Foo.Bar are for Acme.Works alone.\n"
    overlaps = "overlaps the namespace Foo.Bar, which belongs to Acme.Works."
    for name in ("foo", "foo-bar", "foo_bar_baz"):
        assert overlaps in warehouse.refused(*grant, "other", name)
    assert overlaps in warehouse.refused(*grant, acme, "FOO-BAR")
    warehouse.good(*grant, acme, "foo")
    deep = "'foo-bar-baz' would make more than 2 namespaces in each other."
    assert deep in warehouse.refused(*grant, acme, "foo-bar-baz")
    assert "'-x' cannot be" in warehouse.refused(*grant, acme, "--", "-x")
    warehouse.good(*remove, acme, "foo-bar")
    assert "has no namespace" in warehouse.refused(*remove, acme, "foo-bar")
    warehouse.good("organizations", "deactivate", "other")
    assert "Other is not active" in warehouse.refused(*grant, "other", "spam")
    assert rows.scalars(select(Namespace.normalized_name)).all() == ["foo"]
    told = OrganizationEvent.tag.startswith("organization:namespace:")
    assert len(rows.scalars(select(OrganizationEvent).where(told)).all()) == 3
