"""Why a question is not answered, in words and as a status of HTTP."""

from typing import NamedTuple

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
    """Return an error of a question in words; raises `TypeError` for one without any."""
    match error:
        case QuestionTooLong(length, limit):
            said = _("A search may have ${limit} characters; this one has ${n}.")
            return Refusal(_TOO_LARGE, said.with_values(limit=limit, n=length))
        case PageInvalid(given):
            said = _("“${page}” is not the number of a page.")
            return Refusal(_BAD, said.with_values(page=given))
        case PageBeyond(pages=pages):
            said = _("These results end at page ${n}.")
            return Refusal(_NOT_THERE, said.with_values(n=pages))
        case QuestionTooBroad():
            said = _(
                "These words match so much that looking through all of it would take too "
                "long."
            )
            remedy = _("Add a word that fewer projects have, or choose a filter.")
            return Refusal(_BAD, said, remedy)
    raise TypeError(f"{error!r} has no words")
