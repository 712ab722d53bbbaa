"""A domain finds rows, a surface shapes them."""

import ast
import re
from collections import defaultdict
from pathlib import Path

WAREHOUSE = Path(__file__).parents[2] / "warehouse"
SURFACES = ("admin", "api", "cli", "forklift", "login", "manage", "pages")
LIFECYCLE = WAREHOUSE / "packaging/models/lifecycle.py"
BACKUP = WAREHOUSE / "cli/backup.py"
"""It copies tables as they are, whatever is in them."""

FINDING = {"filter", "filter_by", "group_by", "having", "order_by", "outerjoin", "where"}
"""The methods of a statement that decide which rows there are, and in which order."""

HIDING = re.compile("'(quarantine-enter|archived-noindex)'")
SQL_COMPARING = ("is_distinct_from", "is_not_distinct_from", "in_", "not_in")


def modules(*folders):
    return sorted(path for folder in folders for path in (WAREHOUSE / folder).rglob("*.py"))


def calls(path):
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def called(node):
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def test_no_surface_decides_which_rows_there_are():
    found = [
        f"{path.relative_to(WAREHOUSE)}:{node.lineno} {called(node)}"
        for path in modules(*SURFACES)
        for node in calls(path)
        if called(node) in FINDING
    ]
    assert found == []


def test_no_surface_writes_sql_that_reads_tables():
    found = [
        f"{path.relative_to(WAREHOUSE)}:{node.lineno}"
        for path in modules(*SURFACES)
        if path != BACKUP
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and "SELECT " in node.value
        and " FROM " in node.value
    ]
    assert found == []


def conditions_on_status(path):
    """Return the lines on which a statement compares a status with one that hides."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and node.attr in SQL_COMPARING:
            value = node.value
            if isinstance(value, ast.Attribute) and value.attr == "lifecycle_status":
                yield node.lineno
        text = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and HIDING.search(text):
            yield node.lineno


def test_the_clause_for_visibility_stands_once():
    assert list(conditions_on_status(LIFECYCLE))
    found = [
        f"{path.relative_to(WAREHOUSE)}:{line}"
        for path in modules(".")
        if path != LIFECYCLE
        for line in conditions_on_status(path)
    ]
    assert found == []


def queries():
    """Return every public function of a queries module with the modules that have one."""
    found = defaultdict(list)
    for path in modules("."):
        if "queries" in {path.stem, path.parent.name} and path.stem != "__init__":
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    found[node.name].append(str(path.relative_to(WAREHOUSE)))
    return found


def test_each_query_exists_once():
    found = queries()
    assert len(found) > 50
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def test_surfaces_have_no_query_that_a_domain_could_have():
    """The modules listed here put several domains into one statement for a page."""
    surfaces = {path for paths in queries().values() for path in paths}
    surfaces = {path for path in surfaces if path.split("/")[0] in SURFACES}
    assert surfaces == {"api/queries.py", "pages/queries.py"}
