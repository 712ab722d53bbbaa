"""One yanked file of a release, in every list of files (PEP 592)."""

import pytest

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.http import offline
from warehouse.packaging.errors import ReleaseFrozen
from warehouse.packaging.queries import file_of, project_named
from warehouse.packaging.services import YankService
from warehouse.security import SYSTEM

SDIST, WHEEL = "eggs-1.0.tar.gz", "eggs-1.0-py3-none-any.whl"


@pytest.fixture
def release(db):
    release = make_release(db, make_project(db, "eggs", owner=make_user(db)))
    for name in (SDIST, WHEEL):
        make_file(db, release, name)
    return release


@pytest.fixture
def change(registry, db):
    def change(verb, **options):
        with offline(registry) as request:
            file = file_of(request.db, project_named(request.db, "eggs"), WHEEL)
            service = request.service(YankService)
            getattr(service, verb)(file, actor=SYSTEM, **options)
        db.expire_all()

    return change


def yanked(client):
    return {each["filename"]: each["yanked"] for each in client.simple("eggs")["files"]}


def test_only_the_file_is_yanked(client, release, change):
    assert yanked(client) == {SDIST: False, WHEEL: False}
    change("yank_file", reason="built <wrong>")
    assert yanked(client) == {SDIST: False, WHEEL: "built <wrong>"}
    html = client.get("/simple/eggs/").html
    assert [each.get("data-yanked") for each in html.select("a")] == ["built <wrong>", None]
    said = client.get("/pypi/eggs/json").json
    assert said["info"]["yanked"] is False
    files = {each["filename"]: each["yanked_reason"] for each in said["urls"]}
    assert files == {SDIST: None, WHEEL: "built <wrong>"}
    page = client.get("/project/eggs/").html
    assert "built <wrong>" in page.select_one("#files").text
    assert not page.select(".banner--yanked")
    change("unyank_file")
    assert yanked(client) == {SDIST: False, WHEEL: False}


def test_the_reason_of_a_yanked_release_holds_for_all_its_files(
    client, db, release, change
):
    change("yank_file", reason="of the file")
    release.yanked, release.yanked_reason = True, "of the release"
    db.commit()
    assert yanked(client) == dict.fromkeys((SDIST, WHEEL), "of the release")


def test_a_file_of_a_release_in_quarantine_stays_as_it_is(db, release, change):
    release.lifecycle_status = "quarantine-enter"
    db.commit()
    for verb, options in (("yank_file", {"reason": ""}), ("unyank_file", {})):
        with pytest.raises(ReleaseFrozen):
            change(verb, **options)
