"""The first page about a project says how it is and what its owners should look at."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.accounts import make_user
from tests.factories.organizations import give_team, make_organization
from tests.factories.packaging import make_project, make_provenance
from tests.factories.webhooks import make_webhook
from tests.functional.login.factors import give_totp
from warehouse.downloads.models import DownloadDay, Facet
from warehouse.organizations.models import OrganizationRole
from warehouse.packaging.models import InvitationStatus, Role, RoleInvitation
from warehouse.webhooks.models import Webhook, WebhookState

PAGE = "/manage/project/eggs/"


def notices(page, name):
    """The sentences of one of the two lists, and where each leads."""
    found = page.html.find(attrs={"aria-labelledby": name})
    items = [] if found is None else found.find_all("li")
    return {each.text.split(".")[0]: each.a["href"] for each in items}


def test_a_project_that_is_well_has_nothing_to_look_at(owner, eggs, db, grace, bob):
    ada = make_user(db, "ada")
    db.add(Role(project=eggs, user=ada, role_name="Owner"))
    for user in (grace, bob, ada):
        give_totp(db, user)
    db.add(
        DownloadDay(
            project_id=eggs.id,
            facet=Facet.AUDIENCE,
            day=datetime.now(UTC).date() - timedelta(days=29),
            value="installers",
            count=1234,
        )
    )
    db.commit()
    page = owner.get(PAGE)
    assert (notices(page, "attention"), notices(page, "waiting")) == ({}, {})
    assert "1,234 downloads in 30 days" in owner.get("/manage/projects/").text
    assert "The newest release is 2.0" in page.html.find("h1").find_next("p").text
    figures = page.html.find("ul", class_="figures").text.split()
    assert figures[0].replace(",", "") == "1234"
    assert page.html.find("figure", class_="chart") is not None


def test_all_that_needs_attention_is_named_and_leads_on(owner, client, eggs, db, grace):
    [first] = [each for each in eggs.releases if each.version == "1.0"]
    make_provenance(db, first.files[0])
    client.token(grace, description="endless")
    webhook = db.get(Webhook, make_webhook(db, eggs, "x").webhook_id)
    webhook.state = WebhookState.FAILED
    for status in (InvitationStatus.PENDING, InvitationStatus.EXPIRED):
        guest = make_user(db, status.value)
        facts = {"role_name": "Owner", "invite_status": status, "token": status.value}
        db.add(RoleInvitation(project=eggs, user=guest, **facts))
    db.commit()
    page = owner.get(PAGE)
    assert notices(page, "attention") == {
        "There is one owner, without whom nobody can manage the project": (
            f"{PAGE}collaboration/invite/"
        ),
        "2 people who work on it have no second factor": f"{PAGE}collaboration/",
        "1 token that can publish never ends": f"{PAGE}credentials/",
        "2": f"{PAGE}settings/publishing/",
        "1 webhook failed for days and is switched off": f"{PAGE}webhooks/",
    }
    assert notices(page, "waiting") == {
        "1 invitation is not answered yet": f"{PAGE}collaboration/",
        "1 invitation has expired": f"{PAGE}collaboration/",
    }
    for path in {each["href"] for each in page.html.find("main").find_all("a")}:
        if path.startswith("/"):
            owner.get(path, status=200)


def test_an_overview_takes_few_statements_however_large_the_project_is(
    owner, eggs, db, statements
):
    def cost():
        statements.clear()
        owner.get(PAGE, status=200)
        return len(statements)

    cost()
    small = cost()
    for number in range(5):
        guest = make_user(db, f"guest{number}")
        facts = {"role_name": "Owner", "token": str(number)}
        db.add(RoleInvitation(project=eggs, user=guest, **facts))
        make_webhook(db, eggs, "x")
    db.commit()
    assert cost() == small <= 15


def test_an_overview_counts_people_of_teams_and_of_organizations(owner, eggs, db, grace):
    acme = make_organization(db, "acme", owner=make_user(db, "boss"), projects=(eggs,))
    tina = make_user(db, "tina")
    db.add(OrganizationRole(organization=acme, user=tina, role_name="Member"))
    give_team(db, acme, tina, "crew", projects=(eggs,))
    attention = notices(owner.get(PAGE), "attention")
    assert "4 people who work on it have no second factor" in attention


@pytest.mark.parametrize("asker", ["maintainer", "browser"])
def test_only_owners_see_an_overview(request, eggs, db, asker):
    made = request.getfixturevalue(asker)
    visitor = made if asker == "maintainer" else made(make_user(db, "stranger"))
    visitor.get(PAGE, status=403)


def test_a_project_without_a_release_says_how_it_gets_one(browser, db, grace):
    make_project(db, "empty", owner=grace)
    page = browser(grace).get("/manage/project/empty/")
    assert "the first upload makes one" in page.text
