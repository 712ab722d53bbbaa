"""Two people work on a project: one yanks, deletes and restores, and invites the other."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_account import sign_in
from tests.browser.test_moderation import fits, simple
from tests.builders.wheels import wheel

NAME = "shared-work"
PROJECT = f"/manage/project/{NAME}/"


@pytest.fixture
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


@pytest.fixture
def tab(chromium, index):
    """Opens a browser of its own for each person, at a width and in a theme."""
    contexts = []

    def tab(user, *, width=1440, scheme="light"):
        size = {"width": width, "height": 800}
        context = chromium.new_context(
            base_url=index.url, viewport=size, color_scheme=scheme
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        sign_in(page, user)
        return page

    yield tab
    for each in contexts:
        each.close()


def does(page, path, **values):
    page.goto(path)
    fits(page)
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("#action button[type=submit]").click()
    return page.locator("[role=status]").first.inner_text()


def files(index):
    return {each["filename"]: each["yanked"] for each in simple(index, NAME)["files"]}


def test_two_people_work_on_a_project(index, uploaded, tab):
    owner, guest = tab(uploaded, width=360, scheme="dark"), tab(index.person("second"))
    wheels = {
        f"shared_work-{version}-py3-none-any.whl": False for version in ("1.0", "2.0")
    }
    owner.goto("/manage/projects/")
    fits(owner)
    owner.get_by_role("link", name=NAME).click()
    fits(owner)

    wheel_of_2 = f"{PROJECT}release/2.0/file/shared_work-2.0-py3-none-any.whl/"
    assert "is yanked" in does(owner, f"{wheel_of_2}yank/", yanked_reason="built wrong")
    assert files(index) == wheels | {"shared_work-2.0-py3-none-any.whl": "built wrong"}
    assert "not yanked" in does(owner, f"{wheel_of_2}unyank/")

    said = does(owner, f"{PROJECT}release/2.0/delete/", confirm_delete_version="2.0")
    assert "2.0 is deleted" in said
    assert len(files(index)) == 1
    owner.goto("/manage/deleted/")
    fits(owner)
    owner.get_by_role("button", name=re.compile("Restore")).click()
    expect(owner.get_by_role("status").first).to_contain_text("2.0 is back")
    assert files(index) == wheels

    assert "is invited" in does(owner, f"{PROJECT}collaboration/invite/", username="second")
    guest.goto("/manage/projects/")
    guest.get_by_role("link", name=re.compile("Work on")).click()
    fits(guest)
    guest.get_by_role("button", name="Accept").click()
    expect(guest.get_by_role("status").first).to_contain_text("You work on")
    fits(guest)
    for path in ("collaboration/", "settings/", "release/2.0/", "history/"):
        owner.goto(f"{PROJECT}{path}")
        fits(owner)
