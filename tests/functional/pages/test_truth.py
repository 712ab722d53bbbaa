"""The page of a release says only what is true of it."""

import pytest

from tests.factories.packaging import make_file, make_project, make_release
from warehouse.packaging.models import LifecycleStatus, PackageType, ReleaseURL

DIGESTS = ("sha256_digest", "blake2_256_digest")


@pytest.fixture
def project(db):
    return make_project(db, "thing")


@pytest.fixture
def publish(db, project):
    """Makes a release with one file, or without."""

    def publish(version, *, filename=None, file=(), **columns):
        release = make_release(db, project, version, **columns)
        if filename != "":
            make_file(db, release, filename or f"thing-{version}.tar.gz", **dict(file))
        return release

    return publish


def green(page):
    return [each.text for each in page.html.select(".badge--good")]


def line(page):
    found = page.html.select_one("#install-pip")
    return None if found is None else found.text.rpartition(" ")[2]


def test_the_newest_release_is_final_and_can_be_installed(client, publish):
    publish("1.0")
    publish("2.0rc1")
    page = client.get("/project/thing/")
    assert green(page) == ["newest release", "newest"]
    assert line(page) == "thing"
    page = client.get("/project/thing/2.0rc1/")
    assert green(page) == ["newest"]
    assert line(page) == "thing==2.0rc1"
    assert "Installers choose 1.0." in page.html.select_one(".release__get").text


def test_a_project_of_pre_releases_only_has_no_newest_release(client, publish):
    publish("1.0a1")
    publish("1.0a2")
    page = client.get("/project/thing/")
    assert green(page) == []
    assert line(page) == "thing==1.0a2"
    assert "no final release" in page.html.select_one(".banner").text


@pytest.mark.parametrize(
    "status",
    [
        LifecycleStatus.ARCHIVED,
        LifecycleStatus.ARCHIVED_NOINDEX,
        LifecycleStatus.DEPRECATED,
    ],
)
def test_nothing_is_green_where_nothing_goes_on(client, db, project, publish, status):
    publish("1.0")
    project.lifecycle_status = status
    db.commit()
    page = client.get("/project/thing/")
    assert green(page) == []
    assert line(page) == "thing"


@pytest.mark.parametrize(
    ("filename", "columns"),
    [
        ("", {}),
        ("thing-2.0.tar.gz", dict.fromkeys(["size", *DIGESTS])),
        ("thing-2.0.win32.exe", {"packagetype": PackageType.BDIST_WININST}),
    ],
)
def test_a_release_that_installers_do_not_take_has_no_install_line(
    client, publish, filename, columns
):
    publish("1.0")
    publish("2.0", filename=filename, file=columns)
    page = client.get("/project/thing/")
    assert line(page) is None
    assert green(page) == ["newest"]
    assert "nothing to install" in page.html.select_one(".release__line").text
    assert page.html.select_one(".release__get a")["href"] == "/project/thing/1.0/"
    assert "newer release" not in client.get("/project/thing/1.0/").text
    assert line(client.get("/project/thing/1.0/")) == "thing"


FIELDS = (
    *("summary", "author", "author_email", "maintainer", "maintainer_email", "license"),
    *("keywords", "platform", "home_page", "download_url", "requires_python"),
)


@pytest.mark.parametrize("field", [*FIELDS, "description"])
@pytest.mark.parametrize("said", ["UNKNOWN", " UNKNOWN\n"])
def test_the_value_unknown_is_not_shown(client, publish, field, said):
    publish("1.0", **{field: said})
    for path in ("/project/thing/", "/", "/pypi/thing/json", "/rss/packages.xml"):
        assert "UNKNOWN" not in client.get(path).text


def test_a_link_that_nobody_gave_is_not_shown(client, db, publish):
    release = publish("1.0")
    release.urls.append(ReleaseURL(name="Docs", url="UNKNOWN"))
    db.commit()
    assert "UNKNOWN" not in client.get("/project/thing/").text
