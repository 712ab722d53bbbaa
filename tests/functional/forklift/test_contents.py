"""Files are found by what they bring along."""

from sqlalchemy import select, text, update

from tests.builders.sdists import sdist
from tests.builders.wheels import metadata, wheel
from warehouse.forklift.tasks import look_into_stored_wheels
from warehouse.http import offline
from warehouse.packaging.models import File
from warehouse.storage import Storage

SDIST = "example-1.0.tar.gz"


def contents_of(db, filename):
    return db.scalar(select(File.contents).where(File.filename == filename))


SCRIPTS = {
    "example-1.0.dist-info/entry_points.txt": b"[console_scripts]\nrun = example:main\n"
}
BROUGHT = {"imports": ["example"], "commands": ["run"], "is_typed": False}


def found(uploader, text):
    results = uploader.client.get(f"/api/search/?q={text}").json["results"]
    return [each["name"] for each in results]


def test_a_wheel_is_found_by_what_it_brings_along(uploader, db):
    name = "example-1.0-py3-none-any.whl"
    uploader.send(name, wheel(extra=SCRIPTS), status=200)
    assert contents_of(db, name) == BROUGHT
    assert found(uploader, "import:example") == found(uploader, "command:run")
    assert found(uploader, "import:example has:wheel") == ["example"]


def test_metadata_says_what_can_be_imported(uploader, db):
    core = metadata(metadata_version="2.5", Import_Name=["said", "_own; private"])
    uploader.send("example-1.0-py3-none-any.whl", wheel(core=core), status=200)
    uploader.send(SDIST, sdist(core=core), status=200)
    assert contents_of(db, "example-1.0-py3-none-any.whl")["imports"] == ["said"]
    assert contents_of(db, SDIST)["imports"] == ["said"]
    assert found(uploader, "import:example") == []
    assert found(uploader, "import:said") == ["example"]


def test_older_wheels_are_looked_into_later(uploader, db):
    name = "example-1.0-py3-none-any.whl"
    uploader.send(name, wheel(extra=SCRIPTS), status=200)
    db.execute(update(File).values(contents=None))
    db.execute(text("UPDATE search_documents SET document = words"))
    db.commit()
    with offline(uploader.client.registry) as request:
        look_into_stored_wheels(request)
    assert contents_of(db, name) == BROUGHT
    assert found(uploader, "command:run") == ["example"]


def test_a_wheel_whose_bytes_are_gone_brings_nothing(uploader, db):
    name = "example-1.0-py3-none-any.whl"
    uploader.send(name, wheel(), status=200)
    db.execute(update(File).values(contents=None))
    path = db.scalar(select(File.path))
    db.commit()
    with offline(uploader.client.registry) as request:
        request.service(Storage).delete(path)
        look_into_stored_wheels(request)
    assert contents_of(db, name) == {"imports": [], "commands": [], "is_typed": False}
