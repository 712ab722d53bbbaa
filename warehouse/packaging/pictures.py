"""Pictures in descriptions by way of a proxy, which keeps readers apart from their hosts.

The addresses are those of Camo: `/DIGEST/URL`, the URL in hexadecimal digits, and its
HMAC-SHA1 with the key that the proxy has, so that it fetches nothing else.
"""

import hashlib
import hmac
from dataclasses import dataclass


@dataclass(frozen=True)
class PictureProxy:
    """A proxy that fetches pictures for readers."""

    url: str
    key: str

    def address_of(self, picture: str) -> str:
        """Return where the proxy has `picture`, which is on the web."""
        url = f"https:{picture}" if picture.startswith("//") else picture
        content = url.encode()
        digest = hmac.new(self.key.encode(), content, hashlib.sha1).hexdigest()
        return f"{self.url}/{digest}/{content.hex()}"


def proxy_at(url: str | None, key: str) -> PictureProxy | None:
    """Return the proxy at `url`, or None where pictures go to readers directly."""
    return PictureProxy(url, key) if url else None
