"""Every command of the guides under `/help/` is run as it stands, in its order."""

import re
import sys
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from tests.builders.issuers import serving
from tests.builders.wheels import wheel
from tests.clients.conftest import CLIENTS
from tests.clients.proxy import Proxy, make_certificate
from tests.clients.server import Server
from warehouse.pages.guides import GUIDES

NAME = "hello-example"
OTHER = "https://index.example/simple/"
ELSEWHERE = {
    "moving-here": "test_files_move_from_another_index",
    "mirroring": "test_a_mirror_is_made",
    "publishing-from-ci": "test_workflows_publish_without_a_password",
    "backups": "test_an_index_is_backed_up_and_started_from_it",
    "air-gaps": "test_a_bundle_is_carried_to_another_index",
}


def guide(index, name, part=None):
    """The steps of a guide: the names of files, or nothing, and what is to be copied.

    What stands in a section is for those who need that part.
    """
    status, page = index.get(f"/help/{name}/")
    assert status == 200
    found = BeautifulSoup(page, "html.parser").select("main .command code")
    steps = [(each.find_parent("section"), each) for each in found]
    return [
        (each.get("data-file"), each.text)
        for section, each in steps
        if (section and section["id"]) == part
    ]


def script(steps):
    """The lines for a shell that does what a guide says."""
    lines = ["set -eu"]
    for file, text in steps:
        if file is None:
            lines.append(text)
            continue
        path = file.replace("~", "$HOME")
        lines += [f'mkdir -p "$(dirname "{path}")"', f'cat > "{path}" << "THE-END"']
        lines += [text, "THE-END"]
    return "\n".join(lines)


def does(machine, steps, **environ):
    """Do what a guide says."""
    # It writes the configurations that other tests are kept from.
    for name in ("UV_NO_CONFIG", "PIP_CONFIG_FILE"):
        machine.environ.pop(name, None)
    return machine.works("bash", "-c", script(steps), **environ)


@pytest.fixture(scope="module")
def issuer():
    """A build service on loopback."""
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def guided(make_server, issuer):
    """An index that may be behind a proxy, and allows the build service."""
    return make_server(
        TRUSTED_PROXIES="1",
        OIDC_ISSUERS=issuer.url,
        OIDC_HTTP="true",
        OIDC_PRIVATE_NETWORKS="true",
    )


@pytest.fixture
def hello(guided):
    """A package that is there already."""
    if not guided.files("hello-there"):
        content = wheel("hello_there", "1.0")
        guided.publish("hello_there-1.0-py3-none-any.whl", content, name="hello-there")
    return "hello-there"


def test_every_guide_is_tried():
    here = {"first-package", "private-index"}
    assert {*ELSEWHERE, *here} == set(GUIDES)
    assert set(ELSEWHERE.values()) <= set(globals())


def test_a_first_package_is_published_twice_and_installed(guided, machine):
    steps = guide(guided, "first-package")
    said = does(machine, steps, UV_PUBLISH_TOKEN=guided.token)
    assert f"Hello from {NAME}!" in said.text
    assert {each.split("-")[1] for each in guided.files(NAME)} >= {"0.1.0", "0.2.0"}


def test_pip_and_uv_use_the_index_every_day(guided, machine, hello):
    steps = [
        (file, text.replace(NAME, hello)) for file, text in guide(guided, "private-index")
    ]
    does(machine, steps)
    lock = (machine.folder / "mixed-app" / "uv.lock").read_text()
    assert guided.simple in lock
    assert (machine.folder / "team-app" / "lib" / "hello_there").is_dir()


HIDDEN, STEM = "hello-hidden", "hello_hidden"
KEPT = """
import keyring.backend, pathlib
class Keyring(keyring.backend.KeyringBackend):
    priority = 1
    def get_password(self, service, username):
        path = pathlib.Path(f"{service}.{username}".replace("/", "-"))
        return path.read_text() if path.exists() else None
    def set_password(self, service, username, password):
        pathlib.Path(f"{service}.{username}").write_text(password)
"""


@pytest.fixture(scope="module")
def reading(guided):
    """A token that reads, where there is a private project."""
    content = wheel(STEM, "1.0")
    guided.publish(f"{STEM}-1.0-py3-none-any.whl", content, name=HIDDEN)
    guided.run("projects", "private", HIDDEN)
    wanted = ("--permission", "read", "--project", HIDDEN, "--expires", "1d")
    return guided.run("tokens", "create", "--user", "operator", *wanted).strip()


def reads(guided, machine, token, part, **environ):
    """Set pip and uv up, and do what a part of the guide says, with a token."""
    steps = [*guide(guided, "private-index")[:2], *guide(guided, "private-index", part)]
    texts = [(file, text.replace(NAME, HIDDEN)) for file, text in steps]
    does(machine, [(file, filled(text, token)) for file, text in texts], **environ)


def filled(text, token):
    """A command with a token in it, or at its input, where there is no terminal."""
    if text.startswith("keyring set "):
        return f"printf %s {token} | {text}"
    return text.replace("pypi-…", token)


@pytest.mark.parametrize("part", ["by-netrc", "by-keyring"])
def test_pip_and_uv_read_what_is_private(guided, machine, reading, part):
    machine.write("kept.py", KEPT)
    # A program of its own, as the guide says: pip passes over the one beside it.
    program = machine.write("tools/keyring", f'#!/bin/sh\n{CLIENTS}/bin/keyring "$@"\n')
    program.chmod(0o755)
    environ = {
        "PATH": f"{program.parent}:{machine.environ['PATH']}",
        "PYTHONPATH": str(machine.folder),
        "PYTHON_KEYRING_BACKEND": "kept.Keyring",
    }
    reads(guided, machine, reading, part, **environ)
    for folder in ("with-pip", "with-uv"):
        assert (machine.folder / folder / STEM).is_dir()


def test_poetry_reads_what_is_private(guided, machine, reading):
    reads(guided, machine, reading, "by-poetry")
    assert HIDDEN in (machine.folder / "poetry.lock").read_text()


def test_uv_and_a_build_read_what_is_private(guided, machine, reading):
    reads(guided, machine, reading, "by-variables")
    [(_, workflow)] = guide(guided, "private-index", "in-builds")
    job = yaml.safe_load(workflow)["jobs"]["tests"]
    secret = {"${{ secrets.READ_TOKEN }}": reading}
    environ = {key: secret.get(text, text) for key, text in job["env"].items()}
    runs = [(None, each["run"]) for each in job["steps"] if "run" in each]
    does(machine, [(None, "cd reading-app"), *runs], **environ)
    [package] = (machine.folder / "reading-app").glob(f".venv/lib/*/site-packages/{STEM}")
    assert package.is_dir()


def test_files_move_from_another_index(guided, machine, hello):
    """The other index is this one, so the upload finds all of it here."""
    steps = [
        (file, text.replace(OTHER, guided.simple).replace(NAME, hello))
        for file, text in guide(guided, "moving-here")
    ]
    said = does(machine, steps, TWINE_PASSWORD=guided.token)
    assert f"{hello} (1.0)" in said.text
    assert [path.name for path in (machine.folder / "packages").iterdir()] == [
        "hello_there-1.0-py3-none-any.whl"
    ]


def test_a_mirror_is_made(guided, machine, hello):
    certificate = make_certificate(machine.folder / "localhost.pem")
    # It asks proxies even for hosts that NO_PROXY names.
    environ = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), "")
    with Proxy(guided.port, certificate=certificate) as proxy:
        steps = [
            (file, text.replace(guided.url, proxy.url))
            for file, text in guide(guided, "mirroring")
        ]
        does(machine, steps, SSL_CERT_FILE=str(certificate), **environ)
    page = machine.folder / "mirror" / "web" / "simple" / hello / "index.html"
    assert "hello_there-1.0" in page.read_text()


def steps_of(index, service):
    """The commands of a workflow, and the names of its identity tokens."""
    files = {file: text for file, text in guide(index, "publishing-from-ci") if file}
    if service == "gitlab":
        job = yaml.safe_load(files[".gitlab-ci.yml"])["release"]
        return job["script"], job["id_tokens"]
    jobs = yaml.safe_load(files[".github/workflows/release.yml"])["jobs"]
    assert jobs["release"]["permissions"]["id-token"] == "write"
    return [each["run"] for each in jobs["release"]["steps"] if "run" in each], {}


def announce(index, issuer, name):
    """Let the build service make a project."""
    ((key,),) = index.query(
        "INSERT INTO pending_oidc_publishers (discriminator, project_name, added_by_id)"
        f" SELECT 'pending_generic_oidc_publishers', '{name}', id FROM users"
        " WHERE username = 'admin' RETURNING id"
    )
    index.query(
        "INSERT INTO pending_generic_oidc_publishers (id, issuer_url, subject)"
        f" VALUES ('{key}', '{issuer.url}', 'pipeline:*') RETURNING id"
    )


@pytest.mark.parametrize("service", ["github", "gitlab"])
def test_workflows_publish_without_a_password(guided, machine, issuer, service):
    name = f"released-at-{service}"
    announce(guided, issuer, name)
    commands, tokens = steps_of(guided, service)
    environ = {
        each: issuer.token(aud=asked["aud"], sub="pipeline:x")
        for each, asked in tokens.items()
    }
    if service == "gitlab":
        environ["GITLAB_CI"] = "true"
    else:
        environ["GITHUB_ACTIONS"] = "true"
        environ["ACTIONS_ID_TOKEN_REQUEST_URL"] = f"{issuer.url}/token?of=a-workflow"
        environ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "anything"
    certificate = make_certificate(machine.folder / "localhost.pem")
    with Proxy(guided.port, certificate=certificate) as proxy:
        steps = [f"uv init --lib {name}", f"cd {name}", *commands]
        steps = [(None, each.replace(guided.url, proxy.url)) for each in steps]
        does(machine, steps, UV_INSECURE_HOST="localhost", **environ)
    assert len(guided.files(name)) == 2


def test_tokens_publish_from_any_other_service(guided, machine, hello):
    [command] = [text for file, text in guide(guided, "publishing-from-ci") if not file]
    stem = hello.replace("-", "_")
    machine.write(f"dist/{stem}-3.0-py3-none-any.whl", wheel(stem, "3.0"))
    does(machine, [(None, command)], UV_PUBLISH_TOKEN=guided.token)
    assert f"{stem}-3.0-py3-none-any.whl" in guided.files(hello)


def test_an_index_is_backed_up_and_started_from_it(guided, machine, hello):
    (machine.folder / ".venv").symlink_to(Path(sys.executable).parents[1])
    *steps, (_, serve) = guide(guided, "backups")
    own = {name: each for name, each in guided.environ.items() if name != "PATH"}
    does(machine, steps, **own)
    [folder] = re.fullmatch(r'make serve ARGS="--data (\S+)"', serve).groups()
    again = Server(machine.folder, WAREHOUSE_DATA=str(machine.folder / folder))
    again.data, again.token = machine.folder / folder, guided.token
    again.start()
    try:
        assert again.files(hello).keys() == guided.files(hello).keys()
    finally:
        again.stop()


def test_a_bundle_is_carried_to_another_index(guided, machine, hello, make_server):
    (machine.folder / ".venv").symlink_to(Path(sys.executable).parents[1])
    other = make_server()
    *here, there, over = (
        (file, text.replace(NAME, hello).replace(OTHER, guided.simple))
        for file, text in guide(guided, "air-gaps")
    )
    own = {name: each for name, each in guided.environ.items() if name != "PATH"}
    does(machine, here, **own)
    theirs = {name: each for name, each in other.environ.items() if name != "PATH"}
    does(machine, [there], **theirs)
    assert other.files(hello)
    assert other.files(hello).keys() <= guided.files(hello).keys()
    does(machine, [over], **theirs)
    assert set(other.projects()) >= set(guided.projects())
