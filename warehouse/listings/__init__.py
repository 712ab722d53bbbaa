"""Every list of /admin, in the order of the menu."""

from warehouse.listings.events import (
    ADDRESSES,
    ORGANIZATION_EVENTS,
    PROJECT_EVENTS,
    STAFF_ACTIONS,
    USER_EVENTS,
)
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
from warehouse.listings.packages import (
    CLASSIFIERS,
    FILES,
    JOURNAL,
    PROHIBITED_PROJECT_NAMES,
    PROJECTS,
    RELEASES,
)
from warehouse.listings.people import (
    MAIL,
    ORGANIZATIONS,
    PROHIBITED_EMAIL_DOMAINS,
    PROHIBITED_USER_NAMES,
    TOKENS,
    USERS,
)

LISTINGS = (
    *(USERS, ORGANIZATIONS, PROJECTS, RELEASES, FILES, JOURNAL),
    *(USER_EVENTS, PROJECT_EVENTS, ORGANIZATION_EVENTS, ADDRESSES, TOKENS, MAIL),
    *(PROHIBITED_PROJECT_NAMES, PROHIBITED_USER_NAMES, PROHIBITED_EMAIL_DOMAINS),
    *(CLASSIFIERS, STAFF_ACTIONS),
)

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
