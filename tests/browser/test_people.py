"""A stranger comes to have an account, looks after it, and loses no access to it."""

import re

import pytest
from sqlalchemy import select

from tests.browser.test_account import sign_in
from tests.browser.test_pages import AXE
from tests.browser.test_project import overflow
from tests.fixtures.client import PASSWORD
from warehouse.accounts.tasks import send_password_reset
from warehouse.email.models import EmailMessage
from warehouse.http import offline

NEW = "seven purple llamas dancing"
OWN = [
    "/manage/account/profile/",
    "/manage/account/emails/",
    "/manage/account/password/",
]


def link_to(index, address):
    """Return the link in the newest message to an address."""
    with offline(index.registry) as request:
        found = select(EmailMessage).where(EmailMessage.recipient == address)
        mail = request.db.scalars(found.order_by(EmailMessage.created.desc())).first()
        return re.search(r"https?://\S+", mail.body)[0]


def register(page, name):
    page.goto("/account/login/")
    page.get_by_role("link", name="Create one").click()
    page.get_by_label("Username").fill(name)
    page.get_by_label("E-mail address").fill(f"{name}@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    page.wait_for_url("**/manage/unverified-account/")


def troubles(page):
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_stranger_registers_and_verifies_an_address(chromium, index, scripts):
    context = chromium.new_context(base_url=index.url, java_script_enabled=scripts)
    page = context.new_page()
    name = f"stranger-{scripts}".lower()
    register(page, name)
    assert page.get_by_text("Check your mail.").is_visible()
    page.goto(link_to(index, f"{name}@example.com"))
    assert page.get_by_text(f"{name}@example.com is verified.").is_visible()
    page.goto("/manage/account/emails/")
    assert page.get_by_role("heading", name="E-mail addresses").is_visible()
    context.close()


def test_a_refused_registration_leads_to_its_fields(page, index):
    page.goto("/account/register/")
    page.get_by_label("Username").fill("-x-")
    page.get_by_label("E-mail address").fill("x@y")
    page.get_by_label("Password", exact=True).fill("password")
    page.get_by_label("Password again").fill("password")
    page.get_by_role("button", name="Create the account").click()
    page.get_by_role("alert").get_by_role("link", name="Username").click()
    assert page.evaluate("location.hash") == "#username"
    assert page.get_by_label("Username").input_value() == "-x-"
    assert page.get_by_label("E-mail address").input_value() == "x@y"
    assert page.get_by_label("Password", exact=True).input_value() == ""
    assert troubles(page) == []


def test_a_lost_password_is_replaced(page, index):
    name = index.person("forgetful")
    page.goto("/account/login/")
    page.get_by_role("link", name="Lost your password?").click()
    page.get_by_label("Username or e-mail address").fill(name)
    page.get_by_role("button", name="Send the link").click()
    page.get_by_role("heading", name="Check your mail").wait_for()
    with offline(index.registry) as request:
        asked = {"address": None, "client": None, "locale": "en"}
        send_password_reset(request, name, index.url, asked)
    page.goto(link_to(index, f"{name}@example.com"))
    assert troubles(page) == []
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_label("New password again").fill(NEW)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_text("Your password is changed.").wait_for()
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(NEW)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/manage/account/")


def test_an_account_is_taken_back_by_way_of_the_former_address(page, index):
    name = index.person("robbed")
    sign_in(page, name)
    page.goto("/manage/account/emails/")
    page.get_by_label("E-mail address").fill("thief@example.com")
    page.get_by_role("button", name="Add the address").click()
    page.get_by_text("A link was sent to thief@example.com.").wait_for()
    page.goto(link_to(index, "thief@example.com"))
    page.goto("/manage/account/emails/")
    page.locator(".addresses summary").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Make it the primary address").click()
    page.get_by_text("thief@example.com is your primary address.").wait_for()
    page.goto(link_to(index, f"{name}@example.com"))
    assert troubles(page) == []
    page.get_by_role("button", name="Take the account back").click()
    page.get_by_text("The account is yours again.").wait_for()
    assert "reset-password" in link_to(index, f"{name}@example.com")


@pytest.mark.parametrize("scheme", [pytest.param("light", marks=pytest.mark.slow), "dark"])
def test_ones_own_pages_keep_nobody_out_and_fit(page, index, scheme):
    sign_in(page, index.person(f"careful-{scheme}"))
    page.emulate_media(color_scheme=scheme)
    for path in OWN:
        page.goto(path)
        assert troubles(page) == [], path
        for width in (320, 360, 1440):
            page.set_viewport_size({"width": width, "height": 740})
            assert overflow(page) <= 0, (path, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_for_unverified_people_keeps_nobody_out(page, index, scheme):
    page.emulate_media(color_scheme=scheme)
    register(page, f"new-{scheme}")
    assert troubles(page) == []
    page.set_viewport_size({"width": 320, "height": 740})
    assert overflow(page) <= 0


def test_a_browser_solves_the_task_while_somebody_registers(page, index):
    sent = []
    page.on("request", lambda each: sent.append(each.post_data or ""))
    register(page, "worker")
    [form] = [each for each in sent if "confirm_form" in each]
    assert re.search(r"&proof=[\w.-]+%3A0\d{9}(&|$)", form)


def test_a_form_waits_for_the_task(page, index):
    """Nobody has focused a field, as when a program of the reader fills them in."""
    page.goto("/account/request-password-reset/")
    page.evaluate("document.getElementById('username_or_email').value = 'nobody'")
    with page.expect_request(lambda each: each.method == "POST") as found:
        page.evaluate("document.getElementById('request-reset').requestSubmit()")
        said = page.get_by_text("your browser solves a task").is_visible()
    assert said
    assert "proof=" in found.value.post_data
    page.get_by_role("heading", name="Check your mail").wait_for()
