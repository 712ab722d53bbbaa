"""A real Chromium, and a real server over a database of its own.

Pages are asked whether they ran into an error, broke the content security policy or asked
another host for anything, at the end of every test and without being told to.
"""

import os
import shutil
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
import redis
from playwright.sync_api import sync_playwright
from pyramid.registry import Registry

from tests.browser.insides import insides
from tests.browser.people import Index
from tests.browser.published import published
from tests.browser.readmes import readmes
from tests.browser.spread import spread
from tests.browser.test_account import sign_in
from tests.builders.directories import BASE, directory
from tests.builders.providers import CLIENT, SECRET, providing
from tests.fixtures.postgres import database
from warehouse.accounts.models import User
from warehouse.announcements.models import Banner
from warehouse.application import wrap
from warehouse.config import configure
from warehouse.db import SessionFactory
from warehouse.http import offline
from warehouse.settings import Settings, load
from warehouse.static import StaticMissing

__all__ = ["insides", "published", "readmes", "spread"]

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--disable-dev-shm-usage",
]
SETTINGS = {
    "WAREHOUSE_PSEUDO_LOCALES": "true",
    "WAREHOUSE_STYLE_GUIDE": "true",
    "LIMIT_EMAIL_ADD": "100 per day",
    "LIMIT_UNPROVEN": "100 per hour",
    "TWO_FACTOR": "optional",
    "DOWNLOADS_SECONDS": "3600",
    "MODERATION_LOG": "true",
    "LOG_LEVEL": "ERROR",
    "SINGLE_SIGN_ON_CLIENT": CLIENT,
    "SINGLE_SIGN_ON_SECRET": SECRET,
    "SINGLE_SIGN_ON_NAME": "Example",
    "LDAP_NAME": "the directory",
    "LDAP_USER_DN": f"uid={{username}},{BASE}",
    "OIDC_HTTP": "true",
    "OIDC_PRIVATE_NETWORKS": "true",
}


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    missing = pytest.mark.skip(reason="there is no Chromium on this machine")
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")
            if CHROMIUM is None:
                item.add_marker(missing)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        """Nobody reads it."""


@pytest.fixture(scope="session")
def outside():
    """An identity provider and a directory that vouch for people."""
    with providing() as provider, directory() as people:
        yield provider, people


@pytest.fixture(scope="session")
def index(postgres_url, migrated_template, valkey_url, tmp_path_factory, outside):
    """The whole application behind a real server, on a free port."""
    provider, people = outside
    with database(postgres_url, template=migrated_template) as url:
        environment = {
            "DATABASE_URL": url,
            "REDIS_URL": valkey_url,
            "WAREHOUSE_SECRET": "not-a-secret-but-long-enough-to-be-one",
            "FILES_PATH": str(tmp_path_factory.mktemp("browsed")),
            **SETTINGS,
            "SINGLE_SIGN_ON_ISSUER": provider.url,
            "LDAP_URL": f"ldap://127.0.0.1:{people.port}",
        }
        config = configure(load(Settings, environment))
        registry: Registry = config.registry
        try:
            application = wrap(config)
        except StaticMissing as error:
            pytest.skip(str(error))
        server = make_server("127.0.0.1", 0, application, _Server, _Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Index(f"http://127.0.0.1:{server.server_port}", registry)
        server.shutdown()
        thread.join(10)
        server.server_close()
        registry[SessionFactory].engine.dispose()
        registry[redis.Redis].close()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium, index):
    """A visitor who has never been here."""
    made = chromium.new_context(base_url=index.url)
    made.grant_permissions(["clipboard-read", "clipboard-write"], origin=index.url)
    made.set_default_timeout(15_000)
    yield made
    made.close()


def _noted(answer):
    """Write where a tab went, which is shown with a test that fails."""
    if answer.request.is_navigation_request():
        sys.stdout.write(f"{answer.status} {answer.request.method} {answer.url}\n")


@pytest.fixture
def page(context, index):
    """A tab; at the end nothing may have gone wrong in it."""
    troubles = []
    tab = context.new_page()
    tab.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    tab.on(
        "console",
        lambda said: said.type in {"error", "warning"} and troubles.append(said.text),
    )

    def asked(request):
        parts = urlsplit(request.url)
        if parts.scheme != "data" and parts.netloc != urlsplit(index.url).netloc:
            troubles.append(f"asked for {request.url}")

    tab.on("request", asked)
    tab.on("response", _noted)
    yield tab
    assert troubles == []


@pytest.fixture
def tab(chromium, index):
    """Opens a browser of its own for each person, at a width and in a theme."""
    contexts = []

    def tab(user, *, width=1440, scheme="light"):
        size = {"width": width, "height": 800}
        context = chromium.new_context(
            base_url=index.url, viewport=size, color_scheme=scheme
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        sign_in(page, user)
        return page

    yield tab
    for each in contexts:
        each.close()


@pytest.fixture
def staff(page, index):
    """An administrator who is signed in."""
    name = index.person(f"staff{datetime.now(UTC):%H%M%S%f}")
    with offline(index.registry) as request:
        request.db.query(User).filter_by(username=name).one().is_superuser = True
    sign_in(page, name)
    return page


@pytest.fixture
def no_banners(index):
    """Nobody else's test sees the banners of this one."""
    yield
    with offline(index.registry) as request:
        for each in request.db.query(Banner):
            request.db.delete(each)
