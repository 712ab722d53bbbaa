"""Pages stored by a browser never hide a release that has been published since."""

import re

import pytest

from tests.builders.wheels import metadata, wheel
from tests.clients.conftest import make_folder, make_server

__all__ = ["make_folder", "make_server"]


@pytest.fixture(scope="module")
def live(make_server):
    """An index as people run it: the edge answers, and by HTTP/1.1."""
    return make_server()


@pytest.fixture
def tab(chromium, live):
    context = chromium.new_context(base_url=live.url)
    yield context.new_page()
    context.close()


def publish(live, version):
    made = wheel("seen", version, core=metadata("seen", version))
    live.publish(f"seen-{version}-py3-none-any.whl", made, name="seen", version=version)


def test_an_author_sees_every_release_at_once(tab, live):
    for version in ("1.0", "2.0", "3.0"):
        publish(live, version)
        tab.goto("/project/seen/")
        assert tab.locator("h1").first.inner_text().split() == ["seen", version]
        tab.goto("/")
        assert tab.get_by_role("link", name=re.compile("seen")).first.is_visible()


def test_a_page_that_did_not_change_is_not_sent_again(tab, live):
    publish(live, "4.0")
    sizes = []
    for _ in range(2):
        with tab.expect_response("**/project/seen/") as seen:
            tab.goto("/project/seen/")
        assert seen.value.headers["cache-control"] == "no-cache, public"
        sizes.append(seen.value.request.sizes()["responseBodySize"])
    assert sizes[0] > 1000
    assert sizes[1] == 0
