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
    assert with_defaults({**given, "PATH": "/bin"}, "127.0.0.1") == {
        "WHEEL_NAMES": names,
        "DESCRIPTION_ERRORS": "accept",
        "REGISTRATION": "open",
        "PATH": "/bin",
    }


@pytest.mark.parametrize(
    ("host", "given", "registration"),
    [
        ("::1", {}, "open"),
        ("localhost", {}, "open"),
        ("0.0.0.0", {}, "invitation"),
        ("192.0.2.1", {}, "invitation"),
        ("192.0.2.1", {"REGISTRATION": "open"}, "open"),
        ("127.0.0.1", {"REGISTRATION": "closed"}, "closed"),
    ],
)
def test_an_index_that_others_reach_is_not_open_to_strangers(host, given, registration):
    assert with_defaults(given, host)["REGISTRATION"] == registration


def test_the_supervisor_loads_nothing_of_the_application():
    heavy = {"sqlalchemy", "pyramid", "celery", "redis", "gunicorn", "jinja2", "alembic"}
    script = f"import sys, warehouse.cli.serve; print({heavy} & set(sys.modules))"
    command = [sys.executable, "-c", script]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert answer.stdout.strip() == "set()"
