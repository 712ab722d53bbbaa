"""Every page of the site: for those who cannot see it, on narrow screens, and as HTML."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.test_project import overflow

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VALIDATOR = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
_INNARDS = "/project/innards/"
_SOURCE = f"{_INNARDS}1.1/files/innards-1.1.tar.gz/"
_BUILT = f"{_INNARDS}1.1/files/innards-1.1-py3-none-any.whl/"
PAGES = {
    "front": "/",
    "search": "/search/?q=example",
    "nothing found": "/search/?q=qqqqqqqq",
    "project": "/project/example/",
    "dependencies": "/project/example/#dependencies",
    "releases": "/project/example/#history",
    "files": "/project/example/#files",
    "a description in Markdown": "/project/well-marked/",
    "a description in reStructuredText": "/project/restructured/",
    "many files": "/project/spread/#files",
    "a pre-release": "/project/spread-early/",
    "a maintainer": "/user/somebody-with-quite-a-long-name-for-a-header/",
    "found by a name": "/search/?q=spread",
    "required": "/project/spread/dependents/",
    "required with an extra": "/project/example/dependents/",
    "chosen releases": "/project/example/releases/?python=3.13",
    "what is required": "/project/example/1.0/dependencies/",
    "nothing requires it": "/project/spread-early/dependents/",
    "downloads": "/project/example/downloads/",
    "inside a wheel": _BUILT,
    "inside an sdist": _SOURCE,
    "a text inside": f"{_SOURCE}text/innards-1.1/innards/engine.py",
    "a bill of materials": f"{_BUILT}text/innards-1.1.dist-info/sboms/auditwheel.cdx.json",
    "a changelog": f"{_INNARDS}1.1/changes/",
    "what changed": f"{_INNARDS}diff/1.0...1.1/",
    "from sdist to wheel": f"{_INNARDS}1.1/diff/",
    "person": "/user/publisher/",
    "organization": "/org/acme/",
    "organization without projects": "/org/empty/",
    "a view": "/views/stable/",
    "a search in a view": "/views/stable/search/?q=example",
    "why a project is hidden": "/views/stable/why/example/",
    "why a file is hidden": "/views/stable/why/example/example-1.0.tar.gz",
    "classifiers": "/classifiers/",
    "statistics": "/stats/",
    "help": "/help/",
    "guide": "/help/private-index/",
    "API": "/help/api/",
    "security": "/security/",
    "sponsors": "/sponsors/",
    "map": "/sitemap/",
    "log of moderation": "/moderation/",
    "style": "/_style/",
    "messages": "/_mail/",
    "sign in": "/account/login/",
    "new device": "/account/confirm-login/",
    "register": "/account/register/",
    "lost password": "/account/request-password-reset/",
    "lost everything": "/account/recover/",
    "error": "/nothing/here/",
}
SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 300);
})"""


@pytest.fixture
def visit(page, published, readmes, spread, insides):
    """Goes to a page; that an error page is not found is no trouble."""

    def visit(path):
        if path == PAGES["error"]:
            page.route("**" + path, _as_if_found)
        page.goto(path, wait_until="load")
        return page

    return visit


def _as_if_found(route):
    route.fulfill(response=route.fetch(), status=200)


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make static")
def in_turn(names):
    """Each page in both schemes, of which the suite takes one, and the next the other."""
    for number, name in enumerate(names):
        for scheme in ("light", "dark"):
            is_left_out = (number % 2 == 0) is (scheme == "dark")
            yield pytest.param(name, scheme, marks=[pytest.mark.slow] * is_left_out)


@pytest.mark.parametrize(("name", "scheme"), in_turn(PAGES))
def test_nothing_moves_and_nothing_keeps_anybody_out(visit, page, name, scheme):
    page.emulate_media(color_scheme=scheme)
    visit(PAGES[name])
    assert page.evaluate(SHIFTS) <= 0.05
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 5
    troubles = [
        (each["id"], [(node["html"], node["failureSummary"]) for node in each["nodes"][:3]])
        for each in found["violations"]
    ]
    assert troubles == []


@pytest.mark.parametrize("locale", ["xx", pytest.param("xr", marks=pytest.mark.slow)])
def test_no_page_is_wider_than_the_screen(visit, page, context, index, locale):
    cookie = {"name": "_LOCALE_", "value": locale, "url": index.url}
    context.add_cookies([cookie])
    wide = {}
    for name, path in PAGES.items():
        visit(path)
        for width in (320, 1440):
            page.set_viewport_size({"width": width, "height": 740})
            if overflow(page) > 0:
                wide[name, width] = overflow(page)
    assert wide == {}


def test_the_footer_is_out_of_sight_whatever_part_is_shown(visit, page):
    page.set_viewport_size({"width": 1440, "height": 2400})
    visit(PAGES["a pre-release"])
    top = page.locator("footer").last.bounding_box()["y"]
    assert top >= 2400


def test_pages_are_valid_html(
    index, published, readmes, spread, insides, context, tmp_path
):
    node = shutil.which("node") or shutil.which("node", path=ROOT / ".venv" / "bin")
    if node is None or not VALIDATOR.exists():
        pytest.skip("html-validate is not installed: make static")
    for name, path in PAGES.items():
        answer = context.request.get(path, headers={"Accept": "text/html"})
        (tmp_path / f"{name.replace(' ', '-')}.html").write_text(answer.text())
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps({"root": True, "extends": ["html-validate:standard"]}))
    command = [node, VALIDATOR, "--config", settings, *sorted(tmp_path.glob("*.html"))]
    checked = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_keyboard_is_enough(visit, page):
    visit("/project/example/")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.hash") == "#files":
            break
    page.keyboard.press("Enter")
    page.get_by_role("region", name="Files").wait_for()
    current = page.locator(".tabs__links a[aria-current]")
    # The script says so a moment after the page has shown them.
    expect(current).to_have_attribute("href", "#files")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_our_own_style_and_scripts_are_small():
    import gzip

    dist = ROOT / "warehouse" / "static" / "dist"
    built = [path for path in dist.iterdir() if path.suffix in {".css", ".js"}]
    # The meter of passwords is loaded by a worker, once somebody thinks of one.
    is_meter = [path.name.startswith("strength.") for path in built]
    sizes = [len(gzip.compress(path.read_bytes())) for path in built]
    assert sum(size for size, meter in zip(sizes, is_meter, strict=True) if meter) < 400_000
    assert (
        sum(size for size, meter in zip(sizes, is_meter, strict=True) if not meter) < 30_000
    )
