"""Keeping what sources say of releases."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.packaging.caching import project_key
from warehouse.purges import purge
from warehouse.signals import Announce
from warehouse.vulnerabilities import queries
from warehouse.vulnerabilities.advisories import Advisory
from warehouse.vulnerabilities.models import Vulnerability, release_vulnerabilities
from warehouse.vulnerabilities.signals import ProjectVulnerable


class VulnerabilityService:
    """Stores what sources say of vulnerabilities.

    A vulnerability is kept for as long as a release here has it. Doing either again
    changes nothing.
    """

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def report(self, source: str, advisory: Advisory) -> int:
        """Store an advisory for the projects that it names; leave others alone.

        Answers how many releases of these projects have it.
        """
        attached = queries.releases_with(self.db, source, advisory.id)
        spoken_of = {
            release for release, project in attached.items() if project in advisory.affected
        }
        return self._record(source, advisory, set(attached), spoken_of)

    def replace(self, source: str, advisory: Advisory) -> int:
        """Store an advisory as all that is known; return how many releases have it."""
        attached = set(queries.releases_with(self.db, source, advisory.id))
        return self._record(source, advisory, attached, attached)

    def delete(self, vulnerability: Vulnerability) -> int:
        """Delete a vulnerability; return how many releases had it.

        It comes back when its source reports it again.
        """
        source, id_ = vulnerability.source, vulnerability.id
        attached = queries.releases_with(self.db, source, id_)
        purge(self.db, *map(project_key, queries.projects_with(self.db, set(attached))))
        self._delete(source, id_)
        return len(attached)

    def _record(
        self, source: str, advisory: Advisory, attached: set[UUID], spoken_of: set[UUID]
    ) -> int:
        affected = {
            id_
            for project, version, id_ in queries.releases_of(self.db, [*advisory.affected])
            if advisory.affected[project](version)
        }
        if not affected and not attached:
            return 0
        shown_by = queries.projects_with(self.db, affected | attached)
        purge(self.db, *map(project_key, shown_by))
        if affected or attached - spoken_of:
            self._write(source, advisory)
            self._detach(source, advisory.id, spoken_of - affected)
            self._attach(source, advisory.id, affected - attached)
            self._tell(advisory, affected - attached)
        else:
            self._delete(source, advisory.id)
        return len(affected)

    def _write(self, source: str, advisory: Advisory) -> None:
        columns = {**_columns(advisory), "source": source}
        writing = insert(Vulnerability).values(columns)
        self.db.execute(
            writing.on_conflict_do_update(
                index_elements=[Vulnerability.source, Vulnerability.id], set_=columns
            )
        )

    def _delete(self, source: str, id_: str) -> None:
        self.db.execute(
            delete(Vulnerability).where(
                Vulnerability.source == source, Vulnerability.id == id_
            )
        )

    def _attach(self, source: str, id_: str, releases: Collection[UUID]) -> None:
        if releases:
            rows = [
                {
                    "release_id": release,
                    "vulnerability_source": source,
                    "vulnerability_id": id_,
                }
                for release in releases
            ]
            self.db.execute(insert(release_vulnerabilities).on_conflict_do_nothing(), rows)

    def _tell(self, advisory: Advisory, releases: Collection[UUID]) -> None:
        if advisory.withdrawn is None and releases:
            for project in queries.affected_projects(self.db, releases):
                self.announce(ProjectVulnerable(project, advisory.id))

    def _detach(self, source: str, id_: str, releases: Collection[UUID]) -> None:
        links = release_vulnerabilities.c
        if releases:
            self.db.execute(
                delete(release_vulnerabilities).where(
                    links.vulnerability_source == source,
                    links.vulnerability_id == id_,
                    links.release_id.in_(releases),
                )
            )


def _columns(advisory: Advisory) -> dict[str, object]:
    return {
        "id": advisory.id,
        "link": advisory.link,
        "aliases": list(advisory.aliases),
        "details": advisory.details,
        "summary": advisory.summary,
        "fixed_in": list(advisory.fixed_in),
        "withdrawn": advisory.withdrawn,
        "severity": advisory.severity,
    }
