"""Known vulnerabilities of what another index has: told, and hidden by views."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, text

from tests.builders.signatures import Signer
from tests.builders.wheels import wheel
from tests.factories.packaging import make_file, make_project, make_release
from tests.functional.upstreams.test_reading import NAME
from tests.functional.upstreams.test_views import NEW, listed, uploaded
from warehouse.db import SessionFactory
from warehouse.http import offline
from warehouse.index_views.impact import impact
from warehouse.index_views.reading import read_rule
from warehouse.index_views.services import IndexViewService
from warehouse.index_views.sources import Sources
from warehouse.packaging.models import ProhibitedProjectName
from warehouse.security import SYSTEM
from warehouse.vulnerabilities import osv
from warehouse.vulnerabilities.services import VulnerabilityService

SIGNER = Signer("osv")
SOURCES = 'sources = ["own", "upstreams"]\n'
SAFE = f'{SOURCES}advisories = {{hide-from = "high"}}\n'
SAFE_PAGE = "/views/safe/simple/abroad/"


@pytest.fixture
def told(start_reading, elsewhere, tmp_path):
    """An index that takes reports, before another with two releases of `abroad`."""
    elsewhere.files["abroad"][NEW] = wheel("abroad", "2.0")
    elsewhere.said |= {NAME: uploaded(30), NEW: uploaded(2)}
    keys = SIGNER.publish(tmp_path / "keys.json")
    edge = start_reading(VULNERABILITY_KEYS=str(keys))
    add_view(edge, "safe", SAFE)
    return edge


def add_view(edge, name, rule):
    with offline(edge.registry) as request:
        request.service(IndexViewService).add(name, rule, reason="for all", actor=SYSTEM)


def push(edge, *versions, **changes):
    """Send a signed report."""
    link = "https://osv.example/TEST-1"
    item = {"project": "Abroad", "id": "TEST-1", "link": link, "aliases": ["CVE-1"]}
    item |= {"versions": versions, "database_specific": {"severity": "HIGH"}, **changes}
    body = json.dumps([item]).encode()
    signed = {name.lower(): each for name, each in SIGNER.headers(body).items()}
    answer = edge.get("/_/vulnerabilities/osv/report", "POST", body, **signed)
    assert answer.status == 204


def document(name, id_, severity="HIGH", **affected):
    part = {"package": {"ecosystem": "PyPI", "name": name}, **affected}
    severe = {"database_specific": {"severity": severity}}
    return {"id": id_, "affected": [part], **severe}


def take_over(edge, *events, **changes):
    """Import a document of OSV about a range."""
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}]
    advisory = osv.advisory_of({**document("abroad", "TEST-1", ranges=ranges), **changes})
    with offline(edge.registry) as request:
        request.service(VulnerabilityService).replace("osv", [advisory])


def known(edge, version):
    document = json.loads(edge.get(f"/pypi/abroad/{version}/json").body)
    return document["vulnerabilities"]


def shown(edge, path="/project/abroad/1.0/"):
    """Return how often a page speaks of known vulnerabilities in its banner."""
    return edge.get(path).body.decode().count("banner--problem")


UNTIL_2 = ({"introduced": "0"}, {"fixed": "2.0"})


def test_a_report_is_shown_at_once_and_taken_once(told):
    assert (known(told, "1.0"), shown(told)) == ([], 0)
    assert set(listed(told, SAFE_PAGE)) == {NAME, NEW}
    push(told, "1.0.0", summary="It is open.", events=[{"fixed": "2.0"}])
    assert known(told, "1.0") == [
        {
            "aliases": ["CVE-1"],
            "details": None,
            "fixed_in": ["2.0"],
            "id": "TEST-1",
            "link": "https://osv.example/TEST-1",
            "source": "osv",
            "summary": "It is open.",
            "withdrawn": None,
        }
    ]
    page = told.get("/project/abroad/1.0/").body.decode()
    assert re.search(r"1\s+known vulnerability", page)
    assert "Fixed in 2.0." in page
    assert 'id="security"' in page
    assert known(told, "2.0") == []
    assert shown(told, "/project/abroad/") == 0
    assert set(listed(told, SAFE_PAGE)) == {NEW}
    told.tally.clear()
    push(told, "1.0.0", summary="It is open.", events=[{"fixed": "2.0"}])
    assert (len(known(told, "1.0")), shown(told)) == (1, 1)
    assert told.tally["hit"] == 2
    push(told)
    assert (known(told, "1.0"), shown(told)) == ([], 0)
    assert set(listed(told, SAFE_PAGE)) == {NAME, NEW}


def test_a_range_is_hidden_wherever_the_view_is_asked(told, elsewhere):
    elsewhere.said[NAME]["core-metadata"] = True
    take_over(told, *UNTIL_2)
    assert set(listed(told, SAFE_PAGE)) == {NEW}
    for end in ("", ".metadata"):
        hidden = told.get(f"/views/safe/files/abroad/{NAME}{end}")
        assert (hidden.status, b"TEST-1" in hidden.body) == (404, True)
    why = json.loads(
        told.get(f"/views/safe/why/abroad/{NAME}", accept="application/json").body
    )
    assert "Its release has known vulnerabilities: TEST-1." in json.dumps(why)
    assert b"TEST-1" in told.get("/views/safe/why/abroad/").body
    assert set(listed(told, "/simple/abroad/")) == {NAME, NEW}
    with offline(told.registry) as request:
        sources, now = request.registry[Sources], datetime.now(UTC)
        found = impact(request.db, sources, None, read_rule(SAFE), now)
    assert found.changes[0].vanish == (NAME,)


def test_a_rule_says_from_which_severity_on(told):
    for name, rule in (
        ("critical", 'hide-from = "critical"'),
        ("known", 'hide-from = "low", unknown = "show"'),
        ("deaf", 'hide-from = "low", ignore = ["TEST-1"]'),
    ):
        add_view(told, name, f"{SOURCES}advisories = {{{rule}}}\n")
    hidden = {}
    for severity in ("HIGH", "CRITICAL", "who knows"):
        take_over(told, *UNTIL_2, database_specific={"severity": severity})
        hidden[severity] = [
            name
            for name in ("safe", "critical", "known", "deaf")
            if NAME not in listed(told, f"/views/{name}/simple/abroad/")
        ]
    assert hidden == {
        "HIGH": ["safe", "known"],
        "CRITICAL": ["safe", "critical", "known"],
        "who knows": ["safe", "critical"],
    }


def test_a_fix_need_not_wait_for_its_age(told):
    add_view(told, "calm", f"{SOURCES}cooldown-days = 7\n")
    assert set(listed(told)) == {NAME}
    take_over(told, *UNTIL_2)
    assert set(listed(told)) == {NAME, NEW}
    why = told.get(f"/views/calm/why/abroad/{NEW}").body
    assert b"it fixes known vulnerabilities: TEST-1" in why


def test_withdrawn_advisories_are_told_and_do_not_count(told):
    take_over(told, *UNTIL_2, withdrawn="2026-01-02T03:04:05Z")
    assert [each["withdrawn"] for each in known(told, "1.0")] == ["2026-01-02T03:04:05Z"]
    page = told.get("/project/abroad/1.0/").body
    assert (b"advisory--withdrawn" in page, shown(told)) == (True, 0)
    assert set(listed(told, SAFE_PAGE)) == {NAME, NEW}


def age(db):
    """Make views two months old, what was said first three days, the rest one day."""
    for table, changes in (
        ("index_view_versions", "created = now() - interval '60 days'"),
        ("affected_names", "noted = now() - interval '1 day'"),
        ("affected_names", "ended = noted, noted = noted - interval '2 days'"),
    ):
        former = " WHERE ended IS NOT NULL" if "ended" in changes else ""
        db.execute(text(f"UPDATE {table} SET {changes}{former}"))


def test_a_view_as_it_was_knows_only_what_was_said_then(told):
    add_view(told, "calm", f"{SOURCES}cooldown-days = 7\n")
    push(told, "1.0", events=[{"fixed": "2.0"}])
    push(told, "2.0", events=[{"fixed": "2.0"}])
    told.write(age)
    before, then = (
        f"{datetime.now(UTC) - timedelta(days=each):%Y-%m-%d}" for each in (10, 2)
    )
    found = {
        f"{name}@{moment}": sorted(listed(told, f"/views/{name}@{moment}/simple/abroad/"))
        for name in ("safe", "calm")
        for moment in (before, then)
    }
    assert found == {
        f"safe@{before}": [NAME],
        f"safe@{then}": [NEW],
        f"calm@{before}": [NAME],
        f"calm@{then}": [NAME, NEW],
    }
    assert set(listed(told, SAFE_PAGE)) == {NAME}


def test_a_merged_project_is_looked_at_in_all_its_parts(told):
    fix = "abroad-1.0.1-py3-none-any.whl"

    def merge(db):
        project = make_project(db, "Abroad", merges_upstream=True)
        release = make_release(db, project, "1.0.1")
        make_file(db, release, fix, upload_time=datetime.now(UTC))

    told.write(merge)
    add_view(told, "calm", f"{SOURCES}cooldown-days = 7\n")
    assert set(listed(told, SAFE_PAGE)) == {NAME, NEW, fix}
    assert set(listed(told)) == {NAME}
    take_over(told, {"introduced": "0"}, {"fixed": "1.0.1"})
    assert set(listed(told, SAFE_PAGE)) == {NEW, fix}
    assert set(listed(told)) == {NAME, fix}
    take_over(told, {"introduced": "0"})
    assert set(listed(told, SAFE_PAGE)) == set()
    assert [each["id"] for each in known(told, "1.0.1")] == ["TEST-1"]


@pytest.mark.parametrize(
    "reserve",
    [
        lambda db: make_project(db, "Abroad", is_private=True),
        lambda db: db.add(ProhibitedProjectName(name="abroad")),
    ],
    ids=["private", "prohibited"],
)
def test_no_advisory_tells_of_a_name_that_is_ours(told, reserve):
    told.write(reserve)
    paths = ("/project/abroad/", "/pypi/abroad/json", SAFE_PAGE, "/views/safe/why/abroad/")

    def asked():
        return [(each.status, each.body) for each in map(told.get, paths)]

    before = asked()
    take_over(told, {"introduced": "0"})
    assert asked() == before
    assert {status for status, _ in before} == {404}


def test_many_releases_take_as_many_statements_as_one(told, elsewhere):
    sent, counts = [], []

    def note(connection, cursor, statement, *rest):
        # Other threads look for purges meanwhile.
        if re.search("affected_names|vulnerab|upstream|projects|releases", statement):
            sent.append(statement)

    event.listen(told.registry[SessionFactory].engine, "before_cursor_execute", note)
    for name, count in (("one", 1), ("many", 200)):
        versions = [f"1.{each}" for each in range(count)]
        names = [f"{name}-{each}-py3-none-any.whl" for each in versions]
        elsewhere.files[name] = dict.fromkeys(names, b"x")
        told.get(f"/simple/{name}/")
        sent.clear()
        with offline(told.registry) as request:
            advisories = [
                osv.advisory_of(document(name, f"TEST-{name}-{each}", versions=[each]))
                for each in versions
            ]
            request.service(VulnerabilityService).replace("osv", advisories)
        stored = len(sent)
        sent.clear()
        assert listed(told, f"/views/safe/simple/{name}/") == {}
        assert len([each for each in sent if "FROM affected_names" in each]) == 1
        counts.append((stored, len(sent)))
    assert counts[0] == counts[1]
