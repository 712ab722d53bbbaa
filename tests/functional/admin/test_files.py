"""Looking into a file, its members, and what changed since the release before."""

import pytest

from tests.builders import sdists, wheels
from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release

PATH = "/admin/projects/eggs/files/eggs-{}.tar.gz/"


@pytest.fixture
def moderator(client, db):
    client.sign_in(make_user(db, "mod", is_moderator=True))
    return client


@pytest.fixture
def project(db):
    return make_project(db, "eggs")


@pytest.fixture
def put(db, project, storage, tmp_path):
    """Publish an sdist with these bytes."""

    def put(version, content, ordering=1):
        release = make_release(db, project, version, ordering=ordering)
        file = make_file(db, release, f"eggs-{version}.tar.gz")
        source = tmp_path / version
        source.write_bytes(content)
        storage.put(file.path, source)

    return put


def tar(version, **members):
    extra = {f"{name}.py": text.encode() for name, text in members.items()}
    return sdists.sdist("eggs", version, extra=extra)


def member(version, name):
    return f"{PATH.format(version)}?member=eggs-{version}/{name}.py"


def test_the_members_of_a_file_are_listed_and_read_as_text(moderator, put):
    put("1.0", tar("1.0", setup="<script>alert(1)</script>\u202e", big="x" * 300_000))
    page = moderator.get(PATH.format("1.0"))
    text = page.click("eggs-1.0/setup.py", index=0).html.select_one("pre").text
    assert text == "<script>alert(1)</script>\u202e"
    assert len(moderator.get(member("1.0", "big")).html.select_one("pre").text) == 200_000


def test_a_member_is_compared_with_the_release_before(moderator, put):
    put("1.0", tar("1.0", setup="a\nb\n", same="x\n"), ordering=1)
    put("2.0", tar("2.0", setup="a\nc\n", same="x\n", new="y\n"), ordering=2)
    assert "-b\n+c" in moderator.get(member("2.0", "setup")).html.select_one("pre").text
    assert "It is the same." in moderator.get(member("2.0", "same")).text
    assert "It was not there." in moderator.get(member("2.0", "new")).text


def test_wheels_are_read_as_well(moderator, db, project, storage, tmp_path):
    release = make_release(db, project, "1.0")
    file = make_file(db, release, "eggs-1.0-py3-none-any.whl")
    source = tmp_path / "wheel"
    source.write_bytes(wheels.wheel("eggs", "1.0"))
    storage.put(file.path, source)
    page = moderator.get(f"/admin/projects/eggs/files/{file.filename}/")
    assert "Name: eggs" in page.click("eggs-1.0.dist-info/METADATA").text


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08\x00"])
def test_a_broken_archive_is_said_to_be_one(moderator, put, content):
    put("1.0", content)
    for path in (PATH.format("1.0"), member("1.0", "setup")):
        assert "The file cannot be looked into" in moderator.get(path).text


def test_bytes_that_are_stored_elsewhere_are_not_looked_into(moderator, db, project):
    make_file(db, make_release(db, project, "1.0"), "eggs-1.0.tar.gz")
    for path in (PATH.format("1.0"), member("1.0", "setup")):
        assert "Its bytes are not stored here." in moderator.get(path).text


def test_an_unknown_file_or_member_is_not_found(moderator, put):
    put("1.0", tar("1.0"))
    moderator.get(PATH.format("9.9"), status=404)
    moderator.get(member("1.0", "none"), status=404)
