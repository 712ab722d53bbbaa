"""Exports of devpi-server, also old ones and those that somebody has changed."""

import json
from datetime import UTC, datetime

import pytest

from warehouse.importing import FileUnreadable, SourceUnreadable
from warehouse.importing.devpi import files_in_export

SHA = "ab" * 32


@pytest.fixture
def export(tmp_path):
    """A function that writes the index of an export, and returns what is found in it."""

    def write(*files):
        indexes = {"root/pypi": {}, "root/dev": {"files": files}}
        (tmp_path / "dataindex.json").write_text(json.dumps({"indexes": indexes}))
        return files_in_export(tmp_path)

    return write


def entry(**others):
    return {"type": "releasefile", "relpath": "root/dev/a/1.0/a-1.0.tar.gz"} | others


def upload(*when, what="upload"):
    return {"what": what, "when": list(when)}


@pytest.mark.parametrize(
    ("mapping", "hashes"),
    [
        ({"hashes": {"sha256": SHA, "crc": "1"}}, {"sha256": SHA}),
        ({"hash_spec": f"sha256={SHA}"}, {"sha256": SHA}),
        ({"hash_spec": "md5=12"}, {"md5": "12"}),
        ({}, {}),
        (None, {}),
    ],
)
def test_digests_are_read_from_old_exports_too(export, mapping, hashes):
    (found,) = export(entry(entrymapping=mapping))
    assert (found.filename, found.hashes) == ("a-1.0.tar.gz", hashes)


@pytest.mark.parametrize(
    ("log", "moment"),
    [
        ([upload(2020, 1, 2, 3, 4, 5)], datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)),
        (
            [upload(2021, 1, 2, 3, 4, 5), upload(2020, 1, 2, 0, 0, 0)],
            datetime(2020, 1, 2, tzinfo=UTC),
        ),
        ([upload(2020, 1, 2, 3, 4, 5, what="push")], None),
        ([upload(2020, 13, 2)], None),
        ([upload("x")], None),
        ([{"what": "upload"}], None),
        (["upload"], None),
        (None, None),
    ],
)
def test_the_first_upload_in_the_log_counts(export, log, moment):
    (found,) = export(entry(log=log))
    assert found.uploaded == moment


@pytest.mark.parametrize(
    ("said", "yanked"),
    [("broken", "broken"), (True, ""), (False, None), (None, None)],
)
def test_yanks_of_mirrors_are_yanks_here(tmp_path, said, yanked):
    file = entry(projectname="A_b", version="1.0")
    index = {"files": [file], "projects": {"a-b": {"1.0": {"yanked": said}}}}
    (tmp_path / "dataindex.json").write_text(json.dumps({"indexes": {"root/x": index}}))
    (found,) = files_in_export(tmp_path)
    assert found.yanked == yanked


def test_documentation_and_results_of_tests_are_passed_over(export):
    assert export(entry(type="doczip"), entry(type="toxresult"), "text") == []


@pytest.mark.parametrize("place", ["../../etc/passwd", "/etc/passwd", "a/../../../b"])
def test_paths_that_lead_outside_are_not_read(export, place):
    (found,) = export(entry(relpath=place))
    with pytest.raises(FileUnreadable, match="outside"):
        found.copy(None)


def test_files_that_are_missing_are_told(export):
    (found,) = export(entry())
    with pytest.raises(FileUnreadable, match="cannot be read: No such file"):
        found.copy(None)


@pytest.mark.parametrize(
    ("text", "why"),
    [(None, "devpi-export writes one"), ("{", "no JSON"), ("[]", "has no indexes")],
)
def test_a_folder_that_is_no_export_is_refused(tmp_path, text, why):
    if text is not None:
        (tmp_path / "dataindex.json").write_text(text)
    with pytest.raises(SourceUnreadable, match=why):
        files_in_export(tmp_path)


def test_unreadable_parts_of_an_export_are_named(export, tmp_path):
    export()
    with pytest.raises(
        SourceUnreadable, match="no index 'me/dev'; it has root/dev, root/p"
    ):
        files_in_export(tmp_path, ["me/dev"])
    (tmp_path / "dataindex.json").unlink()
    (tmp_path / "dataindex.json").mkdir()
    with pytest.raises(SourceUnreadable, match=r"dataindex\.json: Is a directory"):
        files_in_export(tmp_path)
