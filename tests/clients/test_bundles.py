"""A bundle of one index installs from another, byte for byte."""

import hashlib
import json

import pytest

from tests.builders.sdists import sdist
from tests.builders.wheels import metadata, wheel

ADVISORY = {
    "id": "TEST-1",
    "summary": "something is wrong",
    "affected": [{"package": {"ecosystem": "PyPI", "name": "bu_lib"}, "versions": ["1.0"]}],
}


def made(name, version, **headers):
    return wheel(name, version, core=metadata(name, version, **headers))


@pytest.fixture(scope="module")
def source(make_server, make_folder):
    """An index with an application, its libraries, and an advisory."""
    folder = make_folder()
    needs = ["bu-lib >=1", "bu-extra ; extra == 'more'", "bu-win ; os_name == 'nt'"]
    app = {"Requires_Dist": needs, "Provides_Extra": "more"}
    files = {
        "bu_app-1.0-py3-none-any.whl": made("bu_app", "1.0", **app),
        "bu_lib-1.0-py3-none-any.whl": made("bu_lib", "1.0"),
        "bu_lib-2.0rc1-py3-none-any.whl": made("bu_lib", "2.0rc1"),
        "bu_lib-1.0.tar.gz": sdist("bu_lib"),
        "bu_extra-1.0-py3-none-any.whl": made("bu_extra", "1.0"),
        "bu_win-1.0-py3-none-any.whl": made("bu_win", "1.0"),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "TEST-1.json").write_text(json.dumps(ADVISORY))
    server = make_server()
    server.run("import", "directory", str(folder))
    server.run("vulnerabilities", "import", str(folder / "TEST-1.json"))
    return server


def test_a_bundle_installs_where_no_network_leads(source, make_server, machine):
    asked = machine.write("asked.txt", "bu-app[more]\n")
    first, second = machine.folder / "first.zip", machine.folder / "second.zip"
    source.run("bundle", "export", "--requirements", str(asked), str(first))
    source.run("bundle", "export", "--requirements", str(asked), str(second))
    assert first.read_bytes() == second.read_bytes()

    fresh = make_server()
    fresh.run("bundle", "import", str(first))
    fresh.run("bundle", "import", str(first))
    python = machine.environment()
    pip = ("pip", "--python", python, "install", "--index-url", fresh.simple)
    machine.works(*pip, "bu-app[more]")
    wanted = {"bu_app": "1.0", "bu_lib": "1.0", "bu_extra": "1.0"}
    assert machine.installed(python).items() >= wanted.items()

    assert sorted(fresh.projects()) == ["bu_app", "bu_extra", "bu_lib"]
    for name in wanted:
        there, here = (each.files(name.replace("_", "-")) for each in (source, fresh))
        for filename, each in here.items():
            content = fresh.download(each["url"])
            assert content == source.download(there[filename]["url"])
            digest = hashlib.sha256(content).hexdigest()
            assert each["hashes"]["sha256"] == digest
            assert each["upload-time"] == there[filename]["upload-time"]
    _status, body = fresh.get("/pypi/bu-lib/1.0/json")
    assert [each["id"] for each in json.loads(body)["vulnerabilities"]] == ["TEST-1"]
