"""Why a question is not answered, in words and as a status of HTTP."""

from collections.abc import Callable
from typing import Any, NamedTuple

from warehouse.i18n import Message, _
from warehouse.search.errors import (
    PageBeyond,
    PageInvalid,
    QuestionError,
    QuestionTooBroad,
    QuestionTooLong,
)

_BAD, _NOT_THERE, _TOO_LARGE = 400, 404, 413


class Refusal(NamedTuple):
    """What is wrong with a question, and what mends it where that is not plain."""

    status: int
    said: Message
    remedy: Message | None = None

    @property
    def english(self) -> str:
        """Return all of it in English."""
        said = self.said.english
        return said if self.remedy is None else f"{said} {self.remedy.english}"


def refusal_of(error: QuestionError) -> Refusal:
    """Return an error of a question in words."""
    return _WORDS[type(error)](error)


def _too_long(error: QuestionTooLong) -> Refusal:
    said = _("A search may have ${limit} characters; this one has ${n}.")
    return Refusal(_TOO_LARGE, said.with_values(limit=error.limit, n=error.length))


def _no_page(error: PageInvalid) -> Refusal:
    said = _("“${page}” is not the number of a page.")
    return Refusal(_BAD, said.with_values(page=error.given))


def _beyond(error: PageBeyond) -> Refusal:
    said = _("These results end at page ${n}.")
    return Refusal(_NOT_THERE, said.with_values(n=error.pages))


def _too_broad(error: QuestionTooBroad) -> Refusal:
    said = _(
        "These words match so much that looking through all of it would take too long."
    )
    remedy = _("Add a word that fewer projects have, or choose a filter.")
    return Refusal(_BAD, said, remedy)


_WORDS: dict[type[QuestionError], Callable[[Any], Refusal]] = {
    QuestionTooLong: _too_long,
    PageInvalid: _no_page,
    PageBeyond: _beyond,
    QuestionTooBroad: _too_broad,
}
