"""The lists of names that upstreams have, brought here to be found by searching.

A list of a million names comes into a file, and from there a piece at a time into a table
of the transaction. Only what is new or gone is written, so a day's change is a small one.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import IO

from sqlalchemy import text
from sqlalchemy.orm import Session

from warehouse.db import SessionFactory
from warehouse.purges import purge
from warehouse.settings import UpstreamSettings
from warehouse.simple_pages import PageUnreadable
from warehouse.simple_pages.names import names_in
from warehouse.simple_pages.values import normalized
from warehouse.upstreams import queries
from warehouse.upstreams.asking import Source, UpstreamClient
from warehouse.upstreams.caching import UPSTREAM_NAMES
from warehouse.upstreams.errors import UpstreamInvalid, UpstreamUnavailable
from warehouse.upstreams.models import Upstream
from warehouse.upstreams.storage import UpstreamStorage

_MOST, _AT_A_TIME, _PIECE = 3_000_000, 10_000, 64 * 1024
_LONGEST = 200
_DAY = timedelta(hours=23)

_LISTED = text("""
    CREATE TEMPORARY TABLE listed_names (
        place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        normalized_name text COLLATE "C" NOT NULL UNIQUE
    ) ON COMMIT DROP
""")
_LIST = text("""
    INSERT INTO listed_names (normalized_name)
    SELECT unnest(CAST(:names AS text[])) ON CONFLICT DO NOTHING
""")
_FORGET = text("""
    DELETE FROM upstream_names AS n WHERE upstream_id = :id AND NOT EXISTS (
        SELECT FROM listed_names AS l WHERE l.normalized_name = n.normalized_name
    )
""")
_LAST = text("SELECT max(place) FROM listed_names")
_KEEP = text("""
    INSERT INTO upstream_names (normalized_name, upstream_id)
    SELECT normalized_name, :id FROM listed_names
    WHERE place > :after AND place <= :until ON CONFLICT DO NOTHING
""")
_FORGET_ALL = text("DELETE FROM upstream_names WHERE upstream_id = :id")
_COUNT = text("SELECT count(*) FROM upstream_names WHERE upstream_id = :id")


class UpstreamNames:
    """Brings lists of names here."""

    def __init__(
        self,
        sessions: SessionFactory,
        client: UpstreamClient,
        storage: UpstreamStorage,
        settings: UpstreamSettings,
    ) -> None:
        self._sessions, self._client = sessions, client
        self._storage, self._settings = storage, settings

    def due(self) -> Iterator[str]:
        """Yield the upstreams that a search finds, and whose lists are a day old."""
        before = datetime.now(UTC) - _DAY
        with self._sessions.reading() as db:
            found = [
                each.name
                for each in queries.enabled_upstreams(db)
                if each.names_read is None or each.names_read < before
            ]
        yield from filter(self._settings.is_searched, found)

    def refresh(self, name: str) -> int:
        """Bring the list of an upstream here, and return how many names it has.

        Raises `UpstreamInvalid` if there is no such upstream, and `UpstreamUnavailable`;
        then the names are those that it had.
        """
        with self._sessions.reading() as db:
            row = queries.upstream_named(db, name)
            if row is None:
                raise UpstreamInvalid(f"there is no upstream {name!r}")
            key, source, etag = row.id, Source.of(row), row.names_etag
        with self._storage.receiving() as file:
            said = self._client.names(source, etag, file)
            file.seek(0)
            with self._sessions.transaction() as writing:
                db = writing.session
                upstream = db.get_one(Upstream, key)
                if said is not None:
                    names = _read(source, file, said.content_type)
                    _keep(db, upstream, names)
                    upstream.names_etag = said.etag
                upstream.names_read = datetime.now(UTC)
                return int(db.scalar(_COUNT, {"id": key}) or 0)

    def forget_others(self) -> None:
        """Delete the names of upstreams that no search finds any more."""
        with self._sessions.transaction() as writing:
            for each in queries.all_upstreams(writing.session):
                if each.names_read is not None and not self._settings.is_searched(
                    each.name
                ):
                    writing.session.execute(_FORGET_ALL, {"id": each.id})
                    each.names_etag = each.names_read = None


def _read(source: Source, file: IO[bytes], content_type: str) -> Iterator[str]:
    """Yield the normalised names in a file; raises `UpstreamUnavailable`."""
    pieces = iter(lambda: file.read(_PIECE), b"")
    try:
        for name in islice(names_in(pieces, content_type), _MOST):
            if len(name) <= _LONGEST:
                yield normalized(name)
    except PageUnreadable as error:
        raise UpstreamUnavailable(source.name, str(error)) from error


def _keep(db: Session, upstream: Upstream, names: Iterable[str]) -> None:
    """Let an upstream have these names and no others."""
    db.execute(_LISTED)
    coming = iter(names)
    while some := list(islice(coming, _AT_A_TIME)):
        db.execute(_LIST, {"names": some})
    db.execute(_FORGET, {"id": upstream.id})
    last = db.scalar(_LAST) or 0
    for after in range(0, last, _AT_A_TIME):
        places = {"after": after, "until": after + _AT_A_TIME}
        db.execute(_KEEP, {"id": upstream.id, **places})
    purge(db, UPSTREAM_NAMES)
