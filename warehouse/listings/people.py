"""Lists of accounts and of what belongs to them."""

from sqlalchemy import exists, select

from warehouse.accounts.models import Email, User
from warehouse.listings.listing import Column, Listing, Term, known
from warehouse.listings.terms import at_time, contains, is_id, one_of
from warehouse.security import Permission

_PRIMARY = (
    select(Email.email)
    .where(Email.user_id == User.id, Email.primary)
    .correlate(User)
    .scalar_subquery()
)

_IS = {
    "active": User.is_active,
    "frozen": User.is_frozen,
    "disabled": User.disabled_for.is_not(None),
    "admin": User.is_superuser,
    "support": User.is_support,
    "moderator": User.is_moderator,
    "psf-staff": User.is_psf_staff,
    "observer": User.is_observer,
    "unverified": ~exists().where(Email.user_id == User.id, Email.verified),
}


def _has_email(value: str) -> object:
    return exists().where(Email.user_id == User.id, contains(Email.email)(value))


USERS = Listing(
    name="users",
    path="/admin/users/",
    title="Users",
    permission=Permission.ADMIN_USERS_READ,
    rows=select(User),
    key=User.id,
    order="username",
    columns=(
        Column(
            *("username", "Username", User.username),
            sorts=True,
            route="admin.user",
            parts={"username": "username"},
        ),
        Column("name", "Name", User.name),
        Column("email", "Primary address", _PRIMARY, "code"),
        Column("joined", "Joined", known(User.date_joined), "time", sorts=True),
        Column("last_login", "Last sign-in", User.last_login, "time"),
        Column("is_frozen", "Frozen", User.is_frozen, "flag"),
        Column("is_superuser", "Administrator", User.is_superuser, "flag"),
        Column("id", "Id", User.id, "code", is_shown=False),
    ),
    word=contains(User.username),
    words="a part of the username; * stands for any text",
    terms=(
        Term("email", "email:*@example.com", _has_email),  # type: ignore[arg-type]
        Term("name", "name:Grace", contains(User.name)),
        Term("id", "id:UUID", is_id(User.id)),
        Term("joined", "joined:>2026-11-01", at_time(User.date_joined)),
        Term("is", "is:frozen", one_of(_IS)),
    ),
)
