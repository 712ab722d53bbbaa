"""A project whose publishers exchange tokens, and upload with what they get."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.builders import forms
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from warehouse.accounts.models import User
from warehouse.http import offline
from warehouse.oidc.identities import GitHubIdentity, PublisherIdentity
from warehouse.oidc.services import PublisherService
from warehouse.organizations.models import Organization
from warehouse.packaging.models import Project
from warehouse.security import SYSTEM

GITHUB = GitHubIdentity("octo", "42", "sampler", "release.yml")


@dataclass
class Publishing:
    """A program that publishes without a password, and those who let it."""

    client: Any
    registry: Any
    project: Any
    owner: Any

    def attach(self, identity: PublisherIdentity = GITHUB, project: Any = None) -> None:
        """Let a publisher publish in the project."""
        with offline(self.registry) as request:
            found = request.db.get_one(Project, (project or self.project).id)
            request.service(PublisherService).attach(found, identity, actor=SYSTEM)

    def announce(
        self, name: str, identity: PublisherIdentity = GITHUB, organization: Any = None
    ) -> None:
        """Have a publisher make a project when it publishes for the first time."""
        with offline(self.registry) as request:
            user = request.db.get_one(User, self.owner.id)
            service = request.service(PublisherService)
            owner = organization and request.db.get_one(Organization, organization.id)
            service.add_pending(name, identity, user=user, organization=owner, actor=SYSTEM)

    def mint(self, token: str, *, status: int = 200) -> Any:
        """Exchange a token."""
        return self.client.post_json(
            "/_/oidc/mint-token", {"token": token}, status=status
        ).json

    def refusal(self, token: str) -> tuple[str, str]:
        """The code and the description with which a token is refused."""
        said = self.mint(token, status=422)
        assert said["message"] == "Token request failed"
        [error] = said["errors"]
        return error["code"], error["description"]

    def upload(self, token: str, name: str = "eggs", version: str = "1.0") -> Any:
        """Upload a wheel, whatever is answered."""
        filename = f"{name}-{version}-py3-none-any.whl"
        content = wheel(name, version)
        fields = forms.fields(filename, content, name=name, version=version)
        return self.client.post(
            "/legacy/",
            forms.body(fields, filename, content),
            headers=forms.headers(token),
            status="*",
        )


@pytest.fixture
def publishing(client, registry, db):
    """A project that nobody publishes in yet."""
    owner = make_user(db, "ada")
    return Publishing(client, registry, make_project(db, "eggs", owner=owner), owner)
