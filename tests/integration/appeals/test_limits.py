"""Appeals are limited, and are of those whom an action concerns."""

from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from tests.factories.accounts import make_user
from tests.factories.appeals import make_appeal, make_decision
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from warehouse.accounts.errors import LinkInvalid
from warehouse.appeals import queries
from warehouse.appeals.errors import (
    AppealDecided,
    AppealsSpent,
    NotAppealable,
    TooManyAppeals,
    TooManyMessages,
)
from warehouse.appeals.models import Appeal, AppealStatus
from warehouse.appeals.services import AppealService
from warehouse.http import offline
from warehouse.rate_limiting import RateLimiter
from warehouse.security import SYSTEM, LinkSigner

TEXT = "It was no malware."


@pytest.fixture
def ada(db):
    return make_user(db, "ada")


@pytest.fixture
def decision(db, ada):
    return make_decision(db, make_project(db, "eggs", owner=ada), ada)


@pytest.fixture
def appeals(registry, db, ada):
    """The service, where nobody writes too fast."""
    with offline(registry) as request:
        service = AppealService(
            db,
            request.announce,
            links=registry[LinkSigner],
            limiter=request.service(RateLimiter),
            limit="1000 per hour",
        )
        yield SimpleNamespace(
            write=lambda action: service.write(action, TEXT, user=ada), service=service
        )


def test_a_person_has_ten_undecided_appeals_at_most(db, appeals, ada, decision):
    for number in range(10):
        project = make_project(db, f"eggs{number}", owner=ada)
        make_appeal(db, make_decision(db, project, ada), ada)
    with pytest.raises(TooManyAppeals):
        appeals.write(decision)


def test_owners_write_twenty_messages_at_most(appeals, decision):
    found = {appeals.write(decision).id for _ in range(20)}
    assert len(found) == 1
    with pytest.raises(TooManyMessages):
        appeals.write(decision)


def test_an_answer_makes_room_for_nothing_once_it_is_decided(db, appeals, decision):
    found = appeals.write(decision)
    appeals.service.answer(found, TEXT, status=AppealStatus.DECLINED, actor=SYSTEM)
    with pytest.raises(AppealDecided):
        appeals.service.answer(found, TEXT, actor=SYSTEM)
    another = appeals.write(decision)
    assert another.id != found.id
    appeals.service.answer(another, TEXT, status=AppealStatus.DECLINED, actor=SYSTEM)
    with pytest.raises(AppealsSpent):
        appeals.write(decision)


def test_an_appeal_that_is_decided_meanwhile_is_not_opened_again(db, appeals, decision):
    found = appeals.write(decision)
    db.commit()
    assert found.is_going
    with Session(db.get_bind()) as staff:
        staff.get_one(Appeal, found.id).status = AppealStatus.DECLINED
        staff.commit()
    assert appeals.write(decision).id != found.id
    db.refresh(found)
    assert found.status == AppealStatus.DECLINED


@pytest.mark.parametrize("columns", [{"can_be_appealed": False}, {"project_id": None}])
def test_nobody_appeals_against_what_owners_are_not_told(db, appeals, ada, columns):
    project = make_project(db, "spam", owner=ada)
    with pytest.raises(NotAppealable):
        appeals.write(make_decision(db, project, ada, **columns))


def test_owners_by_an_organization_are_concerned(db, ada, appeals):
    project = make_project(db, "spam")
    make_organization(db, "acme", owner=ada, projects=(project,))
    decision = make_decision(db, project, make_user(db, "former"))
    assert queries.concerned_ids(db, decision) == [ada.id]
    assert list(queries.decisions_about(db, ada, limit=5)) == [decision]


def test_a_link_ends_when_its_reader_is_no_owner_any_more(db, appeals, ada, decision):
    link = appeals.service.link_for(decision, ada)
    assert appeals.service.read_link(link) == (decision, ada)
    stranger = appeals.service.link_for(decision, make_user(db, "eve"))
    with pytest.raises(LinkInvalid):
        appeals.service.read_link(stranger)
