"""Every list of /admin, in the order of the menu."""

from warehouse.listings.listing import (
    Column,
    Listing,
    ListingProblem,
    Page,
    Question,
    Term,
    page_of,
    select_rows,
    shown_columns,
)
from warehouse.listings.packages import PROJECTS
from warehouse.listings.people import USERS

LISTINGS = (USERS, PROJECTS)

__all__ = [
    "LISTINGS",
    "Column",
    "Listing",
    "ListingProblem",
    "Page",
    "Question",
    "Term",
    "page_of",
    "select_rows",
    "shown_columns",
]
