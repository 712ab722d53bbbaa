"""The ways of browsers to an identity provider and back."""

from typing import Any

from tests.builders.providers import IdentityProvider
from warehouse.single_sign_on.models import LinkedIdentity

ADA = {
    "sub": "248289761001",
    "preferred_username": "ada",
    "name": "Ada Lovelace",
    "email": "ada@corp.example",
    "email_verified": True,
}


def link(db: Any, user: Any, provider: IdentityProvider, subject: str = ADA["sub"]) -> Any:
    """Link the identity of Ada with an account."""
    found = LinkedIdentity(
        user=user, issuer=provider.url, subject=subject, username="ada", label="ada"
    )
    db.add(found)
    db.commit()
    return found


def leave(client: Any, page: Any = None) -> str:
    """Click the button of the sign-in page, and return where it leads."""
    page = page or client.get("/account/login/")
    return client.get(page.html.find(id="single-sign-on")["href"]).location


def sign_in_by(
    client: Any, provider: IdentityProvider, page: Any = None, **person: Any
) -> Any:
    """Click the button, sign in at the provider, and come back."""
    return client.get(provider.signs_in(leave(client, page), **person), status="*")


def said_on(page: Any) -> str:
    """Return the sentences at the top of a page."""
    return " ".join(each.get_text(" ", strip=True) for each in page.html.select(".banner"))


def csrf_token(client: Any) -> str:
    """The token of the forms of a browser."""
    page = client.get("/account/logout/")
    return page.html.find("input", {"name": "csrf_token"})["value"]
