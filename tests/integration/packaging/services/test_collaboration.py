"""Inviting people to projects, their answers, and changing what they may do."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from warehouse.accounts.errors import LinkInvalid, LinkTooOld
from warehouse.http import offline
from warehouse.packaging.errors import (
    CollaboratorUnknown,
    CollaboratorUnverified,
    InvitationGone,
    InvitationOfAnother,
    InvitationPending,
    LastOwner,
    OwnRoleKept,
    RoleExists,
)
from warehouse.packaging.models import InvitationStatus, Role, RoleInvitation
from warehouse.packaging.services import CollaborationService, RoleService
from warehouse.packaging.tasks import expire_invitations
from warehouse.rate_limiting import RateLimiter
from warehouse.security import Actor, LinkSigner

SECRET = "one secret that is long enough"


@pytest.fixture
def announced():
    return []


@pytest.fixture
def links():
    return LinkSigner([SECRET])


@pytest.fixture
def make_service(db, announced, roles, registry):
    def make(links):
        return CollaborationService(
            db,
            announced.append,
            links=links,
            roles=roles,
            limiter=registry[RateLimiter],
            limit="9 per hour",
        )

    return make


@pytest.fixture
def service(make_service, links):
    return make_service(links)


@pytest.fixture
def roles(db, announced):
    return RoleService(db, announced.append)


@pytest.fixture
def owner(db):
    return make_user(db, "grace")


@pytest.fixture
def bob(db):
    return make_user(db, "bob")


@pytest.fixture
def project(db, owner):
    return make_project(db, "eggs", owner=owner)


@pytest.fixture
def invited(service, project, owner, bob):
    return service.invite(project, "bob", "Maintainer", actor=Actor(user=owner))


def journal(announced):
    said = [each.journal.format(**vars(each)) for each in announced if each.journal]
    return said, [each.tag for each in announced]


def test_an_invitation_that_is_accepted_is_a_role(service, invited, bob, announced, db):
    found = service.read(invited.token, bob)
    role = service.accept(found, actor=Actor(user=bob))
    assert (role.role_name, role.user) == ("Maintainer", bob)
    assert db.scalars(select(RoleInvitation)).all() == []
    said, tags = journal(announced)
    assert said == ["invite Maintainer bob", "accepted Maintainer bob"]
    assert tags == [
        *("project:role:invite", "account:role:invite"),
        *("project:role:add", "account:role:add"),
    ]


def test_a_declined_invitation_leaves_no_journal(service, invited, bob, announced, db):
    service.decline(service.read(invited.token, bob), actor=Actor(user=bob))
    said, tags = journal(announced)
    assert said == ["invite Maintainer bob"]
    assert tags[2:] == ["project:role:decline_invite", "account:role:decline_invite"]
    with pytest.raises(InvitationGone):
        service.read(invited.token, bob)


def test_a_revoked_invitation_is_gone(service, project, invited, owner, bob, announced):
    service.revoke(project, bob.id, actor=Actor(user=owner))
    assert journal(announced)[0][-1] == "revoke_invite Maintainer bob"
    with pytest.raises(InvitationGone):
        service.read(invited.token, bob)
    with pytest.raises(InvitationGone):
        service.revoke(project, bob.id, actor=Actor(user=owner))


def test_links_of_others_and_old_ones_are_refused(
    service, make_service, invited, owner, bob
):
    with pytest.raises(InvitationOfAnother):
        service.read(invited.token, owner)
    with pytest.raises(LinkInvalid):
        service.read(invited.token + "x", bob)
    impatient = LinkSigner([SECRET])
    with pytest.raises(LinkTooOld):
        make_service(_Late(impatient)).read(invited.token, bob)


class _Late:
    """Reads links as if they lasted no time."""

    def __init__(self, signer):
        self.signer = signer

    def read(self, kind, text, *, lasts):
        return self.signer.read(kind, text, lasts=timedelta(seconds=-1))


def test_one_invitation_at_a_time_and_an_expired_one_is_renewed(
    registry, db, service, project, invited, owner, bob, announced
):
    with pytest.raises(InvitationPending):
        service.invite(project, "bob", "Owner", actor=Actor(user=owner))
    invited.created -= timedelta(hours=7)
    db.commit()
    with offline(registry) as request:
        request.enqueue(expire_invitations)
    db.expire_all()
    assert invited.invite_status is InvitationStatus.EXPIRED
    before = invited.token
    again = service.invite(project, "bob", "Owner", actor=Actor(user=owner))
    assert (again.role_name, again.invite_status) == ("Owner", InvitationStatus.PENDING)
    with pytest.raises(InvitationGone):
        service.read(before, bob)
    again.invite_status = InvitationStatus.EXPIRED
    announced.clear()
    service.revoke(project, bob.id, actor=Actor(user=owner))
    assert announced == []


def test_only_people_who_can_be_told_are_invited(service, project, owner, db):
    actor = Actor(user=owner)
    with pytest.raises(CollaboratorUnknown):
        service.invite(project, "nobody", "Owner", actor=actor)
    make_user(db, "frozen", is_frozen=True)
    with pytest.raises(CollaboratorUnknown):
        service.invite(project, "frozen", "Owner", actor=actor)
    with pytest.raises(RoleExists, match="grace is Owner"):
        service.invite(project, "Grace", "Maintainer", actor=actor)
    make_user(db, "unproved").primary_email.verified = False
    db.commit()
    with pytest.raises(CollaboratorUnverified):
        service.invite(project, "unproved", "Owner", actor=actor)


def test_a_role_given_meanwhile_is_not_given_twice(service, db, project, invited, bob):
    db.add(Role(project=project, user=bob, role_name="Owner"))
    db.commit()
    with pytest.raises(RoleExists):
        service.accept(service.read(invited.token, bob), actor=Actor(user=bob))


def test_owners_change_others_and_not_themselves(roles, db, project, owner, bob, announced):
    role = roles.add(project, bob, "Owner", actor=Actor(user=owner))
    announced.clear()
    roles.change(role, "Maintainer", actor=Actor(user=owner))
    roles.change(role, "Maintainer", actor=Actor(user=owner))
    assert journal(announced) == (
        ["change Owner bob to Maintainer"],
        ["project:role:change", "account:role:change"],
    )
    own = db.scalars(select(Role).where(Role.user_id == owner.id)).one()
    with pytest.raises(OwnRoleKept):
        roles.change(own, "Maintainer", actor=Actor(user=owner))


def test_a_project_keeps_one_owner(roles, db, project, owner, bob):
    own = db.scalars(select(Role)).one()
    with pytest.raises(LastOwner):
        roles.withdraw(own, actor=Actor(user=owner))
    other = roles.add(project, bob, "Owner", actor=Actor(user=owner))
    roles.withdraw(own, actor=Actor(user=owner))
    with pytest.raises(LastOwner):
        roles.withdraw(other, actor=Actor(user=bob))


def test_the_only_owner_is_not_changed_by_anybody(roles, db, project, owner):
    own = db.scalars(select(Role)).one()
    with pytest.raises(LastOwner):
        roles.change(own, "Maintainer", actor=Actor(user=make_user(db, "another")))
    assert own.role_name == "Owner"
