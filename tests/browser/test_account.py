"""Signing in, making a token, and taking it back."""

import re

from tests.fixtures.client import PASSWORD


def sign_in(page, name, lands="**/manage/account/"):
    page.goto("/manage/account/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lands)


def test_a_token_is_shown_once_and_revoked(page, index):
    sign_in(page, index.person("carol"))
    assert page.get_by_role("heading", name="carol").is_visible()
    page.get_by_role("link", name="API tokens").click()
    page.get_by_role("link", name="Make a token").click()
    page.get_by_label("What is it for?").fill("laptop")
    page.get_by_role("button", name="Make the token").click()
    region = page.get_by_role("region", name="laptop")
    token = region.locator("#token").inner_text()
    assert re.fullmatch(r"pypi-[\w-]{80,}", token)
    region.get_by_role("button", name="Copy").first.click()
    assert page.evaluate("navigator.clipboard.readText()") == token

    page.goto("/manage/account/token/")
    assert token not in page.content()
    page.get_by_role("link", name="laptop").click()
    page.get_by_label("Your password").fill("wrong")
    page.get_by_role("button", name="Revoke laptop").click()
    assert page.get_by_role("alert").inner_text() == "The password is not right."
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Revoke laptop").click()
    page.get_by_role("status").get_by_text("is revoked").wait_for()
    assert page.get_by_text("You have no tokens yet.").is_visible()


def test_a_wrong_password_is_told_beside_its_field(page, index):
    page.goto("/account/login/")
    page.get_by_label("Username").fill(index.person("dave"))
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    field = page.get_by_label("Password")
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby")
    assert page.locator(f"#{described}").inner_text() == "The password is not right."


def test_signing_out_is_asked_for(page, index):
    sign_in(page, index.person("erin"))
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/manage/account/")
    assert page.get_by_role("heading", name="Sign in").is_visible()


def test_a_page_after_signing_in_fits_a_narrow_screen(page, index):
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, index.person("frank"))
    page.goto("/manage/account/token/new/")
    page.get_by_label("What is it for?").fill("phone")
    page.get_by_role("button", name="Make the token").click()
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width) <= 0
