"""Changes to organizations at the same time, over real connections that really commit."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from warehouse.db import SessionFactory
from warehouse.http import offline
from warehouse.namespaces.errors import NamespaceError
from warehouse.namespaces.models import Namespace, NamespaceApplication
from warehouse.namespaces.services import NamespaceApplicationService
from warehouse.organizations.errors import OrganizationError
from warehouse.organizations.models import (
    Organization,
    OrganizationInvitation,
    OrganizationRole,
    OrganizationRoleName,
)
from warehouse.organizations.services import (
    InvitationService,
    MemberService,
    OrganizationService,
    TeamService,
)
from warehouse.packaging.errors import PackagingError
from warehouse.packaging.models import OrganizationProject, Role, TeamProjectRole
from warehouse.packaging.queries import organization_of, project_named
from warehouse.packaging.services import (
    OwnershipService,
    RoleService,
    TeamProjectService,
)
from warehouse.security import SYSTEM, Actor

MEMBER = OrganizationRoleName.MEMBER


@pytest.fixture
def config(configured):
    return configured()


@pytest.fixture
def session(config):
    with config.registry[SessionFactory].make() as session:
        yield session


@pytest.fixture
def race(config, session):
    """Does things at the same moment, each in its transaction; answers with refusals."""

    def race(*jobs):
        session.commit()
        barrier = Barrier(len(jobs))

        def run(job):
            service, prepare, act = job
            try:
                with offline(config.registry) as request:
                    # What was read before the others acted must be found to be old.
                    found = prepare(request.db)
                    barrier.wait(20)
                    act(request.service(service), *found)
            except (NamespaceError, OrganizationError, PackagingError) as error:
                return type(error).__name__
            return None

        with ThreadPoolExecutor(len(jobs)) as pool:
            told = list(pool.map(run, jobs))
        session.expire_all()
        return sorted(filter(None, told))

    return race


@pytest.fixture
def people(session):
    """Two owners of an organization, and a third person."""
    ann, ben = make_user(session, "ann"), make_user(session, "ben")
    acme = make_organization(session, "acme", owner=ann)
    session.add(OrganizationRole(organization=acme, user=ben, role_name="Owner"))
    session.commit()
    return ann, ben, make_user(session, "cleo")


def role_of(name):
    def find(db):
        rows = db.scalars(select(OrganizationRole)).all()
        [role] = [each for each in rows if each.user.username == name]
        return [role]

    return find


def acme(db):
    return [db.scalars(select(Organization).filter_by(name="acme")).one()]


def both(db):
    return [*acme(db), project_named(db, "eggs")]


def test_two_owners_remove_each_other_and_one_stays(race, session, people):
    def withdraw(service, role):
        service.withdraw(role, actor=SYSTEM)

    jobs = [(MemberService, role_of(name), withdraw) for name in ("ann", "ben")]
    assert race(*jobs) == ["OnlyOwner"]
    assert len(session.scalars(select(OrganizationRole)).all()) == 1


def test_an_invitation_is_accepted_or_taken_back(race, session, people, config):
    with offline(config.registry) as request:
        service = request.service(InvitationService)
        service.invite(*acme(request.db), "cleo", MEMBER, actor=SYSTEM)
    token = session.scalars(select(OrganizationInvitation.token)).one()
    cleo = people[2]

    def accept(service, _organization, user):
        service.accept(service.read(token, user), actor=Actor(user=user))

    def revoke(service, organization, user):
        service.revoke(organization, user.id, actor=SYSTEM)

    def prepare(db):
        return [*acme(db), db.merge(cleo)]

    jobs = [(InvitationService, prepare, each) for each in (accept, revoke)]
    assert race(*jobs) == ["InvitationGone"]
    assert session.scalars(select(OrganizationInvitation)).all() == []


def test_an_organization_is_deleted_or_has_a_project(race, session, people):
    ann = people[0]
    make_project(session, "eggs", owner=ann)

    def delete(service, organization, _project):
        service.delete(organization, actor=SYSTEM)

    def transfer(service, organization, project):
        service.transfer(project, organization, actor=Actor(user=service.db.merge(ann)))

    told = race((OrganizationService, both, delete), (OwnershipService, both, transfer))
    assert len(told) == 1
    owned = session.scalars(select(OrganizationProject)).all()
    roles = session.scalars(select(Role)).all()
    assert len(owned) + len(roles) == 1
    assert len(session.scalars(select(Organization)).all()) == len(owned)


def test_a_project_has_one_organization_and_no_team_of_another(race, session, people):
    ann = people[0]
    eggs = make_project(session, "eggs")
    session.add(OrganizationProject(organization=acme(session)[0], project=eggs))
    for name in ("other", "third"):
        make_organization(session, name, owner=ann)

    def to(name):
        def transfer(service, _acme, project):
            found = select(Organization).filter_by(name=name)
            target = service.db.scalars(found).one()
            service.transfer(project, target, actor=Actor(user=service.db.merge(ann)))

        return OwnershipService, both, transfer

    def team(service, _acme, project):
        service.add(project, "crew", "Owner", actor=SYSTEM)

    def crew(db):
        return both(db)

    TeamService(session, lambda signal: None).create(*acme(session), "crew", actor=SYSTEM)
    race(to("other"), to("third"), (TeamProjectService, crew, team))
    owner = organization_of(session, project_named(session, "eggs").id)
    assert owner.name in {"other", "third"}
    assert session.scalars(select(TeamProjectRole)).all() == []


def test_a_project_that_leaves_keeps_an_owner(race, session, people):
    ann, _ben, cleo = people
    eggs = make_project(session, "eggs", owner=cleo)
    session.add(OrganizationProject(organization=acme(session)[0], project=eggs))

    def release(service, _acme, project):
        service.release(project, actor=Actor(user=service.db.merge(ann)))

    def leave(service, _acme, project):
        service.withdraw(project.roles[0], actor=SYSTEM)

    told = race((OwnershipService, both, release), (RoleService, both, leave))
    assert told in (["LastOwner"], ["NoOwnerBesides"])


def test_a_team_is_deleted_once(race, session, people):
    teams = TeamService(session, lambda signal: None)
    team = teams.create(*acme(session), "crew", actor=SYSTEM)

    def prepare(db):
        return [db.merge(team)]

    def delete(service, found):
        service.delete(found, actor=SYSTEM)

    def rename(service, found):
        service.rename(found, "other", actor=SYSTEM)

    jobs = [(TeamService, prepare, each) for each in (delete, delete, rename)]
    assert set(race(*jobs)) == {"TeamGone"}


def test_nobody_is_on_a_team_and_out_of_the_organization(race, session, people):
    cleo = people[2]
    role = OrganizationRole(organization=acme(session)[0], user=cleo, role_name="Member")
    session.add(role)
    teams = TeamService(session, lambda signal: None)
    team = teams.create(*acme(session), "crew", actor=SYSTEM)

    def add(service, _role):
        service.add_member(service.db.merge(team), "cleo", actor=SYSTEM)

    def withdraw(service, found):
        service.withdraw(found, actor=SYSTEM)

    told = race(
        (TeamService, role_of("cleo"), add), (MemberService, role_of("cleo"), withdraw)
    )
    assert told in ([], ["NotAMember"])
    assert len(session.scalars(select(OrganizationRole)).all()) == 2
    assert teams.find_member(team, team.id) is None


def test_of_two_namespaces_that_overlap_one_is_granted(race, session, people):
    other = make_organization(session, "other", owner=people[0])
    for name, group in (("foo", acme(session)[0]), ("foo-bar", other)):
        named = {"name": name, "normalized_name": name, "organization": group}
        session.add(NamespaceApplication(**named, reason="x", asked_by="ann"))

    def approve(name):
        def prepare(db):
            return [db.scalars(select(NamespaceApplication).filter_by(name=name)).one()]

        def act(service, application):
            service.approve(application, message="", actor=SYSTEM)

        return NamespaceApplicationService, prepare, act

    assert race(approve("foo"), approve("foo-bar")) == ["NamespaceTaken"]
    [granted] = session.scalars(select(Namespace)).all()
    found = session.scalars(select(NamespaceApplication)).all()
    assert {each.name: each.status.is_open for each in found} == {
        granted.name: False,
        ({"foo", "foo-bar"} - {granted.name}).pop(): True,
    }


def test_an_application_is_decided_or_taken_back(race, session, people):
    named = {"name": "foo", "normalized_name": "foo", "organization": acme(session)[0]}
    session.add(NamespaceApplication(**named, reason="x", asked_by="ann"))

    def prepare(db):
        return db.scalars(select(NamespaceApplication)).all()

    def approve(service, application):
        service.approve(application, message="", actor=SYSTEM)

    def withdraw(service, application):
        service.withdraw(application, actor=SYSTEM)

    jobs = [(NamespaceApplicationService, prepare, each) for each in (approve, withdraw)]
    told = race(*jobs)
    granted = session.scalars(select(Namespace)).all()
    assert (told, len(granted)) in ((["ApplicationGone"], 0), (["ApplicationDecided"], 1))
