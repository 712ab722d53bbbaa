"""The URLs of the read APIs, in the order they are tried."""

from pyramid.config import Configurator

from warehouse.packaging.resources import ProjectsResource

PROJECT = {"factory": ProjectsResource, "traverse": "/{name}"}
RELEASE = {"factory": ProjectsResource, "traverse": "/{name}/{version}"}


def includeme(config: Configurator) -> None:
    """Register them; none looks at a credential."""
    config.add_route("api.simple.index", "/simple/")
    config.add_route("api.simple.detail", "/simple/{name}/", **PROJECT)
    config.add_route("api.json.project", "/pypi/{name}/json", **PROJECT)
    config.add_route("api.json.project.slash", "/pypi/{name}/json/", **PROJECT)
    config.add_route("api.json.release", "/pypi/{name}/{version}/json", **RELEASE)
    config.add_route("api.json.release.slash", "/pypi/{name}/{version}/json/", **RELEASE)
    xmlrpc = "Content-Type:text/xml"
    config.add_route("api.xmlrpc", "/pypi", header=xmlrpc)
    config.add_route("api.xmlrpc.slash", "/pypi/", header=xmlrpc)
    config.add_route("api.xmlrpc.rpc2", "/RPC2", header=xmlrpc)
    config.add_route("api.files", "/packages/{path:.+}")
