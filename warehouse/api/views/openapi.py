"""The description of every endpoint: as a document for programs, and as a page."""

from typing import Any

import orjson
import yaml
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.cross_origin import open_to_all
from warehouse.api.openapi import groups, introduction, served_from
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.purges import ALL_HTML


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes YAML without aliases, which not every reader follows."""

    def ignore_aliases(self, data: Any) -> bool:
        """Return that no value is written as an alias."""
        return True


@view_config(route_name="api.openapi.yaml", stored_for=DAY)
def as_yaml(request: Request) -> Response:
    """Answer with the document as YAML."""
    text = yaml.dump(
        served_from(request.host_url),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
    )
    return open_to_all(Response(text=text, content_type="text/yaml", charset="UTF-8"))


@view_config(route_name="api.openapi.json", stored_for=DAY)
def as_json(request: Request) -> Response:
    """Answer with the document as JSON."""
    body = orjson.dumps(served_from(request.host_url))
    response = open_to_all(Response(body=body, content_type="application/json"))
    response.charset = None
    return response


@view_config(
    route_name="api.documentation",
    renderer="api/documentation.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
)
def documentation(request: Request) -> dict[str, Any]:
    """Answer with the document as a page."""
    return {
        "introduction": introduction(),
        "groups": groups(request.host_url),
        "server": request.host_url,
        "written": request.route_path("api.openapi.yaml"),
        "as_json": request.route_path("api.openapi.json"),
    }
