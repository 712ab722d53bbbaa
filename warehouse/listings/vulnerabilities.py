"""The list of advisories."""

from typing import Any

from sqlalchemy import ColumnElement, func, select

from warehouse.listings.listing import Column, Listing, Term
from warehouse.listings.terms import contains, equals, one_of
from warehouse.packaging.names import normalize
from warehouse.security import Permission
from warehouse.vulnerabilities.models import Vulnerability, release_vulnerabilities
from warehouse.vulnerabilities.queries import IS_LINKED, is_about

_RELEASES = (
    select(func.count())
    .select_from(release_vulnerabilities)
    .where(IS_LINKED)
    .correlate(Vulnerability)
    .scalar_subquery()
)


def _together(texts: Any) -> Any:
    return func.array_to_string(texts, ", ")


def _about_project(name: str) -> ColumnElement[bool]:
    return is_about(normalize(name))


def _known_as(name: str) -> ColumnElement[bool]:
    return Vulnerability.aliases.contains([name])


VULNERABILITIES = Listing(
    name="vulnerabilities",
    path="/admin/vulnerabilities/",
    title="Advisories",
    permission=Permission.ADMIN_VULNERABILITIES_READ,
    rows=select(Vulnerability),
    key=Vulnerability.key,
    order="-id",
    columns=(
        Column(
            *("id", "Id", Vulnerability.id, "code"),
            sorts=True,
            route="admin.vulnerability",
            parts={"source": "source", "id": "id"},
        ),
        Column("source", "Source", Vulnerability.source, "code"),
        Column("aliases", "Also known as", _together(Vulnerability.aliases), "code"),
        Column("summary", "Summary", Vulnerability.summary),
        Column("fixed_in", "Fixed in", _together(Vulnerability.fixed_in), "code"),
        Column("releases", "Releases", _RELEASES, "number"),
        Column("withdrawn", "Withdrawn", Vulnerability.withdrawn, "time"),
        Column("link", "Link", Vulnerability.link, is_shown=False),
    ),
    word=contains(Vulnerability.id),
    words="a part of the id; * stands for any text",
    terms=(
        Term("alias", "alias:CVE-2024-1", _known_as),
        Term("project", "project:example", _about_project),
        Term("source", "source:osv", equals(Vulnerability.source)),
        Term("summary", "summary:overflow", contains(Vulnerability.summary)),
        Term(
            *("is", "is:withdrawn"),
            one_of(
                {
                    "withdrawn": Vulnerability.withdrawn.is_not(None),
                    "current": Vulnerability.withdrawn.is_(None),
                }
            ),
        ),
    ),
)
