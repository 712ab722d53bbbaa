"""Methods that are no longer offered.

Old programs call them still, and print the fault that they get, so each says what to use
instead. Arguments are checked first, as they are for all methods.
"""

from collections.abc import Callable
from typing import Any, NoReturn

from warehouse.api.xmlrpc.faults import Fault, removed
from warehouse.http import Request


def search(request: Request, spec: dict[str, Any], operator: str = "and") -> NoReturn:
    """Refuse `pip search`."""
    raise _gone(
        request,
        "This index no longer supports 'pip search' (or XML-RPC search). Please use "
        f"{request.host_url}/search (via a browser) instead.",
    )


def list_packages(request: Request) -> NoReturn:
    """Refuse to list the names of all projects."""
    raise _gone(request, _instead("the Simple API"))


def package_releases(
    request: Request, package_name: str, show_hidden: bool = False
) -> NoReturn:
    """Refuse to list the versions of a project."""
    raise _gone(request, _instead("the JSON or Simple API"))


def release_urls(request: Request, package_name: str, version: str) -> NoReturn:
    """Refuse to list the files of a release."""
    raise _gone(request, _instead("the JSON or Simple API"))


def release_data(request: Request, package_name: str, version: str) -> NoReturn:
    """Refuse to return the metadata of a release."""
    raise _gone(request, _instead("the JSON or Simple API"))


def package_data(request: Request, package_name: Any, version: Any) -> NoReturn:
    """Refuse an older name of `release_data`."""
    raise _gone(request, "This API has been deprecated.")


def package_urls(request: Request, package_name: Any, version: Any) -> NoReturn:
    """Refuse an older name of `release_urls`."""
    raise _gone(request, "This API has been deprecated.")


def top_packages(request: Request, num: int | None = None) -> NoReturn:
    """Refuse to list what was downloaded most."""
    raise _gone(request, "This API has been removed. Use BigQuery instead.")


def changelog(request: Request, since: int, with_ids: bool = False) -> NoReturn:
    """Refuse the journal by time, which skips rows of the same moment."""
    raise removed(
        "ValueError",
        "The changelog method has been deprecated, use changelog_since_serial instead.",
    )


def multicall(request: Request, calls: Any) -> NoReturn:
    """Refuse several calls in one."""
    raise removed(
        "ValueError",
        "MultiCall requests have been deprecated, use individual requests instead.",
    )


def _gone(request: Request, text: str) -> Fault:
    more = f"See {request.host_url}/help/#mirroring for more information."
    return removed("RuntimeError", f"{text} {more}")


def _instead(other: str) -> str:
    return f"This index no longer supports this XML-RPC method. Use {other} instead."


REMOVED: dict[str, Callable[..., NoReturn]] = {
    "system.multicall": multicall,
    **{
        each.__name__: each
        for each in (
            search,
            list_packages,
            package_releases,
            release_urls,
            release_data,
            package_data,
            package_urls,
            top_packages,
            changelog,
        )
    },
}
