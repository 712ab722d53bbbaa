"""Downloads: beside the description of a project, and for its owners."""

import pytest

from tests.browser.test_account import sign_in
from tests.browser.test_pages import AXE
from tests.browser.test_project import overflow


def test_the_page_of_a_project_fetches_its_line(page, published):
    page.goto("/project/example/", wait_until="networkidle")
    part = page.get_by_role("region", name="Downloads", exact=True)
    part.get_by_role("img", name="Downloads by people").wait_for()
    part.get_by_text("Day by day").click()
    assert part.get_by_role("row").count() == 91
    part.get_by_role("link", name="By version").click()
    page.get_by_role("heading", name="Who downloads it?").wait_for()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make static")
@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1440)])
def test_owners_see_what_is_downloaded(page, published, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, "publisher")
    page.goto("/manage/project/example/statistics/", wait_until="networkidle")
    badge = page.locator('img[src="/badge/example/version.svg"]')
    assert badge.evaluate("image => image.naturalWidth") > 60
    for path in ("statistics/", ""):
        page.goto(f"/manage/project/example/{path}", wait_until="networkidle")
        page.get_by_role("img", name="Downloads by people").wait_for()
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [each["id"] for each in found["violations"]] == []
        assert overflow(page) <= 0
