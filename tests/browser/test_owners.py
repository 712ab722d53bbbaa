"""Two people work on a project: one yanks, deletes and restores, and invites the other."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_moderation import fits, simple
from tests.builders.wheels import wheel

NAME = "shared-work"
PROJECT = f"/manage/project/{NAME}/"


@pytest.fixture(scope="module")
def uploaded(index):
    """A project of one owner with two releases."""
    owner = index.person("first-owner")
    token = index.token(owner)
    for version in ("1.0", "2.0"):
        filename = f"shared_work-{version}-py3-none-any.whl"
        index.upload(
            token, filename, wheel("shared_work", version), name=NAME, version=version
        )
    return owner


def does(page, path, **values):
    page.goto(path)
    fits(page)
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("#action button[type=submit]").click()
    return page.locator("[role=status]").first.inner_text()


def files(index):
    return {each["filename"]: each["yanked"] for each in simple(index, NAME)["files"]}


def test_an_owner_yanks_deletes_and_restores(index, uploaded, tab):
    owner = tab(uploaded, width=360, scheme="dark")
    names = [f"shared_work-{version}-py3-none-any.whl" for version in ("1.0", "2.0")]
    owner.goto("/manage/projects/")
    fits(owner)
    owner.get_by_role("link", name=NAME).click()
    fits(owner)

    newest = f"{PROJECT}release/2.0/file/{names[1]}/"
    assert "is yanked" in does(owner, f"{newest}yank/", yanked_reason="built wrong")
    assert files(index) == {names[0]: False, names[1]: "built wrong"}
    assert "not yanked" in does(owner, f"{newest}unyank/")

    said = does(owner, f"{PROJECT}release/2.0/delete/", confirm_delete_version="2.0")
    assert "2.0 is deleted" in said
    assert list(files(index)) == names[:1]
    owner.goto("/manage/deleted/")
    fits(owner)
    owner.get_by_role("button", name=re.compile("Restore")).click()
    expect(owner.get_by_role("status").first).to_contain_text("2.0 is back")
    assert files(index) == dict.fromkeys(names, False)


def test_somebody_who_was_invited_works_on_a_project(index, uploaded, tab):
    owner, guest = tab(uploaded), tab(index.person("second"))
    said = does(owner, f"{PROJECT}collaboration/invite/", username="second")
    assert "is invited" in said
    guest.goto("/manage/projects/")
    guest.get_by_role("link", name=re.compile("Work on")).click()
    fits(guest)
    guest.get_by_role("button", name="Accept").click()
    expect(guest.get_by_role("status").first).to_contain_text("You work on")
    fits(guest)
    for path in ("collaboration/", "settings/", "release/2.0/", "history/"):
        owner.goto(f"{PROJECT}{path}")
        fits(owner)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_pages_about_rules_and_settings_fit(uploaded, tab, width, scheme):
    owner = tab(uploaded, width=width, scheme=scheme)
    for path in (
        "releases/change/?specifier=2",
        "retention/?prereleases=1",
        "credentials/",
        "presentation/",
        "second-factor/require/",
    ):
        owner.goto(f"{PROJECT}{path}")
        fits(owner)
