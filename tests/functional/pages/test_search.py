"""Searching, as people do it."""

from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy.orm import Session

from tests.factories.search import make_findable
from tests.fixtures.client import Client
from tests.fixtures.search import LockDocuments
from warehouse.search.bounds import Bounds

DJANGO = "Framework :: Django"


def links(page: Any) -> list[str]:
    return [each.get_text(strip=True) for each in page.html.select(".listing__name a")]


def test_a_project_is_found_by_its_name(client: Client, db: Session) -> None:
    make_findable(db, "Holy.Grail", "1.0", summary="Finds <what> is lost")
    page = client.get("/search/?q=holy_grail")
    item = page.html.select_one("ol.listing > li")
    assert item.a["href"] == "/project/Holy.Grail/"
    assert "1.0" in item.get_text()
    assert "Finds <what> is lost" in item.get_text()
    assert item.time["datetime"].endswith("Z")
    assert page.html.select_one("[role=search] input[name=q]")["value"] == "holy_grail"
    assert page.html.find(id="results").get_text(strip=True) == "1 project"


def test_a_page_of_results_is_for_people_only(client: Client, db: Session) -> None:
    page = client.get("/search/?q=x")
    assert page.html.select_one("meta[name=robots]")["content"] == "noindex"
    assert "Set-Cookie" not in page.headers


def test_an_empty_index_says_so(client: Client) -> None:
    assert "Nothing has been published yet" in client.get("/search/").text


def test_all_projects_can_be_looked_at(client: Client, db: Session) -> None:
    for number in range(45):
        make_findable(db, f"p{number:02}")
    page = client.get("/search/?o=name&page=2")
    assert links(page)[0] == "p20"
    assert page.html.ol["start"] == "21"
    pager = page.html.select("nav .pager a")
    assert [each.get_text() for each in pager] == ["Previous", "1", "2", "3", "Next"]
    assert page.html.select_one(".pager [aria-current=page]").get_text() == "2"
    assert links(client.get(pager[-1]["href"]))[0] == "p40"
    assert links(client.get(pager[0]["href"]))[0] == "p00"


def test_results_are_narrowed_by_a_form_that_needs_no_script(
    client: Client, db: Session
) -> None:
    make_findable(db, "web-one", classifiers=(DJANGO,))
    make_findable(db, "web-two", project={"lifecycle_status": "archived"})
    page = client.get("/search/?q=web")
    assert sorted(links(page)) == ["web-one", "web-two"]
    box = page.html.select_one(f'input[name=c][value="{DJANGO}"]')
    assert box["form"] == page.html.find(attrs={"role": "search"})["id"]
    assert box.parent.get_text(" ", strip=True) == "Django 1"
    page = client.get(f"/search/?q=web&c={quote(DJANGO)}&updated=&python=")
    assert links(page) == ["web-one"]
    assert page.html.select_one(f'input[value="{DJANGO}"]').has_attr("checked")
    assert (
        page.html.select_one(f'input[value="{DJANGO}"]')
        .find_parent("details")
        .has_attr("open")
    )
    without = page.html.select_one(".search__chosen a")
    assert links(client.get(without["href"])) == links(client.get("/search/?q=web"))
    page = client.get("/search/?q=web&status=archived")
    assert links(page) == ["web-two"]
    assert page.html.select_one("ol .badge").get_text() == "archived"


def test_an_order_is_kept_by_the_form_and_by_links(client: Client, db: Session) -> None:
    make_findable(db, "b-web")
    make_findable(db, "a-web")
    page = client.get("/search/?q=web&o=name")
    assert links(page) == ["a-web", "b-web"]
    assert page.html.select_one("input[name=o]")["value"] == "name"
    current = page.html.select(".search__orders a[aria-current]")
    assert [each.get_text() for each in current] == ["Name"]


def test_a_slip_is_noticed(client: Client, db: Session) -> None:
    make_findable(db, "requests")
    page = client.get("/search/?q=reqeusts")
    meant = page.html.select_one(".search__meant a")
    assert links(client.get(meant["href"])) == ["requests"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=nothing-like-it", "No project matches."),
        ("q=-flask", "at least one word"),
        ("q=%25%5F%3C%3E", "at least one word"),
        ("c=No+:%3A+Such", "Search without filters"),
    ],
)
def test_nothing_found_helps(client: Client, db: Session, query: str, said: str) -> None:
    make_findable(db, "requests")
    page = client.get(f"/search/?{query}")
    assert said in page.text
    assert page.html.select('a[href="/search/"]')


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("page=x", 400),
        ("page=0", 400),
        ("page=2", 404),
        ("page=" + "9" * 300, 404),
        ("q=" + "x" * 1001, 413),
        ("q=" + "x" * 1000, 200),
    ],
)
def test_wrong_pages_and_long_texts_are_refused(
    client: Client, db: Session, query: str, status: int
) -> None:
    client.get(f"/search/?{query}", status=status)


def test_a_page_beyond_the_end_says_so_and_leads_back(client: Client, db: Session) -> None:
    for number in range(23):
        make_findable(db, f"p{number:02}")
    page = client.get("/search/?o=name&page=9", status=404)
    assert page.html.find(id="results").get_text(strip=True) == "There is no page 9"
    assert "These results end at page 2." in page.text
    assert "Set-Cookie" not in page.headers
    assert "Surrogate-Key" not in page.headers
    back = page.html.select_one(".search__beyond a")["href"]
    assert links(client.get(back)) == ["p20", "p21", "p22"]
    data = client.get("/api/search/?o=name&page=9", status=404).json
    assert data["message"] == "These results end at page 2."


def test_results_show_what_was_found_and_where(client: Client, db: Session) -> None:
    make_findable(db, "Holy.Grail", summary="<b>Finds</b> grails", keywords="grail")
    make_findable(db, "other", description="A holy grail")
    page = client.get("/search/?q=grail")
    first, second = page.html.select("ol.listing > li")
    assert [each.get_text() for each in first.select("mark")] == ["Grail", "grails"]
    assert "<b>" in first.select_one(".listing__about").get_text()
    said = [each.select_one(".listing__why").get_text() for each in (first, second)]
    assert said == ["Found in: name · summary · keywords", "Found in: description"]
    assert not client.get("/search/").html.select("mark, .listing__why")


def test_a_result_of_its_description_shows_the_place(client: Client, db: Session) -> None:
    html = (
        "<h2>Use</h2>\n<p>Finds &lt;b&gt;any&lt;/b&gt; <em>grail</em>,"
        ' <a href="/x">once</a></p>'
    )
    make_findable(db, "seeker", summary="Looks around", html=html)
    page = client.get("/search/?q=grails")
    excerpt = page.html.select_one(".listing__excerpt")
    assert excerpt.get_text() == "Finds <b>any</b> grail, once"
    assert [each.name for each in excerpt.find_all()] == ["mark"]
    assert excerpt.mark.get_text() == "grail"


@pytest.mark.parametrize(
    ("q", "is_quoted"),
    [
        ("grail", False),
        ("holy", False),
        ("grail finder", False),
        ("gra", False),
        ("grail knight", True),
        ("knight", True),
        ("knight -moose", True),
        ("", False),
    ],
)
def test_only_what_name_and_summary_do_not_say_is_quoted(
    client: Client, db: Session, q: str, is_quoted: bool
) -> None:
    html = "<p>The knight who finds a grail, or gra, holy or not</p>"
    make_findable(db, "grail", summary="Holy finder", html=html)
    page = client.get(f"/search/?q={q}")
    assert links(page) == ["grail"]
    assert bool(page.html.select(".listing__excerpt")) is is_quoted


def test_words_that_a_page_does_not_show_are_not_quoted(
    client: Client, db: Session
) -> None:
    html = '<p><a href="https://knights.example/">Docs</a></p>'
    make_findable(db, "linked", html=html)
    make_findable(db, "not-rendered", description="See https://knights.example/")
    page = client.get("/search/?q=knights")
    assert sorted(links(page)) == ["linked", "not-rendered"]
    assert not page.html.select(".listing__excerpt")


def test_operators_are_explained_and_misunderstood_ones_told_of(
    client: Client, db: Session
) -> None:
    make_findable(db, "web", license_expression="MIT")
    page = client.get("/search/?q=web+license:mit+has:%3Cb%3E")
    assert "has:&lt;b&gt;" in page.text
    assert page.html.select_one("input[name=license][value=MIT]").has_attr("checked")
    assert page.html.select_one("#operators[popover]")
    assert links(client.get("/search/?q=web+license:mit")) == ["web"]


HOSTILE = [
    "%00", "a%00b", "%1b%5b31m", "'", '"', '"""""', "-" * 900, "%25" * 300, "* ? _ \\",
    "' OR 1=1 --", "{{7*7}}", "<script>alert(1)</script>", "a & | ! ( ) : * <->",
    "-a " * 300, '"a b" ' * 150, "a" * 1000, "\u202e\u0000x", "😀", "ﬀ" * 300,
    "import:\\", "keyword:'|:*", "keyword:\"' & a\"", "author:'", "-keyword:'\\' -a",
    "user:a%00b", "import:" * 140, "keyword:\u202e", "updated:>9998-12-31",
    "updated:0001..9998", "depends:é",
    'classifier:"%_\\"', "-license:x " * 90, "keyword:\x00", "-is:archived -is:active",
    "or or or", "the of and", "-the", "::int", "\\", ":q", "%(query)s", "1e9999", "é" * 500,
]  # fmt: skip


@pytest.mark.parametrize("q", HOSTILE)
def test_nothing_that_is_typed_does_harm(client: Client, db: Session, q: str) -> None:
    make_findable(db, "requests", summary="the end of it")
    if "%" not in q or q == "%(query)s":
        q = quote(q)
    page = client.get(f"/search/?q={q}")
    assert "<script>alert" not in page.text
    client.get(f"/api/search/?q={q}")
    client.get(f"/search/suggest/?q={q}")


@pytest.mark.parametrize("name", ["c", "python", "license", "status", "updated", "o"])
def test_no_other_parameter_does_harm_either(
    client: Client, db: Session, name: str
) -> None:
    make_findable(db, "requests")
    for value in ("%00", "x" * 5000, "%F0%9F%98%80", "'%22<>"):
        client.get(f"/search/?q=requests&{name}={value}")


@pytest.mark.parametrize("path", ["/search/", "/api/search/", "/search/suggest/"])
def test_bytes_that_are_no_text_are_refused(client: Client, path: str) -> None:
    client.get(f"{path}?q=%ff%fe", status=400)


def test_a_search_that_is_given_up_is_answered_with_advice(
    client: Client, lock_documents: LockDocuments, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(client.registry, Bounds, Bounds(seconds=0.05))
    with lock_documents():
        page = client.get("/search/?q=everything", status=400)
        data = client.get("/api/search/?q=everything", status=400).json
        suggested = client.get("/search/suggest/?q=everything").json
    assert "would take too long" in page.text
    assert "Add a word that fewer projects have" in data["message"]
    assert suggested == {"suggestions": []}


def test_suggestions_are_data(client: Client, db: Session) -> None:
    make_findable(db, "Holy.Grail", summary="Finds it")
    answer = client.get("/search/suggest/?q=holy")
    assert answer.content_type == "application/json"
    assert answer.json == {
        "suggestions": [
            {"name": "Holy.Grail", "summary": "Finds it", "url": "/project/Holy.Grail/"}
        ]
    }
    assert client.get("/search/suggest/").json == {"suggestions": []}
    long = client.get("/search/suggest/?q=" + "x" * 9000)
    assert long.json == {"suggestions": []}


@pytest.mark.parametrize("path", ["/pypi?:action=search&term=grail", "/search?q=grail"])
def test_old_addresses_lead_here(client: Client, db: Session, path: str) -> None:
    make_findable(db, "Holy.Grail")
    assert links(client.get(path, status=301).follow()) == ["Holy.Grail"]


def test_a_numbered_classifier_leads_here(client: Client, db: Session) -> None:
    make_findable(db, "Holy.Grail", classifiers=(DJANGO,))
    from warehouse.classifiers.models import Classifier

    number = db.query(Classifier.id).filter_by(classifier=DJANGO).scalar()
    page = client.get(f"/pypi?:action=browse&c={number}", status=301).follow()
    assert links(page) == ["Holy.Grail"]


def test_statements_are_few(client: Client, db: Session, statements: list[str]) -> None:
    make_findable(db, "Holy.Grail", classifiers=(DJANGO,))
    for number in range(3):
        make_findable(db, f"p{number}", html="<p>knight</p>")
    asked = {"q=holy": 6, "q=grail": 9, "q=knight": 10, "": 4, f"c={DJANGO}": 5}
    for query, most in asked.items():
        statements.clear()
        client.get(f"/search/?{query}")
        assert len(statements) <= most, query
    statements.clear()
    client.get("/search/suggest/?q=hol")
    assert len(statements) <= 4


@pytest.mark.parametrize("name", ["python", "c", "license", "page", "q", "o"])
def test_long_numbers_are_no_failure(client, db, name):
    make_findable(db, "example")
    answer = client.get("/search/", {"q": "example", name: "9" * 5000}, status="*")
    assert answer.status_int < 500
