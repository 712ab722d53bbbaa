"""Advisories: found, looked at, and deleted one by one or many at once."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project, make_release
from tests.functional.admin.acting import act
from warehouse.events.models import StaffAction
from warehouse.http import offline
from warehouse.vulnerabilities import osv
from warehouse.vulnerabilities.models import Vulnerability
from warehouse.vulnerabilities.services import VulnerabilityService


@pytest.fixture
def advisories(db, registry):
    """Twelve advisories about one release, which has another version without them."""
    project = make_project(db, "eggs")
    for version in ("1.0", "2.0"):
        make_release(db, project, version)
    part = {"package": {"ecosystem": "PyPI", "name": "eggs"}, "versions": ["1.0"]}
    with offline(registry) as request:
        found = (
            {"id": f"PYSEC-{each}", "aliases": [f"CVE-{each}"], "affected": [part]}
            for each in range(12)
        )
        advisories = map(osv.advisory_of, found)
        request.service(VulnerabilityService).replace("osv", advisories)


def known(client):
    return len(client.get("/pypi/eggs/1.0/json").json["vulnerabilities"])


def test_one_is_found_by_its_alias_and_deleted_from_every_page(admin, db, advisories):
    assert known(admin) == 12
    page = admin.get("/admin/vulnerabilities/?q=alias:CVE-7").click("PYSEC-7")
    links = [each.text for each in page.html.select(".detail__facts li a")]
    assert links == ["eggs", "eggs", "1.0"]
    answer = act(admin, f"{page.request.path}delete/")
    assert answer.location.endswith("/admin/vulnerabilities/")
    assert known(admin) == 11
    row = db.scalars(select(StaffAction)).one()
    assert (row.subject_name, row.before["aliases"]) == ("PYSEC-7", ["CVE-7"])
    admin.get(page.request.path, status=404)


def test_many_are_deleted_at_once_and_recorded_one_by_one(admin, db, advisories):
    form = admin.get("/admin/vulnerabilities/?q=project:Eggs").forms["bulk"]
    form["all"] = True
    form = form.submit("operation", value="vulnerability.delete").follow().forms["start"]
    form["reason"], form["count"] = "wrong project", "11"
    form[next(name for name in form.fields if name.startswith("leave."))] = True
    assert "11 done, 0 refused" in form.submit().follow().text
    assert known(admin) == 1
    assert len(db.scalars(select(Vulnerability)).all()) == 1
    assert len(db.scalars(select(StaffAction)).all()) == 11


def test_others_of_staff_see_none(client, db, advisories):
    client.sign_in(make_user(db, "support", is_support=True))
    client.get("/admin/vulnerabilities/osv/PYSEC-1/", status=403)
    client.get("/admin/vulnerabilities/", status=403)
