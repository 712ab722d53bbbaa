"""`warehouse cache`: the log of purges, who reads it, and the CDN in front."""

import json

import click

from warehouse.cdn import CDNUnavailable, OriginCache
from warehouse.cdn.check import CDNUnfit, check
from warehouse.cli import fail
from warehouse.cli.requests import json_option, print_rows, request
from warehouse.packaging.caching import spelled_key
from warehouse.purges import purge as purge_keys
from warehouse.purges import purge_everything
from warehouse.purges.queries import LogState, log_state, readers


@click.group()
def cache() -> None:
    """Purge, and see who keeps what."""


@cache.command()
@click.argument("keys", nargs=-1)
@click.option("--all", "is_all", is_flag=True, help="Purge everything.")
def purge(keys: tuple[str, ...], is_all: bool) -> None:
    """Have everybody forget what KEYS name, as in `project/NAME` or `all-html`."""
    if is_all is bool(keys):
        raise click.UsageError("Name what to purge, or say --all.")
    with request() as made:
        if is_all:
            purge_everything(made.db)
        else:
            purge_keys(made.db, *map(spelled_key, keys))
        backend = made.settings.cdn.backend
    what = "Everything" if is_all else ", ".join(map(spelled_key, keys))
    also = "" if backend == "none" else f" The worker tells {backend}."
    click.echo(f"{what} is purged: no web process shows what it kept.{also}", err=True)


@cache.command()
@json_option
def status(as_json: bool) -> None:
    """Say who reads the log of purges, how long it is, and what the CDN has not heard."""
    with request() as made:
        log, found = log_state(made.db), readers(made.db)
        backend = made.settings.cdn.backend
    if as_json:
        told = {**log._asdict(), "cdn": backend, "readers": [e._asdict() for e in found]}
        click.echo(json.dumps(told, default=str))
        return
    rows = [
        (
            each.name,
            each.position,
            log.position - each.position,
            f"{each.lease_seconds:.1f}",
        )
        for each in found
    ]
    if rows:
        print_rows(("reader", "position", "behind", "lease seconds"), rows, False)
    else:
        click.echo("Nobody reads the log.")
    click.echo(_about_log(log))
    click.echo(_about_cdn(log, backend))


@cache.command("check-cdn")
@click.argument("url", required=False)
def check_cdn(url: str | None) -> None:
    """See that what stands in front keeps answers, and forgets them when it is told.

    URL is where clients find the index; it follows from WAREHOUSE_DOMAIN otherwise.
    """
    with request() as made:
        site, cdn = made.settings.site, made.registry.get(OriginCache)
    if cdn is None:
        raise fail("There is no CDN: set CDN_BACKEND.")
    if url is None and site.domain is None:
        raise click.UsageError("Name the URL that clients use, or set WAREHOUSE_DOMAIN.")
    scheme = "https" if site.https == "require" else "http"
    try:
        for sentence in check(cdn, (url or f"{scheme}://{site.domain}").rstrip("/")):
            click.echo(sentence)
    except (CDNUnfit, CDNUnavailable) as error:
        raise fail(str(error)) from error


def _about_log(log: LogState) -> str:
    if not log.purges:
        return "The log of purges is empty."
    return (
        f"The log has {log.purges} purges since {log.oldest:%Y-%m-%d %H:%M} UTC; "
        f"the newest has the position {log.position}."
    )


def _about_cdn(log: LogState, backend: str) -> str:
    if backend == "none":
        return "There is no CDN that would be told."
    return (
        f"{backend} is still to be told of {log.untold} purges, and for the second time "
        f"of {log.unrepeated}."
    )
