"""One call of the management API, from its limits to its answer.

`endpoint` registers a function as the view of one method of a route. It is given a `Call`,
whose fields have been read, and returns a document or an `Answer`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any, TypeVar

from pyramid.response import Response
from pyramid.view import view_config

from warehouse.accounts.models import User
from warehouse.api.management.bodies import Fields, Number, read_body, read_query
from warehouse.api.management.problems import (
    Problem,
    bytes_response,
    json_response,
)
from warehouse.api.management.refusals import REFUSALS, problem_of
from warehouse.api.management.repeating import answered_once, refuse_key
from warehouse.http import Request
from warehouse.http.views import READING
from warehouse.organizations.models import Organization
from warehouse.packaging.models import Project
from warehouse.rate_limiting import LimitReached, RateLimiter, charges
from warehouse.security import Caller

PER_PAGE = 100
_MOST_PAGES = 100_000
PAGED = {"page": Number(_MOST_PAGES, default=1)}
"""The fields of a list that is answered in pages."""

Row = TypeVar("Row")


@dataclass(frozen=True)
class Answer:
    """A document with another status than 200; without a document there is no body."""

    status: int
    document: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """A request with the fields that were sent."""

    request: Request
    context: Any
    given: dict[str, Any]

    @property
    def user(self) -> User:
        """Return whose token it is."""
        user: User = self.request.identity.user
        return user

    @property
    def project(self) -> Project:
        """Return the project that the path names."""
        project: Project = self.context.project
        return project

    @property
    def organization(self) -> Organization:
        """Return the organization that the path names."""
        organization: Organization = self.context.organization
        return organization

    def part(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.matchdict[name])

    def page(self, found: Callable[..., Sequence[Row]]) -> tuple[Sequence[Row], str | None]:
        """Return the rows of the page that was asked for, and where the next one is.

        `found` is a query that takes `offset` and `limit`.
        """
        number = self.given["page"]
        rows = found(offset=(number - 1) * PER_PAGE, limit=PER_PAGE + 1)
        more = self.address(page=number + 1) if len(rows) > PER_PAGE else None
        return rows[:PER_PAGE], more

    def page_of(self, rows: Sequence[Row]) -> tuple[Sequence[Row], str | None]:
        """Return the same of rows that are all there."""
        return self.page(lambda *, offset, limit: rows[offset : offset + limit])

    def address(self, **query: object) -> str:
        """Return the address of this call with another query."""
        values = {key: value for key, value in query.items() if value is not None}
        return str(self.request.current_route_url(_query=values))


View = Callable[[Call], "dict[str, Any] | Answer"]
PyramidView = Callable[[Any, Request], Response]


def endpoint(
    route_name: str,
    method: str = "GET",
    *,
    permission: str,
    fields: Fields | None = None,
    is_repeatable: bool = True,
    **options: Any,
) -> Callable[[View], PyramidView]:
    """Register the view of one method; `fields` are those of its query or its body.

    An answer that nobody may keep, not even for whom it is, is not repeatable.
    """
    methods = READING if method == "GET" else (method,)

    def register(view: View) -> PyramidView:
        @wraps(view)
        def answered(context: Any, request: Request) -> Response:
            caller = _caller(request)
            spend(request, *caller.keys)
            given = _given(request, fields or {})
            answer = partial(_respond, view, Call(request, context, given))
            if request.method in READING:
                return answer()
            if not is_repeatable:
                refuse_key(request)
            return answered_once(request, caller, answer)

        view_config(
            route_name=route_name,
            request_method=methods,
            methods=methods,
            permission=permission,
            require_csrf=False,
            _depth=1,
            **options,
        )(answered)
        return answered

    return register


def _caller(request: Request) -> Caller:
    """Return whose call it is; every permission asks for a person or an organization."""
    caller = request.actor.caller
    if caller is None:
        raise LookupError("nobody calls")
    return caller


def _respond(view: View, call: Call) -> Response:
    try:
        answer = view(call)
    except REFUSALS as error:
        raise problem_of(error) from error
    if isinstance(answer, dict):
        answer = Answer(200, answer)
    if answer.document is None:
        return bytes_response(answer.status, b"", answer.headers)
    return json_response(answer.status, answer.document, headers=answer.headers)


def _given(request: Request, fields: Fields) -> dict[str, Any]:
    """Return the fields of the query where one reads, else those of the body."""
    if request.method in READING:
        return read_query(request, fields)
    read_query(request, {})
    return read_body(request, fields)


def spend(request: Request, kind: str, key: str) -> None:
    """Count a call against the limit of its caller or address; raises `Problem`."""
    limit = request.settings.api.management_calls
    try:
        request.service(RateLimiter).take(*charges(limit, "api.v1", kind, key))
    except LimitReached as error:
        seconds = max(1, error.seconds)
        raise Problem(
            429,
            f"More than {error.charge.limit}: try again in {seconds} seconds.",
            headers={"Retry-After": str(seconds)},
        ) from error
