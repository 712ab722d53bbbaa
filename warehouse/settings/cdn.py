"""Settings of the CDN in front of the index."""

from dataclasses import dataclass

from warehouse.settings.fields import base_url, boolean, choice, env, words


def _base_urls(text: str) -> tuple[str, ...]:
    return tuple(map(base_url, words(text)))


@dataclass(frozen=True, kw_only=True)
class CDNSettings:
    """A cache in front of the whole index, which takes purges."""

    backend: str = env(
        "CDN_BACKEND",
        default="none",
        parse=choice("none", "fastly", "varnish"),
        help="what stands in front: none, fastly or varnish",
    )
    soft: bool = env(
        "CDN_SOFT_PURGE",
        default=False,
        parse=boolean,
        help="true: what is outdated may be shown once more while it is made anew",
    )
    fastly_service: str = env(
        "FASTLY_SERVICE_ID", default="", help="the service that is told of purges"
    )
    fastly_token: str = env(
        "FASTLY_TOKEN", default="", is_secret=True, help="a token that may purge it"
    )
    fastly_url: str = env(
        "FASTLY_API_URL",
        default="https://api.fastly.com",
        parse=base_url,
        help="where Fastly takes purges",
    )
    varnish_urls: tuple[str, ...] = env(
        "VARNISH_URLS",
        default=(),
        parse=_base_urls,
        help="where each Varnish takes purges, as in http://varnish:6081",
    )

    def __post_init__(self) -> None:
        """Refuse a CDN whose address or credentials are missing."""
        if self.backend == "fastly" and not (self.fastly_service and self.fastly_token):
            raise ValueError("CDN_BACKEND=fastly needs FASTLY_SERVICE_ID and FASTLY_TOKEN")
        if self.backend == "varnish" and not self.varnish_urls:
            raise ValueError("VARNISH_URLS is not set, and CDN_BACKEND=varnish needs it")
