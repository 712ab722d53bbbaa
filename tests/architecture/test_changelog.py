"""The changelog names the release that runs, and every revision of the schema once."""

import re
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from tests.architecture.changelog import CHANGELOG, Release, Revision, releases
from warehouse import __version__

MIGRATIONS = Path(__file__).parents[2] / "migrations"


@pytest.fixture(scope="module")
def told() -> list[Release]:
    return releases(CHANGELOG.read_text())


@pytest.fixture(scope="module")
def scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def test_the_newest_release_is_the_version_of_the_code(told):
    assert told[0].version == __version__


def test_releases_are_listed_from_newest_to_oldest(told):
    numbers = [tuple(map(int, each.version.split("."))) for each in told]
    assert numbers == sorted(set(numbers), reverse=True)
    days = [each.day for each in told]
    assert days == sorted(days, reverse=True)


def test_every_title_is_a_release(told):
    titles = re.findall(r"^(.+)\n-+$", CHANGELOG.read_text(), flags=re.MULTILINE)
    assert titles == [f"{each.version} ({each.day})" for each in told]


def test_every_revision_is_named_once_in_the_order_of_migrating(told, scripts):
    named = [revision.id for each in reversed(told) for revision in each.revisions]
    chain = [script.revision for script in scripts.walk_revisions()]
    assert named == chain[::-1]


def test_a_release_without_revisions_says_so(told):
    for each in told:
        says_none = each.upgrading.strip() == "no revisions."
        assert says_none is (not each.revisions), each.version


def test_a_revision_that_lifts_the_time_limit_is_called_long(told, scripts):
    for revision in (revision for each in told for revision in each.revisions):
        source = Path(scripts.get_revision(revision.id).path).read_text()
        assert revision.is_long is ("SET LOCAL statement_timeout" in source), revision.id


def test_a_changelog_is_read_as_it_is_written():
    text = (
        "Changelog\n=========\n\nWords.\n\n1.10.0 (2026-01-02)\n----\n\n"
        "- ``202601010000``: x\n\nUpgrading:\n\n"
        "- ``202601020000`` *long*: y\n- ``202601020001``: z\n\n"
        "1.9.0 (2025-01-02)\n----\n\nUpgrading: no revisions.\n"
    )
    newest, oldest = releases(text)
    assert (newest.version, str(newest.day)) == ("1.10.0", "2026-01-02")
    assert newest.revisions == [
        Revision("202601020000", is_long=True),
        Revision("202601020001", is_long=False),
    ]
    assert (oldest.version, oldest.revisions) == ("1.9.0", [])
