"""uv publishes without a password, as it does in a workflow on GitHub."""

import pytest

from tests.builders.issuers import serving
from tests.builders.wheels import wheel
from tests.clients.proxy import Proxy, make_certificate


@pytest.fixture(scope="module")
def issuer():
    """An issuer on loopback, which gives tokens to workflows, too."""
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def trusting(make_server, issuer):
    """An index that allows the issuer."""
    return make_server(
        OIDC_ISSUERS=issuer.url, OIDC_HTTP="true", OIDC_PRIVATE_NETWORKS="true"
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
