"""Who needs a second factor: everybody, or groups that `TWO_FACTOR_REQUIRED_FOR` names."""

from collections.abc import Callable

from pyramid.config import Configurator
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.http import Request
from warehouse.settings import AccountSettings

IsMember = Callable[[Session, User], bool]
Seen = Callable[[Request, User], bool]
STAFF = "staff"


class Groups(dict[str, IsMember]):
    """The groups of people that the setting may name, and who is in them."""


class Elsewhere(list[Seen]):
    """Who may see second factors of people that are not ours."""


class TwoFactorPolicy:
    """Decides who needs a second factor."""

    def __init__(
        self,
        db: Session,
        groups: Groups,
        settings: AccountSettings,
        *,
        elsewhere: Callable[[User], bool],
    ) -> None:
        self._db, self._groups, self._settings = db, groups, settings
        self._elsewhere = elsewhere

    def is_required_of(self, user: User) -> bool:
        """Return whether `user` may publish and manage with a second factor only."""
        if self._settings.two_factor == "required":
            return True
        named = self._settings.two_factor_required_for
        return any(self._groups[name](self._db, user) for name in named)

    def lacks(self, user: User) -> bool:
        """Return whether `user` needs a second factor and has none here.

        It is what a session is asked for, unless two were seen when it began.
        """
        return not user.has_second_factor and self.is_required_of(user)

    def lacks_any(self, user: User) -> bool:
        """Return whether `user` needs a second factor and has none here or elsewhere.

        It is what a token is asked for, which only began in a session that met `lacks`.
        """
        return self.lacks(user) and not self._elsewhere(user)


def add_two_factor_group(config: Configurator, name: str, is_member: IsMember) -> None:
    """Let `TWO_FACTOR_REQUIRED_FOR` name a group of people."""
    config.registry[Groups][name] = is_member


def add_second_factor_elsewhere(config: Configurator, seen: Seen) -> None:
    """Have something else asked whether it sees a second factor of people."""
    config.registry[Elsewhere].append(seen)


def is_staff(db: Session, user: User) -> bool:
    """Return whether somebody may do more than others on the whole index."""
    roles = (user.is_superuser, user.is_moderator, user.is_support, user.is_psf_staff)
    return any(roles)


def includeme(config: Configurator) -> None:
    """Provide `request.service(TwoFactorPolicy)`, and the directives above."""
    config.registry[Groups] = Groups({STAFF: is_staff})
    config.registry[Elsewhere] = Elsewhere()
    config.add_directive("add_second_factor_elsewhere", add_second_factor_elsewhere)
    config.add_directive("add_two_factor_group", add_two_factor_group)
    config.register_service(TwoFactorPolicy, _policy)


def _policy(request: Request) -> TwoFactorPolicy:
    registry = request.registry
    return TwoFactorPolicy(
        request.db,
        registry[Groups],
        request.settings.accounts,
        elsewhere=lambda user: any(seen(request, user) for seen in registry[Elsewhere]),
    )
