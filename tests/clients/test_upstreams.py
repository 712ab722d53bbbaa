"""Installers that know one index get its projects and those of the indexes behind it."""

import hashlib
import http.server
import time
from functools import partial

import pytest

from tests.builders.serving import served
from tests.clients.test_installing import PROJECT, made


def filename(name, version):
    return f"{name}-{version}-py3-none-any.whl"


@pytest.fixture(scope="module")
def second(make_server):
    """A second index of ours, whose projects the first one offers."""
    server = make_server()
    for name, version, headers in (
        ("world_lib", "1.0", {}),
        ("world_app", "1.0", {"Requires_Dist": ["world-lib"]}),
        ("own_tool", "99.0", {}),
    ):
        content = made(name, version, **headers)
        server.publish(filename(name, version), content, name=name, version=version)
    return server


@pytest.fixture(scope="module")
def directory(make_folder):
    """A directory of HTML, as any web server lists one, without hashes."""
    folder = make_folder()
    (folder / "plain-dir").mkdir()
    content = made("plain_dir", "1.0")
    (folder / "plain-dir" / filename("plain_dir", "1.0")).write_bytes(content)
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    with served(server):
        yield f"http://127.0.0.1:{server.server_port}/"


@pytest.fixture(scope="module")
def first(make_server, second, directory):
    server = make_server(UPSTREAM_PRIVATE_NETWORKS="true", UPSTREAM_SECONDS="2")
    server.run("upstreams", "add", "second", f"{second.url}/simple/")
    server.run("upstreams", "add", "directory", directory)
    server.run("upstreams", "take", "own-tool", "--reason", "it was ours before")
    own = made("own_tool", "1.0", Requires_Dist=["world-app", "plain-dir"])
    server.publish(filename("own_tool", "1.0"), own, name="own_tool", version="1.0")
    return server


EXPECTED = {"own_tool": "1.0", "world_app": "1.0", "world_lib": "1.0", "plain_dir": "1.0"}


def install(client, index, python, *names):
    """Return the command that installs from one index and from nowhere else."""
    if client == "pip":
        return ["pip", "--python", python, "install", "--index-url", index.simple, *names]
    return ["uv", "pip", "install", "--python", python, "--index-url", index.simple, *names]


@pytest.fixture
def python(machine):
    return machine.environment()


@pytest.mark.parametrize("client", ["pip", "uv"])
def test_own_projects_and_those_of_others_are_installed(machine, first, python, client):
    machine.works(*install(client, first, python, "own-tool"))
    assert machine.installed(python) == EXPECTED


def test_poetry_locks_and_installs_both(machine, first):
    text = PROJECT.format(tool="poetry", name="ours", url=first.simple)
    machine.write("pyproject.toml", text + "[tool.poetry]\npackage-mode = false\n")
    machine.works("poetry", "add", "--no-interaction", "own-tool")
    digest = hashlib.sha256(made("world_lib", "1.0")).hexdigest()
    assert digest in (machine.folder / "poetry.lock").read_text()
    python = machine.folder / ".venv" / "bin" / "python"
    assert machine.installed(python).items() >= EXPECTED.items()


def test_pdm_locks_and_installs_both(machine, first):
    machine.write(
        "pyproject.toml", PROJECT.format(tool="pdm", name="pypi", url=first.simple)
    )
    machine.works("pdm", "add", "--no-self", "own-tool")
    digest = hashlib.sha256(made("world_lib", "1.0")).hexdigest()
    assert digest in (machine.folder / "pdm.lock").read_text()


def test_a_project_of_ours_is_ours_whatever_others_publish(machine, first, python):
    machine.works(*install("pip", first, python, "own-tool"))
    assert machine.installed(python)["own_tool"] == "1.0"
    said = machine.fails(*install("pip", first, python, "--upgrade", "own-tool==99.0"))
    assert "99.0" in said.text


def test_an_upload_to_a_name_of_others_is_refused(machine, first):
    content = made("world_lib", "3.0")
    path = machine.write(filename("world_lib", "3.0"), content)
    said = machine.fails(
        *("twine", "upload", "--repository-url", f"{first.url}/legacy/"),
        *("--username", "__token__", "--password", first.token, path),
    )
    assert "which this index offers as well" in said.line


def test_a_new_release_of_others_is_found_when_a_page_is_old(
    machine, first, second, python
):
    machine.works(*install("uv", first, python, "world-lib"))
    content = made("world_lib", "2.0")
    second.publish(filename("world_lib", "2.0"), content, name="world_lib", version="2.0")
    time.sleep(3)
    machine.works(*install("uv", first, python, "world-lib==2.0"))
    assert machine.installed(python)["world_lib"] == "2.0"


def test_files_that_were_fetched_are_installed_when_others_are_down(
    machine, first, second, python
):
    machine.works(*install("pip", first, python, "own-tool"))
    second.stop()
    try:
        time.sleep(3)
        fresh = machine.environment("fresh")
        machine.works(*install("pip", first, fresh, "own-tool"))
        assert machine.installed(fresh).keys() == EXPECTED.keys()
        never = machine.fails(*install("uv", first, fresh, "never-asked-for"))
        assert "never-asked-for" in never.text
    finally:
        second.start()
