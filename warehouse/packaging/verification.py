"""Links and addresses that the index itself can vouch for."""

from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.accounts.models import Email
from warehouse.packaging.models import Project, Role


def is_own_page(url: str | None, project: Project, site: str | None) -> bool:
    """Return whether `url` is the page of `project` on the index at `site`."""
    if not url or site is None or "\\" in url or "%2e" in url.lower():
        return False
    try:
        parts, own = urlsplit(url), urlsplit(site)
    except ValueError:
        return False
    if parts.query or parts.fragment:
        return False
    if (parts.scheme.lower(), parts.netloc.lower()) != (own.scheme, own.netloc.lower()):
        return False
    pages = {
        f"/{prefix}/{name}"
        for prefix in ("project", "p")
        for name in (project.name, project.normalized_name)
    }
    return parts.path.removesuffix("/") in pages


def verified_addresses(db: Session, project: Project) -> frozenset[str]:
    """Return the public, verified addresses of the people of `project`, lower case."""
    found = db.scalars(
        select(Email.email)
        .join(Role, Role.user_id == Email.user_id)
        .where(Role.project_id == project.id, Email.public, Email.verified)
    )
    return frozenset(address.lower() for address in found)
