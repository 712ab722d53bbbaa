"""Signing in from outside: by an identity provider, or by the directory."""

from urllib.parse import urljoin

import pytest

from tests.browser.test_moderation import fits
from tests.builders.providers import CLIENT, SECRET

WAYS = [(360, "dark"), (1440, "light")]
ADA = {"preferred_username": "ada", "name": "Ada Lovelace", "email": "ada@corp.example"}


@pytest.fixture
def provider(outside):
    """The identity provider, which is asked where it is and has no pages of its own."""
    return outside[0]


def by_the_provider(page, provider, link, **person):
    """Follow a link to the provider, be somebody there, and come back."""
    leaving = urljoin(page.url, page.locator(link).get_attribute("href"))
    answer = page.request.get(leaving, max_redirects=0)
    page.goto(provider.signs_in(answer.headers["location"], **person))


def submit(page, form, **values):
    for name, value in values.items():
        page.locator(f"#{form} [name={name}]").fill(value)
    page.locator(f"#{form} button[type=submit]").click()


@pytest.mark.parametrize(("width", "scheme"), WAYS)
def test_a_newcomer_is_asked_for_a_name_and_an_address(page, provider, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto("/account/login/")
    fits(page)
    person = {**ADA, "sub": f"newcomer {scheme}", "preferred_username": "a"}
    by_the_provider(page, provider, "#single-sign-on", **person)
    assert page.locator("main").get_by_text("Example").first.is_visible()
    fits(page)
    address = f"{scheme}@corp.example"
    submit(page, "newcomer", username=f"countess-{scheme}", email=address)
    page.wait_for_url("**/manage/unverified-account/?next=*")
    assert page.get_by_text(address).first.is_visible()


def test_somebody_of_the_directory_is_asked_what_it_does_not_know(page, outside):
    outside[1].add("rear-admiral", "secret")
    page.goto("/account/login/")
    submit(page, "sign-in", username="rear-admiral", password="secret")
    page.locator("#newcomer").wait_for()
    fits(page)


@pytest.mark.parametrize(("width", "scheme"), WAYS)
def test_accounts_are_linked_with_both(tab, index, outside, width, scheme):
    provider, people = outside
    people.add(f"linked-{scheme}", "secret")
    page = tab(index.person(f"to-link-{scheme}"), width=width, scheme=scheme)
    page.goto("/manage/account/two-factor/")
    fits(page)
    by_the_provider(page, provider, "#link-identity", **{**ADA, "sub": f"to {scheme}"})
    assert page.get_by_text("ada@corp.example").is_visible()
    fits(page)
    submit(page, "link")
    page.get_by_role("link", name="Link with the directory").click()
    fits(page)
    submit(page, "link-directory", username=f"linked-{scheme}", password="wrong")
    assert page.get_by_text("The password is not right.").is_visible()
    fits(page)
    submit(page, "link-directory", username=f"linked-{scheme}", password="secret")
    page.wait_for_url("**/manage/account/two-factor/")
    assert page.get_by_role("button", name="End the link").count() == 2
    fits(page)


@pytest.mark.parametrize(("width", "scheme"), WAYS)
def test_an_owner_sets_a_provider_up_and_is_known_by_it(
    tab, index, provider, width, scheme
):
    owner = index.person(f"provider-owner-{scheme}")
    index.organization(f"provided-{scheme}", owner=owner)
    page = tab(owner, width=width, scheme=scheme)
    ours = f"/manage/organization/provided-{scheme}/single-sign-on/"
    page.goto(ours)
    fits(page)
    page.get_by_role("link", name="Set an identity provider up").click()
    fits(page)
    submit(page, "action", issuer=provider.url, client=CLIENT, client_secret=SECRET)
    page.locator("#membership").wait_for()
    fits(page)
    by_the_provider(page, provider, "#membership", **{**ADA, "sub": "owner"})
    fits(page)
    submit(page, "membership")
    page.wait_for_url(f"**{ours}")
    assert page.get_by_text("switched on", exact=True).is_visible()
    fits(page)
