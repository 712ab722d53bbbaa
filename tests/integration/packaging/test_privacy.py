"""A session sees as much of private projects as its reader may."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from tests.factories.accounts import make_user
from tests.factories.organizations import give_team, make_organization
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.db import SEEING_ALL
from warehouse.namespaces.queries import holder_of
from warehouse.packaging import queries
from warehouse.packaging.errors import AlreadyReader, PrivacyUnchanged, TeamElsewhere
from warehouse.packaging.models import JournalEntry, Project, Release, RowCount
from warehouse.packaging.privacy.sight import see_all, see_publicly
from warehouse.packaging.services import PrivacyService
from warehouse.packaging.services.counting import CountingService
from warehouse.security import SYSTEM


@pytest.fixture
def hidden(db):
    """A private project with a release and a file, beside a public one."""
    project = make_project(db, "hidden", is_private=True)
    make_file(db, make_release(db, project, "1.0"), "hidden-1.0.tar.gz")
    make_release(db, make_project(db, "open"), "1.0")
    return project


@pytest.fixture
def privacy(db):
    return PrivacyService(db, lambda signal: None)


def names(db, statement):
    return sorted(each.name for each in db.scalars(statement))


def test_every_select_of_a_session_obeys(db, hidden):
    key = hidden.id
    db.expunge_all()
    see_publicly(db)
    assert names(db, select(Project)) == ["open"]
    other = aliased(Project, name="other")
    assert names(db, select(other)) == ["open"]
    assert db.scalars(select(Project.name)).all() == ["open"]
    joined = select(Release).join(Release.project)
    assert len(db.scalars(joined).all()) == 1
    assert db.get(Project, key) is None
    assert db.scalars(select(JournalEntry.name)).all() == ["open"]
    inside = select(Release.version).where(Release.project_id.in_(select(Project.id)))
    assert len(db.scalars(inside).all()) == 1
    found = db.scalars(select(Release).options(joinedload(Release.project))).all()
    assert sorted(str(each.project and each.project.name) for each in found) == [
        "None",
        "open",
    ]
    db.expunge_all()
    lazily = db.scalars(select(Release)).all()
    assert sum(each.project is None for each in lazily) == 1


def test_statements_and_sessions_may_see_all(db, hidden):
    see_publicly(db)
    everything = select(Project).execution_options(**SEEING_ALL)
    assert names(db, everything) == ["hidden", "open"]
    see_all(db)
    assert names(db, select(Project)) == ["hidden", "open"]
    db.refresh(hidden)


def test_a_row_that_is_there_may_be_read_again(db, hidden):
    see_publicly(db)
    db.refresh(hidden)
    assert hidden.name == "hidden"


def test_numbers_are_of_what_is_public(db, hidden):
    assert queries.counts(db)["projects"] == 1
    assert queries.counts(db)["releases"] == 1
    assert queries.counts(db)["release_files"] == 0
    service = CountingService(db)
    service.count_rows()
    service.count_months()
    stored = db.scalars(select(RowCount).where(RowCount.table_name == "projects")).one()
    assert stored.count == 1
    [month] = queries.monthly_counts(db, limit=1)
    assert (month.projects, month.releases) == (1, 1)
    assert list(queries.serials(db)) == ["open"]
    assert [row.name for row in queries.all_projects(db)] == ["open"]


def test_privacy_is_changed_once(db, hidden, privacy):
    with pytest.raises(PrivacyUnchanged):
        privacy.make_private(hidden, actor=SYSTEM)
    privacy.make_public(hidden, actor=SYSTEM)
    with pytest.raises(PrivacyUnchanged):
        privacy.make_public(hidden, actor=SYSTEM)


def test_readers_are_people_and_teams_of_the_organization(db, hidden, privacy):
    reader, member = make_user(db, "reader"), make_user(db, "member")
    acme = make_organization(db, "acme", owner=member, projects=(hidden,))
    other = make_organization(db, "other", owner=member)
    team = give_team(db, acme, member, "team")
    with pytest.raises(TeamElsewhere):
        privacy.let_in(hidden, give_team(db, other, member, "others"), actor=SYSTEM)
    for each in (reader, team):
        privacy.let_in(hidden, each, actor=SYSTEM)
        with pytest.raises(AlreadyReader):
            privacy.let_in(hidden, each, actor=SYSTEM)
    names_in = {each.name for each in queries.readers_of(db, hidden)}
    assert names_in == {"reader", "team"}
    assert set(queries.reader_ids(db, hidden.id)) == {reader.id, member.id}
    readable = set(db.scalars(queries.select_readers_of(hidden.id)))
    assert readable == {reader.id, member.id}
    stranger = make_user(db)
    assert db.scalars(queries.select_secrets(stranger.id)).all() == [hidden.id]
    assert db.scalars(queries.select_secrets(reader.id)).all() == []
    for row in queries.readers_of(db, hidden):
        assert queries.reader_with_id(db, hidden, row.id) is row
        privacy.shut_out(hidden, row, actor=SYSTEM)
    assert queries.readers_of(db, hidden) == []
    assert queries.is_project_private(db, hidden.id)
    assert holder_of(db, "hidden") is None
