"""`warehouse routes`, `settings` and `shell`: look inside."""

import code
import os

import click
from pyramid.interfaces import IRoutesMapper

from warehouse.cli.requests import json_option, print_rows, request
from warehouse.settings import Settings, known_variables, load, origins


@click.command()
@json_option
def routes(as_json: bool) -> None:
    """List every route, in the order in which they are tried."""
    with request() as made:
        mapper = made.registry.queryUtility(IRoutesMapper)
        rows = [(route.name, route.pattern) for route in mapper.get_routes()]
    print_rows(("name", "pattern"), rows, as_json)


@click.command()
@json_option
def settings(as_json: bool) -> None:
    """List every setting: its value, where that came from, and what it means."""
    placeholders = {
        each.name: "unset" for each in known_variables() if each.is_required
    } | {
        "DATABASE_URL": "postgresql://embedded/",
        "REDIS_URL": "unix:///embedded",
        "WAREHOUSE_SECRET": "-" * 32,
    }
    tree = load(Settings, {**placeholders, **os.environ})
    rows = []
    for origin in origins(tree):
        variable = origin.variable
        shown = origin.value if origin.is_set or not variable.is_required else "(embedded)"
        if variable.is_secret and origin.is_set:
            shown = "(secret)"
        source = "environment" if origin.is_set else "default"
        rows.append((variable.name, shown, source, variable.help))
    print_rows(("name", "value", "source", "help"), rows, as_json)


@click.command()
def shell() -> None:
    """Open a prompt with `request`; its changes are committed at the end."""
    with request() as made:
        banner = "`request` is a request without a client; `request.db` is its session."
        code.interact(banner=banner, local={"request": made, "db": made.db}, exitmsg="")
