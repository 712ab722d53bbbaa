"""Who needs a second factor: everybody, or groups that `TWO_FACTOR_REQUIRED_FOR` names."""

from collections.abc import Callable

from pyramid.config import Configurator
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.settings import AccountSettings

IsMember = Callable[[Session, User], bool]
STAFF = "staff"


class Groups(dict[str, IsMember]):
    """The groups of people that the setting may name, and who is in them."""


class TwoFactorPolicy:
    """Decides who needs a second factor."""

    def __init__(self, db: Session, groups: Groups, settings: AccountSettings) -> None:
        self._db, self._groups, self._settings = db, groups, settings

    def is_required_of(self, user: User) -> bool:
        """Return whether `user` may publish and manage with a second factor only."""
        if self._settings.two_factor == "required":
            return True
        named = self._settings.two_factor_required_for
        return any(self._groups[name](self._db, user) for name in named)

    def lacks(self, user: User) -> bool:
        """Return whether `user` needs a second factor and has none."""
        return not user.has_second_factor and self.is_required_of(user)


def add_two_factor_group(config: Configurator, name: str, is_member: IsMember) -> None:
    """Let `TWO_FACTOR_REQUIRED_FOR` name a group of people."""
    config.registry[Groups][name] = is_member


def is_staff(db: Session, user: User) -> bool:
    """Return whether somebody may do more than others on the whole index."""
    roles = (user.is_superuser, user.is_moderator, user.is_support, user.is_psf_staff)
    return any(roles)


def includeme(config: Configurator) -> None:
    """Provide `request.service(TwoFactorPolicy)` and `config.add_two_factor_group`."""
    config.registry[Groups] = Groups({STAFF: is_staff})
    config.add_directive("add_two_factor_group", add_two_factor_group)
    config.register_service(
        TwoFactorPolicy,
        lambda request: TwoFactorPolicy(
            request.db, request.registry[Groups], request.settings.accounts
        ),
    )
