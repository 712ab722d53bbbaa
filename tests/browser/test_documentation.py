"""The documentation of endpoints on screens of any size, with and without a script."""

import pytest

SIZES = [{"width": 320, "height": 640}, {"width": 1440, "height": 900}]
TOO_WIDE = """() => [...document.querySelectorAll("main *")].filter(each =>
    !each.closest("pre, .visually-hidden")
    && each.getBoundingClientRect().right > document.documentElement.clientWidth + 1
).map(each => each.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_screen(page, size, scheme):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.goto("/help/api/")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate(TOO_WIDE) == []
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width) <= 0


def test_contents_and_types_lead_to_what_they_name(page):
    page.goto("/help/api/")
    page.get_by_role("navigation", name="Contents").get_by_text("Publish a file").click()
    assert page.url.endswith("#endpoint-upload")
    published = page.locator("article:has(#endpoint-upload)")
    assert not published.get_by_role("link", name="UploadForm").is_visible()
    published.get_by_text("What is sent, and what comes back").click()
    published.get_by_role("link", name="UploadForm").click()
    assert page.url.endswith("#object-UploadForm")
    assert page.locator("#object-UploadForm").is_visible()
