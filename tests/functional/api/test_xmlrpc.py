"""XML-RPC, as mirrors and old programs meet it."""

import xmlrpc.client
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pyramid.registry import Registry
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project, make_release
from tests.fixtures.client import Client
from warehouse.classifiers.models import Classifier
from warehouse.db import SessionFactory
from warehouse.packaging.models import JournalEntry, LifecycleStatus, Role

XML = {"Content-Type": "text/xml"}


def call(client: Client, method: str, *arguments: Any, path: str = "/pypi") -> Any:
    """The result; raises `xmlrpc.client.Fault`."""
    body = xmlrpc.client.dumps(arguments, method, allow_none=True)
    answer = client.post(path, body.encode(), headers=XML)
    assert answer.headers["Content-Type"] == "text/xml; charset=UTF-8"
    assert answer.body.startswith(b"<?xml version='1.0'?>\n<methodResponse>")
    ((result,), _) = xmlrpc.client.loads(answer.body)
    return result


def fault_of(client: Client, method: str, *arguments: Any) -> tuple[int, str]:
    """Code and text of the fault that a call ends with."""
    with pytest.raises(xmlrpc.client.Fault) as caught:
        call(client, method, *arguments)
    return caught.value.faultCode, caught.value.faultString


def test_an_empty_index(client: Client) -> None:
    assert call(client, "changelog_last_serial") is None
    assert call(client, "changelog_since_serial", 0, path="/pypi/") == []
    assert call(client, "list_packages_with_serial", path="/RPC2") == {}
    assert call(client, "package_roles", "nobody") == []
    assert call(client, "user_packages", "nobody") == []


def test_changes_are_listed_from_the_journal(
    client: Client, db: Session, statements: list[str]
) -> None:
    moment = datetime(2024, 1, 17, 16, 53, 12, 999999, tzinfo=UTC)
    rows = [
        JournalEntry(name="Foo<&>", version="1\x01", action="new", submitted_date=moment),
        JournalEntry(name="", action="caf\xe9 ", submitted_date=moment),
    ]
    for row in rows:
        db.add(row)
        db.flush()
    first, second = (row.id for row in rows)
    db.commit()
    statements.clear()
    found = call(client, "changelog_since_serial", -3)
    assert len([each for each in statements if "cache_" not in each]) == 1
    assert found == [
        ["Foo<&>", "1", 1705510392, "new", first],
        ["", None, 1705510392, "caf&#233; ", second],
    ]
    assert call(client, "changelog_since_serial", first) == found[1:]
    assert call(client, "changelog_since_serial", second) == []
    assert call(client, "changelog_last_serial") == second
    beyond = b"<methodCall><methodName>changelog_since_serial</methodName><params><param>"
    beyond += b"<value><i8>9223372036854775807</i8></value></param></params></methodCall>"
    assert b"<data>\n</data>" in client.post("/pypi", beyond, headers=XML).body


def test_serials_are_those_of_the_other_apis(client: Client, db: Session) -> None:
    project = make_project(db, "Holy.Grail")
    make_project(db, "bad", lifecycle_status=LifecycleStatus.QUARANTINE_ENTER)
    make_release(db, project)
    found = call(client, "list_packages_with_serial")
    assert set(found) == {"Holy.Grail", "bad"}
    header = client.get("/pypi/holy-grail/json").headers["X-PyPI-Last-Serial"]
    assert found["Holy.Grail"] == int(header)


def test_roles_are_listed_for_a_project_and_for_a_user(client: Client, db: Session) -> None:
    project = make_project(db, "Holy.Grail", owner=make_user(db, "zoot"))
    for name, role in (("bors", "Owner"), ("Arthur", "Maintainer")):
        db.add(Role(project=project, user=make_user(db, name), role_name=role))
    db.commit()
    expected = [["Owner", "bors"], ["Owner", "zoot"], ["Maintainer", "Arthur"]]
    assert call(client, "package_roles", "holy_GRAIL") == expected
    assert call(client, "user_packages", "ARTHUR") == [["Maintainer", "Holy.Grail"]]


def test_browsing_finds_releases_with_all_classifiers(client: Client, db: Session) -> None:
    one, two = Classifier(classifier="A :: One"), Classifier(classifier="A :: Two")
    release = make_release(db, make_project(db, "foo"), "1.0")
    release.classifiers.extend([one, two])
    other = make_release(db, make_project(db, "bar"), "2.0")
    other.classifiers.append(one)
    db.commit()
    assert call(client, "browse", ["A :: One"]) == [["bar", "2.0"], ["foo", "1.0"]]
    assert call(client, "browse", ["A :: One", "A :: Two"]) == [["foo", "1.0"]]
    for wanted in ([], ["A :: Three"], ["A :: One", "A :: One"]):
        assert call(client, "browse", wanted) == []


@pytest.mark.parametrize(
    ("method", "arguments", "text"),
    [
        ("changelog_since_serial", (), "serial: Missing required argument"),
        ("changelog_since_serial", (1, 2), "2: Unexpected positional argument"),
        ("changelog_last_serial", (1,), "1: Unexpected positional argument"),
        ("changelog_since_serial", ("1",), "serial: Input should be a valid integer"),
        ("changelog_since_serial", (1.5,), "serial: Input should be a valid integer"),
        ("changelog_since_serial", (True,), "serial: Input should be a valid integer"),
        ("changelog_since_serial", (None,), "serial: Input should be a valid integer"),
        ("package_roles", (1,), "package_name: Input should be a valid string"),
        ("browse", ("A",), "classifiers: Input should be a valid list"),
        ("browse", (["A", 1],), "classifiers.1: Input should be a valid string"),
        ("package_releases", (), "package_name: Missing required argument"),
        (
            "changelog",
            ("x", 1),
            "since: Input should be a valid integer; with_ids: Input should be a valid "
            "boolean",
        ),
    ],
)
def test_wrong_arguments_are_faults(
    client: Client, method: str, arguments: Any, text: str
) -> None:
    assert fault_of(client, method, *arguments) == (-32602, f"client error; {text}")


@pytest.mark.parametrize(
    ("method", "arguments", "start"),
    [
        ("search", ({"name": "x"},), "RuntimeError: This index no longer supports 'pip se"),
        ("search", ({"name": ["x"]}, "or"), "RuntimeError: "),
        ("list_packages", (), "RuntimeError: This index no longer supports this XML-RPC"),
        ("package_releases", ("x", True), "RuntimeError: "),
        ("release_urls", ("x", "1"), "RuntimeError: "),
        ("release_data", ("x", "1"), "RuntimeError: "),
        ("package_data", (1, 2), "RuntimeError: This API has been deprecated."),
        ("package_urls", ("x", "1"), "RuntimeError: This API has been deprecated."),
        ("top_packages", (None,), "RuntimeError: This API has been removed."),
        ("changelog", (1,), "ValueError: The changelog method has been deprecated"),
        ("system.multicall", ([],), "ValueError: MultiCall requests have been deprecated"),
    ],
)
def test_removed_methods_are_faults_that_say_so(
    client: Client, method: str, arguments: Any, start: str
) -> None:
    code, text = fault_of(client, method, *arguments)
    assert code == -32500
    assert text.startswith(start)


def test_a_removed_method_points_to_the_help_page(client: Client) -> None:
    _, text = fault_of(client, "list_packages")
    assert "See http://localhost/help/#mirroring for more information." in text
    assert 'id="mirroring"' in client.get("/help/").text


@pytest.mark.parametrize("method", ["system.listMethods", "release_downloads", "x"])
def test_unknown_methods_are_faults(client: Client, method: str) -> None:
    code, text = fault_of(client, method)
    assert (code, text) == (-32601, "server error; requested method not found")


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<methodCall><methodName>&b;</methodName></methodCall>"""
OUTSIDE = b"""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<methodCall><methodName>&a;</methodName></methodCall>"""
DEEP = (
    b"<methodCall><methodName>package_data</methodName><params><param>%s</param></params></methodCall>"
    % (b"<value><array><data>" * 3000 + b"</data></array></value>" * 3000)
)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not xml",
        b"<methodCall/>",
        b"<methodCall><methodName/></methodCall>",
        b"<?xml version='1.0' encoding='no-such'?><methodCall/>",
        b"<methodCall><methodName>x</methodName><params><param/></params></methodCall>",
        BOMB,
        OUTSIDE,
        DEEP,
        b"<methodCall><methodName>" + b"x" * 300_000 + b"</methodName></methodCall>",
        *(
            b"<methodCall><methodName>x</methodName><params><param><value>%s</value>"
            b"</param></params></methodCall>" % value
            for value in (
                *(b"<int>1_0</int>", b"<int>" + b"9" * 9999 + b"</int>", b"<what>1</what>"),
                *(b"<boolean>2</boolean>", b"<double>nan</double>", b"<array/>"),
                *(b"<struct><member/></struct>", b"<base64>a</base64>"),
                *(b"<dateTime.iso8601>x</dateTime.iso8601>", b"<int>1</int><int>1</int>"),
            )
        ),
    ],
)
def test_bodies_that_are_no_calls(client: Client, body: bytes) -> None:
    answer = client.post("/pypi", body, headers=XML)
    with pytest.raises(xmlrpc.client.Fault) as caught:
        xmlrpc.client.loads(answer.body)
    assert caught.value.faultCode == -32700
    assert caught.value.faultString.startswith("parse error; not well formed")


def test_huge_bodies_are_not_even_read(client: Client) -> None:
    client.post("/pypi", b"x" * (3 * 1024 * 1024), headers=XML, status=413)


def test_other_methods_and_types(client: Client) -> None:
    assert b"-32700" in client.get("/pypi", headers=XML).body
    put = client.put("/pypi", b"<methodCall/>", headers=XML)
    assert b"-32500" in put.body
    assert b"application error" in put.body
    client.post("/RPC2", b"<methodCall/>", status=404)
    client.post("/RPC2/", b"<methodCall/>", headers=XML, status=404)


@pytest.fixture
def limited(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three calls an hour."""
    settings = registry.settings["warehouse"]
    api = replace(settings.api, xmlrpc_calls="3 per hour")
    monkeypatch.setitem(registry.settings, "warehouse", replace(settings, api=api))


@pytest.mark.usefixtures("limited")
def test_too_many_calls(client: Client) -> None:
    fault_of(client, "no_such_method")
    body = xmlrpc.client.dumps((), "changelog_last_serial").encode()
    answers = [client.post("/pypi", body, headers=XML) for _ in range(3)]
    assert [b"HTTPTooManyRequests: " in each.body for each in answers] == [0, 0, 1]
    assert answers[0].headers["RateLimit-Policy"] == '"xmlrpc.client";q=3;w=3600;pk=:ip:'
    assert answers[0].headers["RateLimit"].startswith('"xmlrpc.client";r=2;t=3')
    assert answers[2].headers["RateLimit"].startswith('"xmlrpc.client";r=0;t=3')
    assert fault_of(client, "changelog_last_serial")[1].endswith(" seconds.")


@pytest.mark.usefixtures("limited", "lost_valkey")
def test_without_valkey_nobody_is_limited(client: Client) -> None:
    for _ in range(4):
        assert call(client, "changelog_last_serial") is None


@pytest.mark.usefixtures("mistaken")
def test_a_mistake_of_ours_is_a_fault(client: Client) -> None:
    found = fault_of(client, "changelog_last_serial")
    assert found == (-32500, "application error")


def test_a_lost_database_is_a_fault(client: Client, db: Session) -> None:
    pid = db.scalar(text("SELECT pg_backend_pid()"))
    with client.registry[SessionFactory].engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    found = fault_of(client, "changelog_last_serial")
    assert found == (-32403, "server error; service unavailable")
    db.invalidate()


@pytest.mark.parametrize("method", ["package_roles", "user_packages"])
def test_names_that_no_database_holds(client: Client, method: str) -> None:
    assert fault_of(client, method, "a\0b")[0] == -32700
    assert call(client, method, "\N{SNOWMAN}" * 5000) == []
