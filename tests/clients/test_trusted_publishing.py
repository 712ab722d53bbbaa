"""uv publishes without a password, as it does in a workflow on GitHub."""

import pytest

from tests.builders.issuers import serving
from tests.builders.wheels import wheel


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


def publish(machine, index, issuer, version):
    """Publish a wheel as a workflow does, without a password."""
    file = machine.write(f"tp_uv-{version}-py3-none-any.whl", wheel("tp_uv", version))
    command = ("uv", "publish", "--trusted-publishing", "always")
    workflow = {
        "GITHUB_ACTIONS": "true",
        "ACTIONS_ID_TOKEN_REQUEST_URL": f"{issuer.url}/token?of=a-workflow",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "anything",
    }
    machine.works(*command, "--publish-url", index.legacy, file, **workflow)


def test_uv_makes_a_project_and_publishes_again(announced, machine, issuer):
    publish(machine, announced, issuer, "1.0")
    publish(machine, announced, issuer, "2.0")
    assert len(announced.files("tp-uv")) == 2
    rows = announced.query("SELECT submitted_by FROM journals WHERE action LIKE 'add py3%'")
    assert rows == [(None,), (None,)]
