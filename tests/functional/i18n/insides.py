"""Files with something in them, and the pages that show what."""

from uuid import uuid4

from tests.builders.sdists import sdist
from tests.builders.wheels import metadata, wheel
from tests.factories.packaging import make_file, make_release

WHEEL = "example-1.0-py3-none-any.whl"
INFO = "example-1.0.dist-info"
BASE = "/project/example/1.0/files/"
INSIDES = {
    "pages/contents/tree.html": f"{BASE}{WHEEL}/",
    "pages/contents/member.html": f"{BASE}{WHEEL}/text/{INFO}/sboms/example",
    "pages/contents/diff.html": "/project/example/diff/0.9...1.0/",
    "pages/contents/changes.html": "/project/example/1.0/changes/",
}
BOM = b'{"bomFormat": "CycloneDX", "components": [{"name": "example"}]}'
POINTS = b"[console_scripts]\nexample = example:main\n[example]\nexample = example\n"
CHANGES = b"1.0\n---\n\nexample\n"


def give_insides(db, storage, release):
    """Store the bytes of the files of a release, and make one before it."""
    before = make_release(db, release.project, "0.9", ordering=0)
    make_file(db, before, "example-0.9-py3-none-any.whl")
    core = metadata(Requires_Dist=["example"], Author="example")
    built = {
        "example.pth": b"import os; os.system('example')\n",
        "example.so": b"\x7fELF\2\1" + b"\0" * 30,
        f"{INFO}/sboms/example": BOM,
        f"{INFO}/entry_points.txt": POINTS,
        f"{INFO}/licenses/LICENSE": b"MIT\n",
    }
    contents = {
        "example-0.9-py3-none-any.whl": wheel(version="0.9"),
        WHEEL: wheel(core=core, extra=built),
        "example-1.0.tar.gz": sdist(extra={"CHANGES": CHANGES, "setup.py": b"x = 1\n"}),
    }
    for file in (*before.files, *release.files):
        source = storage.scratch() / str(uuid4())
        source.write_bytes(contents[file.filename])
        storage.put(file.path, source)
