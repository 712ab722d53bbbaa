"""At 20,000 projects no page reads a table as a whole, and none asks more than before."""

import pytest

from tests.benchmarks.generator import BIG, SMALL
from tests.integration.scale.index import Index
from tests.integration.scale.pages import PAGES
from tests.integration.scale.plans import read_whole

# Pages that are about all there is, and so read it; why that may be.
WHOLE = {
    "simple index": {"projects"},  # lists every project
    "simple index JSON": {"projects"},  # likewise
    "list_packages_with_serial": {"projects"},  # likewise
    "statistics": {"projects"},  # a sum over all projects, kept for a day
    "sitemap index": {"projects", "users"},  # a maximum over each, kept for an hour
}
# Pages about many projects, but not all; what they look at has a limit of its own.
LISTS = {
    *("home", "feed of releases", "feed of projects", "sitemap"),
    "changelog_since_serial from the start",
}
# What the pages that most are asked for may cost, be there ever so much.
MOST = {
    **{"simple": 2, "simple JSON": 2, "stored file": 1},
    **{"JSON of a project": 3, "JSON of a release": 4},
}
NARROW = sorted(PAGES.keys() - WHOLE.keys())

pytestmark = pytest.mark.xdist_group("scale")


def tables_read_whole(index: Index, page: str, name: str) -> set[str]:
    plans = [index.plan(each) for each in PAGES[page](index, name)]
    return {table for plan in plans for table in read_whole(plan)}


@pytest.mark.parametrize("name", [SMALL, BIG])
@pytest.mark.parametrize("page", NARROW)
def test_no_table_is_read_whole(large: Index, page: str, name: str) -> None:
    assert tables_read_whole(large, page, name) == set()


@pytest.mark.parametrize("page", [page for page in NARROW if page not in LISTS])
def test_a_small_page_looks_at_few_blocks(large: Index, page: str) -> None:
    """Even the table of projects has three hundred."""
    assert sum(map(large.blocks, PAGES[page](large, SMALL))) < 120


@pytest.mark.parametrize("page", WHOLE)
def test_pages_about_everything_read_only_the_listed_tables_whole(
    large: Index, page: str
) -> None:
    assert tables_read_whole(large, page, SMALL) == WHOLE[page]


@pytest.mark.parametrize("page", PAGES)
def test_as_many_statements_for_any_size(large: Index, tiny: Index, page: str) -> None:
    ask = PAGES[page]
    counts = {
        (size, name): len(ask(index, name))
        for size, index in (("large", large), ("tiny", tiny))
        for name in (SMALL, BIG)
    }
    assert len(set(counts.values())) == 1, counts
    assert max(counts.values()) <= MOST.get(page, max(counts.values()))
