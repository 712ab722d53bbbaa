"""Searching for projects."""

from typing import Any
from urllib.parse import urlencode

from pyramid.httpexceptions import (
    HTTPBadRequest,
    HTTPNotFound,
    HTTPRequestEntityTooLarge,
)
from pyramid.view import view_config

from warehouse.http import Request
from warehouse.i18n import _
from warehouse.search import filters, queries, questions
from warehouse.search.errors import (
    PageBeyond,
    PageInvalid,
    QuestionTooBroad,
    QuestionTooLong,
)
from warehouse.search.queries import Answer
from warehouse.search.questions import Question


@view_config(route_name="pages.search", renderer="pages/search.html")
def search(request: Request) -> dict[str, Any]:
    """What was found, and how to narrow it."""
    question = _question(request)
    try:
        answer, is_too_broad = queries.search(request.db, question), False
    except PageBeyond as error:
        raise HTTPNotFound(
            _("There are only ${n} pages of results.", mapping={"n": error.pages})
        ) from error
    except QuestionTooBroad:
        answer, is_too_broad = Answer(question), True
        request.log.warning("search_too_broad", question=question.text)
    return {
        "question": question,
        "answer": answer,
        "is_too_broad": is_too_broad,
        "groups": filters.groups_of(request.db, answer),
        "page_url": lambda page: _url(request, question.parameters(page)),
        "search_url": lambda text: _url(request, [("q", text)]),
    }


def _question(request: Request) -> Question:
    try:
        return questions.read(request.GET.items())
    except QuestionTooLong as error:
        raise HTTPRequestEntityTooLarge(
            _(
                "A search may have ${limit} characters; this one has ${n}.",
                mapping={"limit": error.limit, "n": error.length},
            )
        ) from error
    except PageInvalid as error:
        raise HTTPBadRequest(
            _("“${page}” is not the number of a page.", mapping={"page": error.given})
        ) from error


def _url(request: Request, parameters: list[tuple[str, str]]) -> str:
    path: str = request.route_path("pages.search")
    return f"{path}?{urlencode(parameters)}" if parameters else path
