"""Owners see which tokens reach their project, and ask for narrower ones."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from warehouse.email.models import EmailMessage
from warehouse.macaroons.caveats import TokenPermission
from warehouse.macaroons.models import Macaroon

PAGE = "/manage/project/eggs/credentials/"


@pytest.fixture
def mint(client, db):
    """Make a token of a user for some projects, or for all."""

    def mint(user, *projects, **options):
        db.commit()
        words = f"secret plan {len(projects)}{len(options)}"
        client.token(user, description=words, projects=projects, **options)

    return mint


def shown(page):
    return [
        (each.h2.a.text, each.select_one("p .badge").text)
        for each in page.html.select(".cards__item")
    ]


def test_every_token_that_reaches_the_project_is_shown(owner, db, mint, eggs, grace, bob):
    spam = make_project(db, "spam", owner=bob)
    mint(bob)
    mint(bob, spam)
    mint(bob, eggs, spam)
    mint(grace, eggs)
    mint(grace, lifetime=timedelta(seconds=-5))
    mint(grace, eggs, permission=TokenPermission.READ)
    mint(bob, eggs, permission=TokenPermission.MANAGE)
    mint(make_user(db, "stranger"))
    page = owner.get(PAGE)
    assert sorted(shown(page)) == [
        ("bob", "2 projects"),
        ("bob", "all projects"),
        ("bob", "this project only"),
        ("grace", "this project only"),
    ]
    assert "secret plan" not in page.text
    assert "spam" not in page.text


def test_the_owner_of_a_wide_token_is_asked_once_a_week(owner, db, mint, bob):
    mint(bob)
    page = owner.get(PAGE).forms["ask-1"].submit("token").follow()
    assert "bob is asked for a token that is narrower." in page.text
    page = page.forms["ask-1"].submit("token").follow()
    assert "bob was asked not long ago." in page.text
    (mail,) = db.scalars(select(EmailMessage))
    assert mail.recipient.startswith("bob")
    assert "selected_project=eggs" in mail.body


@pytest.mark.parametrize("whose", ["stranger", "grace"])
def test_only_collaborators_are_asked(owner, db, mint, bob, grace, whose):
    mint(bob)
    form = owner.get(PAGE).forms["ask-1"]
    mint(grace if whose == "grace" else make_user(db, whose))
    other = db.scalars(select(Macaroon).where(Macaroon.user_id != bob.id)).one()
    form.fields["token"][0].force_value(str(other.id))
    page = owner.post(PAGE, form.submit_fields("token")).follow()
    assert "There is no such token any more." in page.text
    assert db.scalars(select(EmailMessage)).all() == []


def test_maintainers_do_not_see_tokens_of_others(maintainer):
    maintainer.get(PAGE, status=403)
