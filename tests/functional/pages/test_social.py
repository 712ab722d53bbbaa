"""Pictures for links to our pages are real PNGs of the size that other sites ask for."""

import io

import pytest
from PIL import Image

from tests.factories.packaging import make_project, make_release
from warehouse.packaging.models import LifecycleStatus


def opened(answer):
    assert answer.content_type == "image/png"
    image = Image.open(io.BytesIO(answer.body))
    image.load()
    return image


@pytest.mark.parametrize(
    "summary", [None, "Short", "word " * 400, "x" * 5000, "日本語 \x07 \n"]
)
def test_a_project_has_a_picture(client, db, summary):
    project = make_project(db, "a" * 70)
    make_release(db, project, "1.0", summary=summary)
    image = opened(client.get(f"/_social/project/{project.name}.png"))
    assert image.size == (1200, 630)
    assert len(image.getcolors()) > 4


def test_the_page_names_its_picture(client, db):
    make_release(db, make_project(db, "example"), "1.0")
    page = client.get("/project/example/")
    image = page.html.find("meta", property="og:image")["content"]
    assert image == "http://localhost/_social/project/example.png"
    first = client.get(image).body
    make_release(db, make_project(db, "other"), "2.0")
    assert client.get("/_social/project/other.png").body != first
    assert opened(client.get("/_social/site.png")).size == (1200, 630)


def test_hidden_and_missing_projects_have_no_picture(client, db):
    project = make_project(db, "example", lifecycle_status=LifecycleStatus.QUARANTINE_ENTER)
    make_release(db, project, "1.0")
    client.get("/_social/project/example.png", status=404)
    client.get("/_social/project/nothing.png", status=404)
