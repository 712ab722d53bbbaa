"""The document of endpoints and the routes say the same, and the document is a good one."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from tests.architecture.test_routes import methods
from warehouse.api.openapi import document, groups, served_from
from warehouse.api.openapi.schemas import fields, is_a_table, resolved
from warehouse.api.views.xmlrpc.methods import METHODS
from warehouse.api.views.xmlrpc.removed import REMOVED
from warehouse.forklift.checks.submission import DIGESTS
from warehouse.forklift.refusals import Reason
from warehouse.forklift.routes import ActionPredicate
from warehouse.packaging.metadata.fields import FIELDS
from warehouse.search.questions import NAMES, Order, Since

PUBLIC = re.compile(r"(api|forklift)\..+|health|pages\.search\.suggest")
ELSEWHERE = {
    "api.documentation": "is the page that is made from the document",
    "api.json.project.slash": "is said of the address without the slash",
    "api.json.release.slash": "is said of the address without the slash",
    "api.upstream.file": "is said of all files, whose addresses are in the simple index",
}
"""Routes that are not in the document, and why."""

MARKDOWN = re.compile(r"\]\(|\*\*|^#|^ *[-*] |```|<\w", re.MULTILINE)
OPERATIONS = [
    (path, method, operation)
    for path, item in document()["paths"].items()
    for method, operation in item.items()
]
IDS = [operation["operationId"] for _, _, operation in OPERATIONS]
CALLS = [each["post"]["operationId"] for each in document()["webhooks"].values()]
SCHEMAS = document()["components"]["schemas"]


def path_of(pattern: str) -> str:
    """A route's pattern as OpenAPI writes it: placeholders have no expressions."""
    return re.sub(r"\{(\w+):[^}]+\}", r"{\1}", pattern)


@pytest.fixture(scope="module")
def answered(configurator) -> dict[str, dict[str, set[str]]]:
    """By route and path, the methods that a public view answers to."""
    introspector = configurator.introspector
    found: dict[str, dict[str, set[str]]] = {}
    for each in introspector.get_category("views"):
        view = each["introspectable"]
        name = view["route_name"]
        if name is None or view["exception_only"] or not PUBLIC.fullmatch(name):
            continue
        route = introspector.get("routes", name)
        known = found.setdefault(name, {}).setdefault(path_of(route["pattern"]), set())
        known.update(method.lower() for method in methods(view))
    return found


def test_every_public_endpoint_is_in_the_document(answered):
    for name, paths in answered.items():
        for path, allowed in paths.items():
            described = set(document()["paths"].get(path, {}))
            if name.startswith("api.v1."):
                assert described == allowed - {"head", "options"}, (name, path)
                continue
            is_read = "get" in allowed and "post" not in allowed
            wanted = "get" if is_read else "post"
            assert (wanted in described) != (name in ELSEWHERE), (name, path)
    assert set(ELSEWHERE) <= set(answered)


def test_everything_in_the_document_is_an_endpoint(answered):
    allowed: dict[str, set[str]] = {}
    for paths in answered.values():
        for path, each in paths.items():
            allowed.setdefault(path, set()).update(each)
    for path, method, _ in OPERATIONS:
        assert method in allowed.get(path, set()), (method, path)


def test_every_action_is_named(configurator):
    predicates = [
        predicate
        for each in configurator.introspector.get_category("routes")
        for predicate in each["introspectable"]["object"].predicates
        if isinstance(predicate, ActionPredicate)
    ]
    actions = set().union(*(each.value for each in predicates))
    [parameter] = [
        each
        for each in document()["paths"]["/pypi"]["get"]["parameters"]
        if each["name"] == ":action"
    ]
    assert set(parameter["schema"]["enum"]) == actions


def test_the_document_is_openapi():
    validate(served_from("https://example.org"))
    assert served_from("https://example.org")["servers"] == [{"url": "https://example.org"}]


def test_every_method_of_xmlrpc_is_described():
    described = document()["paths"]["/pypi"]["post"]["x-methods"]
    assert [each["name"] for each in described if not each.get("deprecated")] == [*METHODS]
    assert {each["name"] for each in described} == {*METHODS, *REMOVED}
    for each in described:
        function = {**METHODS, **REMOVED}[each["name"]]
        _, *arguments = inspect.signature(function).parameters
        assert [*each["parameters"]] == arguments, each["name"]


def test_every_field_of_an_upload_is_described():
    form = SCHEMAS["UploadForm"]["properties"]
    others = {
        *(":action", "protocol_version", "content", "filetype", "pyversion", "comment"),
        *("gpg_signature", "attestations", *DIGESTS),
    }
    assert set(form) == {each.form_key for each in FIELDS} | others
    many = {name for name, schema in form.items() if schema.get("type") == "array"}
    assert many == {each.form_key for each in FIELDS if each.is_multiple}
    answers = document()["paths"]["/legacy/"]["post"]["responses"]
    assert set(answers) == {"200"} | {str(reason.status) for reason in Reason}


def test_every_parameter_of_a_search_is_described():
    given = document()["paths"]["/api/search/"]["get"]["parameters"]
    schemas = {each["name"]: each["schema"] for each in given}
    assert tuple(schemas) != ()
    assert set(schemas) == set(NAMES)
    assert set(schemas["o"]["enum"]) == {each.value for each in Order if each.value}
    assert schemas["updated"]["enum"] == [each.value for each in Since]


def test_nothing_lacks_a_description():
    for path, method, operation in OPERATIONS:
        assert operation["summary"], (method, path)
        for each in operation.get("parameters", ()):
            assert resolved(each)["description"], (path, each)
        for status, each in operation["responses"].items():
            assert resolved(each)["description"], (path, status)
    for name, schema in SCHEMAS.items():
        assert schema["description"], name
        assert [each.name for each in fields(schema) if not each.description] == [], name


def texts(node: Any, key: str) -> Iterator[str]:
    """Every value of `key` below `node`, examples and names of fields aside."""
    if isinstance(node, list):
        for each in node:
            yield from texts(each, key)
    elif isinstance(node, dict):
        if isinstance(node.get(key), str):
            yield node[key]
        for name, each in node.items():
            if name == "properties":
                yield from texts([*each.values()], key)
            elif name != "example":
                yield from texts(each, key)


def test_texts_are_sentences_with_no_markdown_but_code():
    found = [*texts(document(), "description")]
    assert len(found) > 200
    for text in found:
        # A comma ends a value in YAML's braces unless there are quotes around it.
        assert text.rstrip().endswith("."), text
        assert not MARKDOWN.search(text), text
        assert text.count("`") % 2 == 0, text
    assert not [each for each in texts(document(), "summary") if each.endswith(".")]


def test_examples_are_as_their_schemas_have_them():
    number = 0
    for path, _, operation in OPERATIONS:
        answers = [resolved(each) for each in operation["responses"].values()]
        for answer in (*answers, operation.get("requestBody", {})):
            for kind, content in answer.get("content", {}).items():
                if "example" not in content:
                    continue
                number += 1
                schema = {**content["schema"], "components": document()["components"]}
                problems = [*OAS31Validator(schema).iter_errors(content["example"])]
                assert not problems, (path, kind, problems)
    assert number > 15


def test_every_operation_and_every_object_is_shown_once():
    shown = groups("https://example.org")
    operations = [each.id for group in shown for each in group.operations]
    assert sorted(operations) == sorted(IDS + CALLS)
    tables = [each.name for group in shown for each in group.tables]
    named = [name for name, schema in SCHEMAS.items() if is_a_table(schema)]
    assert sorted(tables) == sorted(named)
    assert all(group.operations for group in shown)


def test_an_operation_described_twice_is_an_error():
    from warehouse.api.openapi.document import merged

    with pytest.raises(ValueError, match="two: paths: /a: get is described twice"):
        merged({"one": {"paths": {"/a": {"get": 1}}}, "two": {"paths": {"/a": {"get": 2}}}})
