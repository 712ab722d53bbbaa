"""The public trust root is refreshed for all processes, and kept while that fails."""

import pytest

from tests.builders.sigstore import Sigstore
from warehouse.attestations.services import TrustRootService
from warehouse.attestations.tasks import refresh_trust_root
from warehouse.attestations.trust import TrustRoot
from warehouse.http import offline


@pytest.fixture
def trust(registry, monkeypatch):
    """Has the index trust a root."""

    def trust(root):
        monkeypatch.setitem(registry, TrustRoot, root)

    return trust


@pytest.fixture
def current(registry):
    """Returns the root that is trusted, after a refresh that brings this, if anything."""

    def current(brought=None):
        with offline(registry) as request:
            if brought is not None:
                root = request.registry[TrustRoot]
                TrustRootService(request.db, root, lambda source: brought).refresh()
            return request.service(TrustRootService).current

    return current


def test_a_root_is_kept_while_its_source_does_not_answer(registry, admin, trust, current):
    trust(TrustRoot(source="http://127.0.0.1:9"))
    with offline(registry) as request:
        refresh_trust_root(request)
    assert current().digest == TrustRoot().digest
    page = admin.get("/admin/settings/")
    assert "the one that comes with the package sigstore stays" in page
    content = Sigstore().trust_root()
    assert current(content).content == content.encode()
    assert "Refreshed" in admin.get("/admin/settings/")
    with offline(registry) as request:
        refresh_trust_root(request)
    assert current().content == content.encode()
    assert "could not be refreshed" in admin.get("/admin/settings/")


def test_a_root_of_the_operator_is_not_refreshed(registry, trust, current, tmp_path):
    path = tmp_path / "root.json"
    path.write_text(Sigstore().trust_root())
    trust(TrustRoot(path))
    with offline(registry) as request:
        refresh_trust_root(request)
    assert current("anything").path == path
