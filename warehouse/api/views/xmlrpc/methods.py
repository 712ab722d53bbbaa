"""The methods that still answer. Their names, arguments and results are a wire format."""

from typing import Any

from warehouse.api.queries import mirrors
from warehouse.api.serializers import xmlrpc
from warehouse.http import Request


def changelog_last_serial(request: Request) -> bytes:
    """The newest serial."""
    return xmlrpc.result(mirrors.newest_serial(request.db))


def changelog_since_serial(request: Request, serial: int) -> bytes:
    """What happened after `serial`."""
    return xmlrpc.changes(mirrors.changes_since(request.db, serial))


def list_packages_with_serial(request: Request) -> bytes:
    """Every project with its serial."""
    return xmlrpc.result(mirrors.serials(request.db))


def package_roles(request: Request, package_name: str) -> bytes:
    """Who may do what in a project."""
    return _pairs(mirrors.roles_in(request.db, package_name))


def user_packages(request: Request, username: str) -> bytes:
    """Where someone may do what."""
    return _pairs(mirrors.roles_of(request.db, username))


def browse(request: Request, classifiers: list[str]) -> bytes:
    """Releases that carry all the classifiers."""
    return _pairs(mirrors.releases_with(request.db, classifiers))


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
