"""The read APIs: the simple index, files, JSON, XML-RPC, feeds, and what robots read."""

from pyramid.config import Configurator

from warehouse.api.project_index import ProjectIndex
from warehouse.api.views.leaked_tokens import Scanner, Scanners
from warehouse.security.signed_reports import PublicKeys
from warehouse.security.webhooks import WebhookSecrets
from warehouse.settings import AccountSettings


def includeme(config: Configurator) -> None:
    """Register routes and views, and the keys that reports are signed with."""
    location = config.registry.settings["warehouse"].api.vulnerability_keys
    if location is not None:
        config.registry[PublicKeys] = PublicKeys(location)
    accounts = config.registry.settings["warehouse"].accounts
    config.registry[Scanners] = _scanners(accounts)
    mail = config.registry.settings["warehouse"].mail
    config.registry[WebhookSecrets] = WebhookSecrets(mail.event_secrets)
    config.include("warehouse.api.routes")
    config.include("warehouse.api.management")
    config.add_assembly("api.simple.index", ProjectIndex())
    config.scan("warehouse.api.views")


def _scanners(settings: AccountSettings) -> Scanners:
    known = (
        ("GitHub", "GITHUB-PUBLIC-KEY", settings.token_leak_keys_github),
        ("Google", "GOSST-PUBLIC-KEY", settings.token_leak_keys_gosst),
    )
    return Scanners(
        Scanner(name, header, PublicKeys(location))
        for name, header, location in known
        if location is not None
    )
