"""Pages do not move when a part is chosen or when personal parts arrive."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_account import sign_in
from tests.browser.test_pages import SHIFTS
from tests.browser.test_project import overflow
from warehouse.accounts.models import Email
from warehouse.db import SessionFactory

OWNER = "somebody-with-quite-a-long-name-for-a-header"
SIZES = [{"width": 360, "height": 740}, {"width": 1440, "height": 900}]
PARTS = ("#dependencies", "#history", "#files", "#description")


@pytest.fixture(params=SIZES, ids=lambda size: str(size["width"]))
def screen(page, request):
    page.set_viewport_size(request.param)
    return request.param


def test_many_files_are_not_wider_than_the_screen(page, spread, screen):
    page.goto("/project/spread/#files")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert overflow(page) <= 0
    assert page.evaluate("(window.scrollTo(9999, 0), window.scrollX)") == 0


def is_within(box, screen):
    return box["x"] >= 0 and box["x"] + box["width"] <= screen["width"]


@pytest.mark.parametrize("part", PARTS)
def test_the_part_that_is_shown_is_in_sight(page, spread, screen, part):
    page.goto(f"/project/spread/{part}")
    link = page.locator(f".tabs__links a[href='{part}']")
    expect(link).to_have_attribute("aria-current", "true")
    page.wait_for_function("document.readyState === 'complete'")
    assert is_within(link.bounding_box(), screen)


def test_every_part_is_reached_by_pushing_the_row(page, spread, screen):
    page.goto("/project/spread/")
    links = page.locator(".tabs__links a")
    assert links.count() == 4
    for link in links.all():
        link.scroll_into_view_if_needed()
        assert is_within(link.bounding_box(), screen)
    assert overflow(page) <= 0


def test_people_and_links_stand_before_a_long_text_on_a_narrow_screen(
    page, published, screen
):
    page.goto("/project/example/")
    people = page.get_by_role("complementary", name="People and links").bounding_box()
    text = page.locator("#description").bounding_box()
    if screen["width"] < 900:
        assert people["y"] + people["height"] <= text["y"]
    else:
        assert people["x"] >= text["x"] + text["width"]


@pytest.mark.parametrize("scrolled", [0, 120])
def test_choosing_a_part_does_not_move_the_page(page, spread, screen, scrolled):
    page.goto("/project/spread/", wait_until="networkidle")
    page.evaluate("where => window.scrollTo(0, where)", scrolled)
    page.locator(".tabs__links").scroll_into_view_if_needed()
    top = page.evaluate("window.scrollY")
    for part in PARTS:
        page.locator(f".tabs__links a[href='{part}']").click()
        assert page.locator(part).is_visible()
        page.wait_for_timeout(50)
        assert page.evaluate("window.scrollY") == top
    page.go_back()
    assert page.url.endswith("#files")
    assert page.locator("#files").is_visible()


def test_a_broken_fragment_is_no_error(page, spread):
    page.goto("/project/spread/#%E0%A4%A")
    current = page.locator(".tabs__links a[aria-current]")
    assert current.get_attribute("href") == "#description"


@pytest.fixture
def reminded(index, spread):
    """The owner of it, whose address nobody has verified."""
    session = index.registry[SessionFactory].make()
    address = session.query(Email).filter_by(email=f"{OWNER}@example.com").one()
    address.verified = False
    session.commit()
    yield OWNER
    address.verified = True
    session.commit()
    session.close()


def shifts_of(page):
    """Look at pages as somebody who signed in, and return those that moved by how much."""
    moved = {}
    for path in (
        *("/", "/help/", "/search/?q=spread", f"/user/{OWNER}/", "/security/"),
        *("/project/spread/", "/project/example/"),
    ):
        page.goto("about:blank")
        page.goto(path, wait_until="networkidle")
        assert page.locator(".user-menu").is_visible()
        shift = page.evaluate(SHIFTS)
        if shift > 0.02:
            moved[path] = shift
    return moved


def test_nothing_moves_for_a_signed_in_user(page, published, spread, screen):
    sign_in(page, OWNER)
    assert shifts_of(page) == {}
    page.goto("/project/spread/", wait_until="networkidle")
    assert page.get_by_role("link", name="Manage spread").is_visible()


def test_nothing_moves_for_somebody_who_is_reminded(page, published, reminded, screen):
    sign_in(page, reminded, lands="**/manage/unverified-account/**")
    assert shifts_of(page) == {}
    page.goto("/help/", wait_until="networkidle")
    assert page.get_by_text("is not verified yet").is_visible()
