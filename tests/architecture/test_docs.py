"""Settings, permissions, refusals and tasks are documented where they are used."""

import ast
import re
from pathlib import Path

import pytest

from warehouse import settings
from warehouse.forklift.refusals import Reason
from warehouse.security import Permission
from warehouse.security.permissions import STAFF_RIGHTS

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "warehouse").rglob("*.py"))
OTHER_INDEXES = re.compile(r"\b(\w+\.)?pypi\.org|pythonhosted\.org", re.IGNORECASE)
RIDDLES = re.compile(
    r"(An?|Every|How|It|Its|None|Nobody|Of|Somebody|That|The|They|Those|What|Whatever|When"
    r"|Where|Whether|Which|Who|Whoever|Whom|Whose|Why|With|Without)\b"
)
Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@pytest.fixture(scope="module")
def prose() -> str:
    readmes = [ROOT / "README.rst", *(ROOT / "warehouse").rglob("README.rst")]
    help_pages = (ROOT / "warehouse/templates/pages/help").glob("*.html")
    return "\n".join(path.read_text() for path in (*readmes, *help_pages))


def missing_from(prose: str, names: list[str]) -> list[str]:
    words = set(re.findall(r"[\w:-]+", prose))
    return [name for name in names if name not in words]


def test_every_module_says_what_it_is_for():
    silent = [path for path in CODE if not ast.get_docstring(ast.parse(path.read_text()))]
    assert silent == []


def public(body: list[ast.stmt]) -> list[Documented]:
    found = []
    for node in body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            found.append(node)
            if isinstance(node, ast.ClassDef):
                found += public(node.body)
    return found


def test_every_public_name_says_what_it_promises():
    overrides = {"list_commands", "get_command", "resolve_command", "format_commands"}
    exempt = {*overrides, "invoke", "convert"}
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in CODE
        for node in public(ast.parse(path.read_text()).body)
        if not ast.get_docstring(node) and node.name not in exempt
    ]
    assert silent == []


def is_function(node: Documented) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def test_no_function_is_described_by_a_riddle():
    """The first line says what the function does: a verb, its object and the result."""
    riddles = [
        f"{path.relative_to(ROOT)}:{node.lineno} {text.splitlines()[0]}"
        for path in CODE
        for node in filter(is_function, public(ast.parse(path.read_text()).body))
        if (text := ast.get_docstring(node)) and RIDDLES.match(text)
    ]
    assert riddles == []


def test_every_setting_is_mentioned(prose):
    names = [variable.name for variable in settings.known_variables()]
    assert missing_from(prose, names) == []


def test_every_permission_is_mentioned(prose):
    explained = {right.permission for right in STAFF_RIGHTS}
    names = {value for name, value in vars(Permission).items() if name.isupper()}
    assert missing_from(prose, sorted(names - explained)) == []


def test_every_refusal_is_mentioned(prose):
    assert missing_from(prose, [reason.code for reason in Reason]) == []


def test_every_refusal_is_raised_somewhere():
    raised = "\n".join(
        path.read_text()
        for path in (ROOT / "warehouse" / "forklift").rglob("*.py")
        if path.name != "refusals.py"
    )
    never = [each.name for each in Reason if f"Reason.{each.name}" not in raised]
    assert never == []


@pytest.fixture
def help_page(client):
    page = client.get("/help/").html
    return {each["id"] for each in page.find_all(id=True)}


def test_every_help_link_leads_somewhere(help_page):
    anchors = {each.value.anchor for each in Reason if each.value.anchor}
    assert {each for each in anchors if "://" not in each} <= help_page


def test_answers_that_others_link_to_are_there(help_page):
    assert {
        *("packages", "installing", "publishing", "trove-classifier", "yanked"),
        *("archived-project", "username-change", "login-problem", "verified-email"),
        *("suspicious-activity", "compromised-password", "compromised-token", "twofa"),
        *("apitoken", "trusted-publishers", "mirroring", "statistics", "deletion"),
        *("project-release-notifications", "vulnerability-data", "verify-hashes"),
        *("private-indices", "ips", "collaborator-roles", "request-ownership"),
        *("maintainers", "project-name", "project-name-claim", "project-size-limit"),
        *("file-size-limit", "admin-intervention", "new-classifier", "contributing"),
        *("description-content-type", "file-name-reuse", "invalid-auth", "feedback"),
        *("account-recovery", "pre-release-versioning", "tls-deprecation"),
        *("availability", "accessibility", "two-factor-authentication"),
    } <= help_page


def test_every_task_is_mentioned(configurator, prose):
    from celery import Celery

    tasks = [name for name in configurator.registry[Celery].tasks if "celery." not in name]
    assert tasks
    assert missing_from(prose, [name.rpartition(".")[2] for name in tasks]) == []


def test_nothing_is_left_for_later_and_no_other_index_is_named():
    for path in (*CODE, *(ROOT / "warehouse/templates").rglob("*.html")):
        text = path.read_text()
        assert not re.search(r"\b(TODO|FIXME|XXX)\b", text), path
        assert OTHER_INDEXES.search(text) is None, path
