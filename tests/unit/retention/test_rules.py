"""Rules delete old pre-releases, and never what people rely on."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from warehouse.packaging.selections import Candidate
from warehouse.packaging.versions import is_prerelease
from warehouse.retention.rules import Retention

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def releases(*versions, days=0):
    """Return releases, newest first, each a day older than the one before."""
    return [
        Candidate(
            *(uuid4(), version, NOW - timedelta(days=days + age)),
            *(is_prerelease(version), False),
        )
        for age, version in enumerate(versions)
    ]


@pytest.mark.parametrize(
    ("retention", "due"),
    [
        (Retention(), []),
        (Retention(prereleases=1), ["2.0rc1", "1.1.dev1", "old-beta"]),
        (Retention(prereleases=2), ["1.1.dev1", "old-beta"]),
        (Retention(prereleases=9), []),
        (Retention(dev_days=1), ["1.1.dev1"]),
        (Retention(dev_days=3), []),
        (Retention(prereleases=3, dev_days=1), ["1.1.dev1", "old-beta"]),
    ],
)
def test_pre_releases_beyond_the_rule_are_due(retention, due):
    found = releases("2.0rc2", "2.0rc1", "1.1.dev1", "1.0", "old-beta")
    assert [each.version for each in retention.due(found, NOW)] == due


def test_the_newest_release_stays():
    assert Retention(dev_days=1).due(releases("1.0.dev1", days=90), NOW) == []


def test_final_releases_stay():
    found = releases("3.0", "2.0", "1.0", days=4000)
    assert Retention(prereleases=1, dev_days=1).due(found, NOW) == []
