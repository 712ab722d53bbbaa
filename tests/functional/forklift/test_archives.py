"""Files that say one thing to one reader and another thing to the next."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.builders import tars
from tests.builders.sdists import sdist
from tests.builders.tars import Member, pax
from tests.builders.wheels import wheel, wheel_file
from warehouse.packaging.models import File, Project

WHEEL = "example-1.0-py3-none-any.whl"
SDIST = "example-1.0.tar.gz"
INFO = "example-1.0.dist-info"
ODD = [
    "<b>",
    "?",
    "#",
    "%2f",
    "&",
    "'",
    "é",
    "\u212a",
    "\u202e",
    "\u200b",
    "\ufeff",
    "\x85",
]


@pytest.fixture
def any_names(configurator, monkeypatch):
    """The setting WHEEL_NAMES=any."""
    settings = configurator.registry.settings
    uploads = replace(settings["warehouse"].uploads, wheel_names="any")
    changed = replace(settings["warehouse"], uploads=uploads)
    monkeypatch.setitem(settings, "warehouse", changed)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    ("pattern", "content"),
    [
        ("example-1.0-1{}-py3-none-any.whl", wheel()),
        ("example-1.0-py3{}-none-any.whl", wheel()),
        ("example-1.0-py3-none-any{}.whl", wheel()),
        ("exa{}mple-1.0-py3-none-any.whl", wheel()),
        ("example-1.0{}.tar.gz", sdist()),
    ],
)
def test_filenames_are_plain(uploader, db, any_names, pattern, content, odd):
    answer = uploader.send(pattern.format(odd), content)

    assert answer.status.startswith("400 Cannot upload a file with ")
    assert answer.status.endswith("'-', '_', '.', '+', '!'.")
    assert db.scalar(select(func.count(Project.id))) == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("name", f"exa{odd}mple") for odd in ODD],
        *[("version", f"1.0{odd}") for odd in ODD],
        *[("filetype", f"sdist{odd}") for odd in ODD],
        *[("pyversion", f"py3{odd}") for odd in ODD],
        *[("sha256_digest", f"{'0' * 63}{odd}") for odd in ODD],
        *[("protocol_version", f"1{odd}") for odd in ODD],
    ],
)
def test_fields_are_plain(uploader, db, field, value):
    answer = uploader.send(WHEEL, wheel(), **{field: value})
    assert answer.status_int == 400
    assert db.scalar(select(func.count(Project.id))) == 0


def test_tags_that_are_not_those_of_the_filename(uploader, any_names, db):
    """Somebody has renamed the wheel: an index that takes old ones takes it."""
    content = wheel(extra={f"{INFO}/WHEEL": wheel_file("py2.py3-none-any", "Build: 1")})

    answer = uploader.send(WHEEL, content, status=200)

    prefix = f"Wheel {WHEEL} is not what it says: "
    assert answer.text.splitlines() == [
        f"{prefix}the tags in its filename are py3-none-any, those in WHEEL "
        "py2-none-any, py3-none-any.",
        f"{prefix}the build tag in its filename is '', the one in WHEEL '1'.",
    ]
    assert db.scalars(select(File)).one().filename == WHEEL


@pytest.mark.parametrize(
    ("filename", "content", "text"),
    [
        (
            WHEEL,
            wheel(extra={f"{INFO}/WHEEL": wheel_file("py2-none-any")}),
            f"Wheel '{WHEEL}' is not what it says: the tags in its filename are "
            "py3-none-any, those in WHEEL py2-none-any.",
        ),
        (
            WHEEL,
            wheel(extra={f"{INFO}/WHEEL": b""}),
            f"Invalid distribution file. {INFO}/WHEEL cannot be used: it has no "
            "Wheel-Version.",
        ),
        (
            SDIST,
            tars.packed(pax({"GNU.sparse.name": "x"}, b"g"), Member()),
            "Invalid distribution file. tar archive not accepted: Key 'GNU.sparse.name' "
            "is not allowed in a global pax header.",
        ),
        (
            SDIST,
            sdist("other", "9"),
            "Invalid distribution file. Its top-level directory is called 'other-9', "
            "should be 'example-1.0'.",
        ),
        (
            WHEEL,
            wheel(extra={f"{INFO}/metadata": b""}),
            f"Invalid distribution file. The member {INFO}/metadata has the name of "
            f"'{INFO}/METADATA' on systems where",
        ),
    ],
)
def test_a_refused_archive_is_answered_with_the_problem(
    uploader, db, filename, content, text
):
    answer = uploader.send(filename, content)
    assert answer.status.startswith(f"400 {text}")
    assert db.scalar(select(func.count(Project.id))) == 0
