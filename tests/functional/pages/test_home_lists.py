"""The front page lists what is used, what is new and what projects are about."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from tests.factories.packaging import make_downloads, make_file
from tests.factories.search import make_findable
from tests.fixtures.client import Client
from warehouse.downloads.popularity import PopularityService, popular_projects
from warehouse.http import offline
from warehouse.packaging.models import ProjectRequirement
from warehouse.search.services import DocumentService

TODAY = datetime.now(UTC).date()
TEXT = "Topic :: Text Processing"


def named(page, heading: str) -> list[str]:
    section = page.html.find(id=heading)
    rows = section.parent.select(".listing__name") if section else []
    return [each.get_text() for each in rows]


def rank(client: Client) -> None:
    with offline(client.registry) as request:
        assert list(request.service(DocumentService).rank())
        request.service(PopularityService).rank(TODAY)
        request.transaction.commit()


def test_an_index_without_downloads_lists_what_is_needed(
    client: Client, db: Session
) -> None:
    page = client.get("/")
    assert not page.html.find(id="popular")
    assert not page.html.find(id="topics")
    made = [make_findable(db, name, summary="<b>") for name in ("lib", "app", "tool")]
    for each in made[1:]:
        db.add(ProjectRequirement(name="lib", dependent=each.name, project_id=each.id))
    db.commit()
    rank(client)
    page = client.get("/")
    assert named(page, "popular") == ["lib"]
    assert named(page, "rising") == []
    said = page.html.find(id="popular").parent.select_one(".listing__why").get_text()
    assert said == "needed by 2 projects"


def test_downloads_tell_where_they_are_counted(client: Client, db: Session) -> None:
    for name, count in (("few", 10), ("many", 900), ("most", 5000)):
        project = make_findable(db, name)
        file = make_file(db, project.releases[0], f"{name}-1.0.tar.gz")
        make_downloads(db, file, count)
    db.commit()
    rank(client)
    page = client.get("/")
    assert named(page, "popular") == ["most", "many", "few"]
    assert "5,000 downloads" in page.text


def test_rising_projects_were_downloaded_less_before(db: Session) -> None:
    for name, before in (("steady", 3000), ("new", 0), ("small", 0), ("gone", 9000)):
        project = make_findable(db, name)
        recent = {"steady": 900, "new": 500, "small": 5, "gone": 60}[name]
        for day, count in ((3, recent), (20, before)):
            db.connection().exec_driver_sql(
                "INSERT INTO download_days VALUES (%s, 'audience', %s, 'installers', %s)",
                (project.id, TODAY - timedelta(days=day), count),
            )
    service = PopularityService(db)
    assert service.rank(TODAY)
    assert not service.rank(TODAY)
    assert [each.name for each in popular_projects(db)["rising"]] == ["new"]


def test_new_projects_are_not_told_of_twice(client: Client, db: Session) -> None:
    for number in range(12):
        long_ago = datetime(2020, 1, number + 1, tzinfo=UTC)
        make_findable(db, f"p{number:02}", project={"created": long_ago})
    page = client.get("/")
    new, updated = named(page, "new"), named(page, "updated")
    assert len(new) == 8
    assert updated
    assert not set(new) & set(updated)


def test_topics_lead_to_their_projects(client: Client, db: Session) -> None:
    make_findable(db, "a", classifiers=(f"{TEXT} :: Markup", "Topic :: Games/Puzzles"))
    make_findable(db, "b", classifiers=(TEXT,))
    rank(client)
    page = client.get("/")
    topics = page.html.select(".topics__list a")
    assert [each.get_text(" ", strip=True) for each in topics] == [
        "Text Processing 2",
        "Games/Puzzles 1",
    ]
    found = client.get(topics[0]["href"]).html.select(".listing__name a")
    assert {each.get_text() for each in found} == {"a", "b"}


def test_classifiers_lead_to_their_projects_and_are_narrowed(
    client: Client, db: Session
) -> None:
    make_findable(db, "a", classifiers=(f"{TEXT} :: Markup",))
    rank(client)
    page = client.get("/classifiers/?q=text+PROCESSING+markup")
    rows = page.html.select(".classifier")
    assert rows
    assert all("Markup" in each.code.get_text() for each in rows)
    links = page.html.select(".classifier a")
    assert [each.get_text() for each in links] == ["1 project"]
    assert client.get(links[0]["href"]).html.select_one(".listing__name").get_text() == "a"
    nothing = client.get("/classifiers/?q=%3Cb%3Eqq")
    assert not nothing.html.select(".classifier")
    assert not nothing.html.select_one("[data-filter-none]").has_attr("hidden")
    assert "<b>qq" not in nothing.text
