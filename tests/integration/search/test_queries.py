"""Searches find projects by names, words and facets, in the order asked for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.factories.packaging import make_project
from tests.factories.search import make_findable
from tests.fixtures.search import LockDocuments
from warehouse.packaging.models import ProjectRequirement
from warehouse.search import filters, queries
from warehouse.search.bounds import BOUNDS, Bounds
from warehouse.search.errors import PageBeyond, QuestionTooBroad
from warehouse.search.queries import SearchResults
from warehouse.search.questions import read
from warehouse.search.services import DocumentService

DJANGO = "Framework :: Django"
DJANGO_5 = "Framework :: Django :: 5.0"
WEB = "Topic :: Internet :: WWW/HTTP"


def ask(
    db: Session, q: str = "", *, bounds: Bounds = BOUNDS, **parameters: Any
) -> SearchResults:
    given = [("q", q)]
    for name, value in parameters.items():
        given += [(name, each) for each in (value if isinstance(value, list) else [value])]
    return queries.search(db, read(given), bounds)


def names(answer: SearchResults) -> list[str]:
    return [hit.name for hit in answer.hits]


def test_names_come_before_texts(db: Session) -> None:
    make_findable(db, "described", description="Made for widgets of all kinds")
    make_findable(db, "keyed", keywords="widgets,things")
    make_findable(db, "summed", summary="Makes widgets")
    make_findable(db, "big-widgets")
    make_findable(db, "widgets-extra")
    make_findable(db, "Widgets")
    make_findable(db, "unrelated")
    found = names(ask(db, "widgets"))
    assert found[:3] == ["Widgets", "widgets-extra", "big-widgets"]
    assert found[3:] == ["summed", "keyed", "described"]


@pytest.mark.parametrize(
    "q", ["zope.interface", "Zope_Interface", "zope-interface", "zope interface"]
)
def test_any_spelling_of_a_name(db: Session, q: str) -> None:
    make_findable(db, "zope.interface")
    make_findable(db, "zope")
    assert names(ask(db, q)) == ["zope.interface"]


def test_a_name_is_found_before_it_is_finished(db: Session) -> None:
    make_findable(db, "cryptography")
    assert names(ask(db, "crypt")) == ["cryptography"]


@pytest.mark.parametrize("q", ["reqeusts", "requezts", "requsts", "reqquests"])
def test_a_name_is_found_with_a_slip_in_it(db: Session, q: str) -> None:
    make_findable(db, "requests")
    make_findable(db, "pytest")
    found = ask(db, q)
    assert names(found) == ["requests"]
    assert list(found.suggestions) == ["requests"]


def test_letters_in_the_wrong_order_are_put_in_order(db: Session) -> None:
    make_findable(db, "requests")
    make_findable(db, "requests-oauth")
    make_findable(db, "reqeue")
    found = ask(db, "reqeust")
    assert sorted(found.suggestions) == ["requests", "requests-oauth"]
    assert sorted(names(found)) == ["requests", "requests-oauth"]
    assert "requests" in [each.name for each in queries.suggest(db, "reqeust")]


def test_nothing_else_was_meant_by_a_name_that_is_right(db: Session) -> None:
    make_findable(db, "requests")
    make_findable(db, "requests2")
    assert ask(db, "requests").suggestions == []


def test_words_are_found_in_other_forms(db: Session) -> None:
    make_findable(db, "a1", summary="Parsing of configurations")
    assert names(ask(db, "parse configuration")) == ["a1"]


def test_all_words_must_be_there(db: Session) -> None:
    make_findable(db, "a1", summary="red green")
    make_findable(db, "a2", summary="red")
    assert names(ask(db, "red green")) == ["a1"]


def test_phrases_and_exclusions(db: Session) -> None:
    make_findable(db, "a1", summary="the command line of tomorrow")
    make_findable(db, "a2", summary="a line of command")
    assert set(names(ask(db, "command line"))) == {"a1", "a2"}
    assert names(ask(db, '"command line"')) == ["a1"]
    assert names(ask(db, "'command line'")) == ["a1"]
    assert names(ask(db, "command -tomorrow")) == ["a2"]
    assert names(ask(db, 'command -"command line"')) == ["a2"]
    assert ask(db, "-command").total == 0


def test_filters_narrow_the_results(db: Session) -> None:
    make_findable(db, "plain")
    make_findable(db, "web", classifiers=(DJANGO_5, WEB), has_wheel=True)
    make_findable(
        db,
        "old",
        classifiers=(DJANGO,),
        requires_python=">=3.8,<3.10",
        license_expression="MIT",
        project={"lifecycle_status": "archived"},
    )
    assert set(names(ask(db, c=DJANGO))) == {"web", "old"}
    assert names(ask(db, c=DJANGO_5)) == ["web"]
    assert names(ask(db, c=[DJANGO, WEB])) == ["web"]
    assert names(ask(db, c=[DJANGO, "Topic"])) == ["web"]
    assert names(ask(db, c=[DJANGO, "No :: Such"])) == []
    assert names(ask(db, license="MIT")) == ["old"]
    assert names(ask(db, python="3.9")) == ["old"]
    assert names(ask(db, python="3.10")) == []
    assert names(ask(db, wheels="yes")) == ["web"]
    assert names(ask(db, status="archived")) == ["old"]
    assert names(ask(db, "web", status="archived")) == []
    assert ask(db, "web", c="x\0y").total == 0


def test_updated_since(db: Session) -> None:
    now = datetime.now(UTC)
    make_findable(db, "new", created=now - timedelta(days=2))
    make_findable(db, "older", created=now - timedelta(days=20))
    make_findable(db, "oldest", created=now - timedelta(days=1000))
    assert names(ask(db, updated="week")) == ["new"]
    assert set(names(ask(db, updated="month"))) == {"new", "older"}
    assert ask(db, updated="ever").total == 3


def test_results_are_in_the_order_asked_for(db: Session) -> None:
    def day(number: int) -> datetime:
        return datetime(2024, 1, number, tzinfo=UTC)

    make_findable(db, "c", created=day(9), project={"created": day(1)})
    make_findable(db, "a", created=day(5), project={"created": day(3)})
    make_findable(db, "b", created=day(7))
    db.execute(text("UPDATE search_documents SET created = NULL WHERE name = 'b'"))
    assert names(ask(db, o="name")) == ["a", "b", "c"]
    assert names(ask(db, o="newest")) == ["a", "c", "b"]
    assert names(ask(db, o="-created")) == ["c", "b", "a"]
    assert names(ask(db, o="anything")) == names(ask(db))


def test_projects_that_others_depend_on_come_first(db: Session) -> None:
    third = make_findable(db, "third")
    db.add(ProjectRequirement(name="zz-common", dependent="third", project_id=third.id))
    make_findable(db, "aa-common", summary="common ground")
    make_findable(db, "zz-common", summary="common ground")
    assert names(ask(db, "ground")) == ["aa-common", "zz-common"]
    assert list(DocumentService(db).rank())
    assert names(ask(db, "ground")) == ["zz-common", "aa-common"]


def test_projects_that_owners_advise_against_come_later(db: Session) -> None:
    make_findable(
        db, "first", summary="widgets", project={"lifecycle_status": "deprecated"}
    )
    make_findable(db, "second", summary="widgets for all")
    assert names(ask(db, "widgets")) == ["second", "first"]


def test_facets_are_counted(db: Session) -> None:
    for number in range(3):
        make_findable(
            db, f"web{number}", classifiers=(DJANGO_5, "Natural Language :: German")
        )
    make_findable(db, "web9", classifiers=(DJANGO,))
    answer = ask(db, "web", c=DJANGO)
    counts = filters.counts_of(db, answer)
    assert counts["classifier"][DJANGO] == 4
    assert counts["classifier"][DJANGO_5] == 3
    assert not answer.counts_are_partial
    groups = filters.groups_of(db, answer)["classifier"]
    assert [group.name for group in groups] == ["Framework", "Natural Language"]
    assert groups[0].is_open
    assert [(each.label, each.depth, each.count) for each in groups[0].options] == [
        ("Framework", 0, 4),
        ("Django", 0, 4),
        ("5.0", 1, 3),
    ]


def test_results_come_in_pages_of_twenty(db: Session) -> None:
    for number in range(23):
        make_findable(db, f"p{number:02}")
    first, second = ask(db, o="name"), ask(db, o="name", page="2")
    assert (first.total, first.pages, len(first.hits)) == (23, 2, 20)
    assert names(second) == ["p20", "p21", "p22"]
    with pytest.raises(PageBeyond):
        ask(db, page="3")
    with pytest.raises(PageBeyond):
        ask(db, "nothing like it", page="2")


def test_of_very_much_the_prominent_are_listed(db: Session) -> None:
    """With bounds as small as the tables of a test."""
    small = Bounds(hits=5, enough=1, hits_in_order=8)
    for number in range(30):
        make_findable(db, f"p{number:02}", summary="common ground")
    db.execute(text("UPDATE search_documents SET prominence = 9 WHERE name = 'p17'"))
    db.execute(text("ANALYZE search_documents"))
    answer = ask(db, "ground", bounds=small)
    assert names(answer)[0] == "p17"
    assert (answer.total, answer.is_capped) == (8, True)
    assert answer.expected >= 8
    assert list(DocumentService(db).rank())
    answer = ask(db, "ground", bounds=small)
    assert answer.hits[0].name == "p17"
    assert answer.is_capped
    by_name = ask(db, "ground", o="name", bounds=small)
    assert names(by_name) == [f"p{number:02}" for number in range(8)]
    assert by_name.is_capped
    exactly = ask(db, "p05 ground", bounds=small)
    assert names(exactly) == ["p05"]


def test_a_search_that_takes_too_long_is_given_up(
    db: Session, lock_documents: LockDocuments
) -> None:
    with lock_documents(), pytest.raises(QuestionTooBroad):
        ask(db, "slow", bounds=Bounds(seconds=0.05))
    with lock_documents(), pytest.raises(QuestionTooBroad):
        queries.suggest(db, "slow", Bounds(seconds=0.05))
    assert db.scalar(text("SELECT count(*) FROM search_documents")) == 0


def test_suggestions_complete_names_and_mend_slips(db: Session) -> None:
    make_findable(db, "Flask-Login")
    make_findable(db, "flask", summary="A framework")
    make_findable(db, "flit")
    make_project(db, "flask-nothing")

    def suggested(typed: str) -> list[str]:
        return [each.name for each in queries.suggest(db, typed)]

    assert suggested("flask") == ["flask", "Flask-Login"]
    assert set(suggested("fl")) == {"flask", "Flask-Login", "flit"}
    assert suggested("flask_l") == ["Flask-Login"]
    assert suggested("flsak") == ["flask"]
    assert suggested('"flask"') == suggested("") == suggested("\0%") == []
    assert queries.suggest(db, "flask")[0].summary == "A framework"


def test_words_in_another_order_are_no_slip(db: Session) -> None:
    make_findable(db, "parser-of-json")
    make_findable(db, "json-of-any-kind", summary="a parser")
    assert ask(db, "json parser").suggestions == []


def test_of_many_projects_with_the_words_of_a_phrase_the_prominent_are_searched(
    db: Session,
) -> None:
    for number in range(12):
        make_findable(db, f"p{number:02}", summary="common ground")
    make_findable(db, "reverse", summary="ground common")
    db.execute(text("ANALYZE search_documents"))
    assert list(DocumentService(db).rank())
    few = Bounds(hits_with_phrase=3)
    answer = ask(db, '"common ground"', bounds=few)
    assert answer.is_capped
    assert "reverse" not in names(answer)
    assert len(ask(db, '"common ground"').hits) == 12


def test_a_word_that_many_projects_have_is_not_taken_for_a_name(db: Session) -> None:
    make_findable(db, "framework-like", summary="a name that looks like it")
    for number in range(4):
        make_findable(db, f"p{number}", summary="frameworklike")
    asked = {"bounds": Bounds(hits_of_a_slip=0)}
    assert "framework-like" in names(ask(db, "frameworklik"))
    assert "framework-like" not in names(ask(db, "frameworklik", **asked))


def test_a_database_that_goes_away_is_no_broad_question(migrated_database: str) -> None:
    engine = create_engine(migrated_database)
    with Session(engine) as asking, engine.connect() as other:
        process = asking.scalar(text("SELECT pg_backend_pid()"))
        other.execute(text("SELECT pg_terminate_backend(:id, 5000)"), {"id": process})
        with pytest.raises(OperationalError):
            queries.suggest(asking, "flask")
    engine.dispose()
