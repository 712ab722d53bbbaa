"""Requirements of a release, and the releases here that meet them."""

import pytest

from tests.factories.packaging import make_file, make_project, make_release
from warehouse.packaging.models import Dependency, DependencyKind, LifecycleStatus

PART = "/_includes/unauthed/project-dependencies/root/1.0/"
PAGE = "/project/root/1.0/dependencies/"
REQUIREMENTS = (
    *("Lib<2", "old>=1", "absent", "lib @ https://example.com/lib.zip", "<b>bad"),
    *("fast>=1; extra == 'speed'", "old; python_version < '3.10' and extra == 'speed'"),
)


def require(db, release, *specifiers):
    for each in specifiers:
        release.dependencies.append(
            Dependency(kind=DependencyKind.REQUIRES_DIST, specifier=each)
        )
    db.commit()


@pytest.fixture
def root(db):
    for name, version in [("Lib", "1.0"), ("Lib", "2.0"), ("old", "0.9"), ("fast", "1.1")]:
        found = db.info.setdefault("made", {})
        project = found.get(name) or found.setdefault(name, make_project(db, name))
        make_file(db, make_release(db, project, version), f"{name}-{version}.tar.gz")
    release = make_release(db, make_project(db, "root"), "1.0")
    require(db, release, *REQUIREMENTS)
    return release


def rows(page):
    return [" ".join(each.text.split()) for each in page.html.select(".requirement")]


def test_requirements_are_grouped_and_counted(client, root):
    page = client.get("/project/root/")
    panel = page.html.select_one("#dependencies")
    assert "5 requirements · and 2 that only extras bring" in " ".join(panel.text.split())
    assert page.html.select(".tabs__count")[0].text == "5 + 2"
    assert [each.text for each in panel.select("h3")] == ["With the extra speed"]
    assert rows(page) == [
        "<b>bad",
        "absent any version",
        "Lib <2",
        "lib from https://example.com/lib.zip",
        "old >=1",
        "fast >=1",
        "old any version if Python before 3.10 "
        'python_version < "3.10" and extra == "speed"',
    ]
    links = [each["href"] for each in panel.select(".requirement a")]
    assert links == [f"/project/{name}/" for name in ("Lib", "old", "fast", "old")]


def test_the_part_says_the_newest_versions_and_if_they_may_be_taken(client, root):
    assert rows(client.get(PART)) == [
        "<b>bad",
        "absent any version not on this index",
        "Lib <2 newest 2.0 is not allowed",
        "lib from https://example.com/lib.zip",
        "old >=1 newest 0.9 is not allowed",
        "fast >=1 newest 1.1",
        "old any version newest 0.9 if Python before 3.10 "
        'python_version < "3.10" and extra == "speed"',
    ]


def test_a_project_without_a_release_that_can_be_seen_says_so(client, db, root):
    db.info["made"]["fast"].lifecycle_status = LifecycleStatus.QUARANTINE_ENTER
    db.commit()
    assert "fast >=1 no release here" in rows(client.get(PART))


def test_releases_that_are_taken_are_shown_for_a_python_and_a_system(client, db, root):
    require(db, root, "fast; sys_platform == 'win32'")
    met = client.get(PAGE).html.select(".met a")
    assert [(" ".join(each.text.split()), each["href"]) for each in met] == [
        ("Lib 1.0", "/project/Lib/1.0/")
    ]
    forms = client.get(PAGE).forms.values()
    form = next(each for each in forms if "python" in each.fields)
    form["python"], form["system"] = "3.12", "windows"
    found = form.submit().html
    assert [each.text.split() for each in found.select(".met a")] == [
        *(["Lib", "1.0"], ["fast", "1.1"]),
    ]
    chosen = [each["value"] for each in found.select("option[selected][value]")]
    assert "windows" in chosen


@pytest.mark.parametrize(
    ("query", "problem"),
    [("python=2.7", "There is no Python 2.7"), ("system=%3Cb%3E", "no system &lt;b&gt;")],
)
def test_a_choice_that_is_not_there_is_refused_with_those_that_are(
    client, root, query, problem
):
    answer = client.get(f"{PAGE}?{query}", status=400)
    assert problem in answer
    assert "Choose one of" in answer


def test_the_pages_of_a_hidden_release_are_not_found(client, db, root):
    root.lifecycle_status = LifecycleStatus.QUARANTINE_ENTER
    db.commit()
    for path in (PAGE, PART):
        client.get(path, status=404)


def test_statements_do_not_grow_with_requirements(client, db, root, statements):
    for number in range(3):
        require(db, root, *(f"more-{number}-{each}" for each in range(300)))
        statements.clear()
        client.get(PART)
        assert len(statements) == 4
        statements.clear()
        client.get(PAGE)
        assert len(statements) == 7


def test_a_page_names_a_thousand_requirements_at_most(client, db, root):
    require(db, root, *(f"more-{each}" for each in range(1_100)))
    page = client.get("/project/root/")
    assert "Only the first 1,000 are shown." in page
    assert len(page.html.select(".requirement")) <= 1_000
