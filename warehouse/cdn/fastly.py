"""Fastly's purging API: https://www.fastly.com/documentation/reference/api/purging/."""

from typing import Any

from urllib3.exceptions import HTTPError

from warehouse.cdn.interface import CDNUnavailable, OriginCache, make_client
from warehouse.settings import CDNSettings


class Fastly(OriginCache):
    """A service of Fastly."""

    name = "fastly"

    def __init__(self, url: str, service: str, token: str, *, is_soft: bool) -> None:
        self._service = f"{url}/service/{service}"
        self._token, self._is_soft = token, is_soft
        self._client = make_client()

    @classmethod
    def from_settings(cls, settings: CDNSettings) -> "Fastly":
        """Make the service that `settings` name."""
        return cls(
            settings.fastly_url,
            settings.fastly_service,
            settings.fastly_token,
            is_soft=settings.soft,
        )

    def purge_batch(self, keys: list[str]) -> None:
        """Purge `keys`; Fastly answers with a number for each of them."""
        headers = {"Surrogate-Key": " ".join(keys)}
        if self._is_soft:
            headers["Fastly-Soft-Purge"] = "1"
        answer = self._post("purge", headers)
        missing = [key for key in keys if key not in answer]
        if missing:
            raise CDNUnavailable(f"Fastly did not confirm the purge of {missing[0]}")

    def purge_everything(self) -> None:
        """Purge the whole service, which Fastly never does softly."""
        self._post("purge_all", {})

    def _post(self, path: str, headers: dict[str, str]) -> dict[str, Any]:
        own = {"Fastly-Key": self._token, "Accept": "application/json"}
        try:
            answer = self._client.request(
                "POST", f"{self._service}/{path}", headers={**own, **headers}
            )
            said = answer.json() if answer.status == 200 else None
        except (HTTPError, ValueError) as error:
            reason = type(error).__name__
            raise CDNUnavailable(f"Fastly cannot be asked: {reason}") from error
        if not isinstance(said, dict):
            raise CDNUnavailable(f"Fastly refused a purge with status {answer.status}")
        return said
