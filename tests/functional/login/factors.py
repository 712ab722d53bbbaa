"""Adding second factors as people do, and the codes that an app shows."""

import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy.orm import Session
from webtest.response import TestResponse

from tests.fixtures.client import PASSWORD, Client
from warehouse.accounts.models import RecoveryCode, SecurityKey, User
from warehouse.accounts.passwords import PasswordHasher

SECRET = b"a secret of 20 bytes"


def code_of(secret: bytes, *, steps: int = 0) -> str:
    """The code that an app shows now, or so many steps of 30 seconds later."""
    generator = TOTP(secret, 6, SHA1(), 30, enforce_key_length=False)
    return generator.generate(int(time.time()) + 30 * steps).decode()


def give_totp(db: Session, user: User) -> bytes:
    """Give a user an authenticator."""
    user.totp_secret = SECRET
    db.commit()
    return SECRET


def give_key(db: Session, user: User) -> None:
    """Give a user a security key."""
    made = {"credential_id": f"of {user.username}", "public_key": user.username}
    db.add(SecurityKey(label="blue", user=user, sign_count=0, **made))
    db.commit()


def give_codes(db: Session, user: User, *codes: str, burned: int = 1) -> None:
    """Give a user recovery codes, the first of which are used up."""
    for position, code in enumerate(codes):
        when = user.date_joined if position < burned else None
        hashed = PasswordHasher().hash(code)
        user.recovery_codes.append(RecoveryCode(code=hashed, burned=when))
    db.commit()


def confirmed(page: TestResponse, password: str = PASSWORD) -> TestResponse:
    """Enter the password that a page asks for again, and return what comes then."""
    form = page.forms["reauthenticate"]
    form["password"] = password
    return form.submit().follow()


def second_page(client: Client, user: User) -> TestResponse:
    """The page for the second factor, after a right password."""
    return client.sign_in(user).follow()
