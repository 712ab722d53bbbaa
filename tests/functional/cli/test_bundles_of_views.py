"""Bundles of what a view shows, and of what only an upstream has."""

import hashlib
import json
import zipfile

import pytest
from sqlalchemy import text

from tests.builders.upstreams import stranger
from tests.builders.wheels import metadata, wheel
from warehouse.upstreams.storage import UpstreamStorage

ACME, NEWER = "acme-1.0-py3-none-any.whl", "acme-2.0-py3-none-any.whl"
OWN, ABROAD = "app-1.0-py3-none-any.whl", "abroad-1.0-py3-none-any.whl"
DEEP = "deep-1.0-py3-none-any.whl"
SECRET = "secret-1.0-py3-none-any.whl"
LINUX = ("--python", "3.12", "--platform", "manylinux_2_28_x86_64")
BOTH = 'sources = ["own", "upstreams"]\n'


def made(name, version="1.0", **headers):
    return wheel(name, version, core=metadata(name, version, **headers))


@pytest.fixture
def settings_of_commands(settings_of_commands):
    return {**settings_of_commands, "UPSTREAM_PRIVATE_NETWORKS": "true"}


@pytest.fixture
def filled(warehouse, tmp_path):
    """An index with projects of its own, one of which is private."""
    folder = tmp_path / "dists"
    folder.mkdir()
    contents = {
        ACME: made("acme"),
        NEWER: made("acme", "2.0"),
        OWN: made("app", Requires_Dist=["acme", "abroad"]),
        SECRET: made("secret"),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    warehouse.good("import", "directory", str(folder))
    warehouse.good("projects", "private", "secret")
    return warehouse


@pytest.fixture
def add_view(filled, tmp_path):
    def add(document, name="calm"):
        rule = tmp_path / "rule.toml"
        rule.write_text(document)
        filled.good("views", "add", name, str(rule), "--reason", "for a test", "--yes")

    return add


@pytest.fixture
def elsewhere(filled):
    """An upstream with a chain of two projects; only one has its metadata beside it."""
    with stranger() as found:
        beside = metadata("abroad", "1.0", Requires_Dist=["deep"])
        content = made("abroad", Requires_Dist=["deep"])
        digest = {"sha256": hashlib.sha256(beside).hexdigest()}
        found.files["abroad"] = {ABROAD: content}
        found.said[ABROAD] = {
            **{"core-metadata": digest, "upload-time": "2020-02-03T00:00:00Z"},
            **{"yanked": False, "requires-python": ">=3.8"},
        }
        found.answers[f"/files/{ABROAD}.metadata"] = lambda to: to.send(200, beside)
        found.files["deep"] = {DEEP: made("deep", Requires_Dist=["acme<2"])}
        filled.good("upstreams", "add", "elsewhere", found.url)
        yield found


@pytest.fixture
def asked(tmp_path):
    file = tmp_path / "asked.txt"

    def write(lines):
        file.write_text(lines)
        return "--requirements", str(file)

    return write


def members(file):
    with zipfile.ZipFile(file) as archive:
        return [each.removeprefix("files/") for each in archive.namelist()[1:]]


def test_a_view_by_itself_is_all_that_it_shows_of_ours(filled, add_view, rows, tmp_path):
    add_view('deny = ["acme>=2", "app"]')
    file = str(tmp_path / "view.zip")
    answer = filled.run("bundle", "export", "--view", "calm", file)
    assert answer.exit_code == 0, answer.output
    assert members(file) == [ACME]
    assert "1 files are hidden by the view." in answer.stderr
    assert "1 projects are hidden by their names." in answer.stderr
    assert "1 private projects are left out" in answer.stderr
    words = ("bundle", "export", file, "--view")
    assert "no view named 'calm@2020-01-01'" in filled.refused(*words, "calm@2020-01-01")
    assert "is no moment of the past" in filled.refused(*words, "calm@9999-01-01")
    rows.execute(text("UPDATE index_view_versions SET created = '2020-01-01'"))
    rows.commit()
    filled.good(*words, "calm@2020-03-01")
    assert members(file) == []


def test_a_view_decides_what_a_bundle_may_take(
    filled, add_view, elsewhere, asked, tmp_path
):
    add_view(f'{BOTH}deny = ["acme>=2", "deep"]')
    file, view = str(tmp_path / "view.zip"), ("--view", "calm")
    filled.good("bundle", "export", *view, *LINUX, *asked("acme"), file)
    assert members(file) == [ACME]
    for wanted, hidden, pattern in (
        ("acme==2.0", NEWER, "acme>=2"),
        ("abroad", DEEP, "deep"),
    ):
        answer = filled.run("bundle", "export", *view, *LINUX, *asked(wanted), file)
        assert answer.exit_code == 1
        why = f"the view calm hides {hidden}: The rule denies it by “{pattern}”"
        assert why in answer.stderr
    add_view('sources = ["upstreams"]', "foreign")
    refused = filled.refused("bundle", "export", "--view", "foreign", file)
    assert "shows nothing of our own projects" in refused


def test_files_of_upstreams_are_fetched_once(filled, elsewhere, asked, tmp_path):
    file, words = tmp_path / "b.zip", ("bundle", "export", *LINUX, *asked("app"))
    filled.good(*words, str(file))
    assert members(file) == [ABROAD, ACME, OWN, DEEP]
    with zipfile.ZipFile(file) as archive:
        (found, *_) = json.loads(archive.read("manifest.json"))["files"]
    content = elsewhere.files["abroad"][ABROAD]
    assert found["upload-time"] == "2020-02-03T00:00:00+00:00"
    assert (found["requires-python"], found["size"]) == (">=3.8", len(content))
    assert found["sha256"] == hashlib.sha256(content).hexdigest()
    paths = elsewhere.paths()
    assert paths.count(f"/files/{ABROAD}.metadata") == 1
    elsewhere.is_down = True
    again = tmp_path / "again.zip"
    filled.good(*words, str(again))
    assert again.read_bytes() == file.read_bytes()
    assert elsewhere.paths() == paths


def test_a_bundle_has_what_was_fetched_and_evicted_meanwhile(
    filled, elsewhere, asked, tmp_path
):
    storage = UpstreamStorage(tmp_path / "upstreams")
    path, content = f"/files/{ABROAD}", elsewhere.files["abroad"][ABROAD]
    gone = []

    def evict_and_send(to):
        gone.extend(storage.evict(0))
        elsewhere.is_down = True
        to.send(200, content)

    elsewhere.answers[path] = evict_and_send
    file = tmp_path / "b.zip"
    filled.good("bundle", "export", *LINUX, *asked("app"), str(file))
    assert any(each.endswith(DEEP) for each in gone)
    assert members(file) == [ABROAD, ACME, OWN, DEEP]
    assert not list(storage.scratch().glob("hold-*"))


def test_an_index_with_that_upstream_takes_no_such_bundle(
    filled, elsewhere, asked, tmp_path, rows
):
    file = tmp_path / "b.zip"
    filled.good("bundle", "export", *LINUX, *asked("abroad"), str(file))
    answer = filled.run("bundle", "import", str(file))
    assert (answer.exit_code, "elsewhere" in answer.stderr) == (1, True)
    filled.good("upstreams", "remove", "elsewhere")
    filled.good("bundle", "import", str(file))
    uploaded = "SELECT upload_time::text FROM release_files WHERE filename = :name"
    said = rows.scalar(text(uploaded), {"name": ABROAD})
    assert said == "2020-02-03 00:00:00"


@pytest.fixture
def advised(filled, tmp_path):
    """An index that knows of one vulnerability of three projects."""
    events = [{"introduced": "0"}, {"fixed": "1.1"}]
    affected = [
        {
            "package": {"ecosystem": "PyPI", "name": name},
            "ranges": [{"type": "ECOSYSTEM", "events": events}],
        }
        for name in ("Abroad", "acme", "stranger")
    ]
    advisory = tmp_path / "T-1.json"
    advisory.write_text(json.dumps({"id": "T-1", "affected": affected}))
    filled.good("vulnerabilities", "import", str(advisory))
    return filled


def test_advisories_about_files_of_upstreams_are_carried(
    advised, elsewhere, asked, tmp_path, rows
):
    file = tmp_path / "b.zip"
    advised.good("bundle", "export", *LINUX, *asked("app"), str(file))
    with zipfile.ZipFile(file) as archive:
        (said,) = json.loads(archive.read("manifest.json"))["advisories"]
    assert said["affects"] == {"abroad": ["1.0"], "acme": ["1.0"]}
    assert said["advisory"]["fixed_in"] == ["1.1"]
    known = text(
        "SELECT normalized_name, versions FROM affected_names WHERE ended IS NULL "
        "ORDER BY normalized_name"
    )
    for before in ("TRUNCATE vulnerabilities CASCADE", "SELECT 1"):
        rows.execute(text(before))
        rows.commit()
        advised.run("bundle", "import", str(file))
        rows.rollback()
        found = [tuple(row) for row in rows.execute(known)]
        assert found == [("abroad", ["1"]), ("acme", ["1"])]
    advised.good("upstreams", "remove", "elsewhere")
    advised.good("bundle", "import", str(file))
    has_it = text(
        "SELECT filename FROM release_vulnerabilities "
        "JOIN release_files USING (release_id) ORDER BY filename"
    )
    rows.rollback()
    assert rows.scalars(has_it).all() == [ABROAD, ACME]


def test_an_upstream_that_fails_makes_no_bundle(filled, elsewhere, asked, tmp_path):
    file = str(tmp_path / "b.zip")

    def why(wanted, **settings):
        answer = filled.run("bundle", "export", *LINUX, *asked(wanted), file, **settings)
        assert answer.exit_code == 1
        assert not list(tmp_path.glob("b.zip*"))
        return answer.stderr.splitlines()[-1]

    elsewhere.is_down = True
    assert "elsewhere cannot be asked" in why("app")
    elsewhere.is_down = False
    absent = "'abroad' is of a project that is not here (required by app 1.0)"
    assert absent in why("app", UPSTREAM_NEVER="ab*")
    elsewhere.said[DEEP] = {"hashes": {"sha256": "0" * 64}}
    assert "announced deep-1.0" in why("app")
    vast = "vast-1.0-py3-none-any.whl"
    elsewhere.files["vast"] = {vast: made("vast")}
    elsewhere.said[vast] = {"size": 2**40}
    assert "needs more than 10240 MiB of upstreams" in why("vast")
