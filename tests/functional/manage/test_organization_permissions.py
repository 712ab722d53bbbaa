"""Everybody asks every page about an organization; a golden table has the answers."""

import re

import pytest

from tests.architecture.snapshots import compare
from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.publishers import make_pending
from tests.functional.admin.test_permissions import aligned, ask, forgery_token, told
from tests.functional.manage.test_permissions import body_of, routes
from warehouse.http import offline
from warehouse.macaroons.models import Macaroon
from warehouse.namespaces.models import Namespace, NamespaceApplication
from warehouse.organizations.models import (
    Organization,
    OrganizationDomain,
    OrganizationRole,
    OrganizationRoleName,
    OrganizationType,
    TeamRole,
)
from warehouse.organizations.services import InvitationService, MemberService, TeamService
from warehouse.security import SYSTEM
from warehouse.webhooks.models import Webhook, WebhookDelivery

ROLES = {
    "member": OrganizationRoleName.MEMBER,
    "billing": OrganizationRoleName.BILLING_MANAGER,
    "manager": OrganizationRoleName.MANAGER,
    "owner": OrganizationRoleName.OWNER,
}
STRANGERS = ("other", "invited", "former", "moderator", "root")
ASKERS = ("anonymous", *STRANGERS, *ROLES, "owner's token")
PREFIX = "/manage/organization/"
PLACES_OF_IDS = {
    "/tokens/": "token",
    "/webhooks/": "webhook",
    "/domains/": "domain",
    "/namespaces/application/": "application",
    "/namespaces/": "namespace",
}


def company(db, name, people=()):
    """A company with a team and its ids; everybody in it is on the team."""
    made = make_organization(db, name, orgtype=OrganizationType.COMPANY)
    team = TeamService(db, lambda signal: None).create(made, "crew", actor=SYSTEM)
    for user, role_name in people:
        db.add(OrganizationRole(organization=made, user=user, role_name=role_name))
    guest = make_user(db)
    role = OrganizationRole(organization=made, user=guest, role_name="Member")
    place = TeamRole(team=team, user=guest)
    db.add_all([role, place])
    db.commit()
    waiting = make_pending(db, guest, name, organization=made)
    token = Macaroon(organization=made, description="for builds")
    named = {"name": name, "normalized_name": name, "organization": made}
    grant = Namespace(**named)
    wish = NamespaceApplication(**named, reason="x", asked_by="x")
    domain = OrganizationDomain(organization=made, domain=f"{name}.example", token="x")
    db.add_all([token, grant, wish, domain])
    webhook, position = make_webhook(db, made)
    db.commit()
    keys = {"waiting": waiting, "token": token.id, "role": role.id, "place": place.id}
    keys |= {"namespace": grant.id, "application": wish.id, "domain": domain.id}
    keys |= {"webhook": webhook, "position": position}
    return {"name": name, "team": "crew", **keys}


def make_webhook(db, organization):
    """The id of a webhook that was told something, and the position of that."""
    said = {"url": "https://hooks.example/", "origin": "http://localhost", "secret": "x"}
    webhook = Webhook(organization=organization, events=["file.uploaded"], **said)
    delivery = WebhookDelivery(webhook=webhook, message_id="m", event="x", body="{}")
    db.add(delivery)
    db.flush()
    return webhook.id, delivery.position


@pytest.fixture
def people(db):
    flags = {"moderator": {"is_moderator": True}, "root": {"is_superuser": True}}
    named = (*STRANGERS, *ROLES)
    return {each: make_user(db, each, **flags.get(each, {})) for each in named}


@pytest.fixture
def acme(db, people):
    return company(db, "acme", [(people[each], role) for each, role in ROLES.items()])


@pytest.fixture
def askers(browser, registry, db, acme, people):
    """One browser or program for each column of the table, and the headers it sends."""
    with offline(registry) as request:
        organization = request.db.query(Organization).one()
        gone = request.db.merge(people["former"])
        role = OrganizationRole(organization=organization, user=gone, role_name="Owner")
        request.db.add(role)
        request.db.flush()
        request.service(MemberService).withdraw(role, actor=SYSTEM)
        service = request.service(InvitationService)
        member = OrganizationRoleName.MEMBER
        service.invite(organization, "invited", member, actor=SYSTEM)
    nobody, program = browser(), browser()
    bearer = f"Bearer {program.token(people['owner'])}"
    found = {
        "anonymous": (nobody, {"X-CSRF-Token": forgery_token(nobody, "/account/login/")}),
        "owner's token": (program, {"Authorization": bearer}),
    }
    for name, user in people.items():
        tab = browser(user)
        token = forgery_token(tab, "/manage/account/password/")
        found[name] = (tab, {"X-CSRF-Token": token})
    return found


def kind_of_id(pattern):
    """The kind of thing that the id in a pattern is of."""
    for place, kind in PLACES_OF_IDS.items():
        if place in pattern:
            return kind
    return "waiting"


def filled(pattern, parts):
    if "/team/" in pattern:
        parts = {**parts, "role": parts["place"]}
    parts = {**parts, "id": parts[kind_of_id(pattern)]}
    return re.sub(r"\{(\w+)\}", lambda found: str(parts[found[1]]), pattern)


def test_everybody_may_do_what_the_table_says(
    registry, configurator, connection, askers, acme, people
):
    """A team may follow a group only where somebody says who is in one; nobody does."""
    rows, parts = [("method", "path", *ASKERS)], {**acme, "guest": people["invited"].id}
    for method, pattern in routes(registry, configurator, PREFIX):
        path, body = filled(pattern, parts), body_of(pattern, parts)
        heard = [told(connection, askers[each], method, path, body) for each in ASKERS]
        rows.append((method, pattern, *heard))
    compare("organization_permissions.txt", aligned(rows))


@pytest.mark.parametrize(
    "part", ["team", "role", "place", "waiting", *PLACES_OF_IDS.values()]
)
def test_objects_of_another_organization_are_not_found(
    registry, configurator, browser, people, acme, db, part
):
    theirs = company(db, "other-org")
    TeamService(db, lambda signal: None).rename(
        db.get_one(TeamRole, theirs["place"]).team, "foreign", actor=SYSTEM
    )
    db.commit()
    theirs["team"] = "foreign"
    owner = browser(people["owner"])
    headers = {"X-CSRF-Token": forgery_token(owner, "/manage/account/password/")}
    asked = 0
    for method, pattern in routes(registry, configurator, PREFIX):
        of_team, has_role = "{team}" in pattern, "{role}" in pattern
        names = {"team": of_team, "role": has_role and not of_team}
        names |= {kind_of_id(pattern): "{id}" in pattern, "place": has_role and of_team}
        if names.get(part):
            path = filled(pattern, {**acme, part: theirs[part]})
            assert ask((owner, headers), method, path).status_int == 404, (method, path)
            asked += 1
    assert asked >= 2
