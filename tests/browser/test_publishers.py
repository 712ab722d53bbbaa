"""Pages about trusted publishers: for everybody, on every screen."""

import pytest

from tests.browser.test_account import sign_in
from tests.browser.test_pages import AXE
from tests.browser.test_people import troubles
from tests.browser.test_project import overflow
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from tests.factories.publishers import make_pending, make_publishers
from warehouse.accounts.models import User
from warehouse.db import SessionFactory
from warehouse.macaroons.models import Macaroon

PROJECT = "/manage/project/trusting/settings/publishing/"
OURS = "/manage/organization/trusting/"
PAGES = (
    *(f"{OURS}publishing/", f"{OURS}tokens/", f"{OURS}tokens/new/"),
    *(PROJECT, f"{PROJECT}?provider=gitlab", f"{PROJECT}try/", f"{PROJECT}require/"),
    "/manage/account/publishing/?provider=google",
)


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make static")
def test_an_owner_asks_why_a_build_does_not_match_on_pages_that_keep_nobody_out(
    page, index
):
    person = index.person("hedwig")
    with index.registry[SessionFactory].make() as db:
        owner = db.query(User).filter_by(username=person).one()
        project = make_project(db, "trusting", owner=owner)
        make_publishers(db, project, owner, "words")
        trusting = make_organization(db, "trusting", owner=owner, projects=(project,))
        make_pending(db, owner, "others", organization=trusting)
        db.add(Macaroon(organization=trusting, maker=owner, description="builds"))
        db.commit()
    sign_in(page, person)
    for width, scheme in ((360, "dark"), (1440, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        for path in PAGES:
            page.goto(path)
            assert (troubles(page), overflow(page) <= 0) == ([], True), path
    page.goto(PROJECT)
    page.get_by_role("link", name="Why does a build not match?").click()
    page.get_by_label("Token, or claims").fill('{"aud": "elsewhere"}')
    page.get_by_role("button", name="Compare").click()
    assert page.get_by_text("and is elsewhere").is_visible()
    assert troubles(page) == []
