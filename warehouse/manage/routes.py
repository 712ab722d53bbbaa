"""The URLs under /manage/."""

from typing import Any

from pyramid.config import Configurator

from warehouse.accounts.resources import OwnAccountResource
from warehouse.organizations.resources import OrganizationsResource
from warehouse.organizations.rules import SIGN_ON, Rule
from warehouse.packaging.resources import ProjectsResource
from warehouse.security.policy import PROOF

_OF_PROJECTS: dict[str, Any] = {
    "accepts": {"session"},
    "factory": ProjectsResource,
    "traverse": "/{name}",
}
_OF_ORGANIZATIONS: dict[str, Any] = {
    "accepts": {"session"},
    "factory": OrganizationsResource,
    "traverse": "/{name}",
}


def includeme(config: Configurator) -> None:
    """Register the routes, which use sessions."""
    own = {"accepts": {"session"}, "factory": OwnAccountResource}
    config.add_route("manage.account", "/manage/account/", **own)
    config.add_route("manage.unverified", "/manage/unverified-account/", **own)
    config.add_route("manage.account.profile", "/manage/account/profile/", **own)
    config.add_route("manage.account.emails", "/manage/account/emails/", **own)
    config.add_route("manage.account.password", "/manage/account/password/", **own)
    config.add_route("manage.account.data", "/manage/account/data/", **own)
    config.add_route(
        "manage.account.data.download", "/manage/account/data/download/", **own
    )
    config.add_route("manage.account.delete", "/manage/account/delete/", **own)
    config.add_route("manage.account.history", "/manage/account/history/", **own)
    config.add_route("manage.account.intruders", "/manage/account/not-me/", **own)
    config.add_route("manage.account.preferences", "/manage/account/preferences/", **own)
    config.add_route("manage.account.token", "/manage/account/token/", **own)
    config.add_route("manage.account.token.new", "/manage/account/token/new/", **own)
    config.add_route("manage.account.token.one", "/manage/account/token/{id}/", **own)
    config.include(_add_second_factors)
    notifications = "/manage/account/notifications/"
    config.add_route("manage.account.notifications", notifications, **own)
    following = "/manage/project/{name}/notifications/"
    config.add_route("manage.project.notifications", following, **own)
    config.add_route("manage.projects", "/manage/projects/", **own)
    config.add_route("manage.organizations", "/manage/organizations/", **own)
    apply = "/manage/organizations/apply/"
    config.add_route("manage.organizations.apply", apply, **own)
    application = "/manage/organizations/application/{id}/"
    config.add_route("manage.application", application, **own)
    config.add_route("manage.deleted", "/manage/deleted/", **own)
    config.add_route("manage.deleted.restore", "/manage/deleted/{id}/", **own)
    config.include(_add_projects)
    config.include(_add_people)
    config.include(_add_organizations)
    config.include(_add_namespaces)
    config.include(_add_affairs)
    config.include(_add_webhooks)
    config.include(_add_publishers)
    config.include(_add_appeals)


def _add_projects(config: Configurator) -> None:
    """Add the routes of projects, whose names are found in any spelling."""
    options = {**_OF_PROJECTS}
    project = "/manage/project/{name}"
    config.add_route("manage.project", f"{project}/", **options)
    config.add_route("manage.project.statistics", f"{project}/statistics/", **options)
    config.add_route("manage.project.history", f"{project}/history/", **options)
    config.add_route("manage.project.releases", f"{project}/releases/", **options)
    many = f"{project}/releases/change/"
    config.add_route("manage.project.releases.change", many, **options)
    config.add_route("manage.project.retention", f"{project}/retention/", **options)
    config.add_route("manage.project.settings", f"{project}/settings/", **options)
    for name in ("archive", "unarchive", "deprecate", "undeprecate", "presentation"):
        config.add_route(f"manage.project.{name}", f"{project}/{name}/", **options)
    config.add_route("manage.project.delete", f"{project}/delete_project/", **options)
    options["traverse"] = "/{name}/{version}"
    release = f"{project}/release/{{version}}"
    config.add_route("manage.release", f"{release}/", **options)
    for name in ("yank", "unyank", "delete"):
        config.add_route(f"manage.release.{name}", f"{release}/{name}/", **options)
        file = f"{release}/file/{{filename}}/{name}/"
        config.add_route(f"manage.file.{name}", file, **options)


def _add_people(config: Configurator) -> None:
    """Add the routes of who works on a project, and which organization owns it."""
    options = {**_OF_PROJECTS}
    project = "/manage/project/{name}"
    people = f"{project}/collaboration"
    config.add_route("manage.project.people", f"{people}/", **options)
    factor = f"{project}/second-factor"
    config.add_route("manage.project.require_factor", f"{factor}/require/", **options)
    config.add_route("manage.project.waive_factor", f"{factor}/waive/", **options)
    config.add_route("manage.project.credentials", f"{project}/credentials/", **options)
    config.add_route("manage.project.invite", f"{people}/invite/", **options)
    config.add_route("manage.project.role.change", f"{people}/change/{{role}}/", **options)
    config.add_route("manage.project.role.delete", f"{people}/delete/{{role}}/", **options)
    for name in ("change", "delete"):
        team = f"{people}/{name}_team/{{role}}/"
        config.add_route(f"manage.project.team.{name}", team, **options)
    for name in ("team", "member"):
        path = f"{people}/add_{name}/"
        config.add_route(f"manage.project.{name}.add", path, **options)
    for name, verb in (("transfer", "transfer"), ("release", "remove")):
        path = f"{project}/{verb}_organization_project/"
        config.add_route(f"manage.project.{name}", path, **options)
    config.add_route("manage.project.revoke", f"{people}/revoke_invite/", **options)
    config.include(_add_readers)


def _add_readers(config: Configurator) -> None:
    """Add the routes of who may see a project."""
    options = {**_OF_PROJECTS}
    project = "/manage/project/{name}"
    for name in ("private", "public", "readers"):
        config.add_route(f"manage.project.{name}", f"{project}/{name}/", **options)
    for name in ("person", "team"):
        path = f"{project}/readers/add_{name}/"
        config.add_route(f"manage.project.readers.{name}", path, **options)
    remove = f"{project}/readers/remove/{{reader}}/"
    config.add_route("manage.project.readers.remove", remove, **options)


def _add_organizations(config: Configurator) -> None:
    """Add the routes of organizations and teams, which are found in any spelling."""
    options = dict(_OF_ORGANIZATIONS)
    one, of = "/manage/organization/{name}", "manage.organization"
    config.add_route(of, f"{one}/", **options)
    for name in ("settings", "people", "projects", "teams", "rules", "feed", "history"):
        config.add_route(f"{of}.{name}", f"{one}/{name}/", **options)
    config.add_route(f"{of}.edit", f"{one}/settings/edit/", **options)
    config.add_route(f"{of}.delete", f"{one}/delete/", **options)
    people = f"{one}/people"
    config.add_route(f"{of}.invite", f"{people}/invite/", **options)
    config.add_route(f"{of}.revoke", f"{people}/revoke_invite/", **options)
    config.add_route(f"{of}.leave", f"{people}/leave/", **options)
    config.add_route(f"{of}.visibility", f"{people}/visibility/", **options)
    for name in ("change", "delete"):
        config.add_route(f"{of}.role.{name}", f"{people}/{name}/{{role}}/", **options)
    for name in ("new", "add"):
        config.add_route(f"{of}.project.{name}", f"{one}/projects/{name}/", **options)
    config.add_route(f"{of}.team.new", f"{one}/teams/new/", **options)
    options["traverse"] = "/{name}/{team}"
    team = f"{one}/team/{{team}}"
    for name in ("members", "projects", "settings", "history"):
        config.add_route(f"manage.team.{name}", f"{team}/{name}/", **options)
    config.add_route("manage.team.rename", f"{team}/settings/rename/", **options)
    config.add_route("manage.team.group", f"{team}/settings/group/", **options)
    config.add_route("manage.team.visibility", f"{team}/settings/visibility/", **options)
    config.add_route("manage.team.delete", f"{team}/delete/", **options)
    for name in ("add", "leave"):
        config.add_route(f"manage.team.{name}", f"{team}/members/{name}/", **options)
    config.add_route("manage.team.remove", f"{team}/members/delete/{{role}}/", **options)


def _add_namespaces(config: Configurator) -> None:
    """Add the routes of the namespaces of organizations."""
    options = {"accepts": {"session"}, "factory": OrganizationsResource}
    options["traverse"] = "/{name}"
    spaces = "/manage/organization/{name}/namespaces"
    config.add_route("manage.organization.namespaces", f"{spaces}/", **options)
    config.add_route("manage.organization.namespaces.new", f"{spaces}/new/", **options)
    remove = f"{spaces}/{{id}}/remove/"
    config.add_route("manage.organization.namespaces.remove", remove, **options)
    application = f"{spaces}/application/{{id}}/"
    config.add_route("manage.organization.namespaces.application", application, **options)
    withdraw = f"{application}withdraw/"
    config.add_route("manage.organization.namespaces.withdraw", withdraw, **options)


def _add_affairs(config: Configurator) -> None:
    """Add the routes of what owners of an organization arrange: rules, proofs, tokens."""
    options = dict(_OF_ORGANIZATIONS)
    one, of = "/manage/organization/{name}", "manage.organization"
    for rule in Rule:
        path = rule.replace("_", "-")
        config.add_route(f"{of}.rules.{rule}", f"{one}/rules/{path}/", **options)
    sign_on = f"{one}/single-sign-on"
    config.add_route(SIGN_ON, f"{sign_on}/", **options)
    for name in ("new", "remove"):
        config.add_route(f"{SIGN_ON}.{name}", f"{sign_on}/{name}/", **options)
    publishing = f"{one}/publishing"
    config.add_route(f"{of}.publishing", f"{publishing}/", **options)
    remove = f"{publishing}/{{id}}/remove/"
    config.add_route(f"{of}.publishing.remove", remove, **options)
    domains = f"{one}/domains"
    config.add_route(f"{of}.domains", f"{domains}/", **options)
    config.add_route(f"{of}.domains.new", f"{domains}/new/", **options)
    for name in ("verify", "remove"):
        path = f"{domains}/{{id}}/{name}/"
        config.add_route(f"{of}.domains.{name}", path, **options)
    tokens = f"{one}/tokens"
    config.add_route(f"{of}.tokens", f"{tokens}/", **options)
    config.add_route(f"{of}.tokens.new", f"{tokens}/new/", **options)
    config.add_route(f"{of}.tokens.revoke", f"{tokens}/{{id}}/revoke/", **options)


def _add_webhooks(config: Configurator) -> None:
    """Add the routes of webhooks, which are alike for projects and organizations."""
    for kind, options in (("project", _OF_PROJECTS), ("organization", _OF_ORGANIZATIONS)):
        webhooks, of = f"/manage/{kind}/{{name}}/webhooks", f"manage.{kind}"
        config.add_route(f"{of}.webhooks", f"{webhooks}/", **options)
        config.add_route(f"{of}.webhooks.new", f"{webhooks}/new/", **options)
        config.add_route(f"{of}.webhook", f"{webhooks}/{{id}}/", **options)
        log = f"{webhooks}/{{id}}/log"
        config.add_route(f"{of}.webhook.log", f"{log}/", **options)
        config.add_route(f"{of}.webhook.delivery", f"{log}/{{position}}/", **options)


def _add_publishers(config: Configurator) -> None:
    publishing = "/manage/project/{name}/settings/publishing"
    name = "manage.project.publishing"
    config.add_route(name, f"{publishing}/", **_OF_PROJECTS)
    config.add_route(f"{name}.try", f"{publishing}/try/", **_OF_PROJECTS)
    for action in ("require", "allow", "attest", "unattest"):
        path = f"{publishing}/{action}/"
        config.add_route(f"{name}.{action}", path, **_OF_PROJECTS)
    for action in ("constrain", "remove"):
        path = f"{publishing}/{{id}}/{action}/"
        config.add_route(f"{name}.{action}", path, **_OF_PROJECTS)
    own = {"accepts": {"session"}, "factory": OwnAccountResource}
    pending = "/manage/account/publishing"
    config.add_route("manage.account.publishing", f"{pending}/", **own)
    config.add_route("manage.account.publishing.remove", f"{pending}/{{id}}/remove/", **own)


def _add_appeals(config: Configurator) -> None:
    """Add the routes of what staff did; with a link, people need not sign in."""
    own = {"accepts": {"session"}, "factory": OwnAccountResource}
    config.add_route("manage.decisions", "/manage/decisions/", **own)
    config.add_route("manage.decision", "/manage/decisions/{id}/", **own)
    config.add_route("manage.appeal.link", "/account/appeal/", stays_open=PROOF)


def _add_second_factors(config: Configurator) -> None:
    own = {"accepts": {"session"}, "factory": OwnAccountResource}
    account = "/manage/account"
    config.add_route("manage.account.two_factor", f"{account}/two-factor/", **own)
    codes = f"{account}/recovery-codes"
    config.add_route("manage.account.recovery.generate", f"{codes}/generate", **own)
    config.add_route("manage.account.recovery.regenerate", f"{codes}/regenerate", **own)
    config.add_route("manage.account.recovery.burn", f"{codes}/burn", **own)
    keys = f"{account}/webauthn-provision"
    config.add_route("manage.account.keys", keys, **own)
    config.add_route("manage.account.keys.options", f"{keys}/options", **own)
    config.add_route("manage.account.keys.validate", f"{keys}/validate", **own)
    config.add_route("manage.account.keys.delete", f"{keys}/delete", **own)
    outside = f"{account}/single-sign-on"
    config.add_route("manage.account.single_sign_on", f"{outside}/", **own)
    unlink = f"{outside}/{{id}}/unlink/"
    config.add_route("manage.account.single_sign_on.unlink", unlink, **own)
    config.add_route("manage.account.directory", f"{account}/directory/", **own)
    config.add_route("manage.account.sessions", f"{account}/sessions/", **own)
    totp = f"{account}/totp-provision"
    config.add_route("manage.account.totp", totp, **own)
    config.add_route("manage.account.totp.image", f"{totp}/image", **own)
