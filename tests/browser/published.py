"""A project with real files, which says everything that a page can show."""

import pytest

from tests.builders.sdists import sdist
from tests.builders.wheels import metadata, wheel

WHEEL = "example-1.0-py3-none-any.whl"
SDIST = "example-1.0.tar.gz"
DESCRIPTION = """\
# A heading

Text with <script>document.title = 'broken'</script> and
<img onerror="document.title = 'broken'"> and [a link](javascript:alert(1)).

| a table | that is | rather | wide |
| --- | --- | --- | --- |
| aaaaaaaaaaaaaaaaaaaaaaaaaaaa | bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb | cccccccccccccccccc | d |

    a_line_of_code_that_goes_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on()
"""
VIEW = """\
allow = ["example", "acme-*"]
cooldown-days = 7
only-wheels = true
prereleases = false
python = ["3.12", "3.13"]

[licences]
allow = ["MIT", "Apache-2.0"]
unknown = "hide"
"""
SENTENCE = "Makes everything that a road runner could be caught with."


@pytest.fixture(scope="session")
def published(index):
    """A project with two real files, which an organization owns."""
    token = index.token(index.person("publisher"))
    core = metadata(
        Summary="A summary that says what it is for",
        Description_Content_Type="text/markdown",
        Project_URL=["Source, https://example.com/source"],
        Requires_Dist=[
            "requests>=2",
            "a-rather-long-name-of-a-dependency[x]>=1.0,<2",
        ],
        body=DESCRIPTION,
    )
    contents = {WHEEL: wheel(core=core), SDIST: sdist()}
    for filename, content in contents.items():
        index.upload(token, filename, content)
    index.organization(
        "acme", owner="publisher", projects=("example",), description=SENTENCE
    )
    index.organization("empty", owner="publisher")
    index.downloads(WHEEL)
    index.view("stable", VIEW)
    return contents
