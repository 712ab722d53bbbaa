"""Five people and an organization: founded, joined, used, handed on and dissolved."""

import re
from urllib.error import HTTPError

import pytest
from playwright.sync_api import expect

from tests.browser.test_account import sign_in
from tests.browser.test_moderation import fits
from tests.browser.test_pages import AXE
from tests.browser.test_people import troubles
from tests.browser.test_project import overflow
from tests.builders.wheels import wheel

OURS = "/manage/organization/pallets/"
PROJECT = "/manage/project/pallets-tools/"
USAGE = "We publish libraries for the web, and want them to outlive any one of us."


class Members:
    """The people, each in a browser of their own; the second has a phone at night."""

    def __init__(self, index, tab):
        self.index, self.pages, self.tokens = index, {}, {}
        for name in ("ada", "bob", "cleo", "dan", "eve"):
            phone = {"width": 360, "scheme": "dark"} if name == "bob" else {}
            account = index.person(f"org-{name}")
            self.pages[name] = tab(account, **phone)
            self.tokens[name] = index.token(account)

    def send(self, name, path, **values):
        """Fill and send the form of an action, lists by what they offer."""
        page = self.pages[name]
        page.goto(path)
        fits(page)
        for field, value in values.items():
            entry = page.locator(f"#action [name={field}]")
            if entry.evaluate("each => each.tagName") == "SELECT":
                entry.select_option(label=value)
            else:
                entry.fill(value)
        page.locator("#action button[type=submit]").click()
        return page

    def act(self, name, path, **values):
        """Do something; returns what is said when it is done."""
        page = self.send(name, path, **values)
        page.wait_for_url(lambda url: not url.endswith(path))
        return page.get_by_role("status").first.inner_text()

    def fail(self, name, path, **values):
        """Be refused; returns the reason."""
        return self.send(name, path, **values).get_by_role("alert").first.inner_text()

    def join(self, name, role, answer="Accept"):
        """Be invited, and answer; returns what is said."""
        said = self.act(
            "ada", f"{OURS}people/invite/", username=f"org-{name}", role_name=role
        )
        assert "is invited" in said
        page = self.pages[name]
        page.goto("/manage/organizations/")
        page.get_by_role("link", name=re.compile("Join")).click()
        fits(page)
        page.get_by_role("button", name=answer).click()
        return page.get_by_role("status").first.inner_text()

    def publishes(self, name, version):
        """Return how an upload by a token of somebody is answered."""
        filename = f"pallets_tools-{version}-py3-none-any.whl"
        content = wheel("pallets_tools", version)
        try:
            self.index.upload(
                self.tokens[name], filename, content, name="pallets-tools", version=version
            )
        except HTTPError as error:
            return error.code
        return 200


@pytest.fixture
def members(index, tab):
    return Members(index, tab)


def apply(page):
    page.goto("/manage/organizations/apply/")
    fits(page)
    for name, value in (
        ("name", "pallets"),
        ("display_name", "Pallets"),
        ("link_url", "https://pallets.example"),
        ("description", "Libraries for the web"),
        ("usage", USAGE),
    ):
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_role("status").first).to_be_visible()


def decide(staff, *links, **values):
    """Go to something of an organization as staff, and do the last of `links` with it."""
    staff.goto("/admin/organization_applications/")
    for each in links:
        staff.get_by_role("link", name=each, exact=True).first.click()
    for name, value in {"reason": "because of the test", **values}.items():
        staff.locator(f"#action [name={name}]").fill(value)
    staff.locator("#action button[type=submit]").first.click()
    expect(staff.get_by_role("status").first).to_contain_text("pallets")


def founded(members, staff):
    apply(members.pages["ada"])
    decide(staff, "pallets", "Approve")
    for name, role in (("bob", "Manager"), ("cleo", "Member"), ("dan", "Owner")):
        assert "You belong to Pallets now" in members.join(name, role)
    assert "You declined" in members.join("eve", "Member", "Decline")


def shares_a_project(members):
    assert members.publishes("ada", "1.0") == 200
    assert members.publishes("cleo", "1.1") == 403
    assert "is made" in members.act("bob", f"{OURS}teams/new/", team_name="Releases")
    members.act(
        "bob",
        "/manage/organization/pallets/team/releases/members/add/",
        username="org-cleo",
    )
    said = members.act("ada", f"{OURS}projects/add/", project="pallets-tools")
    assert "pallets-tools" in said
    members.act(
        "dan",
        f"{PROJECT}collaboration/add_team/",
        team_name="Releases",
        team_project_role_name="Maintainer",
    )
    assert members.publishes("cleo", "1.1") == 200


def hands_it_on_and_ends(members):
    taking_out = f"{PROJECT}remove_organization_project/"
    name = {"confirm_remove_organization_project_name": "pallets-tools"}
    assert "Nobody would own" in members.fail("dan", taking_out, **name)
    adding = f"{PROJECT}collaboration/add_member/"
    members.act("dan", adding, username="org-ada", role_name="Owner")
    assert "no organization any more" in members.act("dan", taking_out, **name)
    assert members.publishes("cleo", "1.2") == 403
    assert members.publishes("ada", "1.2") == 200
    members.act("dan", f"{OURS}people/leave/")
    assert "owner" in members.fail("ada", f"{OURS}people/leave/")
    said = members.act("ada", f"{OURS}delete/", confirm_organization_name="pallets")
    assert "is deleted" in said


def test_five_people_found_use_and_dissolve_an_organization(members, staff):
    founded(members, staff)
    shares_a_project(members)
    pages = ("people", "projects", "teams", "rules", "feed", "domains", "webhooks")
    for path in (*pages, "settings", "history"):
        members.pages["ada"].goto(f"{OURS}{path}/")
        fits(members.pages["ada"])
    hands_it_on_and_ends(members)


OWNERS = "/manage/organization/careful/"
OWNERS_PAGES = (
    *("namespaces/", "namespaces/new/", "rules/", "rules/second-factor/"),
    *("domains/new/", "webhooks/new/", "feed/", "tokens/new/"),
)


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make static")
def test_pages_of_owners_keep_nobody_out_and_need_no_scripts(page, index, chromium):
    person = index.person("careful-owner")
    index.organization("careful", owner=person)
    sign_in(page, person)
    for width, scheme in ((360, "dark"), (1440, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        for path in OWNERS_PAGES:
            page.goto(f"{OWNERS}{path}")
            assert (troubles(page), overflow(page) <= 0) == ([], True), path
    kept = page.context.storage_state()
    plain = chromium.new_context(
        base_url=index.url, java_script_enabled=False, storage_state=kept
    )
    page = plain.new_page()
    page.goto(f"{OWNERS}rules/token-life/")
    page.locator("#action [name=days]").fill("30")
    page.locator("#action button[type=submit]").click()
    assert "is changed" in page.get_by_role("status").first.inner_text()
    plain.close()
