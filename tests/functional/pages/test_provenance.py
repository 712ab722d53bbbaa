"""The page of a release says who published its files, where that is proved."""

from datetime import UTC, datetime

import pytest

from tests.factories.packaging import (
    make_file,
    make_project,
    make_provenance,
    make_release,
)

TITLE = ".banner__title"


@pytest.fixture
def publish(db):
    """A function that makes a release with a file for each of these facts."""
    project = make_project(db, "eggs")

    def make(version, *facts):
        created = datetime(2026, 1, int(version), tzinfo=UTC)
        release = make_release(db, project, version, created=created)
        for number, each in enumerate(facts):
            file = make_file(db, release, f"eggs-{version}-{number}-py3-none-any.whl")
            if each is not None:
                make_provenance(db, file, **each)
        return release

    return make


def test_the_page_names_repository_workflow_and_commit(client, publish, statements):
    publish("1", {"run": "https://github.com/octo/sampleproject/actions/runs/7"})
    statements.clear()
    page = client.get("/project/eggs/")
    assert len(statements) == 4
    links = {each.text.strip(): each["href"] for each in page.html.select(".file p a")}
    repository = "https://github.com/octo/sampleproject"
    filename = "eggs-1-0-py3-none-any.whl"
    assert links == {
        "octo/sampleproject": repository,
        "3f" * 6: f"{repository}/commit/{'3f' * 20}",
        f"Run of {filename}": f"{repository}/actions/runs/7",
        f"Proof of {filename}": f"/integrity/eggs/1/{filename}/provenance",
        f"Look inside {filename}": f"/project/eggs/1/files/{filename}/",
    }
    assert "Published by release.yml of" in page
    assert "published by a trusted publisher" in page
    client.get(links[f"Proof of {filename}"])


def test_other_publishers_are_named_in_their_own_words(client, publish):
    gitlab = {"publisher": "GitLab", "repository": "https://gitlab.com/a/b/c"}
    google = {"publisher": "Google", "account": "bot@example.iam", "repository": None}
    publish("1", gitlab, google, None)
    page = client.get("/project/eggs/")
    assert f"https://gitlab.com/a/b/c/-/commit/{'3f' * 20}" in page
    assert "Published by bot@example.iam at Google, a trusted publisher." in page
    assert "published by a trusted publisher" not in page


OTHER = {"repository": "https://github.com/octo/other"}


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ([{}], [{}], None),
        ([{}], [{}, None], "Nothing proves where some files of this release come from."),
        ([{}], [OTHER], "This release comes from another repository."),
        ([{}, OTHER], [OTHER], None),
        ([None], [OTHER], None),
        ([{}, None], [None], None),
        ([], [None], None),
        ([{}], [], None),
    ],
)
def test_a_release_that_departs_from_the_one_before_warns(
    client, publish, before, now, said
):
    publish("1", *before)
    publish("2", *now)
    found = [each.text for each in client.get("/project/eggs/2/").html.select(TITLE)]
    assert found == ([said] if said else [])
