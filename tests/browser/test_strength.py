"""A meter says while a password is typed how hard it is to guess."""

import pytest

from tests.browser.test_account import sign_in
from tests.browser.test_pages import AXE
from warehouse.accounts.password_rules import own_words, strength_of

REGISTER = "/account/register/"
LEVELS = [
    "Very easy to guess",
    "Easy to guess",
    "Hard enough to guess",
    "Hard to guess",
    "Very hard to guess",
]
PASSWORDS = [
    "password",
    "monkey123",
    "zaphodheart",
    "hunter2hunter2",
    "Tr0ub4dor&3",
    "correct horse battery staple",
]


@pytest.mark.parametrize("password", PASSWORDS)
def test_the_meter_and_the_server_agree(page, index, password):
    page.goto(REGISTER)
    page.get_by_label("Username").fill("zaphod")
    words = own_words(username="zaphod")
    enough = strength_of(password, words).is_enough
    page.get_by_label("Password", exact=True).fill(password)
    place = page.locator(".strength--shown [role=status]")
    place.wait_for()
    score = LEVELS.index(place.inner_text())
    assert (score >= 2) is enough
    assert page.locator("meter").evaluate("each => each.value") == score + 1


def test_names_in_the_form_are_the_first_guesses(page, index):
    page.goto(REGISTER)
    field = page.get_by_label("Password", exact=True)
    place = page.locator(".strength--shown [role=status]")
    field.fill("xaviervogelsang")
    place.wait_for()
    before = LEVELS.index(place.inner_text())
    page.get_by_label("E-mail address").fill("xavier@vogelsang.example")
    page.get_by_label("Username").fill("xaviervogelsang")
    field.fill("")
    page.locator(".strength--shown").wait_for(state="detached")
    field.fill("xaviervogelsang")
    place.wait_for()
    assert LEVELS.index(place.inner_text()) < min(before, 2)


def test_nothing_moves_while_a_password_is_typed(page, index):
    page.set_viewport_size({"width": 320, "height": 740})
    page.goto(REGISTER)
    again, top = page.get_by_label("Password again"), "each => each.offsetTop"
    before = again.evaluate(top)
    for password, level in (("password", LEVELS[0]), ("correct horse battery", LEVELS[4])):
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_text(level, exact=True).wait_for()
        assert again.evaluate(top) == before


@pytest.mark.parametrize("scheme", [pytest.param("light", marks=pytest.mark.slow), "dark"])
def test_the_meter_keeps_nobody_out(page, index, scheme):
    page.emulate_media(color_scheme=scheme)
    sign_in(page, index.person(f"measured-{scheme}"))
    for path in ("/manage/account/password/", "/manage/account/not-me/"):
        page.goto(path)
        page.get_by_label("New password", exact=True).fill("monkey123")
        page.locator(".strength--shown").wait_for()
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert found["violations"] == []


def test_the_dictionaries_are_loaded_for_whoever_chooses_a_password(page, index):
    asked = []
    page.on("request", lambda each: asked.append(each.url))
    page.goto(REGISTER)
    page.get_by_label("Username").fill("zaphod")
    assert not any("strength" in each for each in asked)
    with page.expect_request(lambda each: "/strength." in each.url):
        page.get_by_label("Password", exact=True).focus()


def test_there_is_no_meter_without_scripts(chromium, index):
    context = chromium.new_context(base_url=index.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(REGISTER)
    assert page.locator(".strength").evaluate_all("each => each.length") == 1
    assert page.locator(".strength").is_hidden()
    context.close()
