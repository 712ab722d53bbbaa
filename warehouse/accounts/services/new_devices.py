"""Networks that an account was used from, and confirming a sign-in from another one.

What somebody types into a page can be asked for by a false page, too. So whoever signs in
with such a factor from a network where the account was never used has to follow a link in
a message, from the same network.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, cast, select, update
from sqlalchemy.dialects.postgresql import INET, insert
from sqlalchemy.orm import Session

from warehouse.accounts.errors import AccountDisabled, AttemptUnknown, DeviceDiffers
from warehouse.accounts.links import read_link
from warehouse.accounts.models import UniqueLogin, UniqueLoginStatus, User
from warehouse.accounts.passwords import print_of
from warehouse.accounts.signals import ConfirmationDue, LoginHeld
from warehouse.events.log import address_id, known_address
from warehouse.events.models import IPAddress
from warehouse.security import Actor, LinkSigner
from warehouse.security.addresses import network_of
from warehouse.signals import Announce

CONFIRMING_LASTS = timedelta(hours=6)
METHOD = "email-confirmation"

_KIND = "confirm_login"
_MAIL_EVERY = timedelta(minutes=15)
_LONGEST_CLIENT = 300


@dataclass(frozen=True)
class Attempt:
    """A sign-in that was right but for its network; it waits until that is confirmed."""

    user: User
    method: str
    target: str
    browser: str
    """What only the browser knows that signs in."""
    is_remembered: bool = False
    """Whether the browser is not to be asked for the second factor again."""


class NewDeviceService:
    """Knows the networks of accounts, and has their owners confirm new ones."""

    def __init__(
        self, db: Session, announce: Announce, links: LinkSigner, *, mode: str
    ) -> None:
        self.db, self.announce, self.links = db, announce, links
        self.mode = mode

    def remember(self, user: User, *, actor: Actor) -> None:
        """Store that `user` signed in, which makes the network of the actor known."""
        now = datetime.now(UTC)
        known = {"status": UniqueLoginStatus.CONFIRMED, "last_used": now, "expires": None}
        within = self._within(user, actor).with_only_columns(UniqueLogin.id)
        changed = self.db.execute(
            update(UniqueLogin)
            .where(UniqueLogin.id.in_(within))
            .values(known)
            .returning(UniqueLogin.id)
            .execution_options(synchronize_session=False)
        )
        if changed.first() is None:
            adding = insert(UniqueLogin).values(**self._first(user, actor), **known)
            key = ["user_id", "ip_address_id"]
            self.db.execute(adding.on_conflict_do_update(index_elements=key, set_=known))

    def admit(self, attempt: Attempt, *, actor: Actor) -> bool:
        """Return whether the network is known; if not, have a link sent to the owner.

        It is sent at most every quarter of an hour.
        """
        if not self._is_asked(attempt.user):
            return True
        login = self._locked(attempt.user, actor)
        if login is None:
            adding = insert(UniqueLogin).values(**self._first(attempt.user, actor))
            made = adding.on_conflict_do_nothing().returning(UniqueLogin.id)
            if self.db.scalar(made) is not None:
                self.announce(LoginHeld(attempt.user, actor, attempt.method))
            login = self._locked(attempt.user, actor)
        assert login is not None
        if login.status == UniqueLoginStatus.CONFIRMED:
            return True
        now = datetime.now(UTC)
        login.last_used = now
        if login.expires is None or login.expires - CONFIRMING_LASTS + _MAIL_EVERY <= now:
            login.expires = now + CONFIRMING_LASTS
            link = self._link(login, attempt)
            self.announce(ConfirmationDue(attempt.user, actor, link))
        self.db.flush()
        return False

    def read(self, link: str, *, actor: Actor) -> Attempt:
        """Return the sign-in that a link is about.

        Raises `LinkInvalid`, `LinkTooOld`, `AttemptUnknown`, `DeviceDiffers` or
        `AccountDisabled`.
        """
        return self._read(link, actor)[1]

    def confirm(self, link: str, *, actor: Actor) -> Attempt:
        """Take the network of a link as known, once; raises what `read` raises."""
        login, attempt = self._read(link, actor)
        login.status, login.expires = UniqueLoginStatus.CONFIRMED, None
        self.db.flush()
        return attempt

    def _is_asked(self, user: User) -> bool:
        if self.mode == "auto":
            return user.has_verified_primary_email
        return self.mode == "on"

    def _link(self, login: UniqueLogin, attempt: Attempt) -> str:
        return self.links.sign(
            _KIND,
            **{"login.id": str(login.id), "user.id": str(attempt.user.id)},
            method=attempt.method,
            redirect_to=attempt.target,
            browser=attempt.browser,
            remember=str(attempt.is_remembered),
            state=_state(attempt.user),
        )

    def _read(self, link: str, actor: Actor) -> tuple[UniqueLogin, Attempt]:
        values = read_link(self.links, _KIND, link, lasts=CONFIRMING_LASTS)
        login = self.db.get(
            UniqueLogin,
            UUID(values["login.id"]),
            with_for_update={"of": UniqueLogin},
            populate_existing=True,
        )
        is_of_user = login is not None and str(login.user_id) == values["user.id"]
        if login is None or not is_of_user or values["state"] != _state(login.user):
            raise AttemptUnknown
        if login.status != UniqueLoginStatus.PENDING:
            raise AttemptUnknown
        user = login.user
        within = self._within(user, actor).where(UniqueLogin.id == login.id)
        if self.db.scalar(within) is None:
            raise DeviceDiffers
        if user.is_frozen or user.disabled_for is not None:
            raise AccountDisabled
        target, browser = values["redirect_to"], values["browser"]
        is_remembered = values.get("remember") == str(True)
        return login, Attempt(user, values["method"], target, browser, is_remembered)

    def _locked(self, user: User, actor: Actor) -> UniqueLogin | None:
        """Return what is known about the actor's network, locked, the best of it first."""
        found = self._within(user, actor).order_by(UniqueLogin.status.desc()).limit(1)
        found = found.with_for_update(of=UniqueLogin)
        return self.db.scalar(found.execution_options(populate_existing=True))

    def _within(self, user: User, actor: Actor) -> Select[UniqueLogin]:
        network = cast(_network(actor), INET)
        return (
            select(UniqueLogin)
            .join(IPAddress, IPAddress.id == UniqueLogin.ip_address_id)
            .where(
                UniqueLogin.user_id == user.id,
                IPAddress.ip_address.op("<<=", is_comparison=True)(network),
            )
        )

    def _first(self, user: User, actor: Actor) -> dict[str, object]:
        """Return the values of a row about the actor's network."""
        return {
            "user_id": user.id,
            "ip_address_id": address_id(self.db, _network(actor).partition("/")[0]),
            "device_information": {"user_agent": (actor.client or "")[:_LONGEST_CLIENT]},
        }


def _network(actor: Actor) -> str:
    network = network_of(actor.address)
    return network if "/" in network else known_address(network)


def _state(user: User) -> str:
    """Return what is another value once the account was secured again."""
    state = f"{print_of(user.password)} {user.sessions_from}"
    return hashlib.sha256(state.encode()).hexdigest()[:32]
