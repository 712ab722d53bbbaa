"""The facts about a file are those of its own metadata."""

from email.parser import BytesParser
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.builders.sdists import sdist
from tests.builders.wheels import metadata, wheel, wheel_file
from warehouse.forklift.tasks import read_stored_metadata
from warehouse.http import offline
from warehouse.packaging.locations import metadata_path
from warehouse.packaging.models import File, ProjectRequirement

SDIST = "example-1.0.tar.gz"
WHEELS = [f"example-1.0-{tag}-none-any.whl" for tag in ("cp311", "cp312", "cp313")]
TURNS = count()
RESOLVED = ("requires-dist", "Requires-Python", "PROVIDES-EXTRA")


def own(filename, version="1.0", **headers):
    """A distribution of this name with these headers, and content of its own."""
    build, since = (wheel, "2.1") if filename.endswith(".whl") else (sdist, "2.2")
    headers.setdefault("metadata_version", since)
    extra = {"example/tag.py": filename.encode()}
    if build is wheel:
        tag = "-".join(filename.removesuffix(".whl").split("-")[-3:])
        extra[f"example-{version}.dist-info/WHEEL"] = wheel_file(tag)
    return build(version=version, core=metadata(version=version, **headers), extra=extra)


def listed(uploader, version="1.0"):
    """The files of the simple index and of both JSON documents, by filename."""
    client = uploader.client
    document = client.get(f"/pypi/example/{version}/json").json["urls"]
    whole = client.get("/pypi/example/json").json["releases"][version]
    simple = client.simple("example")["files"]
    names = {each["filename"] for each in document}
    return (
        {each["filename"]: each for each in simple if each["filename"] in names},
        {each["filename"]: each for each in document},
        {each["filename"]: each for each in whole},
    )


def info(uploader):
    return uploader.client.get("/pypi/example/1.0/json").json["info"]


@pytest.mark.parametrize("field", RESOLVED)
@pytest.mark.parametrize("version", ["2.2", "2.4"])
def test_an_sdist_that_is_not_final_offers_no_metadata(uploader, field, version):
    content = own(SDIST, Dynamic=["Summary", field], metadata_version=version)
    uploader.send(SDIST, content, status=200)
    simple, release, project = (each[SDIST] for each in listed(uploader))
    assert simple["core-metadata"] is simple["data-dist-info-metadata"] is False
    assert release["core-metadata"] is project["core-metadata"] is False
    uploader.client.get(f"{simple['url']}.metadata", status=404)


def test_an_sdist_whose_resolution_is_final_offers_it(uploader):
    uploader.send(SDIST, own(SDIST, Dynamic=["Summary", "License-File"]), status=200)
    simple, _, _ = listed(uploader)
    assert simple[SDIST]["core-metadata"]
    uploader.client.get(f"{simple[SDIST]['url']}.metadata", status=200)


PYTHONS = st.sampled_from([None, ">=3.8", "<4,>=3.9", "!=3.0.*", ">=3.9,<3.14"])


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=st.lists(PYTHONS, min_size=4, max_size=4), order=st.permutations(range(4)))
def test_every_file_is_listed_as_its_metadata_says(uploader, said, order):
    version = f"2.{next(TURNS)}"
    names = [name.replace("1.0", version) for name in (SDIST, *WHEELS)]
    for place in order:
        python = {"Requires_Python": said[place]} if said[place] else {}
        content = own(names[place], version, **python)
        uploader.send(names[place], content, version=version, status=200)
    simple, release, project = listed(uploader, version)
    assert set(simple) == set(names)
    for name, file in simple.items():
        text = uploader.client.get(f"{file['url']}.metadata").body
        inside = BytesParser().parsebytes(text)["Requires-Python"]
        assert file["requires-python"] == inside
        assert (
            release[name]["requires_python"] == project[name]["requires_python"] == inside
        )


FIELDS = {
    "Requires_Dist": ["idna>=3", "sniffio; extra == 'x'"],
    "Provides_Extra": "x",
    "Requires_Python": ">=3.9",
}


def test_a_wheel_is_right_where_an_old_sdist_was_not(uploader):
    guess = own(SDIST, metadata_version="2.1", Requires_Dist=["a", "b"])
    uploader.send(SDIST, guess, status=200)
    uploader.send(WHEELS[0], own(WHEELS[0], Requires_Dist=["b", "c"]), status=200)
    assert info(uploader)["requires_dist"] == ["b", "c"]


def test_the_first_wheel_says_what_an_sdist_left_open(uploader, db):
    dynamic = ["Requires-Dist", "Provides-Extra", "Requires-Python", "Keywords"]
    uploader.send(SDIST, own(SDIST, Dynamic=dynamic, Summary="static"), status=200)
    assert info(uploader)["requires_dist"] is None
    core = {**FIELDS, "Keywords": "a,b", "Summary": "other"}
    uploader.send(WHEELS[0], own(WHEELS[0], **core), status=200)
    uploader.send(WHEELS[1], own(WHEELS[1], Requires_Dist="third"), status=200)

    found = info(uploader)

    assert found["requires_dist"] == ["idna>=3", "sniffio; extra == 'x'"]
    assert (found["provides_extra"], found["requires_python"]) == (["x"], ">=3.9")
    assert (found["keywords"], found["summary"]) == ("a, b", "static")
    assert set(db.scalars(select(ProjectRequirement.name))) == {"idna", "sniffio"}


@pytest.mark.parametrize(
    ("title", "value", "key"),
    [
        ("Home_Page", "https://a.example", "home_page"),
        ("License", "MIT", "license"),
        ("Author_Email", "a@b.example", "author_email"),
        ("Classifier", ["Typing :: Typed"], "classifiers"),
        ("Project_URL", "Docs, https://a.example", "project_urls"),
        ("Platform", "any", "platform"),
        ("Description", "Words.", "description"),
        ("Obsoletes_Dist", "old", None),
    ],
)
def test_every_dynamic_field_is_taken_from_the_first_wheel(uploader, title, value, key):
    uploader.send(SDIST, own(SDIST, Dynamic=title.replace("_", "-")), status=200)
    uploader.send(WHEELS[0], own(WHEELS[0], **{title: value}), status=200)
    wanted = {"Docs": "https://a.example"} if key == "project_urls" else value
    if key is not None:
        assert info(uploader)[key] == wanted


def test_facts_that_nobody_had_read_are_read(uploader, db, registry, storage, tmp_path):
    dynamic = own(SDIST, Dynamic="Requires-Dist")
    uploader.send(SDIST, dynamic, status=200)
    uploader.send(WHEELS[0], own(WHEELS[0], **FIELDS), status=200)
    uploader.send(WHEELS[1], own(WHEELS[1], Requires_Python=">=3.10"), status=200)
    before = listed(uploader), info(uploader)
    as_it_was(db, storage, tmp_path)
    assert (listed(uploader), info(uploader)) != before

    with offline(registry) as request:
        read_stored_metadata(request)

    assert (listed(uploader), info(uploader)) == before


def as_it_was(db, storage, tmp_path):
    """Make the rows what was written when the release spoke for its files."""
    core = tmp_path / "PKG-INFO"
    core.write_bytes(metadata(metadata_version="2.2", Dynamic="Requires-Dist"))
    for file in db.scalars(select(File)):
        file.metadata_read, file.requires_python = False, None
        if file.filename == SDIST:
            storage.put(metadata_path(file.path), core)
            file.metadata_file_sha256_digest = "a" * 64
        file.release.requires_python, file.release.provides_extra = None, None
        for each in file.release.dependencies:
            db.delete(each)
    db.commit()
