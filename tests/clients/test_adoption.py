"""A legacy database taken over, and everything of it visited as people and programs do."""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.builders.wheels import wheel
from tests.clients.server import ROOT, SIMPLE_JSON, Server

DUMP = Path(
    os.environ.get("LEGACY_DUMP")
    or ROOT.parent / "shared" / "data" / "legacy-2015-04.sql.xz"
)
PASSWORD = "password"  # of everybody, in the public dump
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not DUMP.exists(), reason="LEGACY_DUMP names no legacy dump"),
]


@pytest.fixture(scope="module")
def adopted(make_folder):
    """An index that serves what was taken over before its first start."""
    server = Server(make_folder())
    server.report = server.run("db", "adopt", str(DUMP))
    # Nobody is made an administrator where there are people already.
    server.token = "none"
    server.start()
    yield server
    server.stop()
    assert "Traceback" not in server.log_text()


def statuses(server, visits):
    """Return the visits (path, status, accept) that were not answered as expected."""

    def one(visit):
        path, expected, accept = visit
        status, _ = server.get(path, accept)
        return None if status == expected else (path, status)

    with ThreadPoolExecutor(4) as pool:
        return [each for each in pool.map(one, visits) if each]


def test_the_report_counts_everything(adopted):
    assert re.search(r"projects: [\d,]+ before, [\d,]+ now", adopted.report)
    for kind in ("accounts", "projects", "releases", "files", "journal entries"):
        before, after = re.search(
            f"{kind}: (\\S+) before, (\\S+) now", adopted.report
        ).groups()
        assert int(after.replace(",", "")) >= int(before.replace(",", ""))


def test_every_project_is_there_for_installers(adopted):
    names = adopted.query("SELECT normalized_name FROM projects")
    assert len(adopted.projects()) == len(names)
    pages = [
        (f"/simple/{name}/", 200, kind)
        for (name,) in names
        for kind in ("*/*", SIMPLE_JSON)
    ]
    assert statuses(adopted, pages) == []


def test_every_project_has_its_page_and_its_json(adopted):
    rows = adopted.query(
        "SELECT p.name, normalized_name, count(r.id) FROM projects p"
        " LEFT JOIN releases r ON r.project_id = p.id GROUP BY p.id"
    )
    pages = [(f"/project/{quote(name)}/", 200, "*/*") for name, _, _ in rows]
    data = [(f"/pypi/{name}/json", 200 if count else 404, "*/*") for _, name, count in rows]
    assert statuses(adopted, pages + data) == []


def test_odd_versions_are_reachable(adopted):
    rows = adopted.query(
        "SELECT p.name, normalized_name, version FROM releases"
        " JOIN projects p ON p.id = project_id WHERE version !~ '^[0-9a-z.]+$'"
    )
    places = [(name, plain, quote(version, safe="")) for name, plain, version in rows]
    assert any("%" in version for _, _, version in places)
    pages = [(f"/project/{name}/{version}/", 200, "*/*") for name, _, version in places]
    data = [(f"/pypi/{plain}/{version}/json", 200, "*/*") for _, plain, version in places]
    assert statuses(adopted, pages + data) == []


def test_bytes_that_never_came_are_explained(adopted):
    paths = adopted.query("SELECT path FROM release_files ORDER BY path")
    files = [(f"/packages/{quote(path)}", 404, "*/*") for (path,) in paths[::20]]
    assert statuses(adopted, files) == []
    _, text = adopted.get(f"/packages/{quote(paths[0][0])}")
    assert b"has never held its bytes" in text


def test_people_sign_in_with_their_old_passwords(adopted):
    owner = adopted.query(
        "SELECT username FROM users JOIN roles ON roles.user_id = users.id WHERE is_active"
        " ORDER BY username LIMIT 1"
    )[0][0]
    before = adopted.query(f"SELECT password FROM users WHERE username = '{owner}'")
    assert "sign out" in adopted.sign_in(owner, PASSWORD).lower()
    after = adopted.query(f"SELECT password FROM users WHERE username = '{owner}'")
    assert before != after
    assert after[0][0].startswith("$argon2id$")


def test_an_owner_publishes_a_new_release(adopted):
    owner, name = adopted.query(
        "SELECT username, p.name FROM users u JOIN roles ON roles.user_id = u.id"
        " JOIN projects p ON p.id = project_id WHERE p.name ~ '^[a-z]+$' AND u.is_active"
        " ORDER BY p.name LIMIT 1"
    )[0]
    adopted.run("users", "verify", owner)
    token = adopted.run("tokens", "create", "--user", owner, "--project", name).strip()
    filename, form = f"{name}-99.0-py3-none-any.whl", {"name": name, "version": "99.0"}
    adopted.publish(filename, wheel(name, "99.0"), token=token, **form)
    assert filename in adopted.files(name)
