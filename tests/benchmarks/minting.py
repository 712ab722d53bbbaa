"""The processor time of exchanging an identity token, with keys that are known."""

import http.client
import json
import tempfile
from contextlib import ExitStack
from pathlib import Path

import psutil

from tests.builders.issuers import Issuer, github_claims
from tests.clients.server import Server

_WARM = 20
_OTHERS = ("postgres", "valkey", "redis")


def measure(times: int) -> None:
    """Print what an exchange costs the processes of a server, in ms."""
    issuer = Issuer()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        keys = folder / "keys.json"
        keys.write_text(json.dumps({github_claims()["iss"]: {"keys": issuer.publishes}}))
        server = Server(folder, OIDC_KEYS=str(keys)).start()
        stack.callback(server.stop)
        _announce(server)
        _mint(server.port, issuer, _WARM)
        before = _spent(server)
        _mint(server.port, issuer, times)
        print(
            f"an exchange: {(_spent(server) - before) / times * 1000:.1f} ms of processor"
        )


def _announce(server: Server) -> None:
    """Have a workflow of octo/sampler make a project with its first token."""
    ((key,),) = server.query(
        "INSERT INTO pending_oidc_publishers (discriminator, project_name, added_by_id)"
        " SELECT 'pending_github_oidc_publishers', 'minted', id FROM users"
        " WHERE username = 'admin' RETURNING id"
    )
    server.query(
        "INSERT INTO pending_github_oidc_publishers (id, repository_owner,"
        " repository_name, repository_owner_id, workflow_filename)"
        f" VALUES ('{key}', 'octo', 'sampler', '42', 'release.yml') RETURNING id"
    )


def _mint(port: int, issuer: Issuer, times: int) -> None:
    tokens = [issuer.sign(github_claims()) for _ in range(times)]
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for each in tokens:
        client.request("POST", "/_/oidc/mint-token", json.dumps({"token": each}))
        answer = client.getresponse()
        said = answer.read()
        if answer.status != 200:
            raise RuntimeError(said.decode())
    client.close()


def _spent(server: Server) -> float:
    """Return the processor time of a server without its databases, in seconds."""
    assert server.process is not None
    whole = psutil.Process(server.process.pid)
    found = [whole, *whole.children(recursive=True)]
    ours = [each for each in found if not each.name().startswith(_OTHERS)]
    times = [each.cpu_times() for each in ours]
    return sum(each.user + each.system for each in times)
