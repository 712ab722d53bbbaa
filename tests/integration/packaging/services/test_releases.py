"""Releases: their order, what is written of them, hiding and deleting them."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.accounts.models import Email
from warehouse.packaging.errors import ReleaseFrozen
from warehouse.packaging.models import (
    DependencyKind,
    Description,
    File,
    Filename,
    LifecycleStatus,
    Release,
    ReleaseURL,
)
from warehouse.packaging.publications import ReleaseMetadata
from warehouse.packaging.services import ReleaseService
from warehouse.security import SYSTEM

SITE = "http://localhost"


@pytest.fixture
def project(db):
    return make_project(db, "Some.Thing", owner=make_user(db, "alice"))


@pytest.fixture
def announced():
    return []


@pytest.fixture
def releases(db, announced):
    return ReleaseService(db, announced.append, site=SITE)


def test_releases_are_ordered_by_version(releases, project, db):
    for version in ("2.0", "10.0", "1.0rc1", "1.0", "0!1.5.dev1"):
        metadata = ReleaseMetadata(version=version)
        releases.create(project, metadata, actor=SYSTEM)

    found = db.scalars(select(Release.version).order_by(Release.ordering))

    assert list(found) == ["1.0rc1", "1.0", "0!1.5.dev1", "2.0", "10.0"]


def test_everything_about_a_release_is_kept(releases, project, db):
    metadata = ReleaseMetadata(
        version="1.0.0",
        summary="A thing",
        keywords=("a", "b"),
        classifiers=("Topic :: Utilities", "Brand :: New"),
        project_urls={"Docs": "https://docs.example"},
        dependencies={DependencyKind.REQUIRES_DIST: ("x>1",)},
        dynamic=("Version",),
    )
    made = releases.create(project, metadata, actor=SYSTEM)
    db.flush()
    db.expire_all()

    assert made.canonical_version == "1"
    assert made.keywords == "a, b"
    assert made.keywords_array == ["a", "b"]
    assert {each.classifier for each in made.classifiers} == set(metadata.classifiers)
    assert [(each.name, each.verified) for each in made.urls] == [("Docs", False)]
    assert [each.specifier for each in made.dependencies] == ["x>1"]


@pytest.mark.parametrize(
    ("url", "is_verified"),
    [
        (f"{SITE}/project/Some.Thing", True),
        (f"{SITE}/p/some-thing/", True),
        ("HTTP://LOCALHOST/project/some-thing", True),
        (f"{SITE}/project/other/", False),
        (f"{SITE}/project/some-thing/../other", False),
        (f"{SITE}/project/some%2ething", False),
        (f"{SITE}\\project\\some-thing", False),
        (f"{SITE}/project/some-thing/?x", False),
        ("https://localhost/project/some-thing/", False),
        ("http://[oops/project/some-thing", False),
    ],
)
def test_only_the_projects_own_page_is_verified(releases, project, url, is_verified):
    metadata = ReleaseMetadata(version="1.0", home_page=url, project_urls={"Home": url})
    made = releases.create(project, metadata, actor=SYSTEM)
    assert made.home_page_verified is is_verified
    assert made.urls[0].verified is is_verified


@pytest.mark.parametrize("is_public", [True, False])
def test_addresses_are_verified_if_they_are_public(releases, project, db, is_public):
    db.scalars(select(Email)).one().public = is_public
    db.commit()
    metadata = ReleaseMetadata(
        version="1.0",
        author_email="Alice@Example.com",
        maintainer_email="bob@example.com",
    )
    made = releases.create(project, metadata, actor=SYSTEM)
    assert made.author_email_verified is is_public
    assert made.maintainer_email_verified is False


def test_deleting_a_file_leaves_its_release(releases, project, db, announced):
    release = make_release(db, project)
    wheel = make_file(db, release, "Some.Thing-1.0-py3-none-any.whl")
    make_file(db, release, "Some.Thing-1.0.tar.gz")
    releases.delete_file(wheel, actor=SYSTEM)
    left = db.scalars(select(File.filename)).all()
    assert left == ["Some.Thing-1.0.tar.gz"]
    assert db.scalars(select(Release)).one() is release
    [signal] = announced
    assert signal.details()["filename"] == "Some.Thing-1.0-py3-none-any.whl"


def test_deleting_a_release_takes_all_that_is_its_own(releases, project, db, announced):
    kept = make_release(db, project, "1.0")
    release = make_release(db, project, "2.0", description="text")
    make_file(db, release, "Some.Thing-2.0.tar.gz")
    releases.delete(release, actor=SYSTEM)
    assert db.scalars(select(Release)).all() == [kept]
    assert db.scalars(select(File)).all() == []
    assert db.scalars(select(Description.id)).all() == [kept.description_id]
    assert db.scalars(select(Filename.filename)).all() == ["Some.Thing-2.0.tar.gz"]
    assert [(each.journal, each.version) for each in announced] == [
        ("remove release", "2.0")
    ]


def test_nothing_in_quarantine_is_deleted(releases, project, db, announced):
    status = LifecycleStatus.QUARANTINE_ENTER
    release = make_release(db, project, lifecycle_status=status)
    file = make_file(db, release, "Some.Thing-1.0.tar.gz")
    with pytest.raises(ReleaseFrozen):
        releases.delete(release, actor=SYSTEM)
    with pytest.raises(ReleaseFrozen):
        releases.delete_file(file, actor=SYSTEM)
    assert announced == []


def test_a_link_is_verified_by_a_later_file_that_names_it(releases, project, db):
    own = f"{SITE}/project/{project.normalized_name}/"
    release = make_release(db, project, "1.0")
    for name, url in (("Own", own), ("Other", "https://example.com/"), ("Gone", own)):
        release.urls.append(ReleaseURL(name=name, url=url))
    db.commit()
    said = {"Own": own, "Other": "https://example.com/"}
    releases.vouch(release, ReleaseMetadata(version="1.0", project_urls=said))
    assert [each.name for each in release.urls if each.verified] == ["Own"]
