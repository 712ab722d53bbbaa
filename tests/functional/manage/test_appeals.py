"""Owners read what staff did and why, appeal, and are answered."""

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from tests.functional.admin.acting import REASON, act
from warehouse.admin.views.actions import ACTIONS
from warehouse.appeals.models import Appeal
from warehouse.email.models import EmailMessage
from warehouse.events.models import StaffAction
from warehouse.manage import project_words
from warehouse.packaging.models import Project, Role
from warehouse.signals import Signal

EGGS = "/admin/projects/eggs/"
HISTORY = "/manage/project/eggs/history/"
WHY = "It takes keys <b>from</b> the environment."
TEXT = "It reads a file that its tests made."


@pytest.fixture
def world(client, browser, db):
    """An administrator's and an owner's browser, and the owner's project."""
    client.sign_in(make_user(db, "root", is_superuser=True))
    owner, mate = make_user(db, "ada"), make_user(db, "mate")
    project = make_project(db, "eggs", owner=owner)
    db.add(Role(project=project, user=mate, role_name="Maintainer"))
    db.commit()
    release = make_release(db, project, "1.0")
    make_file(db, release, "eggs-1.0.tar.gz")
    return SimpleNamespace(
        admin=client, ada=browser(owner), owner=owner, mate=mate, project=project
    )


def quarantine_release(world):
    act(
        *(world.admin, f"{EGGS}release/1.0/quarantine/"),
        notice=WHY,
        cause="malware",
    ).follow()


def mails(db):
    return db.scalars(select(EmailMessage).order_by(EmailMessage.created)).all()


def link_in(mail):
    return re.search(r"http://[^/]+(/account/appeal/\?token=\S+)", mail.body)[1]


def appeal(browser, path, text=TEXT):
    form = browser.get(path).forms["appeal"]
    form["text"] = text
    return form.submit()


def every(kind):
    for each in kind.__subclasses__():
        yield each
        yield from every(each)


def test_every_event_of_projects_and_every_action_has_words(registry):
    begins = ("project:", "file:", "admin:project:")
    tags = {each.tag for each in every(Signal) if each.tag and each.tag.startswith(begins)}
    assert "project:release:add" in tags
    assert tags - set(project_words.WORDS) == set()
    told = {name for name, (kind, _) in ACTIONS.items() if kind.tells_owners}
    assert "project.quarantine" in told
    assert told - set(project_words.ACTIONS) == set()


def test_owners_read_what_staff_did_and_chose_to_say(world):
    quarantine_release(world)
    page = world.ada.get(HISTORY)
    [item] = [each for each in page.html.select(".cards__item") if "Appeal" in each.text]
    said = " ".join(item.text.split())
    assert "A release was put into quarantine: 1.0" in said
    assert WHY in said
    assert "malware" in said
    assert "by the administrators" in said
    assert REASON not in page.text
    assert "root" not in page.html.main.text


def test_an_action_and_its_event_are_one_row(world):
    quarantine_release(world)
    act(world.admin, f"{EGGS}release/1.0/remove_from_quarantine/").follow()
    rows = world.ada.get(HISTORY).html.select(".cards__item")
    texts = [" ".join(each.text.split()) for each in rows]
    assert [each.split(":")[0] for each in texts if "quarantine" in each] == [
        "A release left quarantine",
        "A release was put into quarantine",
    ]
    assert "Appeal" not in texts[0]


def test_an_observation_of_staff_is_not_shown(world):
    act(
        *(world.admin, f"{EGGS}add_project_observation/"),
        summary="They seem to be bots.",
    ).follow()
    assert "bots" not in world.ada.get(HISTORY).text


def test_the_history_has_25_rows_a_page(world, db):
    for _ in range(26):
        act(world.admin, f"{EGGS}archive/").follow()
        act(world.admin, f"{EGGS}unarchive/").follow()
    page = world.ada.get(HISTORY).click("Older")
    assert len(page.html.select(".cards__item")) == 25
    for number, status in {"9": 404, "0": 404, "x": 400, "٣": 400}.items():
        world.ada.get(HISTORY, params={"page": number}, status=status)


def test_names_are_found_in_any_spelling(world):
    assert "eggs" in world.ada.get("/manage/project/EGGS/").text
    world.ada.get("/manage/project/nothing/", status=404)


def test_maintainers_and_strangers_see_no_history(world, browser, db):
    for user in (world.mate, make_user(db, "eve")):
        browser(user).get(HISTORY, status=403)
    assert browser().get(HISTORY).status_code == 303


def test_an_appeal_is_a_conversation_until_it_is_decided(world, db):
    quarantine_release(world)
    path = world.ada.get(HISTORY).click("Appeal").request.path
    appeal(world.ada, path).follow()
    queue = world.admin.get("/admin/appeals/", params={"q": "is:open"})
    page = queue.click("eggs 1.0")
    assert TEXT in page.text
    act(world.admin, f"{page.request.path}answer/", text="Which file?").follow()
    assert "Which file?" in world.ada.get(path).text
    appeal(world.ada, path, "tests/keys.txt, which is empty.").follow()
    done = act(world.admin, f"{page.request.path}accept/", text="You are right.")
    assert done.location.endswith("/release/1.0/remove_from_quarantine/")
    page = world.ada.get(path)
    assert "You are right." in page.text
    assert "appeal accepted" in page.text
    assert "root" not in page.html.main.text
    [found] = db.scalars(select(Appeal))
    assert (found.status.value, found.opened_by) == ("accepted", "ada")
    actions = [each.action for each in db.scalars(select(StaffAction))]
    assert actions == ["release.quarantine", "appeal.answer", "appeal.accept"]


def test_a_decided_appeal_is_not_decided_again(world, db):
    quarantine_release(world)
    appeal(world.ada, world.ada.get(HISTORY).click("Appeal").request.path)
    [found] = db.scalars(select(Appeal))
    path = f"/admin/appeals/{found.id}/"
    asked = world.admin.get(f"{path}decline/").forms["action"]
    act(world.admin, f"{path}decline/", text="No.").follow()
    asked["reason"], asked["text"] = "again", "No, again."
    assert "was declined already" in asked.submit().text
    assert "Answer" not in world.admin.get(path).text


def test_an_appeal_leads_to_what_undoes_just_what_it_is_about(world, db):
    quarantine_release(world)
    path = world.ada.get(HISTORY).click("Appeal").request.path
    appeal(world.ada, path)
    act(world.admin, f"{EGGS}quarantine/").follow()
    [found] = db.scalars(select(Appeal))
    page = world.admin.get(f"/admin/appeals/{found.id}/")
    undo = page.html.find("a", string="Clear the quarantine")["href"]
    assert undo.endswith("/release/1.0/remove_from_quarantine/")
    act(world.admin, undo).follow()
    page = world.admin.get(f"/admin/appeals/{found.id}/")
    assert page.html.find("a", string="Clear the quarantine") is None


def test_frozen_owners_appeal_by_the_link_in_the_mail(world, browser, db):
    act(world.admin, f"{EGGS}quarantine/", notice=WHY).follow()
    [mail] = mails(db)
    assert mail.recipient == "ada@example.com"
    assert WHY in mail.body
    assert "suspended" in mail.body
    assert world.ada.get(HISTORY).status_code == 303
    stranger = browser()
    page = appeal(stranger, link_in(mail)).follow()
    assert TEXT in page.text
    [found] = db.scalars(select(Appeal))
    act(world.admin, f"/admin/appeals/{found.id}/answer/", text="We look.").follow()
    assert "We look." in mails(db)[-1].body
    assert "We look." in stranger.get(link_in(mails(db)[-1])).text
    broken = stranger.get("/account/appeal/?token=x")
    assert broken.location.endswith("/account/login/")


def test_nothing_is_sent_where_nothing_was_written_for_owners(world, db):
    act(world.admin, f"{EGGS}archive/").follow()
    assert mails(db) == []


def test_former_owners_of_a_project_that_is_gone_read_why_and_appeal(world, db):
    act(
        *(world.admin, f"{EGGS}delete/"),
        confirm_project_name="eggs",
        notice=WHY,
    ).follow()
    assert db.scalars(select(Project)).all() == []
    page = world.ada.get("/manage/decisions/")
    assert WHY in page.html.main.text
    appeal(world.ada, page.click("Appeal").request.path).follow()
    assert "waits for the administrators" in world.ada.get("/manage/decisions/").text
    assert "removed" in mails(db)[0].subject
    [found] = db.scalars(select(Appeal))
    path = f"/admin/appeals/{found.id}/accept/"
    restoring = act(world.admin, path, text="You are right.").location
    act(world.admin, restoring).follow()
    page = world.ada.get(HISTORY)
    assert "The project was removed" in page.text
    assert "Something that was deleted was restored" in page.text
    assert "root" not in page.html.main.text


def test_former_owners_of_a_project_that_is_there_read_nothing(world, db):
    quarantine_release(world)
    path = world.ada.get(HISTORY).click("Appeal").request.path
    link = link_in(mails(db)[0])
    [role] = [each for each in world.project.roles if each.role_name == "Owner"]
    act(world.admin, f"{EGGS}delete_role/{role.id}/", username="ada").follow()
    world.ada.get(HISTORY, status=403)
    world.ada.get(path, status=404)
    assert world.ada.get(link).status_code == 303
    assert "eggs" not in world.ada.get("/manage/decisions/").html.main.text


def test_appeals_are_limited_in_number(world, db):
    quarantine_release(world)
    path = world.ada.get(HISTORY).click("Appeal").request.path
    for _ in range(2):
        appeal(world.ada, path)
        db.expire_all()
        [going] = [each for each in db.scalars(select(Appeal)) if each.is_going]
        act(world.admin, f"/admin/appeals/{going.id}/decline/", text="No.").follow()
    page = world.ada.get(path)
    assert "2 appeals" in page.text
    assert "appeal" not in page.forms


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write what the administrators should know."),
        ("short", "Write 10 to 4000 characters."),
        ("x" * 4001, "Write 10 to 4000 characters."),
        ("It was not\x00 malware.", "Control characters are not allowed."),
    ],
)
def test_texts_that_are_none_are_refused_and_kept(world, text, said):
    quarantine_release(world)
    path = world.ada.get(HISTORY).click("Appeal").request.path
    page = appeal(world.ada, path, text)
    assert said in page.text
    assert page.forms["appeal"]["text"].value == text.replace("\x00", "\ufffd") or text


def test_too_many_messages_are_refused(world, db):
    quarantine_release(world)
    path = world.ada.get(HISTORY).click("Appeal").request.path
    for _ in range(10):
        appeal(world.ada, path)
    form = world.ada.get(path).forms["appeal"]
    form["text"] = TEXT
    assert form.submit(status=429).headers["Retry-After"]


def test_the_form_shows_what_owners_will_read(world):
    form = world.admin.get(f"{EGGS}quarantine/").forms["action"]
    form["notice"] = WHY
    page = form.submit("preview")
    assert page.html.select_one(".notice").text == WHY
    assert page.forms["action"]["notice"].value == WHY


def test_hostile_texts_are_shown_and_do_nothing(world, db):
    hostile = "<script>alert(1)</script> \u202edesrever {{ 7 * 7 }} =HYPERLINK()"
    act(world.admin, f"{EGGS}archive/", notice=hostile).follow()
    page = world.ada.get(HISTORY)
    path = page.click("Appeal").request.path
    appeal(world.ada, path, hostile)
    [found] = db.scalars(select(Appeal))
    for browser, shown in (
        (world.ada, HISTORY),
        (world.ada, path),
        (world.admin, f"/admin/appeals/{found.id}/"),
    ):
        html = browser.get(shown).html
        assert html.find("script", string=re.compile("alert")) is None
        [told, *_] = html.find_all(string=re.compile("desrever"))
        assert "{{ 7 * 7 }}" in told
