"""bandersnatch copies the index, follows what happens to it, and finds nothing wrong."""

import json
import re
from html import unescape
from urllib.parse import urlsplit

import pytest

from tests.builders.sdists import sdist
from tests.builders.wheels import wheel
from tests.clients.proxy import Proxy, make_certificate
from tests.clients.server import SIMPLE_JSON

SETTINGS = """
[mirror]
directory = {directory}
master = {url}
json = true
timeout = 10
global-timeout = 60
workers = 2
verifiers = 2
hash-index = false
simple-format = ALL
stop-on-error = true
storage-backend = filesystem
compare-method = hash
"""


class Mirror:
    """A directory that bandersnatch keeps like the index."""

    def __init__(self, machine, certificate, url):
        self.machine, self.certificate = machine, certificate
        self.folder = machine.folder / "mirror"
        text = SETTINGS.format(directory=self.folder, url=url)
        self.settings = machine.write("bandersnatch.conf", text)

    def run(self, *words):
        # It asks proxies even for hosts that NO_PROXY names.
        environ = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), "")
        environ["SSL_CERT_FILE"] = str(self.certificate)
        command = ("bandersnatch", "--config", self.settings, *words)
        return self.machine.works(*command, **environ)

    @property
    def serial(self):
        return int((self.folder / "status").read_text())

    def page(self, name, kind="v1_json"):
        return (self.folder / "web" / "simple" / name / f"index.{kind}").read_text()

    def files(self, name):
        """Return what the mirror's page says of each file, and the bytes it leads to."""
        found = {}
        here = self.folder / "web" / "simple" / name
        for each in json.loads(self.page(name))["files"]:
            content = (here / each["url"]).read_bytes()
            found[each["filename"]] = (*facts(each), content)
        return found

    def blobs(self):
        packages = self.folder / "web" / "packages"
        return {path.name for path in packages.rglob("*") if path.is_file()}


def facts(file):
    """Return the facts that every mirror has to carry over."""
    told = ("requires-python", "size", "upload-time")
    return file["hashes"]["sha256"], bool(file["yanked"]), *(file[each] for each in told)


def normalize(name, separator="-"):
    return re.sub(r"[-_.]+", separator, name).lower()


def publish(server, name, version, *, ending="-py3-none-any.whl"):
    """Upload one file, and answer its name."""
    member = normalize(name, "_")
    make = wheel if ending.endswith(".whl") else sdist
    filename = f"{member}-{version}{ending}"
    server.publish(filename, make(member, version), name=name, version=version)
    return filename


@pytest.fixture(scope="module")
def server(make_server):
    """An index behind one proxy, which speaks TLS, without which clients do not verify."""
    server = make_server(TRUSTED_PROXIES="1", LIMIT_PROJECTS_USER="1000 per hour")
    for name in ("ba-plain", "Ba.Mixed", "ba-gone", "ba-again"):
        publish(server, name, "1.0")
        publish(server, name, "2.0")
    publish(server, "ba-plain", "1.0", ending=".tar.gz")
    yield server
    assert "Traceback" not in server.log_text()


@pytest.fixture
def mirror(server, machine):
    certificate = make_certificate(machine.folder / "localhost.pem")
    with Proxy(server.port, certificate=certificate) as proxy:
        yield Mirror(machine, certificate, proxy.url)


def listing(server):
    status, body = server.get("/simple/", SIMPLE_JSON)
    assert status == 200
    return json.loads(body)


def same(mirror, server):
    """Every project of the index is in the mirror as it is there, bytes and all."""
    index = listing(server)
    assert mirror.serial == index["meta"]["_last-serial"]
    for project in index["projects"]:
        name = normalize(project["name"])
        ours = server.files(name)
        theirs = mirror.files(name)
        assert theirs == {
            filename: (*facts(each), server.download(each["url"]))
            for filename, each in ours.items()
        }
        said = re.search(r"<!--SERIAL (\d+)-->", mirror.page(name, "html"))
        assert int(said[1]) == project["_last-serial"]
        reasons = {
            unescape(each)
            for each in re.findall(r'data-yanked="([^"]*)"', mirror.page(name, "html"))
        }
        assert reasons == {each["yanked"] for each in ours.values() if each["yanked"]}


def asked_for_documents(server, since):
    paths = (urlsplit(path).path for path in server.asked_for(since))
    return {path for path in paths if path.endswith("/json")}


@pytest.mark.slow
def test_a_mirror_follows_the_index(server, mirror):
    mirror.run("mirror")
    same(mirror, server)

    mirror_falls_behind(server)
    before = len(server.asked_for())
    mirror.run("mirror")
    same(mirror, server)
    touched = {f"/pypi/ba-{name}/json" for name in ("again", "mixed", "new", "plain")}
    # Those who read the journal ask for what is gone as well; others compare lists.
    assert asked_for_documents(server, before) - {"/pypi/ba-gone/json"} == touched

    before = len(server.asked_for())
    mirror.run("mirror")
    assert asked_for_documents(server, before) == set()
    same(mirror, server)


def mirror_falls_behind(server):
    """One of everything that can happen to a project."""
    publish(server, "Ba.Mixed", "3.0")
    publish(server, "ba_new", "1.0")
    server.run("projects", "yank", "ba-plain", "1.0", "--reason", 'it "eats" <files>')
    server.run(
        "projects", "delete-file", "ba-plain", "ba_plain-2.0-py3-none-any.whl", "--yes"
    )
    server.run("projects", "delete-release", "ba-mixed", "1.0", "--yes")
    server.run("projects", "delete", "ba-gone", "--yes")
    # The same name in another spelling: the journal then knows both.
    server.run("projects", "delete", "ba-again", "--yes")
    publish(server, "BA_again", "4.0")


@pytest.mark.slow
def test_a_mirror_is_verified_and_rid_of_what_was_deleted(server, mirror):
    doomed = publish(server, "ba-doomed", "1.0")
    damaged = publish(server, "ba-damaged", "1.0")
    mirror.run("mirror")
    assert {doomed, damaged} <= mirror.blobs()
    server.run("projects", "delete-file", "ba-doomed", doomed, "--yes")
    [path] = (mirror.folder / "web" / "packages").rglob(damaged)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"!")

    mirror.run("verify", "--json-update", "--delete")

    assert path.read_bytes() == content
    listed = {
        name for project in server.projects() for name in server.files(normalize(project))
    }
    assert doomed not in listed
    assert mirror.blobs() == listed


@pytest.mark.slow
def test_a_mirror_is_installed_from(server, mirror, machine):
    publish(server, "ba-used", "1.0")
    mirror.run("mirror")
    python = machine.environment()
    index = (mirror.folder / "web" / "simple").as_uri()
    machine.works("pip", "--python", python, "install", "--index-url", index, "Ba.Used")
    assert machine.installed(python) == {"ba_used": "1.0"}
