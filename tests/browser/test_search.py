"""Searching with a keyboard, with and without a script."""

import pytest
from playwright.sync_api import expect

from tests.factories.search import make_findable
from warehouse.db import SessionFactory

SIZES = [{"width": 320, "height": 640}, {"width": 1440, "height": 900}]


@pytest.fixture(scope="session")
def findable(index):
    """A few projects to be found."""
    with index.registry[SessionFactory].make() as db:
        make_findable(
            db,
            "seekable-parser",
            "2.1",
            summary="Parses what it is given, and says plainly what is wrong with it",
            classifiers=("Framework :: Django :: 5.0", "Topic :: Text Processing"),
            license_expression="MIT",
            requires_python=">=3.10",
            has_wheel=True,
        )
        make_findable(db, "seekable-writer", project={"lifecycle_status": "archived"})
        make_findable(
            db,
            "seekable-quoted",
            summary="Says little of itself",
            html=f"<h2>Wanted</h2><p>A gemstone {'of great worth ' * 40}</p>"
            f"<p>{'gemstone' * 60}</p>",
        )
        for number in range(45):
            make_findable(db, f"seekable-{number:02}", summary="One of very many")


@pytest.fixture
def field(page, findable):
    page.goto("/search/")
    return page.get_by_role("combobox", name="Search projects")


def test_suggestions_are_walked_through_by_keyboard(page, field):
    field.type("seekable-p")
    option = page.get_by_role("option", name="seekable-parser")
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    field.press("ArrowUp")
    expect(option).to_have_attribute("aria-selected", "false")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("seekable-p")
    field.type("a")
    expect(option).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/project/seekable-parser/")


def test_enter_searches_for_what_was_typed(page, field):
    field.type("seekable-w")
    expect(page.get_by_role("option")).to_have_count(1)
    field.press("Enter")
    page.wait_for_url("**/search/?q=seekable-w*")
    expect(page.get_by_role("heading", name="seekable-writer")).to_be_visible()


def test_a_suggestion_is_opened_by_a_click(page, field):
    field.type("seekable-par")
    page.get_by_role("option", name="seekable-parser").click()
    page.wait_for_url("**/project/seekable-parser/")


def test_suggestions_go_when_the_field_is_left(page, field):
    field.type("seekable-p")
    expect(page.get_by_role("option")).to_have_count(1)
    field.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_results_are_narrowed_without_a_script(chromium, index, findable):
    context = chromium.new_context(base_url=index.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/search/?q=seekable")
    page.get_by_label("Django").check()
    page.get_by_role("button", name="Apply filters").first.click()
    expect(page.get_by_role("heading", name="1 project", exact=True)).to_be_visible()
    expect(page.get_by_label("Django")).to_be_checked()
    page.get_by_role("link", name="Remove the filter Framework :: Django").click()
    expect(page.get_by_role("heading", name="48 projects")).to_be_visible()
    context.close()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
@pytest.mark.parametrize(
    "query", ["q=seekable&c=Framework", "q=seekable", "q=gemstone", "q=nothing+of+it"]
)
def test_the_page_fits(page, findable, size, query):
    page.set_viewport_size(size)
    page.goto(f"/search/?{query}")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0


def test_a_slash_goes_to_the_field_of_the_search(page, findable):
    for path in ("/", "/help/", "/search/"):
        page.goto(path)
        page.keyboard.press("/")
        expect(page.locator("input[name=q]")).to_be_focused()
        expect(page.locator("input[name=q]")).to_have_value("")


def test_filters_are_applied_as_they_are_chosen(page, findable):
    page.goto("/search/?q=seekable")
    expect(page.get_by_role("button", name="Apply filters")).to_have_count(0)
    page.get_by_role("radio", name="MIT").check()
    page.wait_for_url("**license=MIT*")
    expect(page.get_by_role("heading", name="seekable-parser")).to_be_visible()
    expect(page.get_by_role("heading", name="seekable-writer")).to_have_count(0)
    expect(page.get_by_role("radio", name="MIT")).to_be_focused()


def test_operators_are_explained_over_the_page(page, findable):
    page.goto("/search/?q=seekable")
    dialog = page.get_by_role("dialog", name="Search operators")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Search operators").click()
    expect(dialog.get_by_text("license:MIT")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
