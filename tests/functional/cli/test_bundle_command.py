"""Bundles: what they take, what they refuse to make, and what they refuse to add."""

import hashlib
import json
import zipfile

import pytest
from sqlalchemy import text

from tests.builders.sigstore import Sigstore, github
from tests.builders.wheels import metadata, wheel, wheel_file

ACME = "acme-1.0-py3-none-any.whl"


def made(name, version, *, tag="py3-none-any", **headers):
    extra = {f"{name}-{version}.dist-info/WHEEL": wheel_file(tag)}
    return wheel(name, version, core=metadata(name, version, **headers), extra=extra)


@pytest.fixture
def folder(tmp_path):
    """A folder of wheels, from which a test makes an index."""
    found = tmp_path / "dists"
    found.mkdir()

    def add(name, version="1.0", *, tag="py3-none-any", **headers):
        content = made(name, version, tag=tag, **headers)
        (found / f"{name}-{version}-{tag}.whl").write_bytes(content)

    add("acme")
    add("acme", "2.0")
    add("acme", "3.0rc1")
    add("app", Requires_Dist=["acme", "windows; sys_platform == 'win32'"])
    add("windows", tag="cp312-cp312-win_amd64")
    add("fast", tag="cp312-cp312-manylinux_2_17_x86_64")
    add("fast", tag="cp312-cp312-manylinux_2_28_x86_64")
    add("fast", tag="py3-none-any")
    add("newer", Requires_Python=">=3.13")
    add("newer", "0.9", Requires_Python=">=3.8")
    add("broken", Requires_Dist=["absent>=1"])
    return found


@pytest.fixture
def filled(warehouse, folder):
    warehouse.good("import", "directory", str(folder))
    return warehouse


@pytest.fixture
def exported(filled, tmp_path):
    """A function that makes a bundle of requirements, and returns what is in it."""

    def export(lines, *words, option="--requirements", name="asked.txt"):
        asked, file = tmp_path / name, tmp_path / "bundle.zip"
        asked.write_text(lines)
        filled.good("bundle", "export", option, str(asked), *words, str(file))
        with zipfile.ZipFile(file) as archive:
            return [each.removeprefix("files/") for each in archive.namelist()[1:]]

    return export


@pytest.fixture
def not_exported(filled, tmp_path):
    """A function that returns why a bundle of requirements is not made."""

    def export(lines, *words, option="--requirements", name="asked.txt"):
        asked, file = tmp_path / name, tmp_path / "bundle.zip"
        asked.write_text(lines)
        answer = filled.run("bundle", "export", option, str(asked), *words, str(file))
        assert answer.exit_code == 1
        assert not list(tmp_path.glob("bundle.zip*"))
        return answer.stderr.splitlines()[-1]

    return export


LINUX = ("--python", "3.12", "--platform", "manylinux_2_28_x86_64")
WINDOWS = ("--python", "3.12", "--platform", "win_amd64")


TAKEN = [
    ("app", LINUX, ["acme-2.0-py3-none-any.whl", "app-1.0-py3-none-any.whl"]),
    ("acme\n-c constraints.txt", LINUX, [ACME]),
    ("acme>=3.0rc1", LINUX, ["acme-3.0rc1-py3-none-any.whl"]),
    ("fast", LINUX, ["fast-1.0-cp312-cp312-manylinux_2_28_x86_64.whl"]),
    ("fast", WINDOWS, ["fast-1.0-py3-none-any.whl"]),
    ("newer", LINUX, ["newer-0.9-py3-none-any.whl"]),
    ("newer; python_version >= '3.13'", LINUX, []),
]


def test_a_bundle_has_what_the_target_takes(exported, tmp_path):
    (tmp_path / "constraints.txt").write_text("acme < 2\n")
    found = []
    for lines, words, _ in TAKEN:
        found.append((lines, words, exported(lines, *words)))
        (tmp_path / "bundle.zip").unlink()
    assert found == TAKEN


def test_one_bundle_may_be_for_several_targets(exported):
    found = exported("app\nfast", *LINUX, "--platform", "win_amd64")
    assert [each for each in found if each.startswith(("fast", "windows"))] == [
        "fast-1.0-cp312-cp312-manylinux_2_28_x86_64.whl",
        "fast-1.0-py3-none-any.whl",
        "windows-1.0-cp312-cp312-win_amd64.whl",
    ]


REFUSED = {
    "absent": "'absent' is of a project that is not here",
    "broken": "'absent>=1' is of a project that is not here (required by broken 1.0)",
    "acme>9": "no release that is here fits 'acme>9'",
    "acme==1.0\nacme==2.0": "fits 'acme==1.0' with all else",
    f"acme==1.0 --hash=sha256:{'0' * 64}": "no release that is here fits",
    "acme --pre": "'--pre' is no --hash=sha256:",
    "x @ https://example.com/x.whl": "leads elsewhere",
    "-e .": "is no requirement of an index",
    "acme --hash=md5:1": "is no --hash=sha256:",
    "-r absent.txt": "absent.txt: No such file",
    "'": "line 1",
}


def test_a_bundle_that_cannot_be_made_says_why(not_exported):
    said = {lines: not_exported(lines, *LINUX) for lines in REFUSED}
    assert {
        lines: said[lines] for lines, why in REFUSED.items() if why not in said[lines]
    } == {}


def test_targets_that_are_none_are_refused(not_exported):
    assert "no Python as 3.12" in not_exported("acme", "--python", "2.7")
    assert "no platform as" in not_exported("acme", "--platform", "amiga")


def test_either_requirements_or_a_lock_is_given(filled, tmp_path):
    file = str(tmp_path / "bundle.zip")
    assert "Give either" in filled.refused("bundle", "export", file, status=2)
    assert "is a folder" in filled.refused(
        *("bundle", "export", "--lock", __file__, str(tmp_path))
    )


def test_a_lock_of_requirements_has_one_version_and_digests(exported, not_exported, folder):
    digest = hashlib.sha256((folder / ACME).read_bytes()).hexdigest()
    line = f"acme==1.0 \\\n    --hash=sha256:{digest}  # via app\n"
    assert exported(line, *LINUX, option="--lock") == [ACME]
    (folder.parent / "bundle.zip").unlink()
    assert "no single version" in not_exported("acme==1.0", *LINUX, option="--lock")
    wrong = f"acme==1.0 --hash=sha256:{'0' * 64}"
    assert "no release that is here" in not_exported(wrong, *LINUX, option="--lock")


def pylock(filename, digest, name="acme", **others):
    place = f'name = "{filename}", url = "https://x/{filename}"'
    wheel = f'{{{place}, hashes = {{sha256 = "{digest}"}}}}'
    lines = [
        'lock-version = "1.0"',
        'created-by = "a test"',
        "[[packages]]",
        f'name = "{name}"',
        f"wheels = [{wheel}]",
        *(f'{key} = "{value}"' for key, value in others.items()),
    ]
    return "\n".join(lines)


def test_a_lock_of_pep_751_names_files(exported, not_exported, folder):
    digest = hashlib.sha256((folder / ACME).read_bytes()).hexdigest()
    options = {"option": "--lock", "name": "pylock.toml"}
    assert exported(pylock(ACME, digest), *LINUX, **options) == [ACME]
    never = pylock(ACME, digest, marker="sys_platform == 'win32'")
    assert exported(never, *LINUX, **options) == []
    (folder.parent / "bundle.zip").unlink()
    why = not_exported(pylock(ACME, "0" * 64), *LINUX, **options)
    assert "acme-1.0-py3-none-any.whl is here with another digest than in the lock" in why
    other = "acme-7.0-py3-none-any.whl"
    assert f"{other} is not here" in not_exported(pylock(other, digest), *LINUX, **options)
    absent = pylock("absent-1.0-py3-none-any.whl", digest, name="absent")
    assert "the project absent is not here" in not_exported(absent, *LINUX, **options)
    assert "is no lock of PEP 751" in not_exported("x = 1", *LINUX, **options)


def test_bytes_that_were_never_here_are_named(not_exported, rows):
    rows.execute(
        text(
            "UPDATE release_files SET size = NULL, sha256_digest = NULL, "
            "blake2_256_digest = NULL WHERE filename LIKE 'windows%'"
        )
    )
    rows.commit()
    why = not_exported("windows", *WINDOWS)
    assert "wants files whose bytes were never here: windows-1.0-cp312" in why


@pytest.fixture
def bundle(exported, tmp_path):
    assert exported("acme==1.0", *LINUX) == [ACME]
    return tmp_path / "bundle.zip"


def emptied(rows):
    rows.execute(text("TRUNCATE projects, file_registry CASCADE"))
    rows.commit()


def rewritten(bundle, *, manifest=None, members=None, compression=zipfile.ZIP_STORED):
    """Write the bundle again, with changes to its manifest or with other members."""
    with zipfile.ZipFile(bundle) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    document = json.loads(found["manifest.json"])
    for change in manifest or ():
        change(document)
    found["manifest.json"] = json.dumps(document).encode()
    with zipfile.ZipFile(bundle, "w", compression) as archive:
        for name, content in (members or (lambda each: each))(found).items():
            archive.writestr(name, content)


def setting(key, value):
    return lambda document: document["files"][0].__setitem__(key, value)


def advising(affects, source="osv"):
    advisory = {"id": "T-1", "aliases": [], "fixed_in": []}
    entry = {"source": source, "affects": affects, "advisory": advisory}
    return lambda document: document["advisories"].append(entry)


BROKEN = [
    ({"manifest": [setting("filename", "../x.whl")]}, "has the filename '../x.whl'"),
    ({"manifest": [setting("filename", "/etc/x.whl")]}, "has the filename"),
    ({"manifest": [setting("sha256", "0" * 64)]}, "has not the digest"),
    ({"manifest": [setting("sha256", "x")]}, "is no SHA-256"),
    ({"manifest": [setting("size", 5)]}, "has not the size"),
    ({"manifest": [setting("size", -5)]}, "is no size"),
    ({"manifest": [setting("project", "a/b")]}, "has the project 'a/b'"),
    ({"manifest": [setting("upload-time", "now")]}, "is no time"),
    ({"manifest": [setting("upload-time", "2026-01-01T00:00:00")]}, "time zone"),
    ({"manifest": [setting("yanked", 5)]}, "is no text"),
    ({"manifest": [setting("version", None)]}, "lacks version"),
    ({"manifest": [lambda each: each.update(format=2)]}, "not one of format 1"),
    ({"manifest": [lambda each: each.update(files={})]}, "has no files"),
    ({"manifest": [lambda each: each.update(files=[5])]}, "no objects"),
    ({"manifest": [lambda each: each.update(advisories=[{}])]}, "makes no sense"),
    (
        {"manifest": [advising({"other": ["1.0"]})]},
        "advisory about 'other', and no file",
    ),
    ({"manifest": [advising({"acme": [1]})]}, "an advisory of no versions"),
    ({"manifest": [advising({"acme": ["1\0"]})]}, "an advisory of no versions"),
    ({"manifest": [advising({}, source="x" * 201)]}, "an advisory of the source"),
    ({"manifest": [lambda each: each["files"].append(each["files"][0])]}, "twice"),
    ({"members": lambda each: {**each, "more": b""}}, "are not those"),
    ({"members": lambda each: dict(reversed(each.items()))}, "begin with a manifest"),
    ({"members": lambda each: {"manifest.json": b"{"}}, "no JSON"),
    ({"compression": zipfile.ZIP_DEFLATED}, "compressed"),
]


def test_a_bundle_that_is_not_whole_changes_nothing(filled, bundle, rows):
    emptied(rows)
    whole, said = bundle.read_bytes(), []
    for changes, why in BROKEN:
        bundle.write_bytes(whole)
        rewritten(bundle, **changes)
        answer = filled.run("bundle", "import", str(bundle))
        assert answer.exit_code == 1
        assert "Traceback" not in answer.stderr
        said.append((why, answer.stderr.splitlines()[-1]))
    assert [(why, line) for why, line in said if why not in line] == []
    assert rows.scalar(text("SELECT count(*) FROM release_files")) == 0


def test_a_part_of_a_bundle_is_refused(filled, bundle, rows):
    emptied(rows)
    whole = bundle.read_bytes()
    for keep in (0, 30, 500, -30):
        bundle.write_bytes(whole[:keep])
        assert "Error: " in filled.refused("bundle", "import", str(bundle))


def test_other_bytes_that_are_here_stop_a_bundle(filled, bundle, folder, rows):
    emptied(rows)
    (folder / ACME).write_bytes(made("acme", "1.0", Summary="another"))
    filled.good("import", "directory", str(folder))
    answer = filled.run("bundle", "import", str(bundle))
    assert answer.exit_code == 1
    assert f"1 files are here with other bytes: {ACME}" in answer.stderr


def test_yanks_times_and_advisories_are_carried(filled, exported, folder, rows, tmp_path):
    advisory = tmp_path / "T-1.json"
    package = {"ecosystem": "PyPI", "name": "acme"}
    affected = [{"package": package, "versions": ["1.0", "2.0"]}]
    advisory.write_text(json.dumps({"id": "T-1", "affected": affected}))
    filled.good("vulnerabilities", "import", str(advisory))
    filled.good("projects", "yank", "acme", "1.0", "--reason", "too old")
    rows.execute(text("UPDATE release_files SET upload_time = '2020-02-03'"))
    rows.commit()
    assert exported("acme==1.0", *LINUX) == [ACME]
    query = text(
        "SELECT release_files.upload_time::text, releases.yanked_reason, vulnerability_id "
        "FROM release_files JOIN releases ON releases.id = release_id "
        "JOIN release_vulnerabilities AS links ON links.release_id = releases.id "
        "WHERE version = '1.0'"
    )
    before = [tuple(row) for row in rows.execute(query)]
    emptied(rows)
    for _again in range(2):
        filled.good("bundle", "import", str(tmp_path / "bundle.zip"))
        rows.rollback()
        assert [tuple(row) for row in rows.execute(query)] == before
        assert before == [("2020-02-03 00:00:00", "too old", "T-1")]


def test_a_provenance_is_carried_if_it_is_verified(filled, bundle, folder, rows, tmp_path):
    sigstore, root = Sigstore(), tmp_path / "root.json"
    made = sigstore.attest(ACME, (folder / ACME).read_bytes(), claims=github())
    publisher = {
        **{"kind": "GitHub", "repository": "octo/sampleproject"},
        **{"workflow": "release.yml", "environment": None},
    }
    attested = [{"publisher": publisher, "attestations": [made]}]
    document = {"version": 1, "attestation_bundles": attested}
    rewritten(bundle, manifest=[setting("provenance", document)])
    kept = text("SELECT provenance FROM provenance")
    for trusted, expected in ((Sigstore(), None), (sigstore, document)):
        root.write_text(trusted.trust_root())
        emptied(rows)
        answer = filled.run("bundle", "import", str(bundle), SIGSTORE_TRUST_ROOT=str(root))
        assert answer.exit_code == 0, answer.output
        assert ("warning: The provenance of" in answer.stderr) == (expected is None)
        rows.rollback()
        assert rows.scalar(kept) == expected
