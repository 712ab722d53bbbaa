"""Settings of the forms for trusted publishers."""

from dataclasses import dataclass

from warehouse.settings.fields import base_url, env


@dataclass(frozen=True, kw_only=True)
class PublishingSettings:
    """Where accounts of other sites are looked up."""

    github_api: str = env(
        "GITHUB_API_URL",
        default="https://api.github.com",
        parse=base_url,
        help="where the ids of owners of repositories on GitHub are looked up",
    )
    activestate_api: str = env(
        "ACTIVESTATE_API_URL",
        default="https://platform.activestate.com/graphql/v1/graphql",
        parse=base_url,
        help="where the ids of accounts of ActiveState are looked up",
    )
