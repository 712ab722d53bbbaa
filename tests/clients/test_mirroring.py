"""A mirror that follows the journal by XML-RPC, with the client of the standard library."""

import json
import urllib.request
from xmlrpc.client import Fault, ServerProxy

import pytest

from tests.builders.sdists import sdist


@pytest.fixture(params=["/pypi", "/pypi/", "/RPC2"])
def server(request, index):
    with ServerProxy(f"{index.url}{request.param}", allow_none=True) as proxy:
        yield proxy


def test_a_published_file_is_in_the_journal_at_once(index, server):
    before = server.changelog_last_serial() or 0
    name = f"mirrored_{before}"
    index.publish(f"{name}-1.0.tar.gz", sdist(name), name=name)
    changes = server.changelog_since_serial(before)
    assert {change[0] for change in changes} == {name}
    actions = [change[3] for change in changes]
    assert actions[0] == "create"
    assert actions[-1] == f"add source file {name}-1.0.tar.gz"
    serials = [change[4] for change in changes]
    assert serials == sorted(set(serials))
    assert server.changelog_since_serial(serials[-1]) == []
    assert server.changelog_last_serial() == serials[-1]
    assert server.list_packages_with_serial()[name] == serials[-1]
    with urllib.request.urlopen(f"{index.url}/pypi/{name}/json", timeout=30) as answer:
        assert answer.headers["X-PyPI-Last-Serial"] == str(serials[-1])
        assert json.load(answer)["last_serial"] == serials[-1]


def test_old_programs_are_told_what_to_use(server):
    with pytest.raises(Fault, match="pip search"):
        server.search({"name": "x"})
    with pytest.raises(Fault, match="method not found"):
        server.system.listMethods()
