"""The URLs for people who are not signed in."""

from pyramid.config import Configurator

from warehouse.accounts.resources import OwnAccountResource
from warehouse.organizations.resources import (
    OrganizationsByKeyResource,
    OrganizationsResource,
)


def includeme(config: Configurator) -> None:
    """Register the routes, which use sessions."""
    session = {"accepts": {"session"}}
    config.add_route("login.login", "/account/login/", **session)
    outside = "/account/login/single-sign-on/"
    config.add_route("login.single_sign_on", outside, **session)
    config.add_route("login.single_sign_on.return", f"{outside}return/", **session)
    config.add_route("login.single_sign_on.account", f"{outside}account/", **session)
    config.include(_add_memberships)
    config.add_route("login.logout", "/account/logout/", **session)
    config.add_route("login.register", "/account/register/", **session)
    config.add_route(
        "login.request_password_reset", "/account/request-password-reset/", **session
    )
    config.add_route("login.reset_password", "/account/reset-password/", **session)
    config.add_route("login.undo_email_change", "/account/undo-email-change/", **session)
    own = {**session, "factory": OwnAccountResource}
    config.add_route("login.terms", "/account/view-terms-of-service/", **own)
    config.add_route("login.verify_email", "/account/verify-email/", **own)
    config.add_route("login.project_role", "/account/verify-project-role/", **own)
    config.add_route("login.organization_role", "/account/verify-organization-role/", **own)
    config.add_route("login.unsubscribe", "/account/unsubscribe/", stays_open=True)
    config.add_route("login.unfollow", "/account/unfollow/", stays_open=True)
    config.add_route("login.two_factor", "/account/two-factor/", **session)
    config.add_route("login.confirm", "/account/confirm-login/", **session)
    config.add_route("login.recover", "/account/recover/", **session)
    config.add_route("login.recover.follow", "/account/recover/follow/", **session)
    config.add_route("login.recover.object", "/account/recover/not-me/", **session)
    config.add_route("login.recovery_code", "/account/recovery-code/", **session)
    keys = "/account/webauthn-authenticate"
    config.add_route("login.webauthn.options", f"{keys}/options", **session)
    config.add_route("login.webauthn.validate", f"{keys}/validate", **session)
    config.add_route("login.passkey.options", "/account/passkey/options", **session)
    config.add_route("login.passkey.validate", "/account/passkey/validate", **session)
    again = "/account/reauthenticate/"
    config.add_route("login.reauthenticate.options", f"{again}options", **own)
    config.add_route("login.reauthenticate", again, **own)


def _add_memberships(config: Configurator) -> None:
    """Add the routes of signing in by the identity providers of organizations."""
    options = {"accepts": {"session"}, "factory": OrganizationsResource}
    options["traverse"] = "/{name}"
    path = "/organization/{name}/single-sign-on/"
    config.add_route("login.membership", path, **options)
    config.add_route("login.membership.confirm", f"{path}confirm/", **options)
    # Providers know where people come back to, whatever the organization is called later.
    lasting = {**options, "factory": OrganizationsByKeyResource, "traverse": "/{key}"}
    back = "/account/login/organization/{key}/return/"
    config.add_route("login.membership.return", back, **lasting)
