"""Varnish with its xkey module and our `varnish.vcl`: one instance or several."""

from collections.abc import Collection

from urllib3.exceptions import HTTPError

from warehouse.cdn.interface import CDNUnavailable, OriginCache, make_client
from warehouse.purges import EVERYTHING
from warehouse.settings import CDNSettings


class Varnish(OriginCache):
    """All Varnish instances; each has a store of its own, so all must confirm."""

    name = "varnish"

    def __init__(self, urls: Collection[str], *, is_soft: bool) -> None:
        self._urls = urls
        self._header = "xkey-softpurge" if is_soft else "xkey-purge"
        self._client = make_client()

    @classmethod
    def from_settings(cls, settings: CDNSettings) -> "Varnish":
        """Make the instances that `settings` name."""
        return cls(settings.varnish_urls, is_soft=settings.soft)

    def purge_batch(self, keys: list[str]) -> None:
        """Purge `keys` on each instance, even if another one fails."""
        self._tell({self._header: " ".join(keys)})

    def purge_everything(self) -> None:
        """Purge the key that our VCL gives to every object, on each instance."""
        self._tell({"xkey-purge": EVERYTHING})

    def _tell(self, headers: dict[str, str]) -> None:
        problems = [
            f"{url} {problem}"
            for url in self._urls
            if (problem := self._problem(url, headers)) is not None
        ]
        if problems:
            raise CDNUnavailable("; ".join(problems))

    def _problem(self, url: str, headers: dict[str, str]) -> str | None:
        try:
            answer = self._client.request("PURGE", url, headers=headers)
        except HTTPError as error:
            return f"cannot be asked: {type(error).__name__}"
        return None if answer.status == 200 else f"refused a purge with {answer.status}"
