"""The page of a project, as somebody sees it who was never here before."""

import hashlib

import pytest

from tests.browser.published import WHEEL
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.db import SessionFactory


def overflow(page):
    page.wait_for_load_state("domcontentloaded")
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def test_files_and_hashes_are_shown(page, published):
    page.goto("/project/example/")
    assert page.locator("h1").first.inner_text().startswith("example")
    page.get_by_role("link", name="Files").click()
    files = page.get_by_role("region", name="Files")
    for filename, content in published.items():
        assert files.get_by_role("link", name=filename, exact=True).is_visible()
        files.get_by_text(f"Hashes of {filename}").click()
        assert files.get_by_text(hashlib.sha256(content).hexdigest()).is_visible()


def test_a_file_is_downloaded_whole(page, context, published):
    page.goto("/project/example/#files")
    url = page.get_by_role("link", name=WHEEL, exact=True).get_attribute("href")
    answer = context.request.get(url)
    assert answer.body() == published[WHEEL]


def test_a_description_cannot_run_anything(page, published):
    page.goto("/project/example/")
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("heading", name="A heading").is_visible()
    assert "broken" not in page.title()
    assert page.locator("article script, [onerror], a[href^='javascript:']").count() == 0


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("path", ["/project/example/", "/", "/help/", "/account/login/"])
def test_a_narrow_screen_needs_no_scrolling_sideways(page, published, path, width):
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(path)
    assert overflow(page) <= 0


def test_the_install_line_is_copied(page, index, published):
    page.goto("/project/example/")
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("pip install --index-url ")
    assert f"{index.url}/simple/" in copied
    assert "example" in copied


def test_light_and_dark_are_chosen_and_remembered(page, published):
    page.emulate_media(color_scheme="light")
    page.goto("/project/example/")
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    choice = page.get_by_role("group", name="Light or dark")
    system, dark_one = (choice.get_by_role("button", name=n) for n in ("System", "Dark"))
    assert system.get_attribute("aria-pressed") == "true"
    dark_one.click()
    dark = page.evaluate(background)
    assert dark != light
    page.goto("/help/")
    assert page.evaluate(background) == dark
    assert dark_one.get_attribute("aria-pressed") == "true"
    system.click()
    assert page.evaluate(background) == light


def test_the_reader_s_own_setting_is_followed(page, published):
    background = "getComputedStyle(document.body).backgroundColor"
    found = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto("/project/example/")
        found.add(page.evaluate(background))
    assert len(found) == 2


def test_the_page_is_complete_without_scripts(chromium, index, published):
    context = chromium.new_context(base_url=index.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/project/example/")
    assert page.get_by_role("heading", name="A heading").is_visible()
    assert not page.get_by_role("link", name=WHEEL, exact=True).is_visible()
    page.get_by_role("link", name="Files").click()
    assert page.get_by_role("link", name=WHEEL, exact=True).is_visible()
    assert not page.get_by_role("heading", name="A heading").is_visible()
    assert page.get_by_text("pip install --index-url").first.is_visible()
    assert not page.get_by_role("group", name="Light or dark").is_visible()
    assert not page.get_by_role("button", name="Copy").first.is_visible()
    context.close()


def test_the_first_tab_skips_to_the_content(page, published):
    page.goto("/project/example/")
    page.keyboard.press("Tab")
    focused = "document.activeElement.getAttribute('href')"
    assert page.evaluate(focused) == "#content"


@pytest.fixture(scope="session")
def many(index):
    """A release with a wheel for every Python and system."""
    session = index.registry[SessionFactory].make()
    release = make_release(session, make_project(session, "many"))
    for python in ("cp39", "cp310", "cp311"):
        for system in ("win_amd64", "macosx_11_0_arm64"):
            make_file(session, release, f"many-1.0-{python}-{python}-{system}.whl")
    session.close()


def test_files_are_narrowed_by_words_and_by_the_address(page, many):
    page.goto("/project/many/?interpreters=cp39#files")
    shown = page.locator(".file:visible")
    assert shown.count() == 2
    field = page.get_by_label("Show only files with these words")
    field.fill("CP310 macos")
    assert shown.locator(".file__name").all_inner_texts() == [
        "many-1.0-cp310-cp310-macosx_11_0_arm64.whl"
    ]
    field.fill("nothing like it")
    assert shown.count() == 0
    assert page.get_by_role("status").inner_text() == "No file has all these words."
    field.fill("")
    assert shown.count() == 6


@pytest.fixture(scope="session")
def windy(index):
    """A project whose name has the names of systems in it."""
    session = index.registry[SessionFactory].make()
    release = make_release(session, make_project(session, "twine-macos"))
    make_file(session, release, "twine-macos-1.0.tar.gz", uploaded_via="linuxy/1.0")
    for tags in (
        *("cp312-cp312-win_amd64", "cp312-cp312-manylinux_2_28_x86_64", "cp39-abi3-win32"),
        *("cp312-cp312-macosx_11_0_arm64", "cp311-cp311-musllinux_1_2_aarch64"),
    ):
        make_file(session, release, f"twine_macos-1.0-{tags}.whl")
    session.close()


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("cp312 win", {"cp312-cp312-win_amd64"}),
        ("win", {"cp312-cp312-win_amd64", "cp39-abi3-win32"}),
        ("macos", {"cp312-cp312-macosx_11_0_arm64"}),
        (
            "LINUX",
            {"cp312-cp312-manylinux_2_28_x86_64", "cp311-cp311-musllinux_1_2_aarch64"},
        ),
        ("cpython 3.11", {"cp311-cp311-musllinux_1_2_aarch64"}),
        ("twine", set()),
        ("ine", set()),
        ("x86_64", {"cp312-cp312-manylinux_2_28_x86_64"}),
        ("tar.gz", {""}),
        ("twine_macos-1.0-cp39-abi3-win32.whl", {"cp39-abi3-win32"}),
        ("(", set()),
    ],
)
def test_words_are_those_of_files_and_not_of_their_project(page, windy, words, shown):
    page.goto("/project/twine-macos/#files")
    page.get_by_label("Show only files with these words").fill(words)
    names = page.locator(".file:visible .file__name").all_inner_texts()
    found = {each.removesuffix(".whl").partition("-1.0")[2].lstrip("-") for each in names}
    assert {each.removeprefix(".tar.gz") for each in found} == shown


def test_a_cell_of_the_matrix_leads_to_its_file(page, many):
    page.goto("/project/many/#files")
    name = "many-1.0-cp311-cp311-win_amd64.whl"
    page.locator(".matrix").get_by_role("link", name=name).click()
    target = page.locator(".file:target")
    assert target.locator(".file__name").inner_text() == name
    assert page.get_by_role("region", name="Files").is_visible()
