"""Searches that staff saved: named links to a list, each person's own."""

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.listings.listing import Listing
from warehouse.listings.models import SavedSearch

MOST_SEARCHES = 50
"""Searches that one person keeps of one list."""

LONGEST_NAME = 60
LONGEST_QUERY = 2000
_KEPT = {"q", "o", "column"}


class SearchRefused(ValueError):
    """A search that is not saved; the text says why, to whoever tried."""


class SavedSearches:
    """The saved searches of people."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def of(self, user: User, listing: Listing) -> Sequence[SavedSearch]:
        """Return the searches that somebody saved of a list, by name."""
        return self.db.scalars(
            select(SavedSearch)
            .where(SavedSearch.user_id == user.id, SavedSearch.listing == listing.name)
            .order_by(SavedSearch.name)
        ).all()

    def save(self, user: User, listing: Listing, name: str, query: str) -> None:
        """Save a search, in place of one with this name; raises `SearchRefused`."""
        name = " ".join(name.replace("\0", "").split())
        if not 0 < len(name) <= LONGEST_NAME:
            raise SearchRefused(
                f"A name has 1 to {LONGEST_NAME} characters, not {len(name)}."
            )
        kept = _kept(query)
        self.db.get(User, user.id, with_for_update=True)
        if self._is_full(user, listing, name):
            raise SearchRefused(
                f"You keep {MOST_SEARCHES} searches of this list: remove one first."
            )
        self.db.execute(
            insert(SavedSearch)
            .values(user_id=user.id, listing=listing.name, name=name, query=kept)
            .on_conflict_do_update(
                index_elements=[
                    SavedSearch.user_id,
                    SavedSearch.listing,
                    SavedSearch.name,
                ],
                set_={"query": kept},
            )
        )

    def remove(self, user: User, key: UUID) -> str | None:
        """Remove a search of somebody; return the name of its list, None if none was."""
        return self.db.scalar(
            delete(SavedSearch)
            .where(SavedSearch.id == key, SavedSearch.user_id == user.id)
            .returning(SavedSearch.listing)
        )

    def _is_full(self, user: User, listing: Listing, name: str) -> bool:
        others = self.db.scalar(
            select(func.count())
            .select_from(SavedSearch)
            .where(SavedSearch.user_id == user.id, SavedSearch.listing == listing.name)
            .where(SavedSearch.name != name)
        )
        return (others or 0) >= MOST_SEARCHES


def _kept(query: str) -> str:
    """Return what of a query makes the search; raises `SearchRefused`."""
    try:
        pairs = parse_qsl(query, max_num_fields=100)
    except ValueError as error:
        raise SearchRefused("The search has more than 100 parts.") from error
    kept = urlencode([(key, value) for key, value in pairs if key in _KEPT])
    if len(kept) > LONGEST_QUERY:
        raise SearchRefused(f"A search has {LONGEST_QUERY} characters at most.")
    return kept
