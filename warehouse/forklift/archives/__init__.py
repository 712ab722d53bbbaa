"""Opening archives that strangers made: no member is believed before it was walked."""

from warehouse.forklift.archives.opening import look_like_both, opened_sdist, opened_wheel
from warehouse.forklift.archives.tars import TarContents, read_tar
from warehouse.forklift.archives.zips import ZipArchive, ZipMember, walk

__all__ = [
    "TarContents",
    "ZipArchive",
    "ZipMember",
    "look_like_both",
    "opened_sdist",
    "opened_wheel",
    "read_tar",
    "walk",
]
