"""Pages about webhooks: for everybody, on every screen."""

import pytest

from tests.browser.test_account import sign_in
from tests.browser.test_pages import AXE
from tests.browser.test_people import troubles
from tests.browser.test_project import overflow
from tests.factories.packaging import make_project
from tests.factories.webhooks import make_webhook
from warehouse.accounts.models import User
from warehouse.db import SessionFactory


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make static")
def test_an_owner_adds_a_webhook_on_pages_that_keep_nobody_out(page, index, tmp_path):
    person = index.person("hilde")
    with index.registry[SessionFactory].make() as db:
        owner = db.query(User).filter_by(username=person).one()
        log = make_webhook(db, make_project(db, "hooked", owner=owner), "words")
        made = f"{log.webhook_id}/", f"{log.webhook_id}/log/"
        made += (f"{log.webhook_id}/log/{log.position}/",)
    sign_in(page, person)
    for width, scheme in ((360, "dark"), (1440, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        for path in ("", "new/", *made):
            page.goto(f"/manage/project/hooked/webhooks/{path}")
            assert (troubles(page), overflow(page) <= 0) == ([], True), path
    page.goto("/manage/project/hooked/webhooks/")
    page.get_by_role("link", name="Add a webhook").click()
    page.get_by_label("Address").fill("https://10.0.0.1/in")
    page.get_by_role("button", name="Add the webhook").click()
    assert page.get_by_text("10.0.0.1 is not a public address.").is_visible()
    page.get_by_label("Address").fill("https://hooks.example/in")
    page.get_by_role("button", name="Add the webhook").click()
    assert page.locator("#secret").inner_text().startswith("whsec_")
    assert troubles(page) == []
