"""The errors of searches: what is wrong with a question, or why it is not answered."""

from dataclasses import dataclass


class QuestionError(Exception):
    """A question that cannot be answered."""


@dataclass
class QuestionTooLong(QuestionError):
    """The text has more characters than anyone searches for."""

    length: int
    limit: int


@dataclass
class PageInvalid(QuestionError):
    """The page is not a whole number above zero."""

    given: str


@dataclass
class PageBeyond(QuestionError):
    """There are results, but not so many."""

    page: int
    pages: int


class QuestionTooBroad(QuestionError):
    """Answering would have taken longer than anyone may keep the database busy."""
