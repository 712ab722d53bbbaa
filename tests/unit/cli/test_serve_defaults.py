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
        "ORGANIZATIONS": "open",
        "NAMESPACES": "open",
        "TWO_FACTOR": "optional",
        "REGISTRATION": "open",
        "CAPTCHA": "none",
        "PATH": "/bin",
    }


@pytest.mark.parametrize(
    ("host", "given", "registration", "captcha"),
    [
        ("::1", {}, "open", "none"),
        ("localhost", {}, "open", "none"),
        ("0.0.0.0", {}, "invitation", "proof-of-work"),
        ("192.0.2.1", {}, "invitation", "proof-of-work"),
        ("192.0.2.1", {"REGISTRATION": "open"}, "open", "proof-of-work"),
        ("192.0.2.1", {"CAPTCHA": "none"}, "invitation", "none"),
        ("127.0.0.1", {"REGISTRATION": "closed"}, "closed", "none"),
    ],
)
def test_an_index_that_others_reach_is_not_open_to_strangers(
    host, given, registration, captcha
):
    found = with_defaults(given, host)
    assert (found["REGISTRATION"], found["CAPTCHA"]) == (registration, captcha)


def test_the_supervisor_loads_nothing_of_the_application():
    heavy = {"sqlalchemy", "pyramid", "celery", "redis", "gunicorn", "jinja2", "alembic"}
    script = f"import sys, warehouse.cli.serve; print({heavy} & set(sys.modules))"
    command = [sys.executable, "-c", script]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert answer.stdout.strip() == "set()"
