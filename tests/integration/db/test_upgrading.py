"""The upgrade of an index with data, from every release of the changelog to this one."""

import pytest

from tests.architecture.changelog import CHANGELOG, Release, releases
from tests.integration.db.test_migrations import DIGEST_OF_ROWS, ROWS, execute, scalars
from warehouse.db import migrate

WITH_REVISIONS = [each for each in releases(CHANGELOG.read_text()) if each.revisions]


@pytest.mark.parametrize("release", WITH_REVISIONS, ids=lambda each: each.version)
def test_an_index_of_an_older_release_is_upgraded_with_its_rows(
    fresh_database: str, release: Release
):
    newest = release.revisions[-1].id
    migrate.upgrade(fresh_database, newest)
    execute(fresh_database, *ROWS)
    migrate.upgrade(fresh_database)

    assert migrate.check(fresh_database) == []
    assert scalars(fresh_database, DIGEST_OF_ROWS) == [
        "Ann|Owner|Flask.Ext|1.0|1|words|>=3|pip|Home|https://example.com/|Topic :: X|1"
    ]
