"""Files that are stored, without rows."""

import pytest

from warehouse.contents.reading import ContentsReader
from warehouse.packaging.models import File, PackageType
from warehouse.storage import LocalStorage


@pytest.fixture
def reader(tmp_path):
    return ContentsReader(LocalStorage(tmp_path / "files"))


@pytest.fixture
def stored(reader, tmp_path):
    """Stores the bytes of a file, and returns what its row would be."""

    def stored(filename, content):
        source = tmp_path / "source"
        source.write_bytes(content)
        path = f"aa/bb/{filename}"
        reader.storage.put(path, source)
        kind = PackageType.BDIST_WHEEL if filename.endswith(".whl") else PackageType.SDIST
        return File(filename=filename, path=path, packagetype=kind, sha256_digest="a" * 64)

    return stored
