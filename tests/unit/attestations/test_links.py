"""Links to the repository of a publisher are proved by it."""

import pytest

from warehouse.attestations.links import proved_links
from warehouse.oidc.models import (
    ActiveStatePublisher,
    GitHubPublisher,
    GitLabPublisher,
    GooglePublisher,
)

GITHUB = GitHubPublisher(repository_owner="Octo", repository_name="Tool")
GITLAB = GitLabPublisher(
    namespace="group/sub", project="tool", issuer_url="https://gitlab.com"
)
PAGES = GitLabPublisher(
    namespace="group", project="group.gitlab.io", issuer_url="https://gitlab.com"
)
OWN = GitLabPublisher(namespace="a", project="b", issuer_url="https://git.example.org")
ACTIVESTATE = ActiveStatePublisher(organization="org", activestate_project_name="tool")


@pytest.mark.parametrize(
    ("publisher", "url"),
    [
        (GITHUB, "https://github.com/octo/tool"),
        (GITHUB, "https://github.com/Octo/TOOL/"),
        (GITHUB, "https://GitHub.com:443/octo/tool.git"),
        (GITHUB, "https://github.com/octo/tool.git/"),
        (GITHUB, "https://github.com/octo/tool/issues?q=x#y"),
        (GITHUB, "https://octo.github.io/Tool/docs/"),
        (GITLAB, "https://gitlab.com/group/sub/tool/-/issues"),
        (GITLAB, "https://group.gitlab.io/sub/tool"),
        (PAGES, "https://group.gitlab.io/"),
        (PAGES, "https://group.gitlab.io/docs"),
        (OWN, "https://git.example.org/a/b"),
        (ACTIVESTATE, "https://platform.activestate.com/org/tool"),
    ],
)
def test_the_repository_and_its_pages_are_proved(publisher, url):
    assert proved_links(publisher, ["https://example.org/", url]) == {url}


@pytest.mark.parametrize(
    ("publisher", "url"),
    [
        (None, "https://github.com/octo/tool"),
        (GITHUB, "http://github.com/octo/tool"),
        (GITHUB, "https://github.com/octo"),
        (GITHUB, "https://github.com/octo/tools"),
        (GITHUB, "https://github.com/octo/tool.git/refs"),
        (GITHUB, "https://github.com/octo/tool/../other"),
        (GITHUB, "https://github.com/octo/tool/%2E%2E/other"),
        (GITHUB, "https://github.com/octo/tool\\..\\other"),
        (GITHUB, "https://github.com@example.org/octo/tool"),
        (GITHUB, "https://user@github.com/octo/tool"),
        (GITHUB, "https://github.com.example.org/octo/tool"),
        (GITHUB, "https://github.com:x/octo/tool"),
        (GITHUB, "https://github.com/octo/to\nol"),
        (GITHUB, "https://[github.com/octo/tool"),
        (GITHUB, "https://octo.github.io/other"),
        (GITLAB, "https://group.gitlab.io/"),
        (OWN, "https://a.gitlab.io/b"),
        (GooglePublisher(email="a@example.org"), "https://google.com/"),
    ],
)
def test_nothing_else_is(publisher, url):
    assert proved_links(publisher, [url]) == frozenset()
