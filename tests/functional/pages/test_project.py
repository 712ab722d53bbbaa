"""The page of a project and of its releases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.http import offline
from warehouse.packaging.models import (
    Dependency,
    DependencyKind,
    LifecycleStatus,
    ReleaseURL,
)
from warehouse.packaging.services import RequirementService
from warehouse.vulnerabilities.models import Vulnerability, release_vulnerabilities


@pytest.fixture
def project(db):
    project = make_project(db, "Some.Thing", owner=make_user(db, "alice"))
    first = make_release(db, project, "1.0", created=datetime(2020, 1, 1, tzinfo=UTC))
    make_file(db, first, "some_thing-1.0.tar.gz")
    release = make_release(
        db,
        project,
        "2.0",
        created=datetime(2022, 1, 1, tzinfo=UTC),
        summary="Does <something>",
        home_page="https://example.com/home",
        requires_python=">=3.9",
        license_expression="MIT",
        provides_extra=["fast"],
    )
    release.urls.append(
        ReleaseURL(name="Source", url="https://example.com/src", verified=True)
    )
    release.urls.append(ReleaseURL(name="Bad", url="javascript:alert(1)"))
    for each in ("other>=1", 'faster; extra == "fast"', "not a (requirement"):
        release.dependencies.append(
            Dependency(kind=DependencyKind.REQUIRES_DIST, specifier=each)
        )
    db.commit()
    make_file(db, release, "some_thing-2.0.tar.gz")
    for version in ("39", "310"):
        make_file(db, release, f"some_thing-2.0-cp{version}-cp{version}-win_amd64.whl")
    return project


def test_everything_a_reader_looks_for(client, project):
    page = client.get("/project/Some.Thing/")
    assert "Does &lt;something&gt;" in page
    installing = page.html.find(id="install-pip").text
    assert installing == "pip install --index-url http://localhost/simple/ some-thing"
    names = [each.text for each in page.html.select(".file__name")]
    assert names == [
        "some_thing-2.0.tar.gz",
        "some_thing-2.0-cp310-cp310-win_amd64.whl",
        "some_thing-2.0-cp39-cp39-win_amd64.whl",
    ]
    matrix = page.html.select_one(".matrix")
    assert [each.text for each in matrix.select("thead th")][1:] == [
        "CPython 3.9",
        "CPython 3.10",
    ]
    assert page.html.select_one(".facts__group--verified").text.count("alice") == 1
    verified = [each.text for each in page.html.select(".facts__group--verified a")]
    assert verified == ["alice", "Source"]
    assert "javascript:" not in "".join(
        each.get("href", "") for each in page.html.select("a")
    )
    required = [" ".join(each.text.split()) for each in page.html.select(".requirement")]
    assert required == ["not a (requirement", "other >=1", "faster any version"]
    assert [each.text for each in page.html.select(".history span > a")] == ["2.0", "1.0"]


def test_a_long_description_has_contents_and_leads_into_its_repository(client, db, project):
    [release] = (each for each in project.releases if each.version == "2.0")
    release.urls.append(ReleaseURL(name="Code", url="https://github.com/o/r"))
    release.description.html = "<a href='docs/a.md'>x</a>".replace("'", '"') + "".join(
        f'<h2 id="part-{n}">Part {n}</h2><p>{"x" * 900}</p>' for n in range(5)
    )
    release.description.raw, release.description.rendered_by = "x", "a test"
    db.commit()
    page = client.get("/project/Some.Thing/2.0/")
    [link] = page.html.select(".description > a")
    assert link["href"] == "https://github.com/o/r/blob/HEAD/docs/a.md"
    entries = page.html.select(".description__contents a")
    assert [each.text for each in entries] == [f"Part {n}" for n in range(5)]
    for each in entries:
        assert page.html.find(id=each["href"][1:]).name == "h3"


def test_a_mailbox_is_a_link_and_nothing_else_about_mail(client, db, project):
    release = project.releases[0]
    release.urls.append(ReleaseURL(name="Mail", url="mailto:team@example.com"))
    release.urls.append(ReleaseURL(name="More", url="mailto:a@example.com?body=x"))
    db.commit()
    page = client.get("/project/Some.Thing/").html
    links = [each.get("href") for each in page.select(".split__first a")]
    assert [each for each in links if each.startswith("mailto:")] == [
        "mailto:team@example.com"
    ]
    assert "More: mailto:a@example.com?body=x" in page.select_one(".split__first").text


def test_the_text_of_a_license_is_folded_under_its_first_line(client, db, project):
    release = project.releases[0]
    release.license_expression = None
    release.license = "Our License\n\n" + "Do <as> you like. " * 5_000
    db.commit()
    page = client.get("/project/Some.Thing/").html
    folded = page.find("summary", string="Our License").parent
    assert not folded.has_attr("open")
    text = folded.select_one(".facts__text").text
    assert "Do <as> you like." in text
    assert len(text) <= 20_000
    release.license = "MIT"
    db.commit()
    page = client.get("/project/Some.Thing/").html
    assert page.find("dt", string="License").find_next("dd").text == "MIT"


def test_search_engines_are_kept_from_what_is_new(client, db, project):
    assert client.get("/project/Some.Thing/").html.find("meta", {"name": "googlebot"})
    project.created = datetime(2020, 1, 1, tzinfo=UTC)
    project.lifecycle_status = LifecycleStatus.ARCHIVED_NOINDEX
    db.commit()
    page = client.get("/project/Some.Thing/").html
    assert not page.find("meta", {"name": "googlebot"})
    assert page.find("meta", {"name": "robots"})["content"] == "noindex"


def test_the_page_takes_four_statements(client, project, statements):
    for path in ("/project/Some.Thing/", "/project/Some.Thing/1.0/"):
        statements.clear()
        client.get(path)
        assert len(statements) == 4, statements


def test_dependents_are_shown_and_follow_what_is_published(client, db, project):
    needed = make_project(db, "other")
    make_release(db, needed, "1.0")
    assert "No project here requires this one" in client.get("/project/other/")
    RequirementService(db).refresh(project.id)
    db.commit()
    page = client.get("/project/other/")
    assert "1 project here requires this one" in page
    assert page.html.select_one(".tags a.badge")["href"] == "/project/Some.Thing/"


@pytest.fixture
def needed(db):
    """A project that 103 others require, of which one is required itself."""
    needed = make_project(db, "needed")
    make_release(db, needed)
    for number in range(103):
        other = make_project(db, f"dependent-{number:03}")
        release = make_release(db, other)
        specifiers = {1: "needed==1.0", 2: "needed; extra == 'x'"}
        wanted = [specifiers.get(number % 100, "needed")]
        wanted += ["dependent-050"] if number == 7 else []
        for each in wanted:
            release.dependencies.append(
                Dependency(kind=DependencyKind.REQUIRES_DIST, specifier=each)
            )
        db.commit()
        RequirementService(db).refresh(other.id)
    db.commit()
    return needed


def names(page):
    return [each.text.strip() for each in page.html.select(".listing__name")]


def test_all_dependents_a_hundred_at_a_time(client, needed):
    page = client.get("/project/needed/")
    assert "Required by 103 projects" in " ".join(
        page.html.select_one("h1 ~ ul").text.split()
    )
    assert len(page.html.select("#dependencies .tags a.badge")) == 24
    first = page.click("All projects that require it")
    assert len(names(first)) == 100
    second = first.click("Next page")
    assert names(second) == ["dependent-100", "dependent-101", "dependent-102"]
    assert not second.html.find("a", string="Next page")
    assert names(second.click("First page")) == names(first)


def test_dependents_that_others_require_come_first(client, registry, needed):
    with offline(registry) as request:
        request.service(RequirementService).weigh(at_most=10)
    page = client.get("/project/needed/dependents/")
    assert names(page)[:2] == ["dependent-050", "dependent-000"]
    assert len({*names(page), *names(page.click("Next page"))}) == 103


def test_dependents_are_told_apart_by_how_they_require_it(client, needed):
    page = client.get("/project/needed/dependents/")
    assert names(page.click("Pinned to one version")) == ["dependent-001", "dependent-101"]
    assert names(page.click("With an extra")) == ["dependent-002", "dependent-102"]
    required = page.click("Required", index=0)
    assert len(names(required)) == 100
    assert names(required.click("Next page")) == ["dependent-101"]


@pytest.mark.parametrize(
    ("query", "status"),
    [("after=%00", 404), ("after=1,%00", 404), ("after=999,x", 404), ("kind=%3Cb%3E", 400)],
)
def test_a_place_among_dependents_that_cannot_be_is_refused(client, needed, query, status):
    client.get(f"/project/needed/dependents/?{query}", status=status)


def test_a_requirement_links_to_its_project_if_that_is_here(client, db, project):
    assert not client.get("/project/Some.Thing/").html.select(".requirement a")
    make_project(db, "Other")
    links = client.get("/project/Some.Thing/").html.select(".requirement a")
    assert [(each.text, each["href"]) for each in links] == [("other", "/project/Other/")]


def test_one_banner_by_what_matters_most(client, db, project):
    release = project.releases[0]
    assert release.version == "2.0"
    release.yanked, release.yanked_reason = True, "it <breaks>"
    project.lifecycle_status = LifecycleStatus.ARCHIVED
    db.commit()
    page = client.get("/project/Some.Thing/2.0/")
    banners = [each.text for each in page.html.select(".banner")]
    assert len(banners) == 1
    assert "it <breaks>" in banners[0]
    assert "The newest release is" in page
    assert "archived" in client.get("/project/Some.Thing/").html.select_one(".banner").text
    project.lifecycle_status = LifecycleStatus.QUARANTINE_ENTER
    db.commit()
    page = client.get("/project/Some.Thing/")
    assert "quarantined" in page.html.select_one(".banner").text
    assert not page.html.select(".file")


def test_a_deprecated_project_names_its_successor(client, db, project):
    project.lifecycle_status = LifecycleStatus.DEPRECATED
    project.successor = "other"
    db.commit()
    banner = client.get("/project/Some.Thing/").html.select_one(".banner")
    assert banner.select_one("a")["href"] == "/project/other/"


def test_known_vulnerabilities_are_a_part_of_their_own(client, db, project):
    assert not client.get("/project/Some.Thing/").html.select("#security")
    release = project.releases[0]
    db.add(
        Vulnerability(
            source="osv",
            id="PYSEC-1",
            link="https://example.com/PYSEC-1",
            aliases=["CVE-1"],
            summary="Very <bad>",
            fixed_in=["2.1"],
        )
    )
    db.flush()
    link = dict(
        vulnerability_source="osv", vulnerability_id="PYSEC-1", release_id=release.id
    )
    db.execute(insert(release_vulnerabilities), link)
    db.commit()
    page = client.get("/project/Some.Thing/")
    advisory = page.html.select_one("#security .advisory").text
    assert "PYSEC-1" in advisory
    assert "Very <bad>" in advisory
    assert "Fixed in 2.1." in advisory
    banner = page.html.select_one(".banner--problem").get_text(" ", strip=True)
    assert banner.startswith("This release has 1 known vulnerability. Fixed in 2.1.")


def test_projects_that_are_required_are_no_vulnerabilities(client, db, project):
    """Both were what is known to the page, by one name."""
    other = make_project(db, "other")
    make_release(db, other, "1.0")
    page = client.get("/project/Some.Thing/")
    assert page.html.select_one("#dependencies a[href='/project/other/']")
    assert page.html.select_one(".banner--problem") is None


def test_the_worst_severity_of_what_is_not_withdrawn_is_told(client, db, project):
    release = project.releases[0]
    for name, severity, withdrawn in (
        ("A-1", "low", None),
        ("A-2", "high", None),
        ("A-3", "critical", datetime(2026, 1, 1, tzinfo=UTC)),
    ):
        db.add(Vulnerability(source="osv", id=name, severity=severity, withdrawn=withdrawn))
        db.flush()
        link = dict(
            vulnerability_source="osv", vulnerability_id=name, release_id=release.id
        )
        db.execute(insert(release_vulnerabilities), link)
    db.commit()
    page = client.get("/project/Some.Thing/")
    banner = page.html.select_one(".banner--problem").get_text(" ", strip=True)
    assert "2 known vulnerabilities" in banner
    assert "Severity: high." in banner
    badges = [each.get_text(strip=True) for each in page.html.select(".advisory .badge")]
    assert badges == ["low", "high", "withdrawn"]


def test_names_and_versions_are_spelled_as_their_owners_do(client, project):
    for path, place in [
        ("/project/some-thing/?x=1", "/project/Some.Thing/?x=1"),
        ("/project/SOME_THING/2/", "/project/Some.Thing/2.0/"),
        ("/project/Some.Thing/v2.0.0/", "/project/Some.Thing/2.0/"),
    ]:
        answer = client.get(path, status=301)
        assert answer.headers["Location"] == f"http://localhost{place}"


def test_people_have_a_page_with_their_projects(client, db, project):
    answer = client.get("/user/ALICE/", status=301)
    assert answer.headers["Location"] == "http://localhost/user/alice/"
    page = client.get("/user/alice/")
    assert [each.text.strip() for each in page.html.select(".listing__name a")] == [
        "Some.Thing"
    ]
    assert 'name="googlebot"' in page
    project.lifecycle_status = LifecycleStatus.ARCHIVED_NOINDEX
    db.commit()
    assert "1 archived project" in client.get("/user/alice/")
    client.get("/user/nobody/", status=404)
