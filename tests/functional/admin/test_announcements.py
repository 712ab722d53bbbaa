"""Banners and sponsors: staff make them, and everybody sees them while they are to be."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.functional.admin.acting import act
from warehouse.announcements.models import Banner, Sponsor
from warehouse.events.models import StaffAction

SHOWN = "/_includes/unauthed/notification-banners/"
LOGO = "/_includes/unauthed/sidebar-sponsor-logo/"
TODAY = datetime.now(UTC).date()
BANNER = {
    "name": "maintenance",
    "text": "We are <away> on Sunday.",
    "end": str(TODAY),
    "active": True,
    "dismissable": True,
    "reason": "announced",
}
SPONSOR = {
    "name": "Acme",
    "link_url": "https://acme.example",
    "color_logo_url": "https://acme.example/logo.svg",
    "is_active": True,
    "sidebar": True,
    "reason": "a contract",
}


def make_banner(admin, **values):
    return act(admin, "/admin/banners/create/", **{**BANNER, **values})


def test_a_banner_is_made_shown_changed_and_deleted(admin, db):
    assert admin.get(SHOWN).text == ""
    page = make_banner(admin, link_url="https://status.example").follow()
    assert "maintenance is saved." in page.text
    shown = admin.get(SHOWN)
    assert "We are &lt;away&gt; on Sunday." in shown.text
    assert shown.html.a["href"] == "https://status.example"
    assert shown.html.a.text == "See more"
    [banner] = db.scalars(select(Banner))
    act(admin, f"/admin/banners/{banner.id}/", text="It is over.", reason="done").follow()
    assert "It is over." in admin.get(SHOWN).text
    act(admin, f"/admin/banners/{banner.id}/delete/", reason="done").follow()
    assert admin.get(SHOWN).text == ""
    actions = db.scalars(select(StaffAction.action).order_by(StaffAction.created)).all()
    assert actions == ["banner.create", "banner.edit", "banner.delete"]


@pytest.mark.parametrize(
    "values", [{"active": False}, {"end": str(TODAY - timedelta(days=1))}]
)
def test_a_banner_is_seen_by_its_preview_alone_until_it_is_shown(admin, db, values):
    make_banner(admin, **values)
    assert admin.get(SHOWN).text == ""
    [banner] = db.scalars(select(Banner))
    page = admin.get(f"/admin/banners/{banner.id}/preview/")
    place = page.html.select_one("[data-include*=single_banner]")["data-include"]
    assert "We are" in admin.get(place).text
    assert "data-dismissed" not in admin.get(place).text
    assert admin.get(f"{SHOWN}?single_banner=7").text == ""


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": "x" * 281}, "longer than 280"),
        ({"link_url": "javascript:alert(1)"}, "Begin it with https://."),
        ({"end": "soon"}, "Not a valid date"),
        ({"reason": ""}, "Say why"),
    ],
)
def test_a_banner_that_is_wrong_is_not_made(admin, db, values, said):
    assert said in make_banner(admin, **values).text
    assert db.scalars(select(Banner)).all() == []


def test_a_sponsor_has_a_logo_and_a_name_of_its_own(admin, db):
    assert admin.get(LOGO).text == ""
    act(admin, "/admin/sponsors/create/", **SPONSOR).follow()
    logo = admin.get(LOGO).html.img
    assert (logo["src"], logo["alt"]) == ("https://acme.example/logo.svg", "Acme")
    again = act(admin, "/admin/sponsors/create/", **SPONSOR)
    assert "There is a sponsor “Acme” already." in again.text
    [sponsor] = db.scalars(select(Sponsor))
    path = f"/admin/sponsors/{sponsor.id}/"
    act(admin, path, name="Acme, Inc.", reason="renamed").follow()
    assert "Acme, Inc." in admin.get("/admin/sponsors/").text
    act(admin, f"{path}delete/", reason="ended").follow()
    assert admin.get(LOGO).text == ""
    admin.get(path, status=404)


def test_sponsors_have_a_page_and_some_are_on_the_front_page(admin, db):
    assert "Nobody sponsors" in admin.get("/sponsors/").text
    for name, level, footer in (("Acme", "Gold", True), ("Small", "Silver", False)):
        values = {**SPONSOR, "name": name, "level_name": level, "footer": footer}
        values |= {"white_logo_url": "https://acme.example/white.png", "service": "Mail"}
        act(admin, "/admin/sponsors/create/", **values).follow()
    page = admin.get("/sponsors/").html
    assert [each.text for each in page.select("main h2")] == ["Gold", "Silver"]
    assert [each["alt"] for each in page.select("main img")] == ["Acme"] * 2 + ["Small"] * 2
    assert {each["alt"] for each in admin.get("/").html.select("main img")} == {"Acme"}


def test_a_flag_that_notifies_is_told_to_everybody_until_it_is_off(admin, db):
    values = {"id": "read-only", "description": "We <move>.", "notify": True}
    act(admin, "/admin/flags/edit/?id=read-only", enabled=True, **values).follow()
    assert "We &lt;move&gt;." in admin.get(SHOWN).text
    act(admin, "/admin/flags/edit/?id=read-only", enabled=False, **values).follow()
    assert admin.get(SHOWN).text == ""


def test_a_sponsor_of_another_database_is_not_changed_here(admin, db):
    values = {key: SPONSOR[key] for key in ("name", "link_url", "color_logo_url")}
    sponsor = Sponsor(**values, origin="remote")
    db.add(sponsor)
    db.commit()
    page = act(admin, f"/admin/sponsors/{sponsor.id}/", name="Mine", reason="r")
    assert "It comes from another database" in page.text


def test_moderators_read_banners_and_do_not_write_them(client, db):
    client.sign_in(make_user(db, "volunteer", is_moderator=True))
    page = client.get("/admin/banners/")
    assert "Make a banner" not in page.text
    client.get("/admin/banners/create/", status=403)
    client.get("/admin/banners/7/preview/", status=404)
