"""Accounts and projects that are made before a browser comes to look."""

import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pyramid.registry import Registry

from tests.builders import forms
from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.views import make_view
from warehouse.accounts.models import User
from warehouse.db import SessionFactory
from warehouse.downloads import DownloadService
from warehouse.downloads.clients import client_of
from warehouse.downloads.counter import Hit
from warehouse.http import offline
from warehouse.macaroons.services import TokenService
from warehouse.packaging.models import File, Project
from warehouse.security import SYSTEM


@dataclass
class Index:
    """A running index: where it is, and its insides for arranging."""

    url: str
    registry: Registry

    def person(self, name: str) -> str:
        """Make an account with the usual password."""
        session = self.registry[SessionFactory].make()
        try:
            return make_user(session, name).username
        finally:
            session.close()

    def organization(
        self, name: str, *, owner: str, projects: tuple[str, ...] = (), **said: str
    ) -> None:
        """Make an organization that owns these projects."""
        session = self.registry[SessionFactory].make()
        try:
            person = session.query(User).filter_by(username=owner).one()
            owned = session.query(Project).filter(Project.name.in_(projects))
            make_organization(session, name, owner=person, projects=tuple(owned), **said)
        finally:
            session.close()

    def view(self, name: str, document: str) -> None:
        """Make a view with this rule."""
        session = self.registry[SessionFactory].make()
        try:
            make_view(session, name, document)
        finally:
            session.close()

    def token(self, name: str) -> str:
        """A token of that account."""
        with offline(self.registry) as request:
            user = request.db.query(User).filter_by(username=name).one()
            text, _ = request.service(TokenService).mint(
                user, description="tests", location="localhost", actor=SYSTEM
            )
        return text

    def upload(self, token: str, filename: str, content: bytes, **fields: object) -> None:
        """Send a file over the wire, as twine does."""
        request = urllib.request.Request(
            f"{self.url}/legacy/",
            data=forms.body(forms.fields(filename, content, **fields), filename, content),
            headers=forms.headers(token),
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status == 200

    def downloads(self, filename: str) -> None:
        """Count downloads of a file on each of the last ninety days."""
        agents = [b'pip/24.0 {"python":"3.12.1","system":{"name":"Linux"}}', b"curl/8"]
        today = datetime.now(UTC).date()
        with self.registry[SessionFactory].transaction() as transaction:
            db = transaction.session
            path = db.query(File.path).filter_by(filename=filename).scalar()
            counts = [
                (
                    Hit(today - timedelta(days=age), path, client_of(agent)),
                    90 + age % 7 * 50,
                )
                for age in range(90)
                for agent in agents
            ]
            DownloadService(db).record(counts)
