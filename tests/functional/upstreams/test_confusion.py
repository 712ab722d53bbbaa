"""One golden table says who answers for a name, in every order of events.

Every row is a state of the name `abroad`, which an upstream has; the columns are what is
asked for. `ours` and `theirs` say whose file is listed or sent, `-` that there is nothing.
Everything is asked before the state comes to be as well, so that it is kept, and of another
process afterwards, which keeps nothing.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.builders.upstreams import stranger
from tests.factories.accounts import make_user
from tests.factories.organizations import give_namespace, make_organization
from tests.factories.packaging import make_file, make_project, make_release
from tests.functional.upstreams.test_reading import NAME
from warehouse.api.negotiation import V1_JSON
from warehouse.http import offline
from warehouse.index_views.services import IndexViewService
from warehouse.packaging.errors import ProjectNameUnavailable
from warehouse.packaging.models import LifecycleStatus, ProhibitedProjectName, Project
from warehouse.packaging.services import ProjectService
from warehouse.security import SYSTEM
from warehouse.upstreams import UpstreamNames, UpstreamService
from warehouse.upstreams.models import Upstream, UpstreamTakenName

OURS = "abroad-0.5-py3-none-any.whl"


def own(db: Any, **columns: Any) -> Project:
    project = make_project(db, "Abroad", **columns)
    make_file(db, make_release(db, project, "0.5"), OURS)
    db.flush()
    return project


def clashing(db: Any) -> None:
    project = make_project(db, "Abroad", merges_upstream=True)
    make_file(db, make_release(db, project, "1.0"), NAME)


def deleted(db: Any) -> None:
    db.delete(own(db))


def yanked(db: Any) -> None:
    project = make_project(db, "Abroad")
    release = make_release(db, project, "0.5", yanked=True)
    make_file(db, release, OURS)


def reserved(db: Any) -> None:
    give_namespace(db, make_organization(db, "acme", owner=make_user(db)), "abroad")


def switched_off(db: Any) -> None:
    db.query(Upstream).one().is_enabled = False


STATES: dict[str, Callable[[Any], Any]] = {
    "elsewhere": lambda db: None,
    "here": own,
    "merged": lambda db: own(db, merges_upstream=True),
    "merged, one name for both": clashing,
    "private here": lambda db: own(db, is_private=True),
    "merged and private": lambda db: own(db, is_private=True, merges_upstream=True),
    "deleted here": deleted,
    "yanked here": yanked,
    "in quarantine here": lambda db: own(
        db,
        lifecycle_status=LifecycleStatus.QUARANTINE_ENTER,
        lifecycle_status_changed=datetime.now(UTC),
    ),
    "in a namespace": reserved,
    "prohibited": lambda db: db.add(ProhibitedProjectName(name="abroad")),
    "taken over": lambda db: db.add(
        UpstreamTakenName(normalized_name="abroad", reason="it is ours")
    ),
    "upstream switched off": switched_off,
}


def whose(text: str) -> str:
    found = [
        word for word, name in (("ours", OURS), ("theirs", f"upstream/1/{NAME}"))
        if name in text
    ]  # fmt: skip
    if not found and NAME in text:
        found = ["ours"]
    return "+".join(found) or "-"


def index(edge: Any, accept: str) -> str:
    answer = edge.get("/simple/abroad/", accept=accept)
    return whose(answer.body.decode()) if answer.status == 200 else "-"


def sent(edge: Any, path: str) -> str:
    return "theirs" if edge.get(path).status == 200 else "-"


def leads(edge: Any, filename: str) -> str:
    """Return whose file a view leads to."""
    answer = edge.get(f"/views/all/files/abroad/{filename}")
    if answer.status != 302:
        return "-"
    return "theirs" if "/upstream/" in answer.headers["location"] else "ours"


def shown(edge: Any) -> str:
    """Return whose project a search finds."""
    found = json.loads(edge.get("/api/search/?q=abroad").body)
    sides = {"ours": found["results"], "theirs": found["elsewhere"]}
    return "+".join(side for side, names in sides.items() if names) or "-"


QUESTIONS: dict[str, Callable[[Any], str]] = {
    "index": lambda edge: index(edge, V1_JSON),
    "html": lambda edge: index(edge, "text/html"),
    "other spelling": lambda edge: str(edge.get("/simple/Abroad/").status),
    "file": lambda edge: sent(edge, f"/packages/upstream/1/{NAME}"),
    "metadata": lambda edge: sent(edge, f"/packages/upstream/1/{NAME}.metadata"),
    "json": lambda edge: whose(edge.get("/pypi/abroad/json").body.decode()),
    "view": lambda edge: leads(edge, NAME),
    "own in view": lambda edge: leads(edge, OURS),
    "page": lambda edge: str(edge.get("/project/abroad/").status),
    "search": shown,
}


def prepare(edge: Any, elsewhere: Any) -> None:
    """Have the upstream's page read once, so that its file has a number."""
    elsewhere.said[NAME] = {"core-metadata": True}
    elsewhere.files["abroad"][f"{NAME}.metadata"] = b"Name: abroad"
    edge.get("/simple/abroad/", accept=V1_JSON)
    with offline(edge.registry) as request:
        request.service(UpstreamNames).refresh("elsewhere")
        views = request.service(IndexViewService)
        rule = 'sources = ["own", "upstreams"]'
        views.add("all", rule, reason="for all", actor=SYSTEM)


TABLE = """
elsewhere | theirs | theirs | 301 | theirs | theirs | theirs | theirs | - | 200 | theirs
here | ours | ours | 301 | - | - | ours | - | ours | 301 | -
merged | ours+theirs | ours+theirs | 301 | theirs | theirs | ours | theirs | ours | 301 | -
merged, one name for both | ours | ours | 301 | - | - | ours | ours | - | 301 | -
private here | - | - | 404 | - | - | - | - | - | 404 | -
merged and private | - | - | 404 | - | - | - | - | - | 404 | -
deleted here | - | - | 404 | - | - | - | - | - | 404 | -
yanked here | ours | ours | 301 | - | - | ours | - | ours | 301 | -
in quarantine here | - | - | 301 | - | - | - | - | - | 301 | -
in a namespace | - | - | 404 | - | - | - | - | - | 404 | -
prohibited | - | - | 404 | - | - | - | - | - | 404 | -
taken over | - | - | 404 | - | - | - | - | - | 404 | -
upstream switched off | - | - | 404 | - | - | - | - | - | 404 | -
"""


@pytest.mark.parametrize("state", STATES)
def test_the_answer_does_not_depend_on_what_is_kept(start_reading, elsewhere, state):
    reading = start_reading(UPSTREAM_SEARCH="true")
    prepare(reading, elsewhere)
    kept = {name: ask(reading) for name, ask in QUESTIONS.items()}
    assert kept["index"] == kept["file"] == kept["metadata"] == "theirs"
    reading.write(STATES[state])
    warm = [ask(reading) for ask in QUESTIONS.values()]
    asked = len(elsewhere.asked)
    cold = start_reading(UPSTREAM_SEARCH="true")
    assert [ask(cold) for ask in QUESTIONS.values()] == warm
    assert len(elsewhere.asked) == asked
    assert " | ".join([state, *warm]) in TABLE.splitlines()


def test_names_of_others_are_never_asked_for(start_reading, elsewhere):
    reading = start_reading(UPSTREAM_NEVER="acme acme-* Abroad")
    elsewhere.files |= {name: {} for name in ("acme", "acme-tools", "acmetools")}
    for name in ("acme", "acme-tools", "ACME_Tools", "acme-.-tools", "abroad"):
        assert reading.get(f"/simple/{name}/").status == 404, name
    assert elsewhere.asked == []
    assert json.loads(reading.get("/simple/acmetools/", accept=V1_JSON).body)


def test_the_first_upstream_that_has_a_name_is_believed(reading, elsewhere):
    with stranger() as second:
        second.files |= {name: {} for name in ("abroad", "beyond")}
        add = Upstream(name="second", url=second.url)
        reading.write(lambda db: db.add(add))
        assert index(reading, V1_JSON) == "theirs"
        assert reading.get("/simple/beyond/").headers["x-upstream"] == "second"
        assert second.paths() == ["/simple/beyond/"]


def test_a_silent_upstream_is_not_passed_over(reading, elsewhere):
    with stranger() as second:
        second.files["beyond"] = {}
        reading.write(lambda db: db.add(Upstream(name="second", url=second.url)))
        elsewhere.is_down = True
        assert reading.get("/simple/beyond/").status == 503
        assert second.asked == []


@pytest.mark.parametrize(("is_down", "kind"), [(False, "upstream"), (True, "unknown")])
def test_a_new_project_gets_no_name_of_an_upstream(reading, elsewhere, is_down, kind):
    elsewhere.is_down = is_down
    with (
        pytest.raises(ProjectNameUnavailable, match=kind),
        offline(reading.registry) as request,
    ):
        request.service(ProjectService).create("Abroad", actor=SYSTEM)


def test_a_name_that_was_taken_over_may_be_created(reading, elsewhere):
    def take(request):
        service = request.service(UpstreamService)
        service.take_over("Abroad", reason="it is ours", actor=SYSTEM)

    with offline(reading.registry) as request:
        take(request)
    with offline(reading.registry) as request:
        assert request.service(ProjectService).create("Abroad", actor=SYSTEM)
        request.transaction.doom()
    with offline(reading.registry) as request:
        request.service(UpstreamService).give_back("abroad")
    assert index(reading, V1_JSON) == "theirs"
