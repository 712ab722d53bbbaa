"""Invitations of an account, and its application for an organization."""

from sqlalchemy import select

from warehouse.accounts.models import User
from warehouse.namespaces.services import NamespaceApplicationService
from warehouse.organizations.models import (
    MembershipSize,
    Organization,
    OrganizationInvitation,
    OrganizationRoleName,
    OrganizationType,
)
from warehouse.organizations.services import (
    ApplicationService,
    InvitationService,
    Profile,
    applications,
)
from warehouse.packaging.models import Project, RoleInvitation
from warehouse.packaging.services import CollaborationService
from warehouse.security import SYSTEM


def invitation(request):
    """Invite the account to another project, have somebody invited to its own."""
    service = request.service(CollaborationService)
    theirs, other = Project(name="acme"), User(username="former", password="x")
    request.db.add_all([theirs, other])
    request.db.flush()
    alice = request.db.scalars(select(User).where(User.username == "alice")).one()
    if not alice.has_verified_primary_email:
        return ""
    invited = service.invite(theirs, "alice", "Maintainer", actor=SYSTEM)
    own = request.db.scalars(select(Project).where(Project.name == "example")).one()
    request.db.add(
        RoleInvitation(project=own, user=other, role_name="Owner", token="former")
    )
    return invited.token


def joining(request):
    """Invite the account to another organization, and somebody to its own."""
    users = {each.username: each for each in request.db.scalars(select(User))}
    if not users["alice"].has_verified_primary_email:
        return ""
    theirs = Organization(name="former", display_name="Acme", is_active=True)
    theirs.orgtype, theirs.link_url = OrganizationType.COMMUNITY, "https://acme.example"
    request.db.add(theirs)
    request.db.flush()
    member, service = OrganizationRoleName.MEMBER, request.service(InvitationService)
    invited = service.invite(theirs, "alice", member, actor=SYSTEM)
    own = request.db.scalars(select(Organization).filter_by(name="acme")).one()
    request.db.add(
        OrganizationInvitation(
            organization=own, user=users["former"], role_name=member, token="former"
        )
    )
    return invited.token


def application(request, user):
    """Apply for an organization, and have staff ask something."""
    profile = Profile(
        display_name="acme",
        orgtype=OrganizationType.COMPANY,
        link_url="https://acme.example",
    )
    wanted = applications.Wanted(
        name="former", profile=profile, membership_size=MembershipSize.ONE, usage="example"
    )
    service = request.service(ApplicationService)
    made = service.submit(request.db.get(User, user.id), wanted, actor=SYSTEM)
    service.ask(made, "example", actor=SYSTEM)
    return str(made.id)


def namespace(request, user):
    """Apply for a namespace, and have staff ask something."""
    acme = request.db.scalars(select(Organization).filter_by(name="acme")).one()
    service = request.service(NamespaceApplicationService)
    by = request.db.get(User, user.id)
    made = service.apply(acme, "example", reason="example", by=by, actor=SYSTEM)
    service.ask(made, "example", actor=SYSTEM)
    return str(made.id)
