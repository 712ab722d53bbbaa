"""Clients publish without a password, as they do in workflows on GitHub."""

import json
import sys
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.builders.issuers import Issuer, github_claims, serving
from tests.builders.sigstore import Sigstore, github
from tests.builders.wheels import wheel
from tests.clients.proxy import Proxy, make_certificate


@pytest.fixture(scope="module")
def issuer():
    """An issuer on loopback, which gives tokens to workflows, too."""
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def sigstore():
    """A Sigstore of our own."""
    return Sigstore()


@pytest.fixture(scope="module")
def actions():
    """GitHub Actions, whose keys the index has from a file."""
    return Issuer()


@pytest.fixture(scope="module")
def trusting(make_server, make_folder, issuer, actions, sigstore):
    """An index that allows the issuer, and trusts the Sigstore."""
    root, keys = (make_folder() / name for name in ("root.json", "keys.json"))
    root.write_text(sigstore.trust_root())
    jwks = {"keys": actions.publishes}
    keys.write_text(json.dumps({github_claims()["iss"]: jwks}))
    return make_server(
        OIDC_ISSUERS=issuer.url,
        OIDC_HTTP="true",
        OIDC_PRIVATE_NETWORKS="true",
        OIDC_KEYS=str(keys),
        SIGSTORE_TRUST_ROOT=str(root),
    )


@pytest.fixture(scope="module")
def announced(trusting, issuer):
    """The index, where a publisher is to make the project tp-uv."""
    ((key,),) = trusting.query(
        "INSERT INTO pending_oidc_publishers (discriminator, project_name, added_by_id)"
        " SELECT 'pending_generic_oidc_publishers', 'tp-uv', id FROM users"
        " WHERE username = 'admin' RETURNING id"
    )
    trusting.query(
        "INSERT INTO pending_generic_oidc_publishers (id, issuer_url, subject)"
        f" VALUES ('{key}', '{issuer.url}', 'pipeline:*') RETURNING id"
    )
    return trusting


@pytest.fixture
def workflow(announced, machine, issuer):
    """Runs a client as a workflow on GitHub does, over TLS, without a password."""
    certificate = make_certificate(machine.folder / "localhost.pem")
    environ = {
        "GITHUB_ACTIONS": "true",
        "ACTIONS_ID_TOKEN_REQUEST_URL": f"{issuer.url}/token?of=a-workflow",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "anything",
    }
    with Proxy(announced.port, certificate=certificate) as proxy:

        def run(version, *command):
            name = f"tp_uv-{version}-py3-none-any.whl"
            file = machine.write(name, wheel("tp_uv", version))
            words = [each.format(f"{proxy.url}/legacy/") for each in command]
            return machine.works(*words, file, **environ)

        yield run


def test_a_project_is_made_and_published_again(announced, workflow):
    uv = ("uv", "publish", "--trusted-publishing", "always", "--publish-url", "{}")
    uv = (*uv, "--allow-insecure-host", "localhost")  # Its certificate is of its own.
    workflow("1.0", *uv)
    workflow("2.0", *uv)
    assert len(announced.files("tp-uv")) == 2
    rows = announced.query("SELECT submitted_by FROM journals WHERE action LIKE 'add py3%'")
    assert rows == [(None,)] * 2


@pytest.fixture
def at_github(trusting):
    """The index, where a workflow of octo/sampler is to make the project tp-action."""
    ((key,),) = trusting.query(
        "INSERT INTO pending_oidc_publishers (discriminator, project_name, added_by_id)"
        " SELECT 'pending_github_oidc_publishers', 'tp-action', id FROM users"
        " WHERE username = 'admin' RETURNING id"
    )
    trusting.query(
        "INSERT INTO pending_github_oidc_publishers (id, repository_owner,"
        " repository_name, repository_owner_id, workflow_filename)"
        f" VALUES ('{key}', 'octo', 'sampler', '42', 'release.yml') RETURNING id"
    )
    return trusting


def answer_of(url, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(url, data, timeout=30) as answer:
        return json.load(answer)


def test_the_steps_of_the_github_action_publish_what_its_reader_verifies(
    at_github, machine, actions, sigstore
):
    base, repository = (
        f"http://localhost:{at_github.port}",
        "https://github.com/octo/sampler",
    )
    claims = github_claims(aud=answer_of(f"{base}/_/oidc/audience")["audience"])
    minted = answer_of(f"{base}/_/oidc/mint-token", {"token": actions.sign(claims)})
    name, content = "tp_action-1.0-py3-none-any.whl", wheel("tp_action")
    file = machine.write(name, content)
    workflow = f"{repository}/.github/workflows/release.yml@refs/tags/v1"
    by = github(**{"12": repository, "17": "42", "18": workflow})
    made = sigstore.attest(name, content, claims=by)
    machine.write(f"{name}.publish.attestation", json.dumps(made))
    said = {"TWINE_USERNAME": "__token__", "TWINE_PASSWORD": minted["token"]}
    upload = ("twine", "upload", "--attestations", "--repository-url", at_github.legacy)
    machine.works(*upload, file, f"{file}.publish.attestation", **said)
    place = f"{base}/integrity/tp-action/1.0/{name}/provenance"
    provenance = machine.write("provenance.json", json.dumps(answer_of(place)))
    trusted = quote("https://tuf-repo-cdn.sigstore.dev", safe="")
    cache = f"home/.cache/sigstore-python/tuf/{trusted}"
    machine.write(f"{cache}/trusted_root.json", sigstore.trust_root())
    reader = Path(sys.executable).with_name("pypi-attestations")
    verify = (reader, "verify", "pypi", "--offline", "--provenance-file", provenance)
    assert f"OK: {name}" in machine.works(*verify, "--repository", repository, file).text
    file.write_bytes(wheel("tp_action", "1.1"))
    assert "digest" in machine.fails(*verify, "--repository", repository, file).text
