"""The simple index of all projects, in parts."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from warehouse.api.negotiation import HTML, V1_HTML, V1_JSON
from warehouse.api.serializers import simple
from warehouse.packaging import queries
from warehouse.packaging.caching import PROJECT_KEY
from warehouse.purges import Frame

_JSON, _HTML = "json", "html"


class ProjectIndex:
    """`/simple/`: entries are projects."""

    forms: Mapping[str, str] = {V1_JSON: _JSON, V1_HTML: _HTML, HTML: _HTML}
    separators: Mapping[str, bytes] = {_JSON: b",", _HTML: b""}

    def name_of(self, key: str) -> str | None:
        """Return the normalised name in a project's surrogate key, or None."""
        return key.removeprefix(PROJECT_KEY) if key.startswith(PROJECT_KEY) else None

    def read(
        self, db: Session, *, after: str, until: str | None, limit: int | None
    ) -> Sequence[Any]:
        """Return the visible projects of one part of the index."""
        return queries.some_projects(db, after=after, until=until, limit=limit)

    def write(self, form: str, entries: Sequence[Any]) -> bytes:
        """Return the JSON objects or HTML anchors of some projects."""
        write = simple.index_json_items if form == _JSON else simple.index_html_items
        return write(entries)

    def frames(self, db: Session) -> Mapping[str, Frame]:
        """Return the beginning and end of each form, with the serial of the index."""
        serial = queries.last_serial(db)
        headers = [(b"x-pypi-last-serial", str(serial).encode())]
        return {
            _JSON: Frame(*simple.index_json_frame(serial), headers),
            _HTML: Frame(*simple.index_html_frame(), headers),
        }
