"""Descriptions as they are read: links that lead somewhere, tables, lists and tasks."""

import pytest

from tests.browser.test_project import overflow

DEAD = """() => [...document.querySelectorAll(".description a[href^='#']")].filter(
    each => !document.getElementById(decodeURIComponent(each.hash.slice(1)))
).map(each => each.outerHTML)"""
IS_WHOLE = """table => {
    const height = table.clientHeight;
    table.style.whiteSpace = "nowrap";
    return table.clientHeight === height;
}"""
COLOUR = "each => getComputedStyle(each).color"
ALIGNED = "each => getComputedStyle(each).textAlign"


@pytest.fixture(params=["well-marked", "restructured"])
def readme(page, readmes, request):
    """The page of a project with such a description, on a telephone."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/project/{request.param}/", wait_until="networkidle")
    return page.locator(".description")


def test_every_link_within_it_leads_somewhere(page, readme):
    links = readme.locator("a[href^='#']")
    assert links.count() > 3
    assert page.evaluate(DEAD) == []
    for number in range(links.count()):
        links.nth(number).click()
        assert readme.is_visible()
        assert page.locator(":target").count() == 1


def test_words_in_tables_are_whole_and_the_table_scrolls(page, readme):
    assert overflow(page) <= 0
    assert readme.locator("table").evaluate(IS_WHOLE)
    around = readme.locator(".description__table").first
    assert around.evaluate("each => each.scrollWidth > each.clientWidth")
    around.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("each => each.scrollLeft > 0", arg=around.element_handle())


def test_the_first_link_of_a_list_is_like_every_other(readme):
    links = readme.locator("li:first-child a[href]")
    others = readme.locator("p a[href]")
    assert links.first.evaluate(COLOUR) == others.last.evaluate(COLOUR)


def test_columns_stand_as_their_author_said(page, readmes):
    page.goto("/project/well-marked/")
    cells = page.locator(".description td")
    assert [cells.nth(n).evaluate(ALIGNED) for n in range(4)] == [
        *("left", "center", "right", "start"),
    ]
    page.goto("/project/restructured/")
    table = page.locator(".description table")
    right = "each => each.getBoundingClientRect().right"
    assert table.evaluate(right) == page.locator(".description").evaluate(right)


def test_tasks_are_told_apart_by_those_who_cannot_see_them(page, readmes):
    page.goto("/project/well-marked/")
    for name, is_done in [('Mow the "lawn"', False), ("Paint the fence", True)]:
        assert page.get_by_role("checkbox", name=name).is_checked() is is_done


def test_code_is_copied_by_a_button(page, readmes):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/project/well-marked/")
    block = page.locator(".description__code", has_text="- other")
    block.get_by_role("button", name="Copy").click()
    block.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "+ one\n- other"
