"""Make the first administrator of a new index, and say how to sign in and upload."""

import secrets
from urllib.parse import urlsplit

from pyramid.registry import Registry

from warehouse.accounts import queries
from warehouse.accounts.services.users import UserService
from warehouse.classifiers.services import ClassifierService
from warehouse.db import SessionFactory
from warehouse.http import Request, offline
from warehouse.macaroons.services import TokenService
from warehouse.packaging.services.counting import CountingService
from warehouse.paths import UPLOADS
from warehouse.security import SYSTEM

_NAME = "operator"

_WELCOME = """
This index is new. An administrator was made for you; these lines are printed once.

  Sign in at   {url}/account/login/
  username     {name}
  password     {password}

Publish:

  twine upload --repository-url {upload_url} --username __token__ --password {token} dist/*

Install:

  pip install --index-url {url}/simple/ PROJECT
"""


def prepare(registry: Registry, url: str) -> str | None:
    """Make the first administrator, and return the text to show once; None if not new."""
    try:
        with offline(registry) as request:
            request.service(ClassifierService).sync()
            CountingService(request.db).count_rows()
            if queries.has_people(request.db):
                return None
            return _welcome(request, url.rstrip("/"))
    finally:
        registry[SessionFactory].engine.dispose()


def _welcome(request: Request, url: str) -> str:
    password = secrets.token_urlsafe(15)
    user = request.service(UserService).create(
        _NAME,
        email=f"{_NAME}@localhost.localdomain",
        password=password,
        is_verified=True,
        is_superuser=True,
        actor=SYSTEM,
    )
    token, _ = request.service(TokenService).mint(
        user,
        description="first start",
        location=request.settings.site.domain or urlsplit(url).hostname or "localhost",
        actor=SYSTEM,
    )
    return _WELCOME.format(
        url=url,
        upload_url=f"{url}{UPLOADS}/",
        name=user.username,
        password=password,
        token=token,
    )
