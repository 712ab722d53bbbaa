"""People."""

from itertools import count

from sqlalchemy.orm import Session

from tests.fixtures.client import PASSWORD
from warehouse.accounts.models import Email, User
from warehouse.accounts.passwords import PasswordHasher

_numbers = count(1)
_HASH = PasswordHasher().hash(PASSWORD)


def make_user(db: Session, username: str | None = None, **columns: object) -> User:
    """A committed account with a verified primary address and the usual password."""
    name = username or f"user{next(_numbers)}"
    values = {"password": _HASH, "is_active": True, **columns}
    user = User(username=name, **values)
    user.emails.append(Email(email=f"{name}@example.com", primary=True, verified=True))
    db.add(user)
    db.commit()
    return user
