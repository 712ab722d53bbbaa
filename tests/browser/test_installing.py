"""The box that says how to install a release."""

import pytest

from tests.browser.test_project import overflow
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.db import SessionFactory


@pytest.fixture(scope="session")
def choosy(index):
    """A project with extras and a release that is not the newest."""
    session = index.registry[SessionFactory].make()
    project = make_project(session, "choosy")
    for version in ("1.0", "2.0"):
        release = make_release(
            session, project, version, provides_extra=["fast", "async", "bad name"]
        )
        make_file(session, release, f"choosy-{version}.tar.gz")
    session.close()


def line(page):
    return page.locator(".install__panel:visible .command__text").first.inner_text()


def choose(page, name):
    page.locator(".install__tab", has_text=name).click()


def test_the_installer_that_was_chosen_is_remembered(page, choosy):
    page.goto("/project/choosy/")
    assert line(page).startswith("pip install --index-url ")
    choose(page, "Poetry")
    assert "poetry add --source warehouse choosy" in line(page)
    page.goto("/project/choosy/1.0/")
    assert line(page).endswith("poetry add --source warehouse choosy==1.0")
    choose(page, "pip")
    page.reload()
    assert line(page).startswith("pip install --index-url ")


def test_extras_that_are_ticked_are_in_every_line(page, choosy):
    page.goto("/project/choosy/1.0/")
    page.get_by_text("2 extras to choose").click()
    page.get_by_label("fast").check()
    page.get_by_label("async").check()
    assert line(page).endswith('"choosy[async,fast]==1.0"')
    choose(page, "pyproject.toml")
    assert line(page).startswith('dependencies = ["choosy[async,fast]==1.0"]\n')
    page.get_by_label("async").uncheck()
    page.get_by_label("fast").uncheck()
    assert line(page).startswith('dependencies = ["choosy==1.0"]\n')


def test_installers_are_chosen_without_a_script(chromium, index, choosy):
    context = chromium.new_context(base_url=index.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/project/choosy/")
    page.get_by_role("radio", name="uv").focus()
    page.keyboard.press("ArrowRight")
    assert "poetry add" in line(page)
    page.get_by_text("2 extras to choose").click()
    assert page.get_by_text('"choosy[async]"').is_visible()
    assert not page.get_by_label("fast").is_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 1440])
def test_no_word_is_broken_and_no_choice_moves_the_page(page, choosy, width):
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("/project/choosy/")
    top = page.locator(".tabs__links").bounding_box()["y"]
    for name in ("uv", "Poetry", "PDM", "pyproject.toml", "pip"):
        choose(page, name)
        words = page.locator(".install__panel:visible .install__word")
        tall = [each.bounding_box()["height"] for each in words.all() if each.is_visible()]
        assert max(tall) < 30, name
        assert page.locator(".tabs__links").bounding_box()["y"] == top
        assert overflow(page) <= 0
