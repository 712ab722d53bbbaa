"""Accounts and projects that are made before a browser comes to look."""

import urllib.request
from dataclasses import dataclass

from pyramid.registry import Registry

from tests.builders import forms
from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from warehouse.accounts.models import User
from warehouse.db import SessionFactory
from warehouse.http import offline
from warehouse.macaroons.services import TokenService
from warehouse.packaging.models import Project
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
