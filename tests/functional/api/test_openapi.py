"""The running application answers as the document of endpoints says."""

import re
import xmlrpc.client
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_schema_validator import OAS31Validator
from pyramid.registry import Registry
from sqlalchemy.orm import Session

from tests.factories.accounts import make_user
from tests.factories.organizations import give_namespace, make_organization
from tests.factories.packaging import make_file, make_provenance
from tests.factories.search import make_findable
from tests.factories.views import make_view
from tests.fixtures.client import Client
from tests.functional.api.asked import CASES, WHEEL
from warehouse.api.openapi import document
from warehouse.api.openapi.schemas import resolved
from warehouse.notifications.models import OrganizationFeed, PersonalFeed
from warehouse.notifications.queries import hash_of
from warehouse.packaging.locations import metadata_path
from warehouse.packaging.models import Dependency, DependencyKind, File, Release, ReleaseURL
from warehouse.paths import MANAGEMENT
from warehouse.storage import Storage
from warehouse.vulnerabilities.advisories import reported
from warehouse.vulnerabilities.services import VulnerabilityService

OPERATIONS = {
    operation["operationId"]: (path, method, operation)
    for path, item in document()["paths"].items()
    for method, operation in item.items()
}
UNSEEN = {
    ("file", "301"): "asked for below",
    ("pytp_audience", "403"): "only while trusted publishing is switched off",
    ("oidc_audience", "403"): "only while trusted publishing is switched off",
    ("provenance", "403"): "only while attestations are switched off",
    ("file", "503"): "only where the place of files does not answer",
    (
        "observer_echo",
        "200",
    ): "only with a token of a trusted reporter",
    ("health", "503"): "only where the database does not answer",
    ("security_contact", "200"): "asked for below",
}
"""What the cases do not ask for, and why."""


@pytest.fixture
def file(db: Session, storage: Storage, tmp_path: Path) -> File:
    """A file with everything that may be known of it; other projects are beside it."""
    make_findable(db, "archived", project={"lifecycle_status": "archived"})
    old = make_findable(db, "old")
    never_held = {"size": None, "sha256_digest": None, "blake2_256_digest": None}
    make_file(db, old.releases[0], "old-1.0.tar.gz", **never_held)
    release = grail(db)
    make_view(db, "grails", "only-wheels = true\n")
    make_file(db, release, "holy_grail-1.0.tar.gz")
    made = make_file(db, release, WHEEL, metadata_file_sha256_digest="0" * 64)
    make_provenance(db, made)
    source = tmp_path / "source"
    source.write_bytes(b"0123456789")
    owner, known = release.project.roles[0].user, hash_of("known")
    holy = make_organization(db, "holy", owner=owner)
    give_namespace(db, holy, "holy")
    db.add(PersonalFeed(user=owner, secret_hash=known))
    db.add(OrganizationFeed(user=owner, organization=holy, secret_hash=known))
    db.commit()
    storage.put(made.path, source)
    storage.put(metadata_path(made.path), source)
    return made


def grail(db: Session) -> Release:
    """A release that has something to say in every field, and a vulnerability."""
    project = make_findable(
        db,
        "Holy.Grail",
        classifiers=("Programming Language :: Python :: 3",),
        project={"owner": make_user(db, "arthur")},
        summary="Finds the grail",
        license_expression="MIT",
        license_files=["LICENSE"],
        requires_python=">=3.11",
        home_page="https://example.com/",
        author_email="arthur@example.com",
        yanked=True,
        yanked_reason="lost again",
    )
    [release] = project.releases
    release.urls.append(ReleaseURL(name="Docs", url="https://docs.example.com/"))
    dependency = Dependency(kind=DependencyKind.REQUIRES_DIST, specifier="spam>=1")
    release.dependencies.append(dependency)
    [example] = OPERATIONS["report_vulnerabilities"][2]["requestBody"]["content"].values()
    advisory = {**example["example"][0], "project": "Holy.Grail", "versions": ["1.0"]}
    VulnerabilityService(db, lambda signal: None).report("osv", [reported(advisory)])
    db.commit()
    return release


def closed(node: Any) -> Any:
    """Schemas that allow only what they name: clients must expect more, tests must not."""
    if isinstance(node, list):
        return [closed(each) for each in node]
    if not isinstance(node, dict):
        return node
    found = {key: closed(value) for key, value in node.items()}
    if isinstance(node.get("properties"), dict) and node.get("type") == "object":
        found.setdefault("additionalProperties", False)
    return found


SCHEMAS = closed({"schemas": document()["components"]["schemas"]})


def problems(schema: Any, value: Any) -> Iterator[str]:
    """In what `value` is not as `schema` has it, keys that are not described among it."""
    whole = {**closed(schema), "components": SCHEMAS}
    checker = OAS31Validator.FORMAT_CHECKER
    for each in OAS31Validator(whole, format_checker=checker).iter_errors(value):
        yield f"{'/'.join(map(str, each.absolute_path))}: {each.message}"


def compare(answer: Any, name: str) -> None:
    """Fail unless `answer` is one that the document says `name` may have."""
    described = OPERATIONS[name][2]["responses"]
    about = resolved(described[str(answer.status_int)])
    headers = {name: resolved(each) for name, each in about.get("headers", {}).items()}
    for header, each in headers.items():
        if each.get("required") or header in answer.headers:
            assert [*problems(each["schema"], answer.headers[header])] == [], header
    contents = about.get("content", {})
    if not contents:
        return
    content = contents[answer.content_type]
    if "schema" in content:
        is_json = answer.content_type.endswith("json")
        value = answer.json if is_json else answer.text
        assert [*problems(content["schema"], value)] == []


ASKED = [(name, *case) for name, cases in CASES.items() for case in cases]


@pytest.mark.parametrize(
    ("name", "url", "headers", "status"),
    ASKED,
    ids=[f"{name}-{status}-{number}" for number, (name, _, _, status) in enumerate(ASKED)],
)
def test_an_answer_is_as_it_is_described(
    client: Client, file: File, name: str, url: str, headers: dict[str, str], status: int
) -> None:
    address = url.replace("{path}", file.path)
    path = re.sub(r"\\\{\w+\\\}", ".+", re.escape(OPERATIONS[name][0]))
    assert re.fullmatch(path, address.partition("?")[0])
    answer = client.get(address, headers=headers, status=status)
    compare(answer, name)
    described = OPERATIONS[name][2]["responses"]
    if status == 200 and "304" in described:
        again = {**headers, "If-None-Match": answer.headers["ETag"]}
        assert client.get(address, headers=again, status=304).body == b""


def test_everything_that_is_described_is_asked_for() -> None:
    read = {
        name
        for name, (path, method, _) in OPERATIONS.items()
        if method == "get" and not path.startswith(MANAGEMENT)
    }
    assert set(CASES) == read
    seen = {(name, str(status)) for name, cases in CASES.items() for *_, status in cases}
    described = {
        (name, status)
        for name in read
        for status in OPERATIONS[name][2]["responses"]
        if status != "304"
    }
    assert described - seen == set(UNSEEN)


@pytest.fixture
def change(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that changes the settings of one part."""

    def settings_of(part: str, **values: Any) -> None:
        settings = registry.settings["warehouse"]
        changed = replace(getattr(settings, part), **values)
        settings = replace(settings, **{part: changed})
        monkeypatch.setitem(registry.settings, "warehouse", settings)

    return settings_of


def test_answers_that_need_a_setting_are_as_described(
    client: Client, file: File, change: Any
) -> None:
    change("api", security_contact="mailto:security@example.com")
    compare(client.get("/.well-known/security.txt"), "security_contact")
    change("storage", url="https://files.example.org")
    compare(client.get(f"/packages/{file.path}", status=301), "file")


@pytest.mark.parametrize("accept", ["application/json", "text/html", "text/plain"])
def test_a_refused_upload(client: Client, accept: str) -> None:
    form = {":action": "file_upload"}
    for status, path in ((403, "/legacy/"), (410, "/legacy/?:action=submit")):
        answer = client.post(
            path,
            form,
            headers={"Accept": accept},
            content_type="multipart/form-data",
            status=status,
        )
        assert answer.content_type == accept
        compare(answer, "upload")
    compare(client.post("/legacy", form, status=308), "upload_redirect")


@pytest.mark.parametrize("name", ["xmlrpc", "xmlrpc_slash", "xmlrpc_rpc2"])
def test_a_call_of_xmlrpc(client: Client, file: File, name: str) -> None:
    path = OPERATIONS[name][0]
    example = OPERATIONS["xmlrpc"][2]["requestBody"]["content"]["text/xml"]["example"]
    answer = client.post(path, example, headers={"Content-Type": "text/xml"})
    compare(answer, name)
    ((changes,), _) = xmlrpc.client.loads(answer.body)
    assert [type(each) for each in changes] == [list] * len(changes)


def test_a_report_that_nobody_signed(client: Client) -> None:
    answer = client.post("/_/vulnerabilities/osv/report", "[]", status=404)
    compare(answer, "report_vulnerabilities")


def test_both_forms_are_the_same_and_name_the_host(client: Client) -> None:
    found = client.get("/api/openapi.json").json
    written = client.get("/api/openapi.yaml").text
    assert yaml.safe_load(written) == found
    assert "&id" not in written
    assert found["servers"] == [{"url": "http://localhost"}]
    assert next(iter(found)) == "openapi"


def test_the_page_shows_it_all(client: Client) -> None:
    page = client.get("/help/api/")
    assert page.headers["Cache-Control"] == "no-cache, public"
    anchors = [each["id"] for each in page.html.find_all(id=True)]
    assert len(anchors) == len(set(anchors))
    for link in page.html.find_all("a", href=re.compile("^#.")):
        assert link["href"][1:] in anchors, link["href"]
    for name, (path, method, _) in OPERATIONS.items():
        shown = page.html.find("article", attrs={"aria-labelledby": f"endpoint-{name}"})
        assert shown.find(class_="method").text == method.upper()
        assert shown.find(class_="endpoint__path").text == path
    command = page.html.find(id="command-simple_detail").text
    assert command == (
        "curl -H 'Accept: application/vnd.pypi.simple.v1+json' "
        "http://localhost/simple/sampleproject/"
    )
    for link in page.html.find_all("a", href=re.compile("^/api/openapi")):
        client.get(link["href"])
