"""A view as it was: the same files whenever it is asked."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.packaging import make_file, make_project, make_release
from tests.factories.views import change_view, make_view
from tests.functional.api.views.conftest import V1_JSON
from warehouse.index_views.models import IndexViewVersion

THEN = datetime(2026, 11, 1, 12, tzinfo=UTC)
PAGE = "/views/stable@2026-11-01/simple/example/"


@pytest.fixture
def changed(db):
    """A view that showed wheels in October, and shows all since November."""
    project = make_project(db, "Example")
    for version, uploaded in (("1.0", THEN - timedelta(days=9)), ("2.0", THEN)):
        release = make_release(db, project, version)
        for end in (".tar.gz", "-py3-none-any.whl"):
            make_file(db, release, f"example-{version}{end}", upload_time=uploaded)
    view = make_view(db, "stable", "only-wheels = true\n")
    change_view(db, view, "cooldown-days = 30\n")
    starts = (THEN - timedelta(days=30), THEN + timedelta(days=3))
    for number, created in enumerate(starts, 1):
        version = db.query(IndexViewVersion).filter_by(number=number).one()
        version.created = created
    db.commit()
    return view


def test_the_rule_and_the_files_are_those_of_then(names_in, changed):
    assert names_in(PAGE) == [
        "example-1.0-py3-none-any.whl",
        "example-2.0-py3-none-any.whl",
    ]
    early = "/views/stable@2026-10-31/simple/example/"
    assert names_in(early) == ["example-1.0-py3-none-any.whl"]


def test_time_stands_still_there(client, names_in, changed):
    assert names_in("/views/stable@2026-11-05/simple/example/") == []
    answer = client.get("/views/stable@2026-11-05/simple/example/", headers=V1_JSON)
    assert "Expires" not in answer.headers


def test_files_lead_through_the_same_moment(client, changed):
    [first, _] = client.get(PAGE, headers=V1_JSON).json["files"]
    assert first["url"] == (
        "http://localhost/views/stable@2026-11-01/files/example/"
        "example-1.0-py3-none-any.whl"
    )
    client.get(first["url"], status=302)
    hidden = "/views/stable@2026-11-01/files/example/example-1.0.tar.gz"
    assert "It is no wheel." in client.get(hidden, status=404).text


def test_there_was_no_view_before_it_was_made(client, changed):
    client.get("/views/stable@2026-09-01/simple/example/", status=404)


def test_the_reasons_are_those_of_then(client, changed):
    page = client.get("/views/stable@2026-11-01/why/example/example-1.0.tar.gz")
    assert "As it was at 2026-11-02 00:00:00 UTC." in page.text
    told = client.get(
        "/views/stable@2026-11-01/why/example/", headers={"Accept": "application/json"}
    ).json
    assert (told["as-of"], told["version"]) == ("2026-11-02T00:00:00Z", 1)
    assert "only-wheels" in client.get("/views/stable@2026-11-01/").text


def test_a_moment_that_is_not_over_is_explained(client, changed):
    for moment in ("2999-01-01", "soon"):
        answer = client.get(f"/views/stable@{moment}/simple/example/", status=404)
        assert "write a day that is over" in answer.text
