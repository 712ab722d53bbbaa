"""Nothing that an author writes runs, and the page around it works on."""

import pytest

from tests.builders.wheels import metadata, wheel

MARKDOWN = """\
# Files

<h2 id="files">Not the files</h2> <a name="history" id="content">x</a>

<svg onload="document.title='broken'"><script>document.title='broken'</script></svg>
<svg><a xlink:href="javascript:document.title='broken'"><text y="20">x</text></a></svg>
<math><mi xlink:href="javascript:document.title='broken'">m</mi></math>
<img src=x onerror="document.title='broken'"> <iframe src="/account/login/"></iframe>
<form action="https://evil.example/"><input name="q"><button>Sign in</button></form>
<style>body { display: none }</style> <link rel="stylesheet" href="https://evil.example/x.css">
<meta http-equiv="refresh" content="0; url=https://evil.example/">
<base href="https://evil.example/"> <object data="/nothing"></object> <embed src="/nothing">
<details open ontoggle="document.title='broken'"><summary>s</summary></details>
<div data-include="/_includes/authed/current-user-indicator/" data-copy="install" \
class="banner tabs__panel" style="position:fixed;inset:0">over everything</div>

<picture><source media="(prefers-color-scheme: dark)" \
srcset="javascript:document.title='broken'"><img src="data.svg" alt="x"></picture>

[one](javascript:document.title='broken') [two](data:text/html,<script>alert(1)</script>)
[three](JaVaScRiPt:alert(1)) <a href="&#106;avascript:alert(1)">four</a>

<scr<script>ipt>document.title='broken'</scr</script>ipt>
<!-- --!><img src=x onerror="document.title='broken'"> -->
"""
REST = """\
Files
=====

.. _content:

`press <javascript:document.title='broken'>`_ and `again <data:text/html,x>`_

History
-------

Text.
"""
PLAIN = "<script>document.title='broken'</script>"
KINDS = {
    "markdown": ("text/markdown", MARKDOWN),
    "rest": ("text/x-rst", REST),
    "plain": ("text/plain", PLAIN),
}


@pytest.fixture(scope="module", params=KINDS)
def hostile(request, index):
    """A project that says something hostile."""
    name = f"hostile-{request.param}"
    kind, body = KINDS[request.param]
    core = metadata(name, Description_Content_Type=kind, body=body)
    filename = f"{name.replace('-', '_')}-1.0-py3-none-any.whl"
    token = index.token(index.person(f"author-{request.param}"))
    index.upload(token, filename, wheel(name.replace("-", "_"), core=core), name=name)
    return name


def test_no_script_of_a_description_runs(page, hostile):
    page.route("**/x", lambda route: route.fulfill(status=204))
    page.goto(f"/project/{hostile}/", wait_until="networkidle")
    assert "broken" not in page.title()
    inside = page.locator(".description")
    forbidden = "script, style, iframe, form, input, object, embed, svg, math, meta, base"
    assert inside.locator(forbidden).count() == 0
    reaching = "[style], [class*=banner], [data-include], [onerror], [onload], [ontoggle]"
    assert inside.locator(reaching).count() == 0
    hrefs = inside.locator("a").evaluate_all("links => links.map(each => each.protocol)")
    assert {"javascript:", "data:"}.isdisjoint(hrefs)


def test_a_description_cannot_stand_in_for_parts_of_the_page(page, hostile):
    page.route("**/x", lambda route: route.fulfill(status=204))
    page.goto(f"/project/{hostile}/#files")
    assert page.get_by_role("region", name="Files").is_visible()
    assert not page.locator(".description").is_visible()
    for name in ("files", "history", "content"):
        assert page.locator(f"[id='{name}']").count() == 1
