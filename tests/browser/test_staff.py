"""Pages of staff in a browser: a banner from its form to a reader who dismisses it."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from warehouse.bulk.models import BulkAction, BulkItem, BulkStatus, ItemStatus
from warehouse.http import offline


@pytest.mark.usefixtures("no_banners")
def test_a_banner_is_previewed_shown_and_dismissed_for_good(staff):
    staff.goto("/admin/banners/create/")
    staff.get_by_label("Reason").fill("announced")
    staff.get_by_label("Name, for staff").fill("maintenance")
    staff.get_by_label("Text").fill("We are away on Sunday.")
    staff.get_by_label("Last day").fill(f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}")
    staff.get_by_label("Readers may dismiss it").check()
    staff.get_by_label("Show it to everybody").check()
    staff.get_by_role("button", name="Make a banner").click()
    staff.get_by_role("link", name="Preview").click()
    staff.locator("main [data-include]").get_by_text("We are away").first.wait_for()
    staff.goto("/help/")
    banner = staff.get_by_text("We are away on Sunday.")
    banner.wait_for()
    staff.get_by_role("button", name="Dismiss").click()
    assert banner.count() == 0
    staff.goto("/help/", wait_until="networkidle")
    assert banner.count() == 0


def test_a_list_is_walked_through_by_keys(staff, index):
    for number in range(3):
        index.person(f"walker{number}")
    staff.goto("/admin/users/?q=walker*&o=username")
    staff.keyboard.press("?")
    assert staff.get_by_text("next row").is_visible()
    chosen = staff.locator("[data-chosen]")
    assert not chosen.is_visible()
    for key in "jxjjxkk":
        staff.keyboard.press(key)
    assert chosen.inner_text() == "2 chosen"
    boxes = staff.locator("tbody input")
    assert [boxes.nth(at).is_checked() for at in range(3)] == [True, False, True]
    staff.keyboard.press("/")
    assert staff.get_by_role("searchbox", name="Search:").evaluate(
        "field => field === document.activeElement"
    )
    staff.locator("tbody tr").nth(0).focus()
    staff.keyboard.press("j")
    staff.keyboard.press("Enter")
    staff.wait_for_url("**/admin/users/walker1/")


def test_staff_have_a_drawer_on_public_pages(staff, published):
    staff.set_viewport_size({"width": 360, "height": 800})
    staff.goto("/project/example/")
    panel = staff.get_by_role("complementary", name="Staff")
    panel.locator("summary").first.click()
    panel.get_by_text("File limit: none of its own").click()
    panel.get_by_label("File limit in MiB").fill("200")
    panel.get_by_label("Reason").first.fill("a large wheel")
    panel.get_by_role("button", name="Set the limit").first.click()
    staff.get_by_text("The file limit of example is set.").wait_for()
    staff.goto("/org/acme/")
    staff.get_by_role("complementary", name="Staff").wait_for()


def test_strangers_ask_for_no_panel_of_staff(page, index, published):
    name, asked = index.person("lurker"), []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/project/example/", f"/user/{name}/", "/org/acme/"):
        page.goto(path, wait_until="networkidle")
    assert any("current-user-indicator" in each for each in asked)
    assert [each for each in asked if "administer" in each] == []


def test_progress_is_shown_without_loading_the_page_again(staff, index):
    with offline(index.registry) as request:
        bulk = BulkAction(operation="user.freeze", search="", actor_name="x", reason="spam")
        bulk.status = BulkStatus.RUNNING
        request.db.add(bulk)
        request.db.flush()
        key = bulk.id
        for at in range(2):
            item = BulkItem(bulk_id=key, position=at, key=key, name=f"spammer{at}")
            request.db.add(item)
    staff.goto(f"/admin/bulk/{key}/")
    staff.get_by_text("0 done, 0 refused, 2 waiting").wait_for()
    staff.evaluate("window.isTheSame = true")
    change = partial(changed, index.registry, key)
    change(ItemStatus.DONE, BulkStatus.RUNNING)
    staff.get_by_text("2 done, 0 refused, 0 waiting").wait_for()
    assert staff.evaluate("window.isTheSame")
    change(ItemStatus.DONE, BulkStatus.FINISHED)
    staff.get_by_text("finished").wait_for()
    staff.get_by_role("button", name="Stop").wait_for(state="detached")


def changed(registry, key, item, bulk):
    """A worker has got further."""
    with offline(registry) as request:
        request.db.get_one(BulkAction, key).status = bulk
        for each in request.db.query(BulkItem).filter_by(bulk_id=key):
            each.status = item
