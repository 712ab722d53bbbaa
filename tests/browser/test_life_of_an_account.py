"""One person's account from registration to deletion, on a fresh `warehouse serve`."""

import io
import json
import re
import time
import zipfile

import pytest

from tests.browser.test_factors import add_key, put_authenticator, shown_by, sign_out
from tests.browser.test_pages import AXE
from tests.browser.test_project import overflow
from tests.builders.tokens import attenuated
from tests.builders.wheels import wheel
from tests.clients.conftest import machine, make_folder, make_server
from tests.fixtures.client import PASSWORD
from warehouse.macaroons.wire import parse, text_of

__all__ = ["machine", "make_folder", "make_server"]

NAME = "noor"
NEW = "seven purple llamas dancing"
_MAIL = "SELECT subject, body FROM email_messages ORDER BY created DESC"
CODE = "Code of your authenticator app"


@pytest.fixture
def index(make_server):
    """An index that was never used."""
    server = make_server()
    yield server
    server.stop()


class Life:
    """The person, their browser, and what they wrote down."""

    def __init__(self, page, index):
        self.page, self.index, self.password = page, index, PASSWORD
        self.secret, self.codes = "", []
        self.looks_closely = False
        """Whether axe looks at each page, which other tests have it do one by one."""

    def see(self, text):
        """Wait for a text, and ask of its page what is asked of every page."""
        self.page.get_by_text(text).first.wait_for()
        if self.looks_closely and AXE.exists():
            self.page.evaluate(AXE.read_text())
            found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            assert [each["id"] for each in found["violations"]] == [], text
        assert overflow(self.page) <= 0, text

    def mailed_link(self, subject):
        """Follow the link in the newest message whose subject says so."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            rows = self.index.query(_MAIL)
            for title, body in rows:
                if subject in title:
                    return self.page.goto(re.search(r"https?://\S+", body)[0])
            time.sleep(0.2)
        raise AssertionError(rows)

    def give_name_and_password(self):
        self.page.goto("/account/login/")
        self.page.get_by_label("Username").fill(NAME)
        self.page.get_by_label("Password").fill(self.password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    def register(self):
        page = self.page
        page.goto("/account/register/")
        page.get_by_label("Username").fill(NAME)
        page.get_by_label("E-mail address").fill(f"{NAME}@example.com")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("Password again").fill(PASSWORD)
        page.get_by_role("button", name="Create the account").click()
        self.see("Check your mail.")
        self.mailed_link("Verify")
        self.see(f"{NAME}@example.com is verified.")

    def keep_codes(self):
        page = self.page
        page.goto("/manage/account/two-factor/")
        page.get_by_role("link", name="Make recovery codes").click()
        self.prove_again_if_asked("Your recovery codes")
        self.see("Your recovery codes")
        self.codes = page.locator("#codes code").all_inner_texts()
        page.get_by_role("link", name="I kept them").click()
        self.see("Use one recovery code")
        page.get_by_label("Recovery code").fill(self.codes.pop())
        page.get_by_role("button", name="Use this code").click()

    def prove_again_if_asked(self, text):
        """Give the password again: it lasts for seconds here, and machines may be slow."""
        page, form = self.page, self.page.locator("#reauthenticate")
        page.get_by_text(text).or_(form).first.wait_for()
        if form.count():
            page.locator("#password").fill(self.password)
            page.get_by_role("button", name="Go on").click()

    def add_app(self):
        page = self.page
        page.get_by_role("link", name="Add an app").click()
        self.see("Scan this picture")
        self.secret = page.locator("#secret").inner_text()
        page.get_by_label("Code that the app shows now").fill(shown_by(self.secret))
        page.get_by_role("button", name="Add the app").click()
        self.see("A second factor guards your account.")

    def make_token(self, *projects):
        page = self.page
        page.goto("/manage/account/token/new/")
        page.get_by_label("What is it for?").fill(f"token {len(projects)}")
        for project in projects:
            page.get_by_label(project, exact=True).check()
            assert page.get_by_label("Only these projects:").is_checked()
        page.get_by_role("button", name="Make the token").click()
        self.see("gh secret set")
        return page.locator("#token").inner_text()


@pytest.fixture
def life(page, index, context):
    context.set_default_timeout(30_000)
    return Life(page, index)


@pytest.mark.parametrize(
    ("scheme", "width"),
    [pytest.param("light", 1440, marks=pytest.mark.slow), ("dark", 360)],
)
def test_a_whole_life(life, page, machine, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    life.looks_closely = scheme == "light"
    life.register()
    life.keep_codes()
    life.add_app()
    signs_in_by_keys(life)
    signs_in_with_the_app(life)
    publishes(life, machine)
    loses_everything(life)
    takes_everything_and_goes(life)


def signs_in_by_keys(life):
    page = life.page
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    lose = put_authenticator(cdp, "usb")
    add_key(page, "blue", "Security key")
    sign_out(page)
    life.give_name_and_password()
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.wait_for_url("**/manage/account/")
    lose()
    lose = put_authenticator(cdp, "internal")
    add_key(page, "phone", "Passkey")
    sign_out(page)
    page.goto("/account/login/")
    page.wait_for_url("**/manage/account/")
    sign_out(page)
    lose()


def signs_in_with_the_app(life):
    page = life.page
    life.give_name_and_password()
    life.see("Prove that it is you")
    page.get_by_text("Another way").click()
    page.get_by_label(CODE).fill(shown_by(life.secret, steps=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/manage/account/")


def publishes(life, machine):
    whole = life.make_token()
    upload(machine, life.index, whole, "eggs", "1.0", works=True)
    upload(machine, life.index, whole, "spam", "1.0", works=True)
    upload(machine, life.index, whole, "other", "1.0", works=True)
    both = life.make_token("eggs", "spam")
    upload(machine, life.index, both, "eggs", "2.0", works=True)
    said = upload(machine, life.index, both, "other", "2.0", works=False)
    assert "not valid for project" in said.text
    ended = attenuated(parse(both), json.dumps([0, 2, 1], separators=(",", ":")).encode())
    said = upload(machine, life.index, text_of(ended), "spam", "2.0", works=False)
    assert "token is expired" in said.text


def upload(machine, index, token, name, version, *, works):
    path = machine.write(f"{name}-{version}-py3-none-any.whl", wheel(name, version))
    command = ("twine", "upload", "--repository-url", index.legacy, "-u", "__token__")
    run = machine.works if works else machine.fails
    return run(*command, "-p", token, path)


def loses_everything(life):
    page = life.page
    sign_out(page)
    page.context.clear_cookies()
    page.goto("/account/request-password-reset/")
    page.get_by_label("Username or e-mail address").fill(NAME)
    page.get_by_role("button", name="Send the link").click()
    life.see("Check your mail")
    life.mailed_link("password")
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_label("New password again").fill(NEW)
    page.get_by_role("button", name="Set the password").click()
    life.see("Your password is changed.")
    life.password = NEW
    life.give_name_and_password()
    page.get_by_text("Another way").click()
    page.get_by_role("link", name="Use a recovery code instead").click()
    page.get_by_label("Recovery code").fill(life.codes.pop())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/manage/account/")


def takes_everything_and_goes(life):
    page = life.page
    page.goto("/manage/account/data/")
    page.get_by_role("button", name="Make a copy").click()
    with page.expect_download() as started:
        deadline = time.monotonic() + 60
        while not page.get_by_role("link", name="Download it").is_visible():
            assert time.monotonic() < deadline
            page.reload()
        page.get_by_role("link", name="Download it").click()
    archive = zipfile.ZipFile(io.BytesIO(started.value.path().read_bytes()))
    assert archive.testzip() is None
    assert f"{NAME}/users.json" in archive.namelist()
    page.goto("/manage/account/delete/")
    life.see("you alone own something")
    for name in ("eggs", "spam", "other"):
        life.index.run("projects", "delete", name, "--yes")
    page.reload()
    page.get_by_label(f"Type your username, {NAME}").fill(NAME)
    page.get_by_label("Your password").fill(NEW)
    page.get_by_role("button", name="Delete the account").click()
    page.wait_for_url("**/")
    life.give_name_and_password()
    life.see(f"There is no account named “{NAME}”.")
