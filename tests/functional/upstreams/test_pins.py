"""Files of upstreams that a view keeps: nothing evicts them, and they fill no disk."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select, text

from tests.functional.upstreams.conftest import CORE, NAME
from tests.functional.upstreams.test_reading import path_of
from warehouse.http import offline
from warehouse.index_views import pin_queries
from warehouse.index_views.impact import impact
from warehouse.index_views.models import IndexView, IndexViewPin, IndexViewPinRefusal
from warehouse.index_views.pinning import ViewPins, problem, would_keep
from warehouse.index_views.reading import read_rule
from warehouse.index_views.services import IndexViewService
from warehouse.index_views.sources import Sources
from warehouse.security import SYSTEM
from warehouse.upstreams import UpstreamService
from warehouse.upstreams.storage import UpstreamStorage

BOTH = 'sources = ["own", "upstreams"]\n'
KEEPING = f"{BOTH}keep-files = true\n"
LARGE = [f"abroad-{number}.0.tar.gz" for number in range(2, 7)]
DAY = "2021-01-01"


def add_view(edge, name="keeping", rule=KEEPING):
    with offline(edge.registry) as request:
        service = request.service(IndexViewService)
        service.add(name, rule, reason="for a test", actor=SYSTEM)


def edit_view(edge, rule, name="keeping"):
    with offline(edge.registry) as request:
        view = request.db.scalars(select(IndexView).where(IndexView.name == name)).one()
        service = request.service(IndexViewService)
        service.edit(view, rule, reason="for a test", actor=SYSTEM)


@pytest.fixture
def keeping(start_reading, described):
    """An index with little room, and a view that keeps what is fetched through it."""
    described.files["abroad"] |= {each: bytes(300_000) for each in LARGE}
    edge = start_reading(UPSTREAM_MIB="1")
    add_view(edge)
    return edge


def fetch(edge, filename, view="keeping"):
    """Return the bytes of a file, got by way of a view."""
    moved = edge.get(f"/views/{view}/files/abroad/{filename}")
    assert moved.status == 302, moved.body
    answer = edge.get(moved.headers["location"].removeprefix("http://index.example"))
    assert answer.status == 200, answer.body
    return answer.body


def evict(edge, most_bytes=0):
    with offline(edge.registry) as request:
        return request.service(UpstreamService).evict(most_bytes)


def left(edge):
    """Return the names of what lies here."""
    return {each.path.split("/")[2] for each in edge.registry[UpstreamStorage].list()}


def pins(edge):
    with offline(edge.registry) as request:
        found = request.db.scalars(select(IndexViewPin).order_by(IndexViewPin.file_id))
        return [each.has_file for each in found]


def health(edge):
    return json.loads(edge.get("/_health/").body)["parts"]["kept-files"]


def test_eviction_spares_what_a_view_keeps_and_takes_the_rest(keeping):
    assert fetch(keeping, f"{NAME}.metadata") == CORE
    fetch(keeping, LARGE[0])
    keeping.get(path_of(keeping, NAME))
    keeping.get(path_of(keeping, LARGE[1]))
    assert pins(keeping) == [False, True]
    assert evict(keeping, 2**20) == 0
    assert evict(keeping, 500_000) == 2
    assert left(keeping) == {f"{NAME}.metadata", LARGE[0]}
    fetch(keeping, NAME)
    assert evict(keeping, 500_000) == 0
    assert left(keeping) == {f"{NAME}.metadata", NAME, LARGE[0]}


@pytest.mark.parametrize("ends", ["rule", "view"])
def test_files_go_when_nobody_keeps_them_any_more(keeping, ends):
    fetch(keeping, LARGE[0])
    edit_view(keeping, f"{KEEPING}yanked = false\n")
    assert evict(keeping, 2**19) == 0
    if ends == "rule":
        edit_view(keeping, BOTH)
    else:
        keeping.write(lambda db: db.execute(delete(IndexView)))
    assert pins(keeping) == []
    assert evict(keeping) == 1


def test_a_file_without_room_is_served_and_that_is_told(keeping):
    assert health(keeping) == "ok"
    for each in LARGE[:2]:
        fetch(keeping, each)
    assert fetch(keeping, LARGE[2]) == bytes(300_000)
    assert pins(keeping) == [True, True]
    said = health(keeping)
    assert f"the view keeping could not keep {LARGE[2]} (0.3 MiB)" in said
    assert "0.6 MiB of other indexes already, of 0.8 MiB that they may" in said
    assert said.endswith("Raise UPSTREAM_MIB, or release what a view keeps")
    with offline(keeping.registry) as request:
        assert problem(request.db, 2**21) is None
    assert evict(keeping, 810_000) == 1
    assert left(keeping) == {*LARGE[:2]}
    # With less room than was pinned already, what was pinned first stays.
    assert evict(keeping, 400_000) == 1
    assert left(keeping) == {LARGE[0]}
    with offline(keeping.registry) as request:
        view = request.db.scalars(select(IndexView)).one()
        request.service(IndexViewService).release_pins(view)
        assert request.db.scalars(select(IndexViewPinRefusal)).all() == []
    assert health(keeping) == "ok"


def test_metadata_that_lay_here_before_its_size_was_noted_counts(keeping):
    keeping.get(f"{path_of(keeping, NAME)}.metadata")
    forgotten = "UPDATE upstream_files SET stored_metadata_size = NULL"
    keeping.write(lambda db: db.execute(text(forgotten)))
    fetch(keeping, f"{NAME}.metadata")
    with offline(keeping.registry) as request:
        found = pin_queries.pinned_by_all(request.db)
        assert found == (0, 1, len(CORE))
        assert not request.service(ViewPins).pin("another", 1, is_metadata=True)


def test_a_pin_of_what_nobody_fetched_is_forgotten(keeping):
    for each in LARGE[:2]:
        assert keeping.get(f"/views/keeping/files/abroad/{each}").status == 302
    old = "UPDATE index_view_pins SET created = created - interval '2 days'"
    keeping.write(lambda db: db.execute(text(old)))
    fetch(keeping, LARGE[1])
    assert evict(keeping, 2**20) == 0
    assert pins(keeping) == [True]


def test_a_view_as_it_was_has_its_files_while_the_upstream_is_dead(keeping, described):
    described.said[LARGE[0]] = {"upload-time": "2020-01-02T03:04:05Z"}
    then = "UPDATE index_view_versions SET created = '2020-01-01'"
    keeping.write(lambda db: db.execute(text(then)))
    view = f"keeping@{DAY}"
    fetch(keeping, LARGE[0], view)
    described.is_down = True
    stale = "UPDATE upstream_projects SET checked = checked - interval '2 hours'"
    keeping.write(lambda db: db.execute(text(stale)))
    assert evict(keeping, 2**19) == 0
    assert fetch(keeping, LARGE[0], view) == bytes(300_000)


def test_a_dry_run_says_what_a_rule_would_keep(keeping):
    path_of(keeping, NAME)
    with offline(keeping.registry) as request:
        sources, rule = request.registry[Sources], read_rule(KEEPING)
        found = impact(request.db, sources, None, rule, datetime.now(UTC))
        assert (found.kept, found.kept_bytes > 1_500_000) == (len(LARGE) + 1, True)
        said = would_keep(request.db, found, 2**20)
    assert "at most 6 files with 1.4 MiB. Views keep 0.0 MiB already, of 0.8 MiB" in said
