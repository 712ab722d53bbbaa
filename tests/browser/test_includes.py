"""Personal parts come into a page that is the same for everybody."""

import pytest

from tests.browser.test_account import sign_in

INDICATOR = "/_includes/authed/current-user-indicator/"
PLACE = (
    '<div id="place" data-include="{url}"><a href="/account/login/">Your projects</a></div>'
)


@pytest.fixture
def visit(page):
    """Goes to a page that has a place for a personal part."""

    def visit(url, query=""):
        def with_place(route):
            answer = route.fetch()
            body = answer.text().replace("<main", PLACE.format(url=url) + "<main")
            route.fulfill(response=answer, body=body)

        page.route(f"**/help/{query}", with_place)
        page.goto(f"/help/{query}", wait_until="networkidle")
        return page.locator("#place")

    return visit


def test_signing_in_leads_back_to_the_page(page, context, visit, index):
    name = index.person("ines")
    place = visit(INDICATOR)
    assert context.cookies() == []
    place.get_by_role("link", name="Sign in").click()
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("correct horse battery staple")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/help/")
    assert visit(INDICATOR).locator("summary").inner_text() == "ines"


def test_the_signed_in_user_is_named_and_can_sign_out(page, visit, index):
    sign_in(page, index.person("jules"))
    place = visit(INDICATOR)
    sign_out = place.get_by_role("button", name="Sign out")
    place.locator("summary").click()
    assert sign_out.is_visible()
    page.keyboard.press("Escape")
    assert not sign_out.is_visible()
    place.locator("summary").click()
    sign_out.click()
    page.wait_for_url("**/help/")
    assert visit(INDICATOR).inner_text() == "Sign in Register"


@pytest.mark.parametrize(
    "url",
    [
        "/_includes/authed/session-notifications/",
        "https://other.example/",
        "//other.example/",
    ],
)
def test_an_empty_or_foreign_part_leaves_the_page_as_it_is(page, visit, url):
    assert visit(url).inner_text() == "Your projects"


def test_without_the_network_the_page_stays_as_it_is(page, visit):
    page.route(f"**{INDICATOR}", lambda route: route.fulfill(status=200, body=" "))
    assert visit(INDICATOR).inner_text() == "Your projects"


def test_without_scripts_there_is_a_plain_link(chromium, index):
    context = chromium.new_context(base_url=index.url, java_script_enabled=False)
    tab = context.new_page()
    tab.route(
        "**/help/",
        lambda route: route.fulfill(
            body=PLACE.format(url=INDICATOR), content_type="text/html"
        ),
    )
    tab.goto("/help/")
    assert tab.get_by_role("link", name="Your projects").is_visible()
    context.close()


def test_a_language_for_one_page_is_that_of_its_parts(page, visit):
    assert visit(INDICATOR, "?_LOCALE_=de").inner_text() == "Anmelden Registrieren"


def test_a_choice_is_confirmed_once_in_the_language_that_was_chosen(page):
    page.goto("/locale/?locale_id=de")
    page.get_by_text("Sprache geändert").wait_for()
    assert page.locator("html").get_attribute("lang") == "de"
    page.goto("/", wait_until="networkidle")
    assert page.get_by_text("Sprache geändert").count() == 0
