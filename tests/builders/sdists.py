"""Source distributions, as gzipped tars; good ones by default."""

import gzip
import io
import tarfile

from tests.builders.wheels import metadata


def sdist(
    name="example", version="1.0", *, core=None, extra=None, format=tarfile.PAX_FORMAT
):
    """The bytes of an sdist; `extra` maps names below the root to bytes or TarInfos."""
    root = f"{name}-{version}"
    contents = {
        f"{root}/PKG-INFO": metadata(name, version, metadata_version="2.2")
        if core is None
        else core,
        f"{root}/pyproject.toml": b"[build-system]\nrequires = []\n",
    }
    contents |= {f"{root}/{key}": value for key, value in (extra or {}).items()}
    return gzip.compress(tarred(contents, format=format), mtime=0)


def tarred(contents, *, format=tarfile.PAX_FORMAT):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=format) as archive:
        for name, value in contents.items():
            if value is None:
                continue
            if isinstance(value, tarfile.TarInfo):
                value.name = name
                archive.addfile(value)
                continue
            info = tarfile.TarInfo(name)
            info.size = len(value)
            archive.addfile(info, io.BytesIO(value))
    return target.getvalue()


def link(target, kind=tarfile.SYMTYPE):
    info = tarfile.TarInfo("link")
    info.type = kind
    info.linkname = target
    return info
