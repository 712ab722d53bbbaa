"""A view over other indexes: what it hides of them cannot be fetched through it."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.builders.wheels import metadata, wheel
from tests.functional.upstreams.test_reading import NAME
from warehouse.api.negotiation import V1_JSON
from warehouse.http import offline
from warehouse.index_views.impact import impact
from warehouse.index_views.reading import read_rule
from warehouse.index_views.services import IndexViewService
from warehouse.index_views.sources import Sources
from warehouse.index_views.upstream_licences import (
    MOST_RELEASES,
    Licences,
    UpstreamLicences,
)
from warehouse.security import SYSTEM
from warehouse.upstreams import UpstreamFetcher, UpstreamReader, UpstreamService

NEW = "abroad-2.0-py3-none-any.whl"
FREE = 'sources = ["own", "upstreams"]\nlicences = {allow = ["MIT"]}\n'
PROVED = 'sources = ["own", "upstreams"]\nonly-with-provenance = true\n'
RULE = 'sources = ["own", "upstreams"]\ncooldown-days = 7\n'


def uploaded(days):
    moment = datetime.now(UTC) - timedelta(days=days)
    return {"upload-time": moment.isoformat().replace("+00:00", "Z")}


@pytest.fixture
def viewing(reading, elsewhere):
    elsewhere.files["abroad"][NEW] = wheel("abroad", "2.0")
    elsewhere.said |= {NAME: uploaded(30), NEW: uploaded(1)}
    with offline(reading.registry) as request:
        service = request.service(IndexViewService)
        service.add("calm", RULE, reason="for all", actor=SYSTEM)
    return reading


def listed(edge, path="/views/calm/simple/abroad/"):
    answer = edge.get(path, accept=V1_JSON)
    assert answer.status == 200, answer.body
    return {each["filename"]: each for each in json.loads(answer.body)["files"]}


def test_a_file_that_is_too_new_is_hidden_in_the_view(viewing):
    (file,) = listed(viewing).values()
    assert file["filename"] == NAME
    moved = viewing.get(file["url"].removeprefix("http://index.example"))
    assert moved.status == 302
    assert viewing.get(moved.headers["location"].removeprefix("http://index.example"))
    hidden = viewing.get(f"/views/calm/files/abroad/{NEW}")
    assert (hidden.status, b"does not show" in hidden.body) == (404, True)
    assert set(listed(viewing, "/simple/abroad/")) == {NAME, NEW}


def test_a_view_says_why(viewing):
    page = viewing.get("/views/calm/why/abroad/").body.decode()
    assert NEW in page


def test_a_file_comes_of_age(viewing, elsewhere):
    nearly = datetime.now(UTC) - timedelta(days=7) + timedelta(seconds=3)
    said = nearly.isoformat().replace("+00:00", "Z")
    elsewhere.said[NEW] = {"upload-time": said}
    assert set(listed(viewing)) == {NAME}
    time.sleep(3.2)
    assert set(listed(viewing)) == {NAME, NEW}


def test_a_provenance_elsewhere_counts_where_a_rule_believes_it(viewing, elsewhere):
    elsewhere.said[NEW]["provenance"] = f"{elsewhere.url}provenance"
    with offline(viewing.registry) as request:
        service = request.service(IndexViewService)
        for name, said in (("strict", "false"), ("trusting", "true")):
            rule = f"{PROVED}believe-upstream-provenance = {said}\n"
            service.add(name, rule, reason="for all", actor=SYSTEM)
    assert set(listed(viewing, "/views/strict/simple/abroad/")) == set()
    assert set(listed(viewing, "/views/trusting/simple/abroad/")) == {NEW}
    why = viewing.get(f"/views/strict/why/abroad/{NEW}").body
    assert b"Nobody has verified it here" in why


def test_a_dry_run_knows_what_is_kept_and_asks_nobody(viewing, elsewhere):
    def tried(rule):
        with offline(viewing.registry) as request:
            sources = request.registry[Sources]
            return impact(request.db, sources, None, read_rule(rule), datetime.now(UTC))

    assert tried(RULE).files == 0
    listed(viewing)
    asked = elsewhere.paths()
    found = tried(RULE)
    assert (found.files, found.shown) == (2, 1)
    assert found.changes[0].vanish == (NEW,)
    taking = {"reason": "for a test", "actor": SYSTEM}
    with offline(viewing.registry) as request:
        request.service(UpstreamService).take_over("abroad", **taking)
    assert tried(RULE).files == 0
    assert elsewhere.paths() == asked


def test_licences_of_the_newest_releases_are_read_once(viewing, elsewhere):
    with offline(viewing.registry) as request:
        service = request.service(IndexViewService)
        service.add("free", FREE, reason="for all", actor=SYSTEM)
    for name, version, licence in ((NAME, "1.0", "GPL-3.0-only"), (NEW, "2.0", "MIT")):
        head = metadata("abroad", version, License_Expression=licence)
        elsewhere.said[name]["core-metadata"] = True
        path = f"/files/{name}.metadata"
        elsewhere.answers[path] = lambda to, head=head: to.send(200, head)
    versions = [f"0.{number}" for number in range(20)]
    for each in versions:
        older = f"abroad-{each}-py3-none-any.whl"
        elsewhere.files["abroad"][older] = wheel("abroad", each)
        elsewhere.said[older] = {**uploaded(99), "core-metadata": True}
        path = f"/files/{older}.metadata"
        elsewhere.answers[path] = lambda to: to.send(200, metadata("abroad", "0"))
    page = "/views/free/simple/abroad/"
    assert set(listed(viewing, page)) == {NEW}
    read = [each for each in elsewhere.paths() if each.endswith(".metadata")]
    assert len(read) == MOST_RELEASES
    why = viewing.get("/views/free/why/abroad/").body
    assert (b"GPL-3.0-only" in why, b"Nobody knows its licence" in why) == (True, True)
    assert [each for each in elsewhere.paths() if each.endswith(".metadata")] == read
    with offline(viewing.registry) as request:
        sources, now = request.registry[Sources], datetime.now(UTC)
        found = impact(request.db, sources, None, read_rule(FREE), now)
    assert (found.files, found.shown) == (22, 1)


def test_a_licence_that_cannot_be_read_hides_a_file_for_a_while(viewing, elsewhere):
    with offline(viewing.registry) as request:
        service = request.service(IndexViewService)
        service.add("free", FREE, reason="for all", actor=SYSTEM)
    elsewhere.said[NEW]["core-metadata"] = True
    assert listed(viewing, "/views/free/simple/abroad/") == {}
    why = viewing.get("/views/free/why/abroad/", accept="application/json")
    again = datetime.fromisoformat(json.loads(why.body)["changes-at"])
    assert again < datetime.now(UTC) + timedelta(seconds=31)
    hurried = UpstreamLicences(viewing.registry[UpstreamFetcher], seconds=0)
    files = viewing.registry[UpstreamReader].find("abroad").files
    assert hurried.asked(files) == Licences({}, is_whole=False)


def test_a_silent_upstream_is_no_absence_in_a_view(viewing, elsewhere):
    elsewhere.is_down = True
    assert viewing.get("/views/calm/simple/other/").status == 503
