"""Operators find projects by what they have besides words."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_release
from tests.factories.search import make_findable
from tests.integration.search.test_queries import ask, names
from warehouse.packaging.models import Dependency, DependencyKind, Role
from warehouse.search.services import DocumentService

DJANGO = "Framework :: Django"
YAML = {"imports": ["yaml", "zope.event"], "commands": ["Black"], "is_typed": True}


@pytest.mark.parametrize(
    "text",
    [
        "import:yaml",
        "import:ZOPE",
        "import:zope.event",
        "command:black",
        "has:types",
        "yaml",
        "event",
        "has:wheel import:yaml",
        "-command:ruff import:yaml",
        "-x import:yaml",
    ],
)
def test_projects_are_found_by_what_their_wheels_bring_along(
    db: Session, text: str
) -> None:
    make_findable(db, "PyThing", contents=YAML)
    make_findable(db, "other", contents={"imports": ["other"]})
    assert names(ask(db, text)) == ["PyThing"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('author:"jo doe"', ["a"]),
        ("author:doe author:ann", []),
        ("keyword:web", ["a"]),
        ("keyword:we", []),
        ("-keyword:web is:active", ["b", "c"]),
        ("license:mit", ["a"]),
        ("license:mit -license:mit", []),
        ("-license:mit has:sdist", []),
        ("-license:MIT c", ["c"]),
        ("classifier:django", ["b"]),
        ('classifier:"framework :: django"', ["b"]),
        ("classifier:jango", []),
        ("-classifier:django -license:MIT is:active", ["c"]),
        ("-classifier:nothing classifier:Django", ["b"]),
        ("updated:2024", ["b"]),
        ("updated:>2024", ["c"]),
        ("updated:<2024-02", ["a"]),
        ("updated:>=2024-02-01 updated:<2025", ["b"]),
    ],
)
def test_operators_narrow(db: Session, text: str, found: list[str]) -> None:
    def day(year: int) -> datetime:
        return datetime(year, 2, 1, tzinfo=UTC)

    said = {"author_email": "Jo Doe <jo@example.com>", "license_expression": "MIT"}
    make_findable(db, "a", created=day(2023), keywords="web,api", **said)
    make_findable(db, "b", created=day(2024), classifiers=(DJANGO,))
    make_findable(db, "c", created=day(2025))
    assert sorted(names(ask(db, text))) == found


def test_projects_are_found_by_who_works_on_them(db: Session) -> None:
    ann, bob = make_user(db, "ann"), make_user(db, "bob")
    for name, people in {"one": [ann], "both": [ann, bob], "none": []}.items():
        project = make_findable(db, name)
        db.add_all(Role(project=project, user=each, role_name="Owner") for each in people)
    db.commit()
    assert sorted(names(ask(db, "user:ANN"))) == ["both", "one"]
    assert names(ask(db, "user:ann user:bob")) == ["both"]
    assert names(ask(db, "user:ann -user:bob")) == ["one"]
    assert names(ask(db, "user:nobody")) == []


def test_projects_are_found_by_what_they_need_and_provide(db: Session) -> None:
    project = make_findable(db, "web")
    kinds = {DependencyKind.REQUIRES_DIST: "Six>=1", DependencyKind.PROVIDES: "old"}
    for kind, said in kinds.items():
        db.add(Dependency(release=project.releases[0], kind=kind, specifier=said))
    db.commit()
    DocumentService(db).index([project.id])
    assert names(ask(db, "depends:six")) == names(ask(db, "provides:old")) == ["web"]
    assert names(ask(db, "depends:old")) == names(ask(db, "web -depends:six")) == []


def test_a_newest_release_that_is_yanked_is_found(db: Session) -> None:
    project = make_findable(db, "web", "1.0")
    make_findable(db, "good")
    newest = make_release(db, project, "2.0", yanked=True)
    make_file(db, newest, "web-2.0.tar.gz")
    DocumentService(db).index([project.id])
    assert names(ask(db, "is:yanked-latest")) == ["web"]


def test_operators_and_words_are_found_together(db: Session) -> None:
    make_findable(db, "a1", summary="parses configuration", contents=YAML)
    make_findable(db, "a2", summary="parses configuration")
    make_findable(db, "a3", contents=YAML)
    assert names(ask(db, "parse import:yaml")) == ["a1"]
    assert names(ask(db, '"parses configuration" -import:yaml')) == ["a2"]


def test_results_say_why_they_are_there(db: Session) -> None:
    make_findable(db, "BeautifulSoup", summary="Parsing of soups", keywords="soup")
    make_findable(db, "bs", description="A soup of letters", contents={"imports": ["soup"]})
    beautiful, other = ask(db, "soup").hits
    assert beautiful.found.fields == ("name", "summary", "keywords")
    assert beautiful.found.name == ((9, 13),)
    assert beautiful.found.summary == ((11, 16),)
    assert other.found.fields == ("description", "import")
    assert (other.found.name, other.found.summary) == ((), ())
    [begun] = ask(db, "beautiful").hits
    assert begun.found.name == ((0, 9),)
    assert ask(db).hits[0].found.fields == ()


def test_documents_of_another_form_are_written_anew(db: Session) -> None:
    project = make_findable(db, "web")
    service = DocumentService(db)
    assert service.stale(limit=9, everywhere=True) == []
    db.connection().exec_driver_sql("UPDATE search_documents SET form = 0")
    assert service.stale(limit=9, everywhere=True) == [project.id]
