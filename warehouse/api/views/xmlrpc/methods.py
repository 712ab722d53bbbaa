"""The methods that still answer. Their names, arguments and results are a wire format."""

from typing import Any

from warehouse.api.serializers import xmlrpc
from warehouse.http import Request
from warehouse.packaging import queries


def changelog_last_serial(request: Request) -> bytes:
    """Return the newest serial, nil if there is none."""
    return xmlrpc.result(queries.last_serial(request.db) or None)


def changelog_since_serial(request: Request, serial: int) -> bytes:
    """Return the journal after `serial`."""
    return xmlrpc.changes(queries.changes_since(request.db, serial))


def list_packages_with_serial(request: Request) -> bytes:
    """Return every project with its serial."""
    return xmlrpc.result(queries.serials(request.db))


def package_roles(request: Request, package_name: str) -> bytes:
    """Return who has which role in a project."""
    return _pairs(queries.roles_in(request.db, package_name))


def user_packages(request: Request, username: str) -> bytes:
    """Return the roles of one person."""
    return _pairs(queries.roles_of(request.db, username))


def browse(request: Request, classifiers: list[str]) -> bytes:
    """Return the releases that carry all the classifiers."""
    return _pairs(queries.releases_classified(request.db, classifiers))


def _pairs(rows: Any) -> bytes:
    return xmlrpc.result([tuple(row) for row in rows])


METHODS = {
    each.__name__: each
    for each in (
        changelog_last_serial,
        changelog_since_serial,
        list_packages_with_serial,
        package_roles,
        user_packages,
        browse,
    )
}
