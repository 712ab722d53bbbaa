"""Defaults that `warehouse serve` gives its processes beside the environment."""

import subprocess
import sys

import pytest

from warehouse.cli.serve import with_defaults


@pytest.mark.parametrize(
    ("given", "names"),
    [({}, "any"), ({"WHEEL_NAMES": ""}, "any"), ({"WHEEL_NAMES": "pypi"}, "pypi")],
)
def test_an_index_can_be_filled_with_what_exists(given, names):
    assert with_defaults({**given, "PATH": "/bin"}) == {
        "WHEEL_NAMES": names,
        "DESCRIPTION_ERRORS": "accept",
        "PATH": "/bin",
    }


def test_the_supervisor_loads_nothing_of_the_application():
    heavy = {"sqlalchemy", "pyramid", "celery", "redis", "gunicorn", "jinja2", "alembic"}
    script = f"import sys, warehouse.cli.serve; print({heavy} & set(sys.modules))"
    command = [sys.executable, "-c", script]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert answer.stdout.strip() == "set()"
