"""A view shows what its rule lets pass, in pages, metadata and files alike."""

import pytest

from tests.factories.packaging import make_project
from tests.factories.views import change_view, make_view
from tests.functional.api.views.conftest import V1_JSON


def test_a_view_shows_what_is_old_enough_and_the_index_shows_all(
    names_in, published, stable
):
    assert names_in("/views/stable/simple/example/") == ["example-1.0.tar.gz"]
    assert len(names_in("/simple/example/")) == 3


def test_both_forms_are_those_of_the_simple_index_but_for_the_addresses(
    client, published, stable
):
    for accept in (V1_JSON, {"Accept": "text/html"}):
        seen = client.get("/views/stable/simple/example/", headers=accept)
        own = client.get("/simple/example/", headers=accept)
        for name in ("Content-Type", "X-PyPI-Last-Serial", "Access-Control-Allow-Origin"):
            assert seen.headers[name] == own.headers[name]
        assert "/views/stable/files/example/example-1.0.tar.gz" in seen.text
        assert "/packages/" not in seen.text


def test_shown_files_can_be_fetched_with_their_metadata(client, db, published):
    make_view(db, "all")
    name = "example-2.0-py3-none-any.whl"
    for suffix in ("", ".metadata"):
        answer = client.get(f"/views/all/files/example/{name}{suffix}", status=302)
        assert answer.location.endswith(f"/{name}{suffix}")
        assert "/packages/" in answer.location


@pytest.mark.parametrize("suffix", ["", ".metadata"])
def test_hidden_files_cannot_be_fetched_and_the_answer_says_why(
    client, published, stable, suffix
):
    name = "example-2.0-py3-none-any.whl"
    answer = client.get(f"/views/stable/files/example/{name}{suffix}", status=404)
    assert answer.content_type == "text/plain"
    assert "The rule asks for 7 days" in answer.text
    assert f"/views/stable/why/example/{name}" in answer.text


def test_a_file_that_nobody_has_is_not_there(client, published, stable):
    answer = client.get("/views/stable/files/example/example-9.tar.gz", status=404)
    assert answer.text == "Example has no file example-9.tar.gz.\n"


def test_views_and_projects_that_are_not_there_are_404(client, published, stable):
    for path in (
        "/views/other/simple/",
        "/views/other/simple/example/",
        "/views/stable/simple/nobody/",
        "/views/stable/files/nobody/nobody-1.tar.gz",
        "/views/stable@yesterday/simple/example/",
        "/views/stable@2999-01-01/simple/example/",
    ):
        client.get(path, status=404)


def test_other_spellings_of_a_name_redirect(client, published, stable):
    answer = client.get("/views/stable/simple/Example/", status=301)
    assert answer.location.endswith("/views/stable/simple/example/")


def test_the_list_has_the_projects_that_the_rule_may_show(client, db, published):
    make_project(db, "acme-tool")
    make_view(db, "acme", 'allow = ["acme-*"]')
    answer = client.get("/views/acme/simple/", headers=V1_JSON)
    assert [each["name"] for each in answer.json["projects"]] == ["acme-tool"]
    page = client.get("/views/acme/simple/").text
    assert '<a href="/views/acme/simple/acme-tool/">acme-tool</a>' in page


def test_a_changed_rule_is_seen_at_once(names_in, db, published, stable):
    change_view(db, stable, "cooldown-days = 0\n")
    assert len(names_in("/views/stable/simple/example/")) == 3


def test_a_page_takes_few_statements(client, db, published, stable, statements):
    make_view(db, "safe", "only-wheels = true\n[advisories]\nhide-from = 'high'\n")
    for path, most in (
        ("/views/stable/simple/example/", 4),
        ("/views/safe/simple/example/", 4),
        ("/views/stable/files/example/example-1.0.tar.gz", 4),
    ):
        statements.clear()
        client.get(path)
        assert len(statements) <= most, statements
