"""Second factors and passkeys, with a virtual authenticator in a real Chromium."""

import time
from base64 import b32decode

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from tests.browser.test_account import sign_in
from tests.browser.test_pages import AXE
from tests.fixtures.client import PASSWORD
from tests.functional.login.factors import give_codes, give_totp
from warehouse.accounts.models import User
from warehouse.db import SessionFactory

ADD = "Add a passkey or security key"
USE = "Use a passkey or security key"


@pytest.fixture
def index(index):
    """The index at a name: keys are for hosts with a name only."""
    here = index.url
    index.url = here.replace("127.0.0.1", "localhost")
    yield index
    index.url = here


@pytest.fixture
def authenticator(page):
    """Puts an authenticator into the browser; the result takes it away again."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    return put_authenticator(cdp, "internal")


def put_authenticator(cdp, transport):
    options = {
        "protocol": "ctap2",
        "transport": transport,
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return lambda: cdp.send("WebAuthn.removeVirtualAuthenticator", made)


@pytest.fixture
def person(index):
    """Makes an account whose recovery codes are kept."""

    def person(name):
        index.person(name)
        session = index.registry[SessionFactory].make()
        user = session.query(User).filter_by(username=name).one()
        give_codes(session, user, "0" * 16, "1" * 16)
        session.close()
        return name

    return person


def add_key(page, label, kind):
    page.goto("/manage/account/two-factor/")
    page.get_by_role("link", name=ADD).click()
    page.get_by_label("Name of the key").fill(label)
    page.get_by_label(kind, exact=True).check()
    page.get_by_role("button", name="Add the key").click()
    page.get_by_role("status").get_by_text(f"The key {label} is added.").wait_for()


def sign_out(page):
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")


def test_codes_then_an_app_and_signing_in_with_it(page, index):
    sign_in(page, index.person("grace"))
    page.get_by_role("link", name="Sign-in").click()
    page.get_by_role("link", name="Make recovery codes").click()
    codes = page.locator("#codes code").all_inner_texts()
    assert len(codes) == 8
    page.get_by_role("button", name="Copy").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split() == codes
    with page.expect_download() as started:
        page.get_by_role("link", name="Download").click()
    assert started.value.path().read_text().split() == codes
    page.get_by_role("link", name="I kept them").click()
    page.get_by_label("Recovery code").fill(codes[0])
    page.get_by_role("button", name="Use this code").click()
    page.get_by_role("link", name="Add an app").click()
    drawn = "image => image.decode().then(() => image.naturalWidth)"
    assert page.locator("img.qr").evaluate(drawn) > 100
    secret = page.locator("#secret").inner_text()
    page.get_by_label("Code that the app shows now").fill(shown_by(secret))
    page.get_by_role("button", name="Add the app").click()
    page.get_by_text("A second factor guards your account.").wait_for()
    sign_out(page)


def shown_by(secret, steps=0):
    app = TOTP(b32decode(secret.replace(" ", "")), 6, SHA1(), 30)
    return app.generate(int(time.time()) + 30 * steps).decode()


def test_a_passkey_signs_in_alone(page, index, authenticator, person):
    sign_in(page, person("heidi"))
    add_key(page, "laptop", "Passkey")
    sign_out(page)
    page.goto("/account/login/?next=/manage/account/two-factor/")
    page.get_by_text("last used").wait_for()
    sign_out(page)


def test_a_passkey_signs_in_by_its_button(page, index, authenticator, person):
    sign_in(page, person("kim"))
    add_key(page, "phone", "Passkey")
    sign_out(page)
    page.add_init_script("delete PublicKeyCredential.isConditionalMediationAvailable")
    page.goto("/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="kim").wait_for()


def test_a_key_is_asked_for_after_the_password(page, index, authenticator, person):
    sign_in(page, person("ivan"))
    add_key(page, "blue", "Security key")
    sign_out(page)
    page.goto("/manage/account/")
    page.get_by_label("Username").fill("ivan")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name=USE).click()
    page.wait_for_url("**/manage/account/")
    assert page.get_by_role("heading", name="ivan").is_visible()


def test_a_key_confirms_in_place_of_the_password(page, authenticator, person):
    sign_in(page, person("judy"))
    add_key(page, "blue", "Passkey")
    time.sleep(11)
    page.goto("/manage/account/recovery-codes/regenerate")
    page.get_by_role("button", name=USE).click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()


MINE = {
    "overview": "/manage/account/",
    "sign-in": "/manage/account/two-factor/",
    "app": "/manage/account/totp-provision",
    "key": "/manage/account/webauthn-provision",
    "codes": "/manage/account/recovery-codes/regenerate",
    "burn": "/manage/account/recovery-codes/burn",
    "sessions": "/manage/account/sessions/",
}
WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make static")
@pytest.mark.parametrize("scheme", [pytest.param("light", marks=pytest.mark.slow), "dark"])
def test_pages_about_signing_in_keep_nobody_out(page, authenticator, person, scheme):
    sign_in(page, person(f"lea-{scheme}"))
    add_key(page, "blue", "Passkey")
    page.emulate_media(color_scheme=scheme)
    for path in MINE.values():
        page.goto(path)
        assert troubles_of(page) == []
        for width in (360, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(WIDTH) <= 0


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make static")
@pytest.mark.parametrize("scheme", [pytest.param("light", marks=pytest.mark.slow), "dark"])
def test_pages_of_the_second_factor_keep_nobody_out(page, index, person, scheme):
    person(f"max-{scheme}")
    session = index.registry[SessionFactory].make()
    user = session.query(User).filter_by(username=f"max-{scheme}").one()
    give_totp(session, user)
    session.close()
    page.emulate_media(color_scheme=scheme)
    page.goto("/account/login/")
    page.get_by_label("Username").fill(f"max-{scheme}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code of your authenticator app").wait_for()
    assert troubles_of(page) == []
    page.get_by_role("link", name="Use a recovery code instead").click()
    page.get_by_label("Recovery code").wait_for()
    assert troubles_of(page) == []


def troubles_of(page):
    """Return what axe finds on the page."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]]
