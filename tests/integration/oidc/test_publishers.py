"""Publishers are shared by projects, narrowed, and gone with their last project."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from warehouse.events.models import ProjectEvent, UserEvent
from warehouse.flags.models import AdminFlag
from warehouse.http import offline
from warehouse.oidc import queries
from warehouse.oidc.errors import (
    AddressUnverified,
    AlreadyConstrained,
    IdentityInvalid,
    IssuerNotAllowed,
    PendingExists,
    ProviderDisabled,
    PublisherExists,
    PublisherUnknown,
    TooManyPending,
    TooManyRegistrations,
)
from warehouse.oidc.identities import (
    KINDS,
    ActiveStateIdentity,
    GenericIdentity,
    GitHubIdentity,
    GitLabIdentity,
    GoogleIdentity,
    identity_of,
)
from warehouse.oidc.models import OIDCPublisher
from warehouse.oidc.services import PublisherService
from warehouse.packaging.errors import ProjectNameUnavailable
from warehouse.packaging.models import Project
from warehouse.packaging.queries import organization_of
from warehouse.security import SYSTEM, Actor

GITHUB = GitHubIdentity("Octo", "42", "Sampler", "release.yml")
IDENTITIES = (
    GITHUB,
    GitLabIdentity("group/sub", "tool", ".gitlab-ci.yml", "prod"),
    GoogleIdentity("bot@example.iam.gserviceaccount.com", "117"),
    ActiveStateIdentity("org", "project", "ada", "7"),
)


@pytest.fixture
def owner(db):
    """An account that owns projects."""
    return make_user(db, "ada")


@pytest.fixture
def service(registry, db):
    """The service, in a request that is of no page."""
    with offline(registry) as request:
        yield request.service(PublisherService)


@pytest.fixture
def projects(registry, owner, db):
    """The ids of two projects."""
    return [make_project(db, name, owner=owner).id for name in ("eggs", "ham")]


@pytest.fixture
def project(projects, service):
    """A project in the session of the service."""
    return service.db.get_one(Project, projects[0])


@pytest.fixture
def other(projects, service):
    """Another one."""
    return service.db.get_one(Project, projects[1])


def test_every_kind_is_stored_as_it_was_given(service, project):
    for identity in IDENTITIES:
        publisher = service.attach(project, identity, actor=SYSTEM)
        assert identity_of(publisher) == identity
        assert publisher.publisher_name in {"GitHub", "GitLab", "Google", "ActiveState"}
        assert publisher.identity().items() <= identity.columns().items()
    found = queries.publishers_of(service.db, project.id)
    assert sorted(each.specifier for each in found) == [
        "Octo/Sampler @ release.yml",
        "bot@example.iam.gserviceaccount.com (117)",
        "group/sub/tool @ .gitlab-ci.yml (prod)",
        "org/project (ada)",
    ]
    assert {each.url for each in found} == {
        "https://github.com/Octo/Sampler",
        "https://gitlab.com/group/sub/tool",
        "https://platform.activestate.com/org/project",
        None,
    }
    assert len(KINDS) == len(IDENTITIES) + 1


def test_projects_share_a_publisher_and_the_last_takes_it_away(service, project, other):
    first = service.attach(project, GITHUB, actor=SYSTEM)
    again = replace(GITHUB, owner="octo", repository="SAMPLER")
    assert service.attach(other, again, actor=SYSTEM) is first
    with pytest.raises(PublisherExists):
        service.attach(other, again, actor=SYSTEM)
    service.detach(project, first, actor=SYSTEM)
    with pytest.raises(PublisherUnknown):
        service.detach(project, first, actor=SYSTEM)
    assert service.db.scalar(select(func.count(OIDCPublisher.id))) == 1
    service.detach(other, first, actor=SYSTEM)
    assert service.db.scalar(select(func.count(OIDCPublisher.id))) == 0
    tags = service.db.scalars(select(ProjectEvent.tag).order_by(ProjectEvent.time)).all()
    assert [tag.removeprefix("project:oidc:publisher-") for tag in tags] == [
        *("added", "added", "removed", "removed"),
    ]


def test_a_publisher_is_narrowed_for_one_project_alone(service, project, other):
    wide = service.attach(project, GITHUB, actor=SYSTEM)
    service.attach(other, GITHUB, actor=SYSTEM)
    narrow = service.constrain(project, wide, "Release", actor=SYSTEM)
    assert narrow.environment == "release"
    assert [each.name for each in wide.projects] == ["ham"]
    assert queries.publishers_of(service.db, project.id) == [narrow]
    google = service.attach(project, IDENTITIES[2], actor=SYSTEM)
    for publisher, environment in ((narrow, "x"), (google, "x"), (wide, "")):
        with pytest.raises(AlreadyConstrained):
            service.constrain(project, publisher, environment, actor=SYSTEM)


def test_a_person_waits_for_three_publishers_at_most(service, owner):
    actor, user = Actor(user=service.db.merge(owner)), service.db.merge(owner)
    names = ("one", "two", "three")
    for name, identity in zip(names, IDENTITIES, strict=False):
        service.add_pending(name, identity, user=user, actor=actor)
    with pytest.raises(TooManyPending):
        service.add_pending("four", IDENTITIES[3], user=user, actor=actor)
    pending = queries.pending_of(service.db, user.id)
    assert [each.project_name for each in pending] == list(names)
    assert queries.pending_named(service.db, "0ne") == [pending[0]]
    service.remove_pending(pending[0], actor=actor)
    with pytest.raises(PendingExists):
        service.add_pending("four", IDENTITIES[1], user=user, actor=actor)
    tags = service.db.scalars(select(UserEvent.tag)).all()
    assert sum(tag == "account:oidc:pending-publisher-added" for tag in tags) == 3
    assert "account:oidc:pending-publisher-removed" in tags


def test_nobody_waits_for_a_name_that_cannot_be_had(service, owner, project):
    user = service.db.merge(owner)
    with pytest.raises(ProjectNameUnavailable):
        service.add_pending("EGGS", GITHUB, user=user, actor=SYSTEM)
    user.emails[0].verified = False
    with pytest.raises(AddressUnverified):
        service.add_pending("free", GITHUB, user=user, actor=SYSTEM)


def test_so_many_publishers_are_added_in_a_day(service, project, owner):
    actor = Actor(user=service.db.merge(owner), address="203.0.113.9")
    service.settings = replace(service.settings, registrations_per_address="1 per day")
    service.attach(project, GITHUB, actor=actor)
    with pytest.raises(TooManyRegistrations):
        service.attach(project, IDENTITIES[1], actor=actor)


def test_a_pending_publisher_makes_a_project_of_an_organization(service, owner):
    user = service.db.merge(owner)
    pending = service.add_pending("brand-new", GITHUB, user=user, actor=SYSTEM)
    pending.owning_organization = make_organization(service.db, owner=user)
    publisher = service.reify(pending, actor=SYSTEM)
    [made] = publisher.projects
    assert made.roles == []
    assert organization_of(service.db, made.id) is not None


def test_flags_and_operators_decide_on_kinds_and_issuers(service, project):
    for issuer in ("https://token.actions.githubusercontent.com", "https://ci.example"):
        with pytest.raises(IssuerNotAllowed):
            service.attach(project, GenericIdentity(issuer, "", "pipeline:1"), actor=SYSTEM)
    service.db.get_one(AdminFlag, "disallow-github-oidc").enabled = True
    with pytest.raises(ProviderDisabled):
        service.attach(project, GITHUB, actor=SYSTEM)
    service.db.get_one(AdminFlag, "disallow-oidc").enabled = True
    with pytest.raises(ProviderDisabled):
        service.attach(project, IDENTITIES[1], actor=SYSTEM)


@pytest.mark.parametrize(
    ("subject", "claims"),
    [
        ("", {}),
        ("*", {}),
        ("*:x", {}),
        ("a", {"": {"exact": "b"}}),
        ("a", {"b": {}}),
        ("a", {"b": {"exact": "c", "glob": "d"}}),
        ("a", {"b": {"regex": "c"}}),
        ("a", {"b": {"exact": ""}}),
        ("a", {"b": {"one_of": "c"}}),
        ("a", {"b": {"one_of": ["c", ""]}}),
        ("a" * 2000, {}),
    ],
)
def test_a_generic_publisher_asks_for_something(subject, claims):
    with pytest.raises(IdentityInvalid):
        GenericIdentity("https://ci.example", "", subject, claims)
