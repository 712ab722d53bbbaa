"""One user, and what staff do with accounts."""

from functools import cached_property
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from warehouse.accounts import queries
from warehouse.accounts.models import User
from warehouse.accounts.services.users import UserService
from warehouse.admin.views.actions import Action, Offer, offered
from warehouse.admin.views.base import AdminView
from warehouse.http import Request
from warehouse.listings.histories import history_of_user
from warehouse.macaroons.queries import macaroons_of
from warehouse.organizations.queries import organizations_of
from warehouse.packaging.queries import projects_of
from warehouse.recovery.models import RecoveryStatus
from warehouse.recovery.queries import requests_for
from warehouse.security import Permission
from warehouse.single_sign_on.queries import identities_of

_MOST_RECOVERIES = 10

_WRITE, _RECOVER = Permission.ADMIN_USERS_WRITE, Permission.ADMIN_USERS_RECOVER

_FREEZE = Offer("admin.user.freeze", "Freeze", _WRITE)
_UNFREEZE = Offer("admin.user.unfreeze", "Unfreeze", _WRITE)
_BURN = Offer("admin.user.burn_recovery_codes", "Burn recovery codes", _RECOVER)
_BEGIN = Offer("admin.user.account_recovery.initiate", "Begin a recovery", _RECOVER)
_COMPLETE = Offer("admin.user.account_recovery.complete", "Complete the recovery", _RECOVER)
_REFUSE = Offer("admin.user.account_recovery.cancel", "Refuse the recovery", _RECOVER)
_REMOVE = Offer("admin.user.delete", "Remove", _WRITE)
_OFFERS = (
    Offer("admin.user.edit", "Edit", _WRITE),
    Offer("admin.user.emails", "Edit addresses", Permission.ADMIN_USERS_EMAIL),
    Offer("admin.user.add_email", "Add an address", Permission.ADMIN_USERS_EMAIL),
    Offer("admin.user.delete_email", "Remove an address", Permission.ADMIN_USERS_EMAIL),
    Offer("admin.user.email_domain_check", "Check a domain", Permission.ADMIN_USERS_EMAIL),
    Offer("admin.user.reset_password", "Reset the password", _RECOVER),
    Offer("admin.user.quarantine_projects", "Quarantine the projects", _WRITE),
    Offer("admin.user.clear_quarantine_projects", "Clear the projects", _WRITE),
    Offer("admin.user.files", "Files as JSON", Permission.ADMIN_USERS_READ),
    Offer("admin.user.export", "Export", Permission.ADMIN_USERS_EXPORT),
)
"""What can be done with every account, in the order of the buttons."""


class OfUser:
    """What is about the user whom the URL names."""

    request: Request
    section = "admin.users"

    @cached_property
    def user(self) -> User:
        """Return the user; raises `HTTPNotFound`."""
        found = queries.user_named(self.request.db, self.request.matchdict["username"])
        if found is None:
            raise HTTPNotFound("There is no such user.")
        return found


@view_defaults(permission=Permission.ADMIN_USERS_READ, uses_session=True)
class UserView(OfUser, AdminView):
    """The page about one user."""

    @cached_property
    def user(self) -> User:
        """Return the user with all that the page shows; raises `HTTPNotFound`."""
        name = self.request.matchdict["username"]
        found = queries.user_with_factors(self.request.db, name)
        if found is None:
            raise HTTPNotFound("There is no such user.")
        return found

    @view_config(route_name="admin.user", renderer="admin/user.html")
    def show(self) -> dict[str, Any]:
        """Show what is known about the account, and what can be done."""
        user, db = self.user, self.request.db
        recoveries = requests_for(db, user.id, limit=_MOST_RECOVERIES)
        going = any(each.status != RecoveryStatus.CLOSED for each in recoveries)
        return self.page(
            user=user,
            projects=projects_of(db, user.id),
            tokens=macaroons_of(db, user),
            organizations=organizations_of(db, user.id),
            recoveries=recoveries,
            identities=identities_of(db, user),
            breaches=queries.count_breaches(db, user),
            stream=history_of_user(db, user),
            actions=self._actions(user, going),
        )

    def _actions(self, user: User, going: bool) -> list[tuple[str, str]]:
        recovering = [_COMPLETE, _REFUSE] if going else [_BEGIN]
        burning = [_BURN] if user.codes_left else []
        shown = [_UNFREEZE if user.is_frozen else _FREEZE, *_OFFERS, *burning]
        shown += [*recovering, _REMOVE]
        return offered(self.request, shown, username=user.username)


class UserAction(OfUser, Action):
    """The base of actions on a user."""

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the user."""
        return "user", str(self.user.id), self.user.username

    @property
    def back(self) -> str:
        """Return the page about the user."""
        name = self.user.username
        return str(self.request.route_path("admin.user", username=name))

    @property
    def users(self) -> UserService:
        """Return the service that changes accounts."""
        return self.request.service(UserService)
