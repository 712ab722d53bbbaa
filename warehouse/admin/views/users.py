"""One user, and what staff do with accounts."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from warehouse.accounts import queries
from warehouse.accounts.models import User
from warehouse.accounts.services.users import UserService
from warehouse.admin.views.actions import Action, ActionRefused, action, confirming
from warehouse.admin.views.base import AdminView
from warehouse.events.staff import State
from warehouse.http import Request
from warehouse.listings.histories import history_of_user
from warehouse.macaroons.queries import macaroons_of
from warehouse.packaging.queries import projects_of
from warehouse.security import Permission


class OfUser:
    """What is about the user whom the URL names."""

    request: Request
    section = "admin.users"

    @property
    def user(self) -> User:
        """Return the user; raises `HTTPNotFound`."""
        found = queries.user_named(self.request.db, self.request.matchdict["username"])
        if found is None:
            raise HTTPNotFound("There is no such user.")
        return found


@view_defaults(permission=Permission.ADMIN_USERS_READ, uses_session=True)
class UserView(OfUser, AdminView):
    """The page about one user."""

    @view_config(route_name="admin.user", renderer="admin/user.html")
    def show(self) -> dict[str, Any]:
        """Show what is known about the account, and what can be done."""
        user, db = self.user, self.request.db
        return self.page(
            user=user,
            projects=projects_of(db, user.id),
            tokens=macaroons_of(db, user),
            stream=history_of_user(db, user),
            actions=self._actions(user),
        )

    def _actions(self, user: User) -> list[tuple[str, str]]:
        offered = [
            (
                "admin.user.unfreeze" if user.is_frozen else "admin.user.freeze",
                "Unfreeze" if user.is_frozen else "Freeze",
                Permission.ADMIN_USERS_WRITE,
            ),
        ]
        return [
            (self.request.route_path(route, username=user.username), title)
            for route, title, permission in offered
            if self.request.has_permission(permission)
        ]


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


@action("admin.user.freeze", Permission.ADMIN_USERS_WRITE, reauth=True)
class Freeze(UserAction):
    """Close an account, which ends its sessions."""

    name, title, is_danger = "user.freeze", "Freeze", True
    form_class = confirming("username", "Type the username")
    confirms = "username"

    def effects(self) -> list[str]:
        """Say what freezing does."""
        return [
            "The account cannot sign in, and its sessions end at once.",
            "Its API tokens upload nothing while it is frozen.",
            "Its projects stay as they are.",
        ]

    def state(self) -> State:
        """Return whether the account is frozen."""
        return {"is_frozen": self.user.is_frozen}

    def act(self, form: Any) -> str:
        """Freeze the account."""
        if self.user.id == self.request.identity.user.id:
            raise ActionRefused("Nobody freezes their own account.")
        self.users.freeze(self.user, actor=self.request.actor)
        return f"{self.user.username} is frozen."


@action("admin.user.unfreeze", Permission.ADMIN_USERS_WRITE, reauth=True)
class Unfreeze(UserAction):
    """Open an account again."""

    name, title = "user.unfreeze", "Unfreeze"

    def effects(self) -> list[str]:
        """Say what it does."""
        return ["The account can sign in again, and its API tokens work."]

    def state(self) -> State:
        """Return whether the account is frozen."""
        return {"is_frozen": self.user.is_frozen}

    def act(self, form: Any) -> str:
        """Open the account."""
        self.users.thaw(self.user, actor=self.request.actor)
        return f"{self.user.username} is no longer frozen."
