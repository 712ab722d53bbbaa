"""Settings in force, without secrets; and caches that staff have forget."""

from sqlalchemy import select

from tests.functional.admin.acting import act
from warehouse.events.models import StaffAction
from warehouse.purges.models import Purge
from warehouse.settings import known_variables


def test_every_setting_is_shown_and_no_secret(admin, environment):
    page = admin.get("/admin/settings/")
    names = [each.text for each in page.html.select("tbody th")]
    assert names == [each.name for each in known_variables()]
    for variable in known_variables():
        if variable.is_secret and environment.get(variable.name):
            assert environment[variable.name] not in page.text
    assert environment["FILES_PATH"] in page.text


def keys(db):
    db.expire_all()
    return {key for found in db.scalars(select(Purge.keys)) for key in found}


def test_a_key_is_purged_in_its_own_spelling(admin, db):
    page = act(admin, "/admin/caches/purge/", key="project/Some_Name", reason="stale")
    assert "project/some-name is purged." in page.follow().text
    assert "project/some-name" in keys(db)
    [recorded] = db.scalars(select(StaffAction))
    assert (recorded.action, recorded.reason) == ("cache.purge", "stale")


def test_everything_is_purged_by_its_word_and_nonsense_is_refused(admin, db):
    assert "is no key" in act(admin, "/admin/caches/purge/", key="a b", reason="r").text
    page = act(admin, "/admin/caches/purge/", key="all", reason="stale").follow()
    assert "Everything is purged." in page.text
    assert "Write outdated documents of search" in page.text
