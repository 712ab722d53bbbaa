"""pip and uv install through views: what a rule shows, and what there was at a moment."""

import time
from datetime import UTC, datetime

import pytest

from tests.builders.sdists import sdist
from tests.builders.wheels import metadata, wheel

NAME = "in_view"


def publish(index, version):
    content = wheel(NAME, version, core=metadata(NAME, version))
    index.publish(f"{NAME}-{version}-py3-none-any.whl", content, name=NAME, version=version)


@pytest.fixture(scope="module")
def moment(index):
    """A second between two releases, at which all views were there."""
    for name, rule in {
        "all": "",
        "young": "cooldown-days = 7\n",
        "wheels": "only-wheels = true\nallow = ['in-view<2']\n",
    }.items():
        index.run("views", "add", name, "-", "--reason", "for tests", "--yes", say=rule)
    publish(index, "1.0")
    time.sleep(1.1)
    found = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    time.sleep(1.1)
    publish(index, "2.0")
    index.publish(f"{NAME}-2.0.tar.gz", sdist(NAME, "2.0"), name=NAME, version="2.0")
    return found


@pytest.fixture(params=["pip", "uv"])
def install(index, moment, machine, request):
    """The command that installs into `python` through a view."""

    def command(python, view, *what):
        if request.param == "pip":
            start = ("pip", "--python", python, "install", "--index-url")
        else:
            start = ("uv", "pip", "install", "--python", python, "--default-index")
        return (*start, f"{index.url}/views/{view}/simple/", *what)

    return command


@pytest.fixture
def python(machine):
    """The python of an empty environment."""
    return machine.environment()


def test_the_newest_release_that_the_rule_shows_is_installed(machine, install, python):
    machine.works(*install(python, "wheels", NAME))
    assert machine.installed(python) == {NAME: "1.0"}
    machine.works(*install(python, "all", "--upgrade", NAME))
    assert machine.installed(python) == {NAME: "2.0"}


def test_the_same_is_installed_as_at_a_moment(machine, install, python, moment):
    machine.works(*install(python, f"all@{moment}", NAME))
    assert machine.installed(python) == {NAME: "1.0"}
    machine.fails(*install(python, f"all@{moment}", "--upgrade", f"{NAME}>1"))


def test_nothing_that_is_hidden_is_installed(machine, install, python):
    machine.fails(*install(python, "young", NAME))
    machine.fails(*install(python, "wheels", f"{NAME}==2.0"))
    assert machine.installed(python) == {}
