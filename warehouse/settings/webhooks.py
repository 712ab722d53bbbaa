"""Settings of the calls that projects have made to other services."""

from dataclasses import dataclass

from warehouse.settings.fields import boolean, count, env, number, words


def _ports(text: str) -> tuple[int, ...]:
    return tuple(number(1, 65_535)(each) for each in words(text))


@dataclass(frozen=True, kw_only=True)
class WebhookSettings:
    """Webhooks of projects: where they may lead."""

    ports: tuple[int, ...] = env(
        "WEBHOOK_PORTS",
        default=(443, 80),
        parse=_ports,
        help="the ports that webhooks of projects may call",
    )
    allows_http: bool = env(
        "WEBHOOK_HTTP",
        default=False,
        parse=boolean,
        help="true: webhooks may call http:// addresses, where others may read along",
    )
    private: bool = env(
        "WEBHOOK_PRIVATE_NETWORKS",
        default=False,
        parse=boolean,
        help="true: webhooks may call private networks and this machine, for an index "
        "inside a company",
    )
    at_once: int = env(
        "WEBHOOKS_AT_ONCE",
        default=1,
        parse=count,
        help="how many webhooks are called at once; fewer than a worker runs tasks, so "
        "that slow ones leave some free",
    )
