"""Names and mail domains that nobody may register with."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.domains import checked_domain
from warehouse.accounts.errors import DomainShared, UsernameInvalid
from warehouse.accounts.models import (
    Email,
    ProhibitedEmailDomain,
    ProhibitedUserName,
    User,
)
from warehouse.accounts.names import is_valid_name
from warehouse.accounts.shared_domains import is_shared
from warehouse.security import Actor


@dataclass(frozen=True)
class MailDomain:
    """A domain of an account's addresses, and how many other accounts use it."""

    domain: str
    others: int
    is_shared: bool


def domains_of(db: Session, user: User) -> list[MailDomain]:
    """Return the domains of the verified addresses of an account, by name."""
    found = {each.email.rpartition("@")[2].lower() for each in user.emails if each.verified}
    return [
        MailDomain(each, _count_others(db, user, each), is_shared(each))
        for each in sorted(found)
    ]


def _count_others(db: Session, user: User, domain: str) -> int:
    """Return how many other accounts use a domain; a hundred stands for more."""
    some = (
        select(Email.user_id)
        .where(func.split_part(func.lower(Email.email), "@", 2) == domain)
        .where(Email.user_id != user.id)
        .limit(100)
        .subquery()
    )
    return db.scalar(select(func.count()).select_from(some)) or 0


class MailDomainService:
    """Prohibits mail domains, and allows them again."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def prohibit(
        self, domain: str, *, comment: str, is_mx_record: bool = False, actor: Actor
    ) -> ProhibitedEmailDomain:
        """Keep addresses of a domain from accounts; one that is prohibited stays so.

        Raises `DomainInvalid`, or `DomainShared` for a provider that many people use.
        """
        name = checked_domain(domain)
        if is_shared(name):
            raise DomainShared(name)
        found = self.find(name)
        if found is None:
            by = None if actor.user is None else actor.user.id
            found = ProhibitedEmailDomain(
                domain=name, is_mx_record=is_mx_record, comment=comment, prohibited_by_id=by
            )
            self.db.add(found)
            self.db.flush()
        return found

    def find(self, domain: str) -> ProhibitedEmailDomain | None:
        """Return the row of a domain, None if it is allowed."""
        wanted = ProhibitedEmailDomain.domain == domain
        return self.db.scalar(select(ProhibitedEmailDomain).where(wanted))

    def allow(self, domain: str) -> None:
        """Let people use addresses of a domain again."""
        wanted = ProhibitedEmailDomain.domain == domain
        self.db.execute(delete(ProhibitedEmailDomain).where(wanted))


class UsernameProhibitionService:
    """Keeps usernames from being registered."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def prohibit(self, name: str, *, comment: str, actor: Actor) -> bool:
        """Keep a name from being registered; return whether it was allowed before.

        Raises `UsernameInvalid`.
        """
        if not is_valid_name(name):
            raise UsernameInvalid(name)
        if queries.name_is_prohibited(self.db, name):
            return False
        by = None if actor.user is None else actor.user.id
        row = ProhibitedUserName(name=name.lower(), comment=comment, prohibited_by_id=by)
        self.db.add(row)
        self.db.flush()
        return True
