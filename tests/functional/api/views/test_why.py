"""A view says why it shows or hides a file, for people and for programs."""

from tests.functional.api.views.conftest import V1_JSON

JSON = {"Accept": "application/json"}
WHEEL = "example-2.0-py3-none-any.whl"


def test_programs_are_told_part_by_part(client, published, stable):
    told = client.get(f"/views/stable/why/example/{WHEEL}", headers=JSON).json
    assert (told["view"], told["version"], told["project"]) == ("stable", 1, "example")
    assert told["file"]["shown"] is False
    verdicts = {each["rule"]: each for each in told["file"]["verdicts"]}
    assert verdicts["sources"]["passes"]
    assert not verdicts["cooldown"]["passes"]
    assert verdicts["cooldown"]["passes-from"] == told["file"]["shown-from"]
    assert "days, which end on" in verdicts["cooldown"]["sentence"]


def test_programs_are_told_of_every_file_of_a_project(client, published, stable):
    told = client.get("/views/stable/why/example/", headers=JSON).json
    shown = {each["filename"]: each["shown"] for each in told["files"]}
    assert shown == {"example-1.0.tar.gz": True, "example-2.0.tar.gz": False, WHEEL: False}
    assert told["changes-at"] == told["files"][1]["shown-from"]


def test_people_read_the_same_in_their_language(client, published, stable):
    page = client.get(f"/views/stable/why/example/{WHEEL}")
    assert "days, which end on" in page.text
    assert "hides it" in page.text
    page = client.get("/views/stable/why/example/")
    assert page.text.count("days, which end on") == 2
    moved = client.get("/views/stable/why/Example/", status=301)
    assert moved.location.endswith("/views/stable/why/example/")


def test_a_view_shows_its_rule_and_how_it_is_used(client, published, stable):
    page = client.get("/views/stable/")
    assert "cooldown-days = 7" in page.text
    assert "--index-url http://localhost/views/stable/simple/" in page.text


def test_nothing_is_said_of_files_that_nobody_has(client, published, stable):
    client.get("/views/stable/why/nobody/", status=404)
    client.get("/views/stable/why/example/example-9.tar.gz", status=404)
    client.get("/views/stable/why/example/", headers=V1_JSON)
