"""The pages on which people manage their account and its tokens."""

from urllib.parse import urlsplit

from pyramid.config import Configurator

from warehouse.manage.outside_accounts import AccountLookup
from warehouse.outbound import OutboundClient, TargetRules
from warehouse.settings import Settings

_PORTS = {"https": 443, "http": 80}


def includeme(config: Configurator) -> None:
    """Register routes and views."""
    config.include("warehouse.manage.routes")
    config.registry[AccountLookup] = _account_lookup(config.registry.settings["warehouse"])
    config.scan("warehouse.manage.views")


def _account_lookup(settings: Settings) -> AccountLookup:
    """Return what asks other sites for accounts, at the addresses that operators chose."""
    publishing, is_private = settings.publishing, settings.webhooks.private
    sites = [urlsplit(publishing.github_api), urlsplit(publishing.activestate_api)]
    rules = TargetRules(
        ports={each.port or _PORTS[each.scheme] for each in sites},
        allows_http=any(each.scheme == "http" for each in sites),
        private=is_private,
    )
    client = OutboundClient(private=is_private, seconds=5, most_bytes=64 * 1024)
    return AccountLookup(
        client,
        rules,
        github=publishing.github_api,
        activestate=publishing.activestate_api,
    )
