"""The columns that triggers keep, seen through the models."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from warehouse.accounts.models import Email, ProhibitedUserName, User
from warehouse.db import migrate
from warehouse.organizations.models import Organization, OrganizationType
from warehouse.packaging import names, versions
from warehouse.packaging.models import (
    Description,
    File,
    Filename,
    JournalEntry,
    PackageType,
    ProhibitedProjectName,
    Project,
    Release,
)


@pytest.fixture
def db(fresh_database):
    migrate.upgrade(fresh_database)
    engine = create_engine(fresh_database)
    with Session(engine) as session:
        yield session
    engine.dispose()


def add(db, row):
    db.add(row)
    db.flush()
    db.expire(row)
    return row


def release_of(project, version="1.0", **values):
    return Release(
        project=project, version=version, description=Description(raw="words"), **values
    )


def file_of(release, filename="x-1.0.tar.gz", size=10, **values):
    return File(
        release=release,
        filename=filename,
        path=f"aa/{filename}",
        packagetype=PackageType.SDIST,
        python_version="source",
        md5_digest="0" * 32,
        sha256_digest="A" * 64,
        blake2_256_digest="b" * 64,
        size=size,
        **values,
    )


def test_projects_are_normalized(db):
    project = add(db, Project(name="Holly_._Grail"))
    assert project.normalized_name == "holly-grail"
    assert len(project.sitemap_bucket) == 2

    project.name = "Other"
    db.flush()
    assert project.normalized_name == "other"


@pytest.mark.parametrize("name", ["Holly_Grail", "a.-_b", "LlIi-Oo0", "zope.interface"])
def test_the_database_and_the_code_agree_on_names(db, name):
    assert db.scalar(select(func.normalize_pep426_name(name))) == names.normalize(name)
    assert db.scalar(select(func.ultranormalize_name(name))) == names.ultranormalize(name)


@pytest.mark.parametrize(
    "version", ["1.0", "1.0A1", "1.0+rc", "1.0.post1", "v1.0", "x-SNAPSHOT\n", "", "1_x"]
)
def test_the_database_and_the_code_agree_on_prereleases(db, version):
    found = db.scalar(select(func.pep440_is_prerelease(version)))
    assert found is versions.is_prerelease(version)


def test_similar_names_meet(db):
    add(db, Project(name="Foo-Lib"))
    alike = func.ultranormalize_name(Project.name) == func.ultranormalize_name("f0o.I1B")
    assert db.scalar(select(Project).where(alike)).name == "Foo-Lib"


def test_the_date_of_a_password_follows_the_password(db):
    user = add(
        db,
        User(username="Ann", password="!", password_date=datetime(2020, 1, 1, tzinfo=UTC)),
    )
    assert user.password_date.year == 2020
    user.is_active = True
    db.flush()
    db.expire(user)
    assert user.password_date.year == 2020
    user.password = "other"
    db.flush()
    assert user.password_date.year > 2020
    assert len(user.sitemap_bucket) == 2


def test_only_one_address_is_primary(db):
    user = add(db, User(username="ann", password="!"))
    user.emails = [Email(email="a@example.com", primary=True, verified=True)]
    db.flush()
    assert user.has_verified_primary_email
    user.emails.append(Email(email="b@example.com", primary=True))
    with pytest.raises(IntegrityError, match="one_primary"):
        db.flush()


def test_the_journal_sets_the_serial(db):
    project = add(db, Project(name="Foo"))
    first = add(db, JournalEntry(name="Foo", action="create"))
    assert project.last_serial == first.id
    second = add(db, JournalEntry(name="Foo", version="1", action="new release"))
    add(db, JournalEntry(name="foo", action="create"))
    db.expire(project)
    assert project.last_serial == second.id
    db.delete(second)
    db.flush()
    db.expire(project)
    assert project.last_serial == first.id
    db.delete(first)
    db.flush()
    db.expire(project)
    assert project.last_serial == 0


@pytest.mark.parametrize(
    ("version", "canonical", "is_prerelease"),
    [("1.0", "1", False), ("1.0rc1", "1rc1", True), ("1.0+abc", "1+abc", False),
     ("1.0.post1", "1.post1", False), ("x-SNAPSHOT", "x-SNAPSHOT", True)],
)  # fmt: skip
def test_versions_are_made_canonical(db, version, canonical, is_prerelease):
    release = add(db, release_of(Project(name="foo"), version))
    assert (release.canonical_version, release.is_prerelease) == (canonical, is_prerelease)


def test_requires_python_is_copied(db):
    release = add(db, release_of(Project(name="foo"), requires_python=">=3.8"))
    file = add(db, file_of(release))
    assert file.requires_python == ">=3.8"
    release.requires_python = ">=3.9"
    db.flush()
    db.expire(file)
    assert file.requires_python == ">=3.9"


def test_sizes_add_up(db):
    project = add(db, Project(name="foo"))
    one, two = (add(db, release_of(project, version)) for version in ("1", "2"))
    files = [file_of(one, "a.whl", 10), file_of(two, "b.whl", 20), file_of(two, "c.whl", 5)]
    for file in files:
        file.packagetype = PackageType.BDIST_WHEEL
    db.add_all(files)
    db.flush()
    db.expire(project)
    assert project.total_size == 35
    files[0].size = 11
    db.delete(files[2])
    db.flush()
    db.expire(project)
    assert project.total_size == 31
    db.delete(two)
    db.flush()
    db.expire(project)
    assert project.total_size == 11


def test_a_deleted_release_takes_its_description(db):
    project = add(db, Project(name="foo"))
    add(db, file_of(add(db, release_of(project))))
    db.delete(project)
    db.flush()
    assert db.scalar(select(func.count()).select_from(Description)) == 0
    assert db.scalars(select(Filename.filename)).all() == ["x-1.0.tar.gz"]


def test_a_second_sdist_is_refused(db):
    release = add(db, release_of(Project(name="foo")))
    add(db, file_of(release))
    db.add(file_of(release, "x-1.0.zip"))
    with pytest.raises(IntegrityError, match="one_sdist"):
        db.flush()


def test_files_of_unknown_bytes(db):
    release = add(db, release_of(Project(name="foo")))
    file = file_of(release, size=None)
    db.add(file)
    with pytest.raises(IntegrityError, match="held_or_not"):
        db.flush()
    db.rollback()
    file = file_of(release_of(Project(name="foo")), size=None)
    file.sha256_digest = file.blake2_256_digest = None
    assert not add(db, file).is_held


def test_organizations_are_normalized(db):
    organization = add(
        db,
        Organization(
            name="Foo__Bar",
            display_name="Foo",
            orgtype=OrganizationType.COMMUNITY,
            link_url="https://example.com/",
        ),
    )
    assert (organization.normalized_name, organization.is_active) == ("foo-bar", False)
    organization.name = "Other"
    db.flush()
    db.expire(organization)
    assert organization.normalized_name == "other"


def test_prohibited_names_are_normalized(db):
    assert add(db, ProhibitedProjectName(name="Some_Name")).name == "some-name"
    assert add(db, ProhibitedUserName(name="Some_Name")).name == "some_name"


def test_renaming_a_user_reaches_the_journal(db):
    user = add(db, User(username="ann", password="!"))
    entry = add(db, JournalEntry(name="foo", action="create", submitted_by="ANN"))
    user.username = "beth"
    db.flush()
    db.expire(entry)
    assert entry.submitted_by == "beth"
