"""The newest versions of what a release requires, which are fetched once somebody looks."""

import pytest

from tests.browser.test_project import overflow
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.db import SessionFactory
from warehouse.packaging.models import Dependency, DependencyKind

PART = "/_includes/unauthed/project-dependencies/needing/1.0/"


@pytest.fixture(scope="session")
def needing(index):
    """A project that requires another one, which has a newer release than it takes."""
    session = index.registry[SessionFactory].make()
    library = make_project(session, "library")
    for version in ("1.0", "2.0"):
        make_file(
            session, make_release(session, library, version), f"library-{version}.tar.gz"
        )
    release = make_release(session, make_project(session, "needing"), "1.0")
    for each in ("library<2", "library; extra == 'more' and sys_platform == 'win32'"):
        release.dependencies.append(
            Dependency(kind=DependencyKind.REQUIRES_DIST, specifier=each)
        )
    session.commit()
    session.close()


def test_the_newest_versions_come_once_they_are_looked_at(page, needing):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/project/needing/", wait_until="networkidle")
    assert not [each for each in asked if PART in each]
    page.get_by_role("link", name="Dependencies").click()
    panel = page.locator("#dependencies")
    panel.get_by_text("newest 2.0 is not allowed").wait_for()
    assert panel.get_by_text("newest 2.0", exact=True).is_visible()
    assert len([each for each in asked if PART in each]) == 1


def test_requirements_are_shown_without_a_script(chromium, index, needing):
    context = chromium.new_context(base_url=index.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/project/needing/#dependencies")
    assert page.get_by_role("heading", name="With the extra more").is_visible()
    page.get_by_role("link", name="What is installed for a Python").click()
    assert page.get_by_text("newest 2.0 is not allowed").is_visible()
    page.get_by_label("Python").select_option("3.12")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".met").get_by_role("link", name="library 1.0").is_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 1440])
def test_nothing_of_it_is_wider_than_the_screen(page, needing, width):
    page.set_viewport_size({"width": width, "height": 740})
    for path in ("/project/needing/#dependencies", "/project/needing/1.0/dependencies/"):
        page.goto(path, wait_until="networkidle")
        assert overflow(page) <= 0
