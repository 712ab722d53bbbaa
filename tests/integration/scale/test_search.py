"""At 20,000 projects no search reads the table of documents from end to end."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from tests.integration.scale.index import Index, Statement
from warehouse.db import SessionFactory
from warehouse.search.services import DocumentService

pytestmark = pytest.mark.xdist_group("scale")

SEARCHES = {
    "an operator": "/search/?q=depends:requests",
    "operators and words": "/search/?q=client+import:x+-command:y",
    "an operator that leaves out": "/search/?q=is:active+-depends:requests",
    "of nobody": "/search/?q=user:nobody",
    "a span of time": "/search/?q=session+updated:%3C2024",
    "an exact name": "/search/?q=six-files",
    "the beginning of a name": "/search/?q=dja",
    "a name with a slip": "/search/?q=six-fiels",
    "nothing like a name": "/search/?q=qqqxxzz",
    "a rare word": "/search/?q=harakoca",
    "a common word": "/search/?q=session",
    "a word in every document": "/search/?q=python",
    "two words": "/search/?q=session+client",
    "a phrase": '/search/?q="command+line"',
    "a phrase of common words": '/search/?q="the+file"',
    "an exclusion": "/search/?q=session+-client",
    "everything": "/search/",
    "everything by name": "/search/?o=name",
    "everything by update": "/search/?o=-created",
    "everything by creation": "/search/?o=newest",
    "common by update": "/search/?q=python&o=-created",
    "a classifier": "/search/?c=Framework+::+Django",
    "a common filter": "/search/?wheels=yes&status=active",
    "a filter and words": "/search/?q=session&python=3.12&license=MIT",
    "updated lately": "/search/?q=session&updated=year",
    "the last page": "/search/?q=session&page=2",
    "a suggestion": "/search/suggest/?q=dj",
    "a suggestion for one letter": "/search/suggest/?q=a",
    "a suggestion for a slip": "/search/suggest/?q=six-fiels",
}
_NARROWED = {"Index Cond", "Recheck Cond"}


@pytest.fixture(scope="module")
def searched(large: Index) -> Index:
    """The large index with a document for every project."""
    with large.registry[SessionFactory].transaction() as transaction:
        service = DocumentService(transaction.session)
        for projects in service.all_projects():
            service.index(projects)
            transaction.commit()
        for _ in service.rank():
            transaction.commit()
    with large.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("VACUUM (ANALYZE) search_documents, search_facets"))
    return large


def scans(plan: dict) -> Iterator[dict]:
    """The parts of a plan that read documents."""
    if plan.get("Relation Name") == "search_documents":
        yield plan
    for inner in plan.get("Plans", ()):
        yield from scans(inner)


def explained(index: Index, sent: list[Statement]) -> Iterator[dict]:
    """The plans of a search, made with the settings that it makes for itself."""
    asked = [each for each in sent if "search_documents" in each.text]
    settings = [each for each in sent if "set_config" in each.text]
    with index.engine.connect() as connection:
        for each in settings:
            connection.exec_driver_sql(each.text, each.parameters)
        for each in asked:
            if each.text.lstrip().startswith("EXPLAIN"):
                continue
            explain = f"EXPLAIN (ANALYZE, FORMAT JSON) {each.text}"
            found = connection.exec_driver_sql(explain, each.parameters).scalar_one()
            yield found[0]["Plan"]


@pytest.mark.parametrize("search", SEARCHES)
def test_documents_are_found_by_an_index(searched: Index, search: str) -> None:
    sent = searched.statements(SEARCHES[search])
    assert len(sent) <= 11
    read = [scan for plan in explained(searched, sent) for scan in scans(plan)]
    assert read
    for scan in read:
        assert scan["Node Type"] != "Seq Scan", scan
        is_walk = not (_NARROWED & scan.keys())
        rows = scan["Actual Rows"] + scan.get("Rows Removed by Filter", 0)
        assert not is_walk or rows * scan["Actual Loops"] <= 2_100, scan
        assert rows * scan["Actual Loops"] <= 10_001, scan


def test_every_project_with_a_release_is_found(searched: Index) -> None:
    assert searched.value("SELECT count(*) FROM search_documents") == 20_000
    with searched.registry[SessionFactory].make() as db:
        assert DocumentService(db).stale(limit=1, everywhere=True) == []
