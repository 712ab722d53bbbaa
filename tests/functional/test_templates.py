"""Pages share the layouts and macros they are made of."""

from pyramid_jinja2 import IJinja2Environment

from warehouse.templates import SUFFIX


def test_pages_share_one_compiled_layout(client, configurator):
    for page in ("/", "/help/", "/account/login/"):
        client.get(page)
    environment = configurator.registry.getUtility(IJinja2Environment, name=SUFFIX)
    names = [name for _, name in environment.cache]
    assert [name for name in names if "layouts/base.html" in name] == ["layouts/base.html"]
