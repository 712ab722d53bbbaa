"""Files of advisories that cannot be read, each with its reason."""

import os
import zipfile

import pytest

from warehouse.vulnerabilities.errors import AdvisoryInvalid, AdvisoryUnreadable
from warehouse.vulnerabilities.files import LARGEST, opened


def test_a_file_of_endless_length_is_refused(tmp_path):
    path = tmp_path / "a.json"
    path.touch()
    os.truncate(path, LARGEST + 1)
    with opened([path]) as [entry], pytest.raises(AdvisoryInvalid, match="larger than 16"):
        entry.document()


def test_a_folder_with_the_name_of_a_file_is_unreadable(tmp_path):
    (tmp_path / "a.json").mkdir()
    with opened([tmp_path]) as [entry], pytest.raises(AdvisoryUnreadable, match="direct"):
        entry.document()


def test_a_damaged_member_of_a_zip_is_unreadable(tmp_path):
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.json", b'{"id": "here"}')
    path.write_bytes(path.read_bytes().replace(b"here", b"else", 1))
    with opened([path]) as [entry], pytest.raises(AdvisoryUnreadable, match="CRC"):
        entry.document()
