"""pip, uv and twine come in to a private project by what they have for the host."""

import json

import pytest

from tests.builders.wheels import metadata, wheel

NAME = "pr_hidden"
FILENAME = f"{NAME}-1.0-py3-none-any.whl"


@pytest.fixture(scope="module")
def hidden(index):
    """A private project, and one that everybody sees and that needs it."""
    content = wheel(NAME, core=metadata(NAME, "1.0"))
    index.publish(FILENAME, content, name=NAME, version="1.0")
    index.run("projects", "private", NAME)
    needing = metadata("pr_open", "1.0", Requires_Dist=[NAME])
    filename = "pr_open-1.0-py3-none-any.whl"
    index.publish(filename, wheel("pr_open", core=needing), name="pr_open", version="1.0")
    return index


@pytest.fixture(scope="module")
def reading(hidden):
    """A token that reads."""
    command = ("tokens", "create", "--user", "operator", "--permission", "read")
    return hidden.run(*command).strip()


def simple(index, token=""):
    user = f"__token__:{token}@" if token else ""
    return f"http://{user}localhost:{index.port}/simple/"


def netrc(machine, token):
    path = machine.write("netrc", f"machine localhost login __token__ password {token}\n")
    path.chmod(0o600)
    return {"NETRC": str(path)}


def pip(machine, python, url):
    command = ("pip", "--python", python, "install", "--index-url", url, "pr-open")
    return (*command, "--only-binary", ":all:")


def uv(python, url):
    command = ("uv", "pip", "install", "--python", python, "--default-index", url)
    return (*command, "pr-open")


BOTH = {NAME: "1.0", "pr_open": "1.0"}


def test_pip_reads_by_the_url_of_the_index(machine, hidden, reading):
    python = machine.environment()
    machine.works(*pip(machine, python, simple(hidden, reading)))
    assert machine.installed(python) == BOTH


def test_pip_reads_by_netrc(machine, hidden, reading):
    python = machine.environment()
    machine.works(*pip(machine, python, simple(hidden)), **netrc(machine, reading))
    assert machine.installed(python) == BOTH


def test_uv_reads_by_the_url_of_the_index(machine, hidden, reading):
    python = machine.environment()
    machine.works(*uv(python, simple(hidden, reading)))
    assert machine.installed(python) == BOTH


def test_uv_reads_by_netrc(machine, hidden, reading):
    python = machine.environment()
    machine.works(*uv(python, simple(hidden)), **netrc(machine, reading))
    assert machine.installed(python) == BOTH


@pytest.mark.parametrize("tool", ["pip", "uv"])
def test_nobody_else_finds_it(machine, hidden, tool):
    python = machine.environment()
    if tool == "pip":
        said = machine.fails(*pip(machine, python, simple(hidden)))
    else:
        said = machine.fails(*uv(python, simple(hidden)))
    assert "pr-hidden" in said.line or NAME in said.line
    assert machine.installed(python) == {}


def test_pip_asks_a_keyring_once_it_is_challenged(machine, hidden, reading):
    """The user is in the URL, the password only where pip looks after a 401."""
    known = json.dumps({"username": "__token__", "password": reading})
    found = f"#!/bin/sh\nprintf '%s' '{known}'\n"
    program = machine.write("bin/keyring", found)
    program.chmod(0o755)
    path = f"{program.parent}:{machine.environ['PATH']}"
    url = simple(hidden).replace("//", "//__token__@")
    python = machine.environment()
    command = (*pip(machine, python, url), "--keyring-provider", "subprocess")
    machine.works(*command, PATH=path)
    assert machine.installed(python) == BOTH


def test_twine_publishes_to_it_and_nobody_hears_of_that(machine, hidden, reading):
    content = wheel(NAME, "2.0", core=metadata(NAME, "2.0"))
    path = machine.write(f"{NAME}-2.0-py3-none-any.whl", content)
    url = f"http://localhost:{hidden.port}/legacy/"
    publishing = ("-u", "__token__", "-p", hidden.token)
    machine.works("twine", "upload", "--repository-url", url, *publishing, path)
    assert hidden.files(NAME) == {}
    assert NAME.replace("_", "-") not in hidden.projects()
    python = machine.environment()
    machine.works(*pip(machine, python, simple(hidden, reading)))
    assert machine.installed(python) == {**BOTH, NAME: "2.0"}
