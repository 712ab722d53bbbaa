"""Inside the files of a release: trees, texts by lines, bytes as they are."""

import io
import struct
import zipfile
from urllib.parse import quote

import pytest

from tests.builders import sdists, wheels
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.contents.gate import Gate
from warehouse.packaging.models import LifecycleStatus
from warehouse.storage import LocalStorage, Storage

WHEEL, SDIST = "eggs-1.0-py3-none-any.whl", "eggs-1.0.tar.gz"
BASE = f"/project/eggs/1.0/files/{WHEEL}/"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 11 + struct.pack("<H", 0x3E) + b"\0" * 40
POINTS = b"[console_scripts]\neggs = eggs.cli:main\n[eggs.plugins]\nA = eggs:A\n"
INFO = "eggs-1.0.dist-info"
LOOKING_INSIDE = (
    *(BASE, f"{BASE}tree/eggs/", f"{BASE}text/a.pth", f"{BASE}raw/a.pth"),
    *(f"/project/eggs/{each}" for each in ("1.0/changes/", "1.0/diff/", "diff/1.0...1.0/")),
)
MEMBERS = {
    "eggs/cli.py": b"def main():\n    return '<b>' + '\xe2\x80\xae'\n",
    "eggs/py.typed": b"",
    "eggs/logo.png": PNG,
    "eggs/_speed.so": ELF,
    "a.pth": b"import eggs\n",
    f"{INFO}/entry_points.txt": POINTS,
    f"{INFO}/licenses/LICENSE": b"Free\n",
}


class Counting(LocalStorage):
    """A storage that counts how often its files are opened."""

    opened = 0

    def open(self, path, **span):
        self.opened += 1
        return super().open(path, **span)


@pytest.fixture
def release(db):
    return make_release(db, make_project(db, "eggs"), "1.0")


@pytest.fixture
def put(db, release, storage, tmp_path):
    def put(filename, content):
        file = make_file(db, release, filename)
        source = tmp_path / "source"
        source.write_bytes(content)
        storage.put(file.path, source)
        return file

    return put


@pytest.fixture
def wheel(put):
    core = wheels.metadata("eggs", Requires_Dist="spam>=1")
    return put(WHEEL, wheels.wheel("eggs", "1.0", core=core, extra=MEMBERS))


def test_a_wheel_is_shown_as_a_tree_and_in_words(client, wheel):
    page = client.get(BASE)
    rows = [" ".join(each.text.split()) for each in page.html.select(".tree__row")]
    assert rows[0].startswith("eggs/")
    assert "cli.py 37 B" in rows
    words = " ".join(page.html.select_one("aside").text.split())
    for said in (
        "Python runs this code whenever it starts. a.pth",
        "lists all 11 files that are there",
        "eggs → eggs.cli:main",
        "eggs.plugins A → eggs:A",
        "Requires spam>=1",
        "eggs/_speed.so Linux, x86-64",
        "License files eggs-1.0.dist-info/licenses/LICENSE",
        "It brings types for type checkers.",
    ):
        assert said in words


def test_a_text_is_shown_by_lines_with_nothing_hidden_in_it(client, wheel):
    page = client.get(BASE).click("cli.py")
    assert [each["id"] for each in page.html.select(".lines__line")] == ["L1", "L2"]
    assert page.html.select_one("#L1 .k").text == "def"
    assert page.html.select_one("#L2 code").text == "    return '<b>' + 'U+202E'"
    assert page.html.select_one("#L2 a")["href"] == "#L2"


def test_robots_are_asked_to_stay_out(client, wheel):
    for path in (BASE, f"{BASE}tree/eggs/", f"{BASE}text/a.pth", f"{BASE}raw/a.pth"):
        assert client.get(path).headers["X-Robots-Tag"] == "noindex, nofollow"


def test_bytes_are_sent_so_that_no_browser_runs_them(client, wheel):
    answer = client.get(f"{BASE}raw/eggs/cli.py")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.body == MEMBERS["eggs/cli.py"]


def test_a_picture_is_one_by_its_bytes_and_not_by_its_name(client, put):
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    put(WHEEL, wheels.wheel("eggs", "1.0", extra={"a.svg": svg, "b.png": svg, "c": PNG}))
    for name in ("a.svg", "b.png"):
        assert client.get(f"{BASE}raw/{name}").content_type == "text/plain"
        assert not client.get(f"{BASE}text/{name}").html.select("main img")
    assert client.get(f"{BASE}raw/c").content_type == "image/png"
    assert client.get(f"{BASE}text/c").html.select_one("main img")["src"] == f"{BASE}raw/c"


def test_an_sdist_is_read_as_well(client, put):
    put(SDIST, sdists.sdist("eggs", "1.0", extra={"setup.py": b"x = 1\n"}))
    page = client.get(f"/project/eggs/1.0/files/{SDIST}/")
    assert "Building or installing the file runs this code." in page
    assert "x = 1" in page.click("setup.py", index=0).html.select_one("#L1").text


def test_a_large_tree_has_pages_for_its_folders(client, put):
    many = {f"eggs/{a}/{b}.py": b"" for a in "abcdef" for b in range(200)}
    put(WHEEL, wheels.wheel("eggs", "1.0", extra=many))
    page = client.get(BASE)
    assert len(page.html.select(".tree__row")) < 450
    inner = page.click("f/")
    assert [each.text.split()[0] for each in inner.html.select(".tree__row")][:2] == [
        "0.py",
        "1.py",
    ]
    assert inner.html.select_one(".breadcrumb").text.split()[-1] == "f"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a//b", "./a", "a/../b", "x" * 1001]
)
def test_a_name_that_no_address_can_have_is_listed_without_a_link(client, put, name):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"text")
    put(WHEEL, target.getvalue())
    page = client.get(BASE)
    assert "1 file" in page.html.select_one(".lead").text
    assert not page.html.select("main .tree li a[href*='/text/']")


def test_names_are_shown_with_what_turns_them(client, put):
    put(WHEEL, wheels.wheel("eggs", "1.0", extra={"a\u202eyp.exe": b"<script>"}))
    page = client.get(BASE)
    assert "a[U+202E]yp.exe" in page
    assert "\u202e" not in page.text
    assert "&lt;script" in page.click("yp.exe", index=0)


def test_markup_in_names_and_texts_is_only_text(client, put):
    markup = "<img src=x onerror=alert(1)>"
    extra = {
        f"{markup}/{markup}.py": f"x = '{markup}'\n".encode(),
        f"{INFO}/licenses/{markup}LICENSE": b"",
        f"{INFO}/entry_points.txt": f"[{markup}]\n{markup[:4]}={markup}\n".encode(),
    }
    put(WHEEL, wheels.wheel("eggs", "1.0", extra=extra))
    put(SDIST, sdists.sdist("eggs", "1.0"))
    tree = client.get(BASE)
    member = tree.click(r"\.py", index=0)
    folder = client.get(f"{BASE}tree/{quote(markup)}/")
    for page in (tree, member, folder, client.get("/project/eggs/1.0/diff/")):
        assert not page.html.select("main img, [onerror]")
        assert "onerror=alert" in page.html.select_one("main").text
    assert markup in member.html.select_one("#L1").text


@pytest.mark.parametrize("status", [LifecycleStatus.QUARANTINE_ENTER])
def test_nothing_is_shown_of_what_is_in_quarantine(client, db, release, wheel, status):
    for each in (release, release.project):
        each.lifecycle_status = status
        db.commit()
        for path in (BASE, f"{BASE}tree/eggs/", f"{BASE}text/a.pth", f"{BASE}raw/a.pth"):
            client.get(path, status=404)
        each.lifecycle_status = None
        db.commit()
    client.get(BASE)


def test_unknown_files_folders_and_members_are_not_found(client, db, release, wheel):
    make_release(db, release.project, "2.0")
    for path in (
        f"{BASE}tree/none/",
        f"{BASE}text/none",
        f"{BASE}raw/none",
        f"/project/eggs/2.0/files/{WHEEL}/",
        f"/project/eggs/1.0/files/{SDIST}/",
    ):
        client.get(path, status=404)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + b"\xff" * 18])
def test_a_broken_archive_is_said_to_be_one(client, put, content):
    put(WHEEL, content)
    assert "The file cannot be looked into" in client.get(BASE, status=404)


def test_bytes_that_are_gone_are_said_to_be(client, db, release):
    make_file(db, release, WHEEL)
    assert "Its bytes are not stored here." in client.get(BASE, status=404)


def test_too_many_readers_are_asked_to_come_again(client, registry, wheel):
    registry[Gate] = Gate(most=1, seconds=0.01)
    for path in LOOKING_INSIDE:
        with registry[Gate].entered("192.0.2.1"):
            answer = client.get(path, status=503)
        assert answer.headers["Retry-After"] == "5"
        client.get(path)


def test_one_client_cannot_keep_the_others_out(client, registry, wheel):
    registry[Gate] = Gate(seconds=0.01)
    for path in LOOKING_INSIDE:
        with registry[Gate].entered("192.0.2.1"):
            client.extra_environ["REMOTE_ADDR"] = "192.0.2.1"
            answer = client.get(path, status=429)
            client.extra_environ["REMOTE_ADDR"] = "192.0.2.2"
            client.get(path)
        assert answer.headers["Retry-After"] == "5"
        assert "being made for your IP address" in answer
        assert "Wait until they are there, then load this page again." in answer


def test_a_long_text_is_cut_and_said_to_be(client, put):
    extra = {"long.txt": b"x\n" * 300_000, "huge.txt": b"\n" * 4_200_000, "e.py": b""}
    put(WHEEL, wheels.wheel("eggs", "1.0", extra=extra))
    page = client.get(f"{BASE}text/long.txt")
    assert "the first 5,000 lines" in page
    assert len(page.click("The file as it is").body) == 600_000
    assert "As it is" not in client.get(f"{BASE}text/huge.txt")
    client.get(f"{BASE}raw/huge.txt", status=413)
    assert "It is empty." in client.get(f"{BASE}text/e.py")


def test_other_spellings_lead_to_the_right_one(client, wheel):
    answer = client.get(f"/project/Eggs/1.0.0/files/{WHEEL}/text/a.pth", status=301)
    assert answer.location == f"http://localhost{BASE}text/a.pth"


def test_the_list_of_files_leads_inside(client, wheel):
    page = client.get("/project/eggs/")
    assert page.click("Look inside").request.path == BASE


def test_a_bill_of_materials_is_shown_as_a_table(client, put):
    bill = b'{"bomFormat": "CycloneDX", "components": [{"name": "<b>", "purl": "pkg:x"}]}'
    empty, other = b'{"spdxVersion": "SPDX-2.3"}', b"[" * 100_000
    bills = {"a.json": bill, "b.json": empty, "c.json": other}
    extra = {f"{INFO}/sboms/{name}": content for name, content in bills.items()}
    put(WHEEL, wheels.wheel("eggs", "1.0", extra=extra))
    row = client.get(f"{BASE}text/{INFO}/sboms/a.json").html.select_one("tbody tr")
    assert [row.select("td")[at].text for at in (0, 3)] == ["<b>", "pkg:x"]
    assert "It lists no components." in client.get(f"{BASE}text/{INFO}/sboms/b.json")
    assert not client.get(f"{BASE}text/{INFO}/sboms/c.json").html.select("main table")


def test_a_release_has_its_part_of_the_changelog(client, db, release, put):
    make_release(db, release.project, "0.9", ordering=0)
    path = "/project/eggs/1.0/changes/"
    assert "no source in which a changelog could be" in client.get(path)
    text = b"# Changes\n\n## 1.0\n\n- *new* <script>x</script>\n\n## 0.9\n\n- old\n"
    put(SDIST, sdists.sdist("eggs", "1.0", extra={"CHANGELOG.md": text}))
    page = client.get(path)
    assert page.html.select_one(".description li").text.startswith("new")
    assert not page.html.select(".description script")
    assert "old" not in page.html.select_one(".description").text
    assert page.click("Compare it with 0.9").request.path == "/project/eggs/diff/0.9...1.0/"
    assert page.click("CHANGELOG.md").status_code == 200
    quiet = client.get("/project/eggs/0.9/changes/")
    assert quiet.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("NEWS", b"2.0\n---\n\n- two\n", "says nothing about this release"),
        ("README", b"1.0\n---\n", "There is no changelog in the source"),
        ("NEWS", b"1.0\n---\n\n`x`_ and *y\n", "`x`_ and *y"),
        ("HISTORY.txt", b"1.0\n---\n\n*y*\n", "*y*"),
    ],
)
def test_changelogs_that_say_little_are_shown_as_they_are(client, put, name, text, said):
    put(SDIST, sdists.sdist("eggs", "1.0", extra={name: text}))
    assert said in client.get("/project/eggs/1.0/changes/").html.select_one("main").text


def test_a_source_is_read_once_for_its_changelog(client, registry, put, storage):
    extra = {"CHANGES": b"", "CHANGELOG.md": b"# 1.0\n\nnew\n", "NEWS": b""}
    put(SDIST, sdists.sdist("eggs", "1.0", extra=extra))
    registry[Storage] = counting = Counting(storage.root)
    assert "new" in client.get("/project/eggs/1.0/changes/").html.select_one("main").text
    assert counting.opened == 1


def test_a_hidden_release_has_no_changes(client, db, release):
    release.lifecycle_status = LifecycleStatus.QUARANTINE_ENTER
    db.commit()
    client.get("/project/eggs/1.0/changes/", status=404)


def test_a_page_takes_four_statements_however_much_is_in_a_file(client, wheel, statements):
    for path in (BASE, f"{BASE}text/a.pth", f"{BASE}raw/a.pth"):
        statements.clear()
        client.get(path)
        assert len(statements) <= 4, statements
