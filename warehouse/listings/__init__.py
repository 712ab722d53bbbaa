"""Every list of /admin, in the order of the menu."""

from pyramid.config import Configurator

from warehouse.listings.appeals import APPEALS
from warehouse.listings.applications import ORGANIZATION_APPLICATIONS
from warehouse.listings.deletions import DELETIONS
from warehouse.listings.events import (
    ADDRESSES,
    APPROVALS,
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
from warehouse.listings.namespaces import NAMESPACE_APPLICATIONS, NAMESPACES
from warehouse.listings.observations import (
    PROJECT_OBSERVATIONS,
    RELEASE_OBSERVATIONS,
    USER_OBSERVATIONS,
)
from warehouse.listings.operations import RECOVERY_REQUESTS, TASK_RUNS
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
from warehouse.listings.saved import SavedSearches
from warehouse.listings.scanning import FILE_MATCHES, NAME_MATCHES, YARA_RULES
from warehouse.listings.vulnerabilities import VULNERABILITIES

LISTINGS = (
    *(USERS, ORGANIZATIONS, PROJECTS, RELEASES, FILES, JOURNAL),
    *(USER_EVENTS, PROJECT_EVENTS, ORGANIZATION_EVENTS, ADDRESSES, TOKENS, MAIL),
    *(PROHIBITED_PROJECT_NAMES, PROHIBITED_USER_NAMES, PROHIBITED_EMAIL_DOMAINS),
    *(CLASSIFIERS, NAME_MATCHES, FILE_MATCHES, YARA_RULES),
    *(APPROVALS, APPEALS),
    *(DELETIONS, ORGANIZATION_APPLICATIONS, NAMESPACE_APPLICATIONS, NAMESPACES),
    *(PROJECT_OBSERVATIONS, RELEASE_OBSERVATIONS, USER_OBSERVATIONS),
    *(VULNERABILITIES, RECOVERY_REQUESTS, TASK_RUNS),
    STAFF_ACTIONS,
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


def includeme(config: Configurator) -> None:
    """Register the service of saved searches."""
    config.register_service(SavedSearches, lambda request: SavedSearches(request.db))
