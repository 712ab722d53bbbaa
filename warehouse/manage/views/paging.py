"""Numbered pages of 25 rows, whose number is in the URL."""

from dataclasses import dataclass

from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound

from warehouse.i18n import _

PER_PAGE = 25


@dataclass(frozen=True)
class Numbered:
    """One page of so many rows."""

    number: int
    total: int

    @property
    def offset(self) -> int:
        """Return how many rows are on the pages before."""
        return (self.number - 1) * PER_PAGE

    @property
    def has_older(self) -> bool:
        """Return whether there is a page after it."""
        return self.number * PER_PAGE < self.total


def page_number(text: str) -> int:
    """Return the number that a URL has; raises `HTTPBadRequest`."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise HTTPBadRequest(
            _("“${page}” is not the number of a page.", mapping={"page": text})
        )
    return int(text)


def numbered(number: int, total: int) -> Numbered:
    """Return one page of so many rows; raises `HTTPNotFound` where there is none."""
    if number < 1 or (number > 1 and (number - 1) * PER_PAGE >= total):
        raise HTTPNotFound(_("There are not so many pages."))
    return Numbered(number, total)
