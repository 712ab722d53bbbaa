"""Pages about tokens, history, preferences and data: for everybody, on every screen."""

import pytest

from tests.browser.test_account import sign_in
from tests.browser.test_pages import AXE
from tests.browser.test_project import overflow

PAGES = ("token", "token/new", "history", "not-me", "preferences", "data", "delete")


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make static")
@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("dark", 360),
        *(
            pytest.param(*each, marks=pytest.mark.slow)
            for each in (("light", 360), ("dark", 1440))
        ),
        ("light", 1440),
    ],
)
def test_no_page_of_an_account_keeps_anybody_out(page, index, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, index.person(f"grace-{scheme}-{width}"))
    for name in PAGES:
        page.goto(f"/manage/account/{name}/")
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [each["id"] for each in found["violations"]] == [], name
        assert overflow(page) <= 0, name


def test_a_theme_follows_the_account(page, index, chromium):
    name = index.person("heidrun")
    sign_in(page, name)
    page.goto("/manage/account/preferences/")
    page.get_by_role("combobox", name="Light or dark").select_option("dark")
    page.get_by_role("button", name="Save").click()
    page.locator("html[data-theme=dark]").wait_for()
    context = chromium.new_context(base_url=index.url)
    other = context.new_page()
    try:
        sign_in(other, name)
        other.locator("html[data-theme=dark]").wait_for()
        other.locator(".footer").get_by_role("button", name="Light").click()
        other.reload(wait_until="networkidle")
        assert other.locator("html[data-theme=light]").is_visible()
    finally:
        context.close()
