"""Owners add webhooks, see what was sent, and send it again."""

import base64
import json
import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project, make_release
from tests.fixtures.client import Client
from warehouse.http import offline
from warehouse.manage import organization_words, project_words
from warehouse.organizations.models import OrganizationRoleName
from warehouse.organizations.queries import role_in
from warehouse.organizations.services import (
    MemberService,
    OrganizationStaffService,
    TeamService,
)
from warehouse.packaging.models import Role
from warehouse.security import SYSTEM
from warehouse.security.webhooks import WebhookSecrets
from warehouse.signals import Signal
from warehouse.webhooks import signals
from warehouse.webhooks.models import Webhook, WebhookDelivery, WebhookState

PLACE = "/manage/project/eggs/webhooks/"


@pytest.fixture
def project(db):
    """A project with an owner and a maintainer."""
    made = make_project(db, "eggs", owner=make_user(db, "ada"))
    db.add(Role(project=made, user=make_user(db, "bob"), role_name="Maintainer"))
    db.commit()
    return made


@pytest.fixture
def ada(client, project):
    """The browser of its owner."""
    client.sign_in(project.roles[0].user)
    return client


def add(browser, url, *events):
    form = browser.get(f"{PLACE}new/").forms["add-webhook"]
    form["url"] = url
    for name in filter(lambda name: name and name.startswith("event."), form.fields):
        form[name].checked = name.removeprefix("event.") in events
    return form.submit()


def press(page, name, expect=303):
    page = page.forms[name].submit("action", status=expect)
    return page.follow() if expect == 303 else page


def secret_of(page):
    return page.html.find(id="secret").text


def test_a_webhook_is_added_tried_and_deleted(ada, inbox, db):
    assert "There are no webhooks yet." in ada.get(PLACE)
    shown = add(ada, f"http://hooks.example:{inbox.port}/in", "release.yanked")
    secret = secret_of(shown)
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    page = shown.click("See the webhook")
    assert secret not in page
    page = press(page, "test")
    (call,) = inbox.calls
    WebhookSecrets([secret]).verify(
        {name.title(): value for name, value in call.headers.items()}, call.body
    )
    assert "204 No Content" in press(page, "off")
    assert "switched off" in ada.get(PLACE)
    page = press(press(ada.get(PLACE).click("hooks.example"), "on"), "delete")
    assert "The webhook was deleted." in page
    assert db.scalars(select(Webhook.id)).all() == []
    assert "A webhook was added: hooks.example" in ada.get(
        "/manage/project/eggs/history/"
    ).text.replace('<span translate="no">', "")


def test_a_secret_is_replaced_and_both_sign(ada, inbox):
    shown = add(ada, f"http://hooks.example:{inbox.port}/in", "release.yanked")
    first = secret_of(shown)
    page = press(shown.click("See the webhook"), "rotate", expect=200)
    second = secret_of(page)
    page = page.click("See the webhook")
    assert "A former secret signs until" in page
    press(page, "test")
    headers = {name.title(): value for name, value in inbox.calls[0].headers.items()}
    for secret in {first, second}:
        WebhookSecrets([secret]).verify(headers, inbox.calls[0].body)
    assert first != second


@pytest.mark.parametrize(
    ("url", "events", "said"),
    [
        ("http://169.254.169.254:{port}/", ["file.uploaded"], "is not a public address"),
        ("http://u:p@hooks.example/", ["file.uploaded"], "username and password"),
        ("http://hooks.example:22/", ["file.uploaded"], "Port 22 is not allowed"),
        ("", ["file.uploaded"], "Enter an address."),
        ("http://hooks.example/", [], "Choose at least one event."),
    ],
)
def test_webhooks_that_make_no_sense_are_refused(ada, inbox, db, url, events, said):
    page = add(ada, url.format(port=inbox.port), *events)
    assert said in page.html.find(class_="form__error").text
    assert db.scalars(select(Webhook.id)).all() == []


def test_a_webhook_is_changed(ada, inbox, db, add_webhook, project):
    webhook = add_webhook(project)
    place = f"{PLACE}{webhook.id}/"
    form = ada.get(place).forms["change"]
    form["url"] = f"http://other.example:{inbox.port}/"
    form.submit("action").follow()
    db.expire_all()
    assert webhook.url == f"http://other.example:{inbox.port}/"
    for bad, said in {"http://x:1/": "Port 1 is", "": "Enter an address."}.items():
        form["url"] = bad
        assert said in form.submit("action", status=200)
    ada.post(place, {"csrf_token": form["csrf_token"].value, "action": "x"}, status=400)


def test_the_log_shows_requests_and_answers(ada, inbox, db, add_webhook, project):
    webhook = add_webhook(project)
    page = ada.get(f"{PLACE}{webhook.id}/")
    log = page.click("What was sent")
    assert "Nothing was sent yet." in log
    inbox.answer = b"HTTP/1.1 200 OK\r\n\r\n<script>alert(1)</script>"
    press(page, "test")
    one = page.click("What was sent").click("webhook.test")
    assert "&lt;script&gt;alert(1)" in one.text
    assert "webhook-signature: v1," in one
    again = one.forms["send-again"].submit().follow()
    assert "It is sent again." in again
    ids = {each.headers["webhook-id"] for each in inbox.calls}
    assert (len(inbox.calls), len(ids)) == (2, 1)
    press(again, "off")
    csrf = again.forms["test"]["csrf_token"].value
    said = ada.post(one.request.path, {"csrf_token": csrf}).follow()
    assert "Switch the webhook on first." in said
    assert "Switch the webhook on first." in press(again, "test")


def test_the_log_has_pages(ada, inbox, db, add_webhook, project):
    webhook = add_webhook(project, state=WebhookState.OFF)
    for number in range(26):
        db.add(
            WebhookDelivery(
                webhook_id=webhook.id, message_id=f"msg_{number}", event="x", body="{}"
            )
        )
    db.commit()
    log = ada.get(f"{PLACE}{webhook.id}/log/")
    older = log.click("Older")
    assert len(older.html.find_all(class_="cards__item")) == 1
    assert "Nobody has tried to send it yet." in older.click(re.compile("^x"))
    assert len(older.click("Newer").html.find_all(class_="cards__item")) == 25


def test_a_project_has_ten_webhooks_at_most(ada, inbox, add_webhook, project):
    for _each in range(10):
        add_webhook(project)
    page = add(ada, f"http://hooks.example:{inbox.port}/in", "file.yanked")
    assert "There are at most 10 webhooks." in page


def test_owners_alone_reach_them(ada, inbox, db, add_webhook, project, registry):
    key = add_webhook(project).id
    bob = Client(ada.app, registry)
    bob.sign_in(project.roles[1].user)
    for place in (PLACE, f"{PLACE}new/", f"{PLACE}{key}/", f"{PLACE}{key}/log/"):
        assert bob.get(place, status=403)


def test_a_webhook_of_another_project_is_not_found(ada, inbox, db, add_webhook, project):
    others = add_webhook(make_project(db, "spam", owner=make_user(db, "eve")))
    own = add_webhook(project)
    delivery = WebhookDelivery(
        webhook_id=others.id, message_id="msg_1", event="x", body="{}"
    )
    db.add(delivery)
    db.commit()
    ada.get(PLACE)
    for part in (f"{others.id}/", f"{others.id}/log/", f"{uuid4()}/", "nonsense/"):
        assert ada.get(f"{PLACE}{part}", status=404)
    for position in (delivery.position, "x", "9" * 30):
        assert ada.get(f"{PLACE}{own.id}/log/{position}/", status=404)
    csrf = ada.get(f"{PLACE}new/").forms["add-webhook"]["csrf_token"].value
    for action in ("rotate", "delete", "change", "test", "on", "off"):
        form = {"csrf_token": csrf, "action": action}
        ada.post(f"{PLACE}{others.id}/", form, status=404)
    assert db.scalars(select(Webhook.id)).all() != []


def test_every_event_of_a_webhook_has_words():
    kinds = [each for each in vars(signals).values() if isinstance(each, type)]
    tags = {each.tag for each in kinds if issubclass(each, Signal) and each.tag}
    assert tags <= {*project_words.WORDS, *organization_words.WORDS}


def test_webhooks_of_an_organization_are_told_of_its_projects(client, inbox, db):
    boss = make_user(db, "boss")
    eggs, spam = (make_project(db, name, owner=boss) for name in ("eggs", "spam"))
    make_release(db, eggs, "1.0")
    make_release(db, spam, "1.0")
    acme = make_organization(db, "acme", owner=boss, projects=(eggs,))
    client.sign_in(boss)
    place = "/manage/organization/acme/webhooks/"
    form = client.get(f"{place}new/").forms["add-webhook"]
    form["url"] = f"http://hooks.example:{inbox.port}/in"
    form["event.release.yanked"].checked = True
    assert secret_of(form.submit()).startswith("whsec_")
    for name in ("eggs", "spam"):
        yanking = client.get(f"/manage/project/{name}/release/1.0/yank/").forms["action"]
        yanking["confirm_yank_version"] = "1.0"
        yanking.submit(status=303)
    [said] = db.scalars(select(WebhookDelivery.body))
    assert '"normalized_name":"eggs"' in said
    page = client.get(place).click("http://hooks.example")
    press(page, "delete")
    assert db.scalar(select(Webhook.id).where(Webhook.organization_id == acme.id)) is None


def test_webhooks_of_an_organization_are_told_of_its_people(client, inbox, db, registry):
    boss, bob = make_user(db, "boss"), make_user(db, "bob")
    acme = make_organization(db, "acme", owner=boss)
    client.sign_in(boss)
    form = client.get("/manage/organization/acme/webhooks/new/").forms["add-webhook"]
    form["url"] = f"http://hooks.example:{inbox.port}/in"
    for event in ("member.joined", "member.left", "team.created", "team.joined"):
        form[f"event.{event}"].checked = True
    assert secret_of(form.submit()).startswith("whsec_")
    with offline(registry) as request:
        group, user = request.db.merge(acme), request.db.merge(bob)
        staff = request.service(OrganizationStaffService)
        teams = request.service(TeamService)
        staff.add_role(group, user, OrganizationRoleName.MEMBER, actor=SYSTEM)
        teams.add_member(teams.create(group, "Crew", actor=SYSTEM), "bob", actor=SYSTEM)
        role = role_in(request.db, group.id, user.id)
        request.service(MemberService).withdraw(role, actor=SYSTEM)
    told = db.scalars(select(WebhookDelivery).order_by(WebhookDelivery.position)).all()
    assert [each.event for each in told] == [
        *("member.joined", "team.created", "team.joined", "member.left")
    ]
    member = {"member": {"user": "bob", "role": "Member"}}
    assert json.loads(told[0].body)["data"] == {
        "serial": None,
        "organization": {"name": "acme"},
        **member,
    }


def test_a_project_has_no_webhooks_about_people(ada, inbox, db, project):
    asked = {"url": f"http://hooks.example:{inbox.port}/in", "event.team.left": "yes"}
    form = ada.get(f"{PLACE}new/").forms["add-webhook"]
    page = ada.post(f"{PLACE}new/", {**asked, "csrf_token": form["csrf_token"].value})
    assert "Choose at least one event." in page
    assert db.scalar(select(Webhook.id)) is None
