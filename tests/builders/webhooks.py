"""Calls of webhooks, signed as Standard Webhooks says."""

import base64
import hashlib
import hmac
import time


def signed(
    body: bytes, secret: str, *, age: float = 0, identifier: str = "msg_1"
) -> dict[str, str]:
    """The headers of a call with this body, made so many seconds ago."""
    key = secret.encode()
    if secret.startswith("whsec_"):
        key = base64.b64decode(secret.removeprefix("whsec_"))
    timestamp = str(int(time.time() - age))
    content = f"{identifier}.{timestamp}.".encode() + body
    digest = hmac.new(key, content, hashlib.sha256).digest()
    return {
        "Webhook-Id": identifier,
        "Webhook-Timestamp": timestamp,
        "Webhook-Signature": "v1," + base64.b64encode(digest).decode(),
    }
