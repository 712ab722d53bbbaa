"""Bounds on what anybody may have other indexes asked for, and on who waits for them."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from sqlalchemy import event

from tests.factories.packaging import make_project
from tests.functional.upstreams.test_reading import PAGE, page
from warehouse.db import SessionFactory
from warehouse.http import offline
from warehouse.index_views.services import IndexViewService
from warehouse.security import SYSTEM
from warehouse.upstreams import UpstreamNames
from warehouse.upstreams.gate import UpstreamGate

VIEW = "/views/all/simple/abroad/"


def test_names_that_nobody_has_are_limited_and_no_others(start_reading, elsewhere):
    edge = start_reading(LIMIT_UPSTREAM_MISSES="3 per hour", UPSTREAM_SEARCH="true")
    edge.write(lambda db: make_project(db, "hidden", is_private=True))
    edge.write(lambda db: make_project(db, "shown"))
    page(edge)
    elsewhere.files = {"far": {}, "hidden": {}}
    with offline(edge.registry) as request:
        request.service(UpstreamNames).refresh("elsewhere")
    elsewhere.files["abroad"] = {}
    for name in ("none-1", "none-2", "none-1", "none-3"):
        assert edge.get(f"/simple/{name}/").status == 404
    for path in ("/simple/none-4/", "/pypi/none-5/json", "/project/none-6/"):
        answer = edge.get(path)
        assert answer.status == 429
        assert b"More than 3 per hour names were asked for" in answer.body
        assert 0 < int(answer.headers["retry-after"]) <= 3600
    assert edge.get("/simple/hidden/").status == 429
    assert edge.get("/simple/none-2/").status == 404
    assert edge.get("/simple/shown/").status == 200
    assert edge.get("/simple/far/").status == 200
    assert edge.get("/pypi/abroad/json").status == 200
    assert len(elsewhere.asked) == 6


def test_a_private_name_counts_like_one_that_nobody_has(start_reading, elsewhere):
    edge = start_reading(LIMIT_UPSTREAM_MISSES="1 per hour")
    edge.write(lambda db: make_project(db, "hidden", is_private=True))
    assert edge.get("/simple/hidden/").status == 404
    assert edge.get("/simple/nowhere/").status == 429
    assert edge.get("/simple/hidden/").status == 404
    assert elsewhere.asked == []


def test_a_slow_index_holds_half_of_the_threads(start_reading, elsewhere):
    edge = start_reading(UPSTREAM_SECONDS="1")
    page(edge)
    elsewhere.seconds = 4
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(edge.get, f"/simple/slow-{n}/") for n in range(8)]
        time.sleep(1.5)
        began = time.monotonic()
        refused = edge.get("/simple/another/")
        kept = edge.get(PAGE)
        assert edge.get("/help/").status == 200
        assert time.monotonic() - began < 2
    assert refused.status == 503
    assert b"as many wait for it as may" in refused.body
    assert int(refused.headers["retry-after"]) > 0
    assert "x-upstream-checked" in kept.headers
    statuses = sorted(each.result(30).status for each in asked)
    assert statuses == [404] * 4 + [503] * 4
    assert len(elsewhere.asked) == 5


def test_a_page_shows_what_is_known_while_nobody_may_wait(reading, described):
    page(reading)
    gate = reading.registry[UpstreamGate]
    with ExitStack() as stack:
        for _ in range(4):
            stack.enter_context(gate.entered())
        assert b"elsewhere does not say." in reading.get("/project/abroad/").body
        assert b'"summary":null' in reading.get("/pypi/abroad/json").body
    assert described.paths() == [PAGE]


@pytest.mark.parametrize("path", [PAGE, VIEW])
def test_no_connection_to_the_database_is_held_meanwhile(reading, elsewhere, path):
    with offline(reading.registry) as request:
        views = request.service(IndexViewService)
        rule = 'sources = ["own", "upstreams"]'
        views.add("all", rule, reason="for all", actor=SYSTEM)
    if path == PAGE:
        reading.write(lambda db: make_project(db, "Abroad", merges_upstream=True))
    pool = reading.registry[SessionFactory].engine.pool
    before, seen = pool.checkedout(), []
    elsewhere.seconds = 1.5
    threading.Timer(0.8, lambda: seen.append(pool.checkedout())).start()
    assert reading.get(path).status == 200
    assert elsewhere.paths() == [PAGE]
    assert seen == [before]


def test_an_index_that_reads_no_other_looks_for_others_and_no_further(client):
    sent = []

    def note(connection, cursor, statement, *rest):
        sent.append(statement)

    engine = client.registry[SessionFactory].engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        client.get("/simple/nowhere/", status=404)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len([each for each in sent if "FROM upstream" in each]) == 1
