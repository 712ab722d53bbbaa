"""People follow projects, choose what they are told, and read it in a feed."""

from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest
from sqlalchemy import select, text

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project, make_release
from tests.functional.manage.test_releases import RELEASE, act
from warehouse.email.models import EmailMessage
from warehouse.notifications.models import How, News, PersonalFeed, Subscription
from warehouse.notifications.services.subscriptions import USUAL
from warehouse.packaging.models import Dependency, DependencyKind
from warehouse.packaging.services import RequirementService

ALL = "/manage/account/notifications/"
ONE = "/manage/project/eggs/notifications/"
INCLUDE = "/_includes/authed/follow-project/eggs"
ATOM = {"atom": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def carol(db):
    return make_user(db, "carol")


@pytest.fixture
def reader(browser, eggs, carol):
    return browser(carol)


def chosen(db):
    db.expire_all()
    return [(each.kinds, each.how) for each in db.scalars(select(Subscription))]


def follow(reader, how, *kinds):
    form = reader.get(ONE).forms["follow"]
    form["how"] = how
    for name in form.fields:
        if name and name.startswith("about."):
            form[name].checked = name.removeprefix("about.") in kinds
    return form.submit().follow()


def make_feed(reader):
    page = reader.get(ALL).forms["renew-feed"].submit()
    return page.html.find(id="feed-address").text.replace("http://localhost", "")


def titles(reader, address):
    answer = reader.get(address)
    assert answer.content_type == "application/atom+xml"
    assert "private" in answer.headers["Cache-Control"]
    found = fromstring(answer.body).iterfind("atom:entry/atom:title", ATOM)
    return [each.text for each in found]


def test_a_button_on_the_page_follows_what_is_usual(client, reader, db):
    assert INCLUDE in client.get("/project/Eggs/").text
    assert client.get(INCLUDE).body == b""
    page = reader.get(INCLUDE).form.submit().follow()
    assert "You follow Eggs." in page.text
    assert "You follow 1 project." in page.text
    assert chosen(db) == [([*USUAL], How.DAILY)]
    assert reader.get(INCLUDE).html.find("a")["href"] == ONE


def test_choices_are_stored_shown_and_ended(reader, db):
    follow(reader, "mail", "owner", "yank")
    assert chosen(db) == [(["owner", "yank"], "mail")]
    form = reader.get(ONE).forms["follow"]
    assert form["how"].value == "mail"
    assert form["about.owner"].checked
    assert not form["about.release"].checked
    page = form.submit("unfollow").follow()
    assert "You do not follow Eggs any more." in page.text
    assert chosen(db) == []
    follow(reader, "mail", "owner")
    follow(reader, "digest")
    assert chosen(db) == []


def test_nobody_follows_every_project(reader, carol, db):
    db.execute(
        text(
            "INSERT INTO project_subscriptions (user_id, project_id, project_name, kinds,"
            " how) SELECT :user, gen_random_uuid(), 'x', '{}', 'feed'"
            " FROM generate_series(1, 1000)"
        ),
        {"user": carol.id},
    )
    db.commit()
    page = follow(reader, "mail", "yank")
    assert "You follow 1000 projects, which is as many as anybody may." in page.text
    assert len(chosen(db)) == 1000


def test_own_projects_are_listed_before_anything_is_chosen(owner):
    page = owner.get(ALL)
    assert "You follow no project." in page.text
    assert page.html.select_one(f"a[href='{ONE}']") is not None


def test_a_project_that_is_none_cannot_be_followed(reader):
    reader.get("/manage/project/nothing/notifications/", status=404)
    reader.get("/_includes/authed/follow-project/nothing", status=404)


def test_one_click_ends_the_mail_about_one_project(
    owner, reader, client, db, registry, monkeypatch
):
    settings = registry.settings["warehouse"]
    site = replace(settings.site, domain="localhost")
    monkeypatch.setitem(registry.settings, "warehouse", replace(settings, site=site))
    follow(reader, "mail", "yank")
    act(owner, f"{RELEASE}yank/", confirm_yank_version="2.0").follow()
    kind = EmailMessage.kind == "project-news"
    url = db.scalars(select(EmailMessage.unsubscribe_url).where(kind)).one()
    path = url.split("localhost", 1)[1]
    assert "News of Eggs" in client.get(path).text
    assert "You get no more mail" in client.post(path, {"List-Unsubscribe": "One-Click"})
    assert chosen(db) == [(["yank"], "feed")]
    client.get("/account/unfollow/?token=x", status=404)


def test_a_feed_has_what_happened_in_the_language_of_its_reader(owner, reader, client, db):
    follow(reader, "feed", "yank")
    address = make_feed(reader)
    assert titles(client, address) == []
    act(owner, f"{RELEASE}yank/", yanked_reason="</title><x>", confirm_yank_version="2.0")
    assert titles(client, address) == ["Eggs 2.0 was yanked: </title><x>"]
    form = reader.get("/manage/account/preferences/").forms["preferences"]
    form["language"] = "de"
    form.submit()
    assert titles(client, address) == ["Eggs 2.0 wurde zurückgezogen: </title><x>"]


def test_a_new_address_ends_the_one_before(reader, client, db, carol):
    first = make_feed(reader)
    second = make_feed(reader)
    client.get(first, status=404)
    assert client.get(second).status_int == 200
    secret = second.strip("/").rpartition("/")[2]
    stored = db.scalars(select(PersonalFeed)).one()
    assert secret.encode() not in stored.secret_hash
    assert secret not in reader.get(ALL).text
    carol.is_frozen = True
    db.commit()
    client.get(second, status=404)


def test_a_feed_can_be_closed(reader, client):
    address = make_feed(reader)
    page = reader.get(ALL).forms["renew-feed"].submit("close").follow()
    assert "Your feed is closed." in page.text
    client.get(address, status=404)


def test_a_deleted_project_stays_in_the_list_until_it_is_gone_for_good(owner, reader):
    follow(reader, "feed", "deletion")
    address = make_feed(reader)
    path = "/manage/project/eggs/delete_project/"
    act(owner, path, confirm_project_name="Eggs").follow()
    assert titles(reader, address) == ["The project Eggs was deleted"]
    page = reader.get(ALL)
    assert "deleted" in page.html.select_one(".rows").text
    assert page.html.select_one(f"a[href='{ONE}']") is None


def test_muted_mail_is_said(reader, db):
    follow(reader, "mail", "yank")
    form = reader.get("/manage/account/preferences/").forms["preferences"]
    form["mail.projects"].checked = False
    form.submit()
    assert "get no mail about projects" in reader.get(ALL).text


@pytest.fixture
def spam(db, carol, registry):
    """A project that requires eggs, which carol follows."""
    project = make_project(db, "spam")
    release = make_release(db, project, "1.0")
    kind = DependencyKind.REQUIRES_DIST
    release.dependencies.append(Dependency(kind=kind, specifier="eggs>=2"))
    RequirementService(db).refresh(project.id)
    values = {"project_id": project.id, "project_name": "spam", "user_id": carol.id}
    db.add(Subscription(**values, kinds=["requirement"], how=How.AT_ONCE))
    db.commit()


@pytest.mark.parametrize(
    ("path", "values"),
    [
        (f"{RELEASE}yank/", {"confirm_yank_version": "2.0"}),
        (f"{RELEASE}delete/", {"confirm_delete_version": "2.0"}),
        ("/manage/project/eggs/delete_project/", {"confirm_project_name": "Eggs"}),
        (
            "/manage/project/eggs/releases/change/?specifier=2",
            {"confirm_project_name": "Eggs"},
        ),
    ],
)
def test_followers_learn_that_nothing_meets_a_requirement(owner, db, spam, path, values):
    act(owner, path, **values).follow()
    written = select(EmailMessage).where(EmailMessage.kind == "project-news")
    (mail,) = db.scalars(written)
    assert mail.recipient.startswith("carol")
    assert "Nothing meets what spam requires: eggs>=2" in mail.body


def test_followers_hear_nothing_while_something_meets_it(owner, db, spam):
    release = "/manage/project/eggs/release/1.0/delete/"
    act(owner, release, confirm_delete_version="1.0").follow()
    assert db.scalars(select(News).where(News.kind == "requirement")).all() == []
